"""Kills workers of a cluster, a hundred times or as often as asked, and counts how the jobs ended.

    cargo build --release --features lake
    python3 bench/kill_test.py [RUNS] [PEOPLE]

(or, where that is too long a build, after `./test`: `YIJU_LAKE=target/debug/yiju`, the same program unoptimized).

Each run starts a scheduler and two workers, gives them the assessment of a made folder, and kills one worker: in turn at a
random moment, when the first rows between the stages lie on its disk, and (every tenth run) the scheduler instead. A run
ends `cluster` (right, from the cluster), `here` (right, done again in the client's process), `error` (a clear end without a
result, its reason said and written down), or badly: `wrong` (another total), `half` (a result that can be seen and is not
whole), `silent` (an end without a result or a reason), `late` (over the limit). A run whose job had ended before its kill is none:
another takes its place, until RUNS were struck. The counts are kept in `bench/measured/kills.json`.
"""
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import origin

ROOT = Path(__file__).resolve().parent.parent
YIJU = os.environ.get("YIJU_LAKE", str(ROOT / "target" / "release" / "yiju"))
RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
PEOPLE = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
KEPT = ROOT / "bench" / "measured" / "kills.json"
MONTH = "2023-06"
DEADLINE = 90
LIMIT = 2 * DEADLINE + 30


def free_port():
    """One with a free one after it, below those the system gives to whoever connects."""
    while True:
        port = random.randrange(16_000, 32_000, 2)
        try:
            for number in (port, port + 1):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", number))
            return port
        except OSError:
            continue


class Taken(Exception):
    """Somebody else took the port meanwhile: the node said so (exit 2), and the run is begun again."""


def wait_for(port, node):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if node.poll() == 2:
            raise Taken
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens at {port}; the node's end: {node.poll()}")


