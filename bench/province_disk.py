"""Nine million people in a SQLite file of which the machine can keep no more than it can of a hundred million's: its part, and its section of the table.

A hundred million people are read from the disk, nine million lie in the memory of the same machine. So that the two can be compared, the rest of the
memory is taken by another process while the nine million are worked on. Ten minutes a turn, and ten gigabytes.
"""
import math
import mmap
import subprocess
import sys
from contextlib import contextmanager

import province
from harness import HUNDRED_MILLION, PROVINCE, PROVINCE_DISK, RUNS, load, made_by, median, run, save, shown

NAME = "province_disk"
# Linux: locked pages cannot be swapped out. Python has no name for it.
MAP_LOCKED = 0x2000
HOLD = f"import mmap, sys; held = mmap.mmap(-1, int(sys.argv[1]), flags={mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | mmap.MAP_POPULATE | MAP_LOCKED}); print(flush=True); sys.stdin.read()"


def available():
    """What this machine could give to a program and to the files it reads, in bytes."""
    for line in open("/proc/meminfo"):
        if line.startswith("MemAvailable"):
            return int(line.split()[1]) * 1024
    raise SystemExit("/proc/meminfo says no MemAvailable")


@contextmanager
def left_only(size):
    """Takes the machine's memory but for `size` bytes. Gives what was left indeed."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(available() - size)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        if not holder.stdout.readline():
            raise SystemExit("the memory could not be taken: it is locked, which only root may do with so much")
        left = available()
        # Where it was not locked after all, the nine million would be in memory and nobody would know.
        if left > size * 1.2:
            raise SystemExit(f"{left} bytes are left and not {size}")
        # Its end closes what the holder waits for.
        yield left


def measure(part):
    larger, smaller = (load(record) for record in (HUNDRED_MILLION, PROVINCE))
    if not larger or not smaller:
        raise SystemExit(f"{part} takes its sizes from {PROVINCE} and {HUNDRED_MILLION}: measure these first")
    share = available() / larger["rows"][0]["bytes"]
    counts = {step["step"]: step["count"] for step in smaller["rows"][0]["steps"]}
    row = {"left": []}
    for _ in range(RUNS):
        url, size = province.fresh("sqlite", NAME)
        command = province.demo(url)
        with left_only(round(share * smaller["rows"][0]["bytes"])) as left:
            text = run(command)[2]["text"]
        row = added(row, text, left, counts) | {"bytes": size(), "command": shown(command)}
        # Kept after each turn: the next one may not end.
        save(part, [row])
    province.gone("sqlite", NAME)


def added(row, text, left, counts):
    """The record with one more turn."""
    turns = {step["step"]: step["turns"] for step in row.get("steps", [])}
    told = {key: value for key, value in province.told("sqlite", text).items() if key != "found"}
    for step in told["steps"]:
        province.same_province(step["step"], step["count"], counts)
        step["turns"] = [*turns.get(step["step"], []), step["seconds"]]
        step["seconds"] = median(step["turns"])
    return row | told | {"left": [*row["left"], left]}


PARTS = {PROVINCE_DISK: measure}


def section(print_table, commands, number, seconds):
    records = [load(part) for part in (PROVINCE, PROVINCE_DISK, HUNDRED_MILLION)]
    if not all(records):
        return
    memory, disk, larger = (record["rows"][0] for record in records)
    print("### Nine million people read from the disk, beside a hundred million\n")
    print(
        f"Measured {records[1]['date']}{made_by(records[1:2])}. {records[1]['note']} The file of {number(disk['people'])} people ({disk['bytes'] / 1e9:.1f} GB) was made and worked on with {min(disk['left']) / 1e9:.1f} GB of memory left, as much for its size as\n"
        f"the machine has for the {larger['bytes'] / 1e9:.1f} GB of {number(larger['people'])}; another process held the rest. *Memory*: the same file with all of the machine's.\n"
        f"The people are {larger['people'] / disk['people']:.1f} times as many; n log n, by the people of a county, would be {n_log_n(larger, disk):.1f} times.\n"
    )
    print_table(["step", "runs", "memory, s", "disk, s", "disk over memory", f"{number(larger['people'])}, s", "over memory", "over disk"], [
        (kept["step"], len(read["turns"]), seconds(kept["seconds"]), seconds(read["seconds"]), f"{read['seconds'] / kept['seconds']:.2f}", seconds(most["seconds"]),
         f"{most['seconds'] / kept['seconds']:.1f}", f"{most['seconds'] / read['seconds']:.1f}")
        for kept, read, most in zip(memory["steps"], disk["steps"], larger["steps"])])
    commands([("the province", disk["command"])])


def n_log_n(larger, smaller):
    """How much longer a step of n log n takes that works on one county after the other."""
    more, fewer = (row["people"] / row["counties"] for row in (larger, smaller))
    return larger["people"] / smaller["people"] * math.log(more) / math.log(fewer)
