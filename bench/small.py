"""How small the program is on an office's machine: its start, and what it takes up at rest and after every kind of page.

The office is that of `yiju demo`: 533 employers, 17,320 people.
"""
import subprocess
import time
import urllib.error
import urllib.request

import pages
from harness import RUNS, WORK, median, program, run, save, shown

YIJU = program("yiju")


def resident(process):
    """MiB the process takes up now."""
    for line in open(f"/proc/{process.pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise SystemExit("the server has ended")


def until_it_answers(process):
    """Seconds until the server says that its store answers."""
    start = time.perf_counter()
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"http://{pages.ADDRESS}/healthz", timeout=5).close()
            return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.002)
    raise SystemExit("the server has ended")


def once(url):
    """Start, MiB after five seconds of rest, MiB after every kind of page and five seconds more."""
    command = [YIJU, "--db", url, "serve", "--listen", pages.ADDRESS]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        start = until_it_answers(process)
        time.sleep(5)
        rest = resident(process)
        kinds = len(pages.crawl(["P00000037"]))
        time.sleep(5)
        return start, rest, resident(process), kinds, shown(command)
    finally:
        process.terminate()
        process.wait()


def measure(part):
    data = WORK / "small"
    data.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:{data}/office.db"
    if not (data / "office.db").exists():
        run([YIJU, "--db", url, "demo", "--out", str(data / "out")], accepted=(0, 1))
    helped = [YIJU, "--help"]
    explained = [YIJU, "--db", url, "explain", "persons_insured", "--year", "2023"]
    turns = [once(url) for _ in range(RUNS)]
    starts, rests, afters, kinds, served = zip(*turns)
    save(part, [
        {"name": "start: the help", "value": median([run(helped)[0] for _ in range(RUNS)]) * 1000, "unit": "ms", "command": shown(helped)},
        {"name": "start: until the office's pages are served", "value": median(starts) * 1000, "unit": "ms", "command": served[0]},
        {"name": "a figure of the year explained, whole process", "value": median([run(explained)[0] for _ in range(RUNS)]) * 1000, "unit": "ms", "command": shown(explained)},
        {"name": "memory of the server at rest", "value": median(rests), "unit": "MiB", "command": served[0]},
        {"name": f"memory at rest after {kinds[0]} kinds of pages", "value": median(afters), "unit": "MiB", "command": served[0]},
    ])


def section(print_table, commands, rows):
    if not rows:
        return
    print("## A county's office\n")
    print("The office of the demonstration, 17 320 people in a SQLite file. Aims: a start within 200 ms, 100 MB at rest. Medians of five.\n")
    print_table(["", "measured", ""], [(row["name"], f"{row['value']:.1f}", row["unit"]) for row in rows])
    commands((row["name"], row["command"]) for row in rows)
