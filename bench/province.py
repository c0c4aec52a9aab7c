"""A province on one machine: `yiju demo --scale` in an empty store, then every kind of page of one of its counties.

It takes six to twelve minutes, its pages some more, and ten gigabytes. The parts `…-again` read the same province as often as the other parts run: figures, reports, proofs. The
parts `…-written` make others like it, as often: load, assessment, receipts, pay run (SQLite half an hour, PostgreSQL an hour).
`YIJU_BENCH_COUNTIES` and `YIJU_BENCH_PEOPLE` make it smaller. `province-sqlite-100m` is a hundred million people whatever they say: two hours and
seventy-five gigabytes, so only where it is named; it leaves nothing behind.
"""
import os
import re
import shutil
import subprocess

import pages
from growth_store import STEP, YIJU
from harness import HUNDRED_MILLION, RUNS, WORK, load, made_by, median, run, run_until, save, shown

COUNTIES = int(os.environ.get("YIJU_BENCH_COUNTIES", "122"))
PEOPLE = int(os.environ.get("YIJU_BENCH_PEOPLE", "9000000"))
# "WHAT: N times, median A µs, 99 % within M µs, slowest B µs", as `yiju demo --scale` says it of those looked up.
FOUND = re.compile(r"^(.+): (\d+) times, median (\d+) µs, 99 % within (\d+) µs, slowest (\d+) µs$", re.MULTILINE)
COUNTY = re.compile(r"^(\d{6}): \d+ employers, (\d+) people", re.MULTILINE)
REGION = re.compile(r"--region (\d{6})")
SLOWEST_SHOWN = 12
# What `yiju demo --scale` does again each time; the rest it does once.
READ = ("the year's figures", "the year's self-evaluations (bytes)", "verify (rows)")
LAST_WRITTEN = "one month's pay run with its proof (payments)"
WRITTEN = ("load (people)", "one month's assessment (employers)", "receipts (employers)", LAST_WRITTEN)


def name_of(people):
    """Of a province's folder: each size has its own, as one is read again after it was measured."""
    return "province" if people == PEOPLE else f"province-{people}"


def fresh(engine, name):
    """An empty store: its address, and how large it is when asked."""
    gone(engine, name)
    if engine == "sqlite":
        data = WORK / name
        data.mkdir(parents=True)
        return address(engine, name), lambda: sum(file.stat().st_size for file in data.iterdir())
    ask(server(), f"CREATE DATABASE {database(name)}")
    return address(engine, name), lambda: int(ask(server(), f"SELECT pg_database_size('{database(name)}')"))


def gone(engine, name):
    if engine == "sqlite":
        shutil.rmtree(WORK / name, ignore_errors=True)
    else:
        ask(server(), f"DROP DATABASE IF EXISTS {database(name)} WITH (FORCE)")


def server():
    return os.environ["YIJU_TEST_POSTGRES"]


def database(name):
    return f"yiju_{name}"


def address(engine, name):
    if engine == "sqlite":
        return f"sqlite:{WORK / name}/province.db"
    return f"{server().rsplit('/', 1)[0]}/{database(name)}"


def demo(url, people=PEOPLE):
    return [YIJU, "--lang", "en", "--db", url, "demo", "--scale", "--counties", str(COUNTIES), "--people", str(people)]


def ask(server, statement):
    return subprocess.run(["psql", "-qtA", server, "-c", statement], check=True, capture_output=True, text=True).stdout.strip()


def measure(part, engine, people=PEOPLE):
    url, size = fresh(engine, name_of(people))
    command = demo(url, people)
    seconds, memory, answer = run(command)
    text = answer["text"]
    # The largest county has the slowest pages.
    region, largest = max(COUNTY.findall(text), key=lambda county: int(county[1]))
    seen, served = pages.measure(YIJU, url, region)
    save(part, [{
        **told(engine, text), "seconds": seconds, "memory": memory, "bytes": size(), **processes(url, region),
        "county": int(largest), "pages": seen[:SLOWEST_SHOWN], "kinds": len(seen),
        "command": without_server(shown(command), url), "served": without_server(shown(served), url),
    }])


def told(engine, text):
    """What a run of `yiju demo --scale` said."""
    counties = COUNTY.findall(text)
    steps = [{"step": step, "count": int(count), "seconds": float(ms) / 1000, "memory": int(mib)} for step, count, ms, mib in STEP.findall(text)]
    return {"engine": engine, "counties": len(counties), "people": sum(int(living) for _, living in counties), "steps": steps, "found": looked_up(text)}


def looked_up(text):
    keys = ("count", "median", "most", "slowest")
    return [{"step": step, **dict(zip(keys, map(int, numbers)))} for step, *numbers in FOUND.findall(text)]