def start(*arguments):
    return subprocess.Popen([YIJU, "lake", *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def holds_rows(folder):
    try:
        return any(path.suffix == ".arrow" for path in Path(folder).rglob("*"))
    except FileNotFoundError:
        # A folder that the worker took away while it was looked into.
        return False


def aim(how, usual, folders):
    """Waits for the moment to kill. Gives which worker."""
    if how in ("random", "scheduler"):
        time.sleep(random.uniform(0, usual))
        return 0
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        for at, folder in enumerate(folders):
            if holds_rows(folder):
                return at
        time.sleep(0.001)
    return 0


def run(lake, expected, how, usual):
    """One job with one death. `how`: none, random, shuffle, scheduler. Whatever happens, its processes end with it."""
    home, nodes = Path(tempfile.mkdtemp(prefix="yiju-kill-")), []
    try:
        return watched(home, nodes, lake, expected, how, usual)
    except Taken:
        return run(lake, expected, how, usual)
    finally:
        for node in nodes:
            node.kill()
            node.wait()
        shutil.rmtree(home)


def watched(home, nodes, lake, expected, how, usual):
    port = free_port()
    scheduler = start("scheduler", "--listen", f"127.0.0.1:{port}")
    nodes.append(scheduler)
    wait_for(port, scheduler)
    folders = [home / f"worker-{at}" for at in range(2)]
    workers = []
    for folder in folders:
        own = free_port()
        workers.append(start("worker", "--scheduler", f"127.0.0.1:{port}", "--listen", f"127.0.0.1:{own}", "--work", folder))
        nodes.append(workers[-1])
        wait_for(own, workers[-1])
    time.sleep(0.5)
    out = home / "out"
    began = time.monotonic()
    client = subprocess.Popen(
        [YIJU, "lake", "assess", str(lake), "--month", MONTH, "--out", str(out), "--cluster", f"127.0.0.1:{port}",
         "--deadline", str(DEADLINE), "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    nodes.append(client)
    running = True
    if how != "none":
        at = aim(how, usual, folders)
        (scheduler if how == "scheduler" else workers[at]).send_signal(signal.SIGKILL)
        running = client.poll() is None
    try:
        output, errors = client.communicate(timeout=LIMIT)
        ended = judge(output, client.returncode, out, expected, errors)
    except subprocess.TimeoutExpired:
        client.kill()
        ended, errors = "late", ""
    seconds = time.monotonic() - began
    tries = len(json.loads((out / "job.json").read_text())["attempts"]) if (out / "job.json").exists() else 0
    return {"how": how, "ended": ended, "running": running, "seconds": round(seconds, 2), "tries": tries, "errors": errors[-300:]}


def judge(output, code, out, expected, errors):
    manifest = out / "manifest.json"
    if code != 0:
        if manifest.exists():
            return "half"
        if not (out / "job.json").exists():
            return "silent"
        record = json.loads((out / "job.json").read_text())
        told = record["state"] == "failed" and all(attempt["failure"] for attempt in record["attempts"])
        return "error" if told and errors.strip() else "silent"
    totals = json.loads(output.splitlines()[-1])
    result = json.loads(manifest.read_text())["result"]
    kept = {name: value for name, value in expected.items() if name != "synthetic"}
    if totals != expected or result["totals"] != kept:
        return "wrong"
    if subprocess.run([YIJU, "lake", "verify", str(out)], capture_output=True).returncode != 0:
        return "half"
    return "cluster" if result["engine"] == "ballista" else "here"


def main():
    lake = Path(tempfile.mkdtemp(prefix="yiju-kill-lake-")) / "lake"
    subprocess.run([YIJU, "lake", "make", "--people", str(PEOPLE), "--month", MONTH, "--out", str(lake)], check=True, capture_output=True)
    own = subprocess.run([YIJU, "lake", "assess", str(lake), "--month", MONTH, "--format", "json"], check=True, capture_output=True, text=True)
    expected = json.loads(own.stdout)
    usual = max(run(lake, expected, "none", 0)["seconds"] for _ in range(2))
    print(f"{PEOPLE} people; undisturbed {usual} s", flush=True)
    counts, slowest, too_late, bad, number = {}, {}, {}, 0, 0
    while number < RUNS:
        how = "scheduler" if number % 10 == 9 else ("random", "shuffle")[number % 2]
        result = run(lake, expected, how, usual)
        is_bad = result["ended"] in ("wrong", "half", "silent", "late")
        bad += is_bad
        if not result["running"] and not is_bad:
            too_late[how] = too_late.get(how, 0) + 1
            if sum(too_late.values()) > 2 * RUNS:
                raise SystemExit("the jobs end before they are struck: more people")
            continue
        key = (how, result["ended"])
        counts[key] = counts.get(key, 0) + 1
        number += 1
        slowest[key] = max(slowest.get(key, 0), result["seconds"])
        shown = {k: v for k, v in result.items() if k != "errors" or result["ended"] not in ("cluster", "here")}
        print(f"{number}/{RUNS} {json.dumps(shown, ensure_ascii=False)}", flush=True)
    rows = [{"how": how, "ended": ended, "count": count, "slowest": slowest[how, ended]} for (how, ended), count in sorted(counts.items())]
    for row in rows:
        print(f"{row['how']:9} {row['ended']:8} {row['count']:4}  slowest {row['slowest']} s")
    print(f"not struck, for the job had ended before: {too_late}")
    shutil.rmtree(lake.parent)
    profile = "unoptimized" if "debug" in YIJU else "release"
    # A short try does not take the place of the long run.
    kept = KEPT if RUNS >= 100 else Path(tempfile.gettempdir()) / KEPT.name
    kept.write_text(json.dumps(origin() | {"people": PEOPLE, "undisturbed": usual, "program": profile, "too_late": too_late,
                                           "note": os.environ.get("YIJU_BENCH_NOTE", ""), "rows": rows}, indent=1) + "\n")
    raise SystemExit(1 if bad else 0)


main()
