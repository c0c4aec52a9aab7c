"""Growth of the store's work with the people of a county: its parts, and its section of the table."""
import os
import re
import shutil

from harness import HUNDRED_MILLION, PROVINCE, PROVINCE_DISK, RUNS, WORK, load, made_by, median, program, rise, run, save, shown

# The program itself: `cargo build --release -p yiju`, or another one named here.
YIJU = os.environ.get("YIJU_PROGRAM", program("yiju"))
# `yiju demo --scale` says "STEP: COUNT, MS ms, peak memory of this program MIB MiB" of each step.
STEP = re.compile(r"^(.+): (\d+), ([0-9.]+) ms, peak memory of this program (\d+) MiB$", re.MULTILINE)

# In this order: the last is compared with the one before it, which has as little memory for its size.
PLACES = {PROVINCE: " in {} counties", PROVINCE_DISK: " in {} counties, from the disk", HUNDRED_MILLION: " in {} counties, from the disk"}


def once(people):
    """Makes a county of so many people in an empty SQLite store and does a month's work: step → (count, seconds, MiB)."""
    data = WORK / "growth"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    url = f"sqlite:{data}/county.db"
    command = [YIJU, "--lang", "en", "--db", url, "demo", "--scale", "--counties", "1", "--people", str(people)]
    text = run(command)[2]["text"]
    steps = {name: (int(count), float(ms) / 1000, float(mib)) for name, count, ms, mib in STEP.findall(text)}
    if not steps:
        raise SystemExit(f"no step is told of in:\n{text}")
    seconds, mib, _ = run([YIJU, "--db", url, "explain", "persons_insured", "--year", "2023"])
    steps["the people insured, opened"] = (1, seconds, mib)
    shutil.rmtree(data)
    return steps, command


def measure(part, people, runs):
    turns = [once(people) for _ in range(runs)]
    rows = []
    for step in turns[0][0]:
        counts, seconds, memory = zip(*(steps[step] for steps, _ in turns))
        rows.append({"people": people, "step": step, "runs": runs, "count": counts[0], "seconds": median(seconds),
                     "memory": median(memory), "command": shown(turns[0][1])})
    save(part, rows)


PARTS = {
    "growth-store-1k": lambda p: measure(p, 10 ** 3, RUNS),
    "growth-store-10k": lambda p: measure(p, 10 ** 4, RUNS),
    "growth-store-100k": lambda p: measure(p, 10 ** 5, RUNS),
    "growth-store-1m": lambda p: measure(p, 10 ** 6, RUNS),
}


def province_rows():
    """The same steps of whole provinces, where they were measured: many counties in one file, read with both threads."""
    kept = [(place, record["rows"][0]) for part, place in PLACES.items() if (record := load(part))]
    return [
        step | {"people": row["people"], "runs": len(step.get("turns", [0])), "place": place.format(row["counties"]), "command": row["command"]}
        for place, row in kept for step in row["steps"]
    ]


def rows():
    """Each step over the sizes, with the power of ten its seconds rose by since the size before."""
    steps, dates, notes = {}, set(), set()
    for part in PARTS:
        kept = load(part)
        if kept:
            dates.add(kept["date"])
            notes.add(kept["note"])
            for row in kept["rows"]:
                steps.setdefault(row["step"], []).append(row)
    for row in province_rows():
        steps.get(row["step"], []).append(row)
    found = []
    for sizes in steps.values():
        last = None
        for row in sizes:
            row["rise"] = rise(last["people"], last["seconds"], row["people"], row["seconds"]) if last and last["people"] < row["people"] else None
            found.append(row)
            last = row
    return found, dates, notes - {""}


def section(print_table, commands, number, seconds):
    found, dates, notes = rows()
    if not found:
        return
    print("## Growth of the store's work\n")
    print(
        f"One county of so many people in one SQLite file, measured {', '.join(sorted(dates))}{made_by(filter(None, map(load, PARTS)))}; *peak* is the program's own within\n"
        "the step. *Growth* is the power the seconds rose by since the size before: 1 is in proportion to the people, n log n\n"
        "is about 1.1; none is given from below five milliseconds. The opened figure is a whole process. The last sizes are the\n"
        "provinces below: many counties in one file, whose figures, reports and proofs two threads share. A hundred million are compared with nine million that had\n"
        "as little of the machine's memory for their size.\n"
    )
    for note in sorted(notes):
        print(f"Note: {note}\n")
    print_table(["step", "people", "runs", "count", "seconds", "growth", "peak MiB"], [
        (row["step"], number(row["people"]) + row.get("place", ""), row["runs"], number(row["count"]), seconds(row["seconds"]),
         "" if row["rise"] is None else f"{row['rise']:.2f}", number(row["memory"])) for row in found
    ])
    commands([("the steps", next(row for row in reversed(found) if "place" not in row)["command"])])