def processes(url, region):
    """What a process takes that does one look only."""
    whole, everywhere = (
        sorted(run([YIJU, "--db", url, "find", "P00000037", *within])[0] for _ in range(41))[20]
        for within in (["--region", region], [])
    )
    return {"find": whole, "find_everywhere": everywhere}


def again(part, engine):
    """Reads the province that stands since the engine's part, until each step was read as often as all else is measured."""
    url = address(engine, name_of(PEOPLE))
    texts = []

    def read():
        texts.append(run(demo(url))[2]["text"])
        return texts[-1]

    record = repeat(part, engine, READ, read)
    if texts:
        # The last reading's: they are of many looks each.
        row = record["rows"][0]
        row.update({"found": looked_up(texts[-1]), **processes(url, REGION.search(row["served"])[1])})
        save(f"province-{engine}", record["rows"], record["note"])


def written(part, engine):
    """Makes provinces like that of the engine's part, until each step that writes was measured as often as all else."""
    name = "province_written"

    def make():
        url, _ = fresh(engine, name)
        text = run_until(demo(url), LAST_WRITTEN)
        gone(engine, name)
        return text

    repeat(part, engine, WRITTEN, make)


def repeat(part, engine, steps, once):
    first = f"province-{engine}"
    record = load(first)
    row = record["rows"][0]
    turns = {step["step"]: step.setdefault("turns", [step["seconds"]]) for step in row["steps"] if step["step"] in steps}
    counts = {step["step"]: step["count"] for step in row["steps"]}
    while any(len(seconds) < RUNS for seconds in turns.values()):
        for step, count, ms, _ in STEP.findall(once()):
            if step in turns:
                same_province(step, int(count), counts)
                turns[step].append(float(ms) / 1000)
        for step in row["steps"]:
            step["seconds"] = median(step.get("turns", [step["seconds"]]))
        # Kept after each turn: the next one may not end.
        save(first, record["rows"], record["note"])
    print(f"{part}: {turns}")
    return record


def same_province(step, count, counts):
    if count != counts[step]:
        raise SystemExit(f"{step}: {count} and not {counts[step]}: this province is another one")


def without_server(command, url):
    return command if url.startswith("sqlite:") else command.replace(url, "postgres://…")


PARTS = {
    f"province-{engine}{ending}": (lambda part, engine=engine, way=way: way(part, engine))
    for engine in ("sqlite", "postgres")
    for ending, way in (("", measure), ("-again", again), ("-written", written))
}


def hundred_million(part):
    measure(part, "sqlite", 10 ** 8)
    gone("sqlite", name_of(10 ** 8))


PARTS[HUNDRED_MILLION] = hundred_million


def section(print_table, commands, number, seconds):
    kept = [record for record in map(load, PARTS) if record]
    if not kept:
        return
    print("## A province on one machine\n")
    print(
        "Counties made by the same generator and written through the same actions, then one month of all of them, the year's figures of\n"
        "each and the proof of each chain; medians where there were several runs. On PostgreSQL two counties at a time, and the server's memory is its own; a SQLite\n"
        "file has one writer, figures and proofs read it with both threads. The largest county is then served: every kind of page, asked for once with nothing\n"
        "remembered of it, and again (median of five).\n"
    )
    for record in kept:
        province(record, print_table, commands, number, seconds)


def province(record, print_table, commands, number, seconds):
    row = record["rows"][0]
    print(f"### {row['engine']}: {number(row['counties'])} counties, {number(row['people'])} people, {row['bytes'] / 1e9:.1f} GB\n")
    print(f"Measured {record['date']}{made_by([record])}. {record['note']}\n")
    print_table(["step", "runs", "count", "seconds", "peak MiB of the program"], [
        (step["step"], len(step.get("turns", [0])), number(step["count"]), seconds(step["seconds"]), number(step["memory"])) for step in row["steps"]])
    print_table(["a look-up", "times", "median ms", "99 % within, ms", "slowest ms"], [
        (found["step"], number(found["count"]), *(f"{found[key] / 1000:.2f}" for key in ("median", "most", "slowest"))) for found in row["found"]
    ] + [
        ("`yiju find --region`, the whole process", 41, f"{row['find'] * 1000:.1f}", "", ""),
        ("`yiju find`, in all counties, the whole process", 41, f"{row['find_everywhere'] * 1000:.1f}", "", ""),
    ])
    print(f"The slowest of {row['kinds']} pages of a county of {number(row['county'])} people:\n")
    print_table(["page", "status", "first, ms", "again, ms", "kB"], [
        (f"`{page['link']}`", page["status"], f"{page['first']:.0f}", f"{page['again']:.1f}", f"{page['bytes'] / 1000:.0f}") for page in row["pages"]])
    commands([("the province", row["command"]), ("the pages", row["served"])])
