"""A month's work of a county whose file is in memory, the year's figures and the proof, and the same read from the disk: its part, and its section of the table.

A store larger than the machine's memory is read from the disk. A step may then take longer, by a factor that hardly grows with the size.
"""
import os
import re
import shutil
import sqlite3

from growth_store import STEP, YIJU
from harness import RUNS, WORK, load, median, rise, run, run_until, save, shown

SIZES = (10 ** 5, 10 ** 6)
LOADED = "load (people)"
MONTH = ("one month's assessment (employers)", "receipts (employers)", "one month's pay run with its proof (payments)")
FIGURES = ("the year's figures",)
VERIFY = "`yiju verify`, the whole process (rows)"
PROVED = re.compile(r"(\d+) rows")
NAME = "growth-store-disk"


def demo(file, people):
    return [YIJU, "--lang", "en", "--db", f"sqlite:{file}", "demo", "--scale", "--counties", "1", "--people", str(people)]


def written_out(file, forgotten):
    """Nothing of the file waits to be written while it is read; where it is `forgotten`, what it holds is on the disk alone."""
    handle = os.open(file, os.O_RDONLY)
    os.fsync(handle)
    if forgotten:
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)


def settle(file):
    """The program was ended: what it wrote goes into the file."""
    with sqlite3.connect(file) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()


def told(command, steps):
    """What a program says of `steps`, ended after the last of them: (step, count), seconds."""
    for step, count, ms, _ in STEP.findall(run_until(command, steps[-1])):
        if step in steps:
            yield (step, int(count)), float(ms) / 1000


def turn(loaded, people, place):
    """A month on a copy of the loaded county, then figures and proof, each from memory or from the disk."""
    file = loaded.with_name("county.db")
    for old in loaded.parent.glob("county.db*"):
        old.unlink()
    shutil.copyfile(loaded, file)
    written_out(file, place == "disk")
    yield from told(demo(file, people), MONTH)
    settle(file)
    written_out(file, place == "disk")
    yield from told(demo(file, people), FIGURES)
    settle(file)
    written_out(file, place == "disk")
    seconds, _, answer = run([YIJU, "--lang", "en", "--db", f"sqlite:{file}", "verify"])
    yield (VERIFY, int(PROVED.search(answer["text"])[1])), seconds


def measure(part):
    rows = []
    for people in SIZES:
        data = WORK / "growth-disk"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        loaded = data / "loaded.db"
        run_until(demo(loaded, people), LOADED)
        settle(loaded)
        turns = {}
        for _ in range(RUNS):
            for place in ("memory", "disk"):
                for step, seconds in turn(loaded, people, place):
                    turns.setdefault(step, {}).setdefault(place, []).append(seconds)
        for (step, count), places in turns.items():
            rows.append({"people": people, "step": step, "runs": RUNS, "count": count, "bytes": loaded.stat().st_size,
                         "memory": median(places["memory"]), "disk": median(places["disk"]), "command": shown(demo(data / "county.db", people))})
        shutil.rmtree(data)
    save(part, rows)


PARTS = {NAME: measure}


def section(print_table, commands, number, seconds):
    kept = load(NAME)
    if not kept:
        return
    print("### A county's file in memory and on the disk\n")
    print(
        f"Measured {kept['date']}. {kept['note']} The same county's month, figures and proof, its file read before and kept by the system (*memory*), or forgotten by it\n"
        "(*disk*), in turns. A file larger than the machine's memory is always the second. The figures come after `demo --scale` has looked for what is left to do.\n"
        "*Growth* as above, from the disk.\n"
    )
    before, lines = {}, []
    for row in sorted(kept["rows"], key=lambda row: row["step"]):
        smaller = before.get(row["step"])
        power = rise(smaller["people"], smaller["disk"], row["people"], row["disk"]) if smaller else None
        lines.append((row["step"], number(row["people"]), row["runs"], number(row["bytes"] // 10 ** 6), seconds(row["memory"]), seconds(row["disk"]),
                      f"{row['disk'] / row['memory']:.2f}", "" if power is None else f"{power:.2f}"))
        before[row["step"]] = row
    print_table(["step", "people", "runs", "file, MB", "memory, s", "disk, s", "disk over memory", "growth"], lines)
    commands([("the county", kept["rows"][-1]["command"])])
