"""Runs the parts of the benchmark and writes what came out; `bench/run` is the way in.

Contenders of a part take turns, so that a ratio compares runs a moment apart; every figure is a median of five
runs, but where its row says another number. What a contender answers is compared with ours before its time counts.
"""
import hashlib
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = Path(os.environ.get("YIJU_BENCH_DIR", ROOT / "target" / "bench"))
# Kept in the repository: all parts together take hours, so a table has parts of several days.
RESULTS = ROOT / "bench" / "measured"
RUNS = int(os.environ.get("YIJU_BENCH_RUNS", "5"))
PYTHON = str(WORK / "venv" / "bin" / "python")
# Sail's server speaks with the client of one Spark version; Spark itself is measured as the newest.
SAIL_PYTHON = str(WORK / "venv-sail" / "bin" / "python")
PEERS = ROOT / "bench" / "peers"
# A process begins with the greatest size of the one that started it: asked from here, none would seem smaller than Python.
TIME = shutil.which("time")


def program(name):
    """A program of ours, built for release."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return str(target / "release" / name)


def session_peak(session):
    """The greatest resident sizes of all processes of a session, in KiB."""
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[3]) != session:
                continue
            for line in (entry / "status").read_text().splitlines():
                if line.startswith("VmHWM"):
                    total += int(line.split()[1])
        except (OSError, IndexError, ValueError):
            continue
    return total


def run(command, many=False, environment=None, accepted=(0,)):
    """Wall seconds of the whole process, its peak memory in MiB, and its answer.

    `accepted`: the exit codes of a run that went well. `many`: the process has children of its own, whose memory counts too (looked at five times a second).
    """
    told = tempfile.NamedTemporaryFile()
    # A file and no pipe: what a run of hours has said so far can be read there meanwhile.
    WORK.mkdir(parents=True, exist_ok=True)
    said = tempfile.NamedTemporaryFile(prefix="said-", dir=WORK)
    measured = [TIME, "-q", "-f", "%M", "-o", told.name, *map(str, command)] if TIME else command
    start = time.perf_counter()
    process = subprocess.Popen(
        measured, stdout=said, stderr=subprocess.PIPE, start_new_session=True,
        env={**os.environ, **(environment or {})},
    )
    peak, done = [0], threading.Event()

    def watch():
        while not done.wait(0.2):
            peak[0] = max(peak[0], session_peak(process.pid))

    watcher = threading.Thread(target=watch)
    if many:
        watcher.start()
    errors = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    if many:
        watcher.join()
    if process.returncode not in accepted:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}\n{errors[-2000:]}")
    own = int(told.read().split()[-1]) if TIME else usage.ru_maxrss
    return seconds, max(peak[0], own) / 1024, answer_of(Path(said.name).read_text())


def run_until(command, last):
    """What a program says up to the line that begins with `last`; then it is ended."""
    said = []
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith(last):
                process.kill()
                return "".join(said)
    raise SystemExit(f"{' '.join(map(str, command))} ended before it said “{last}”:\n{''.join(said)}")


def answer_of(output):
    """All of the output where it is one JSON object, else its last line that is one, else its text."""
    if output.startswith("{\n"):
        return json.loads(output)
    lines = [line for line in output.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {"text": output}


def take_turns(contenders, runs=RUNS):
    """`contenders`: name → dict(command, many, environment). Gives name → dict(seconds, memory, answers)."""
    results = {name: {"seconds": [], "memory": [], "answers": []} for name in contenders}
    for turn in range(runs):
        for name, contender in contenders.items():
            seconds, memory, answer = run(contender["command"], contender.get("many", False), contender.get("environment"))
            results[name]["seconds"].append(seconds)
            results[name]["memory"].append(memory)
            results[name]["answers"].append(answer)
            print(f"  {turn + 1}/{runs} {name}: {seconds:.3f} s, {memory:.0f} MiB", file=sys.stderr)
    return results


# The largest store, a third of the nation; the one it is compared with, which wants the same machine; and that one with as little memory for its size.
HUNDRED_MILLION = "province-sqlite-100m"
PROVINCE = "province-sqlite"
PROVINCE_DISK = "province-sqlite-disk"


def rise(people, seconds, more_people, more_seconds):
    """The power the seconds rose by. A step of a few milliseconds says more about the machine's other work than about the step."""
    if seconds < 0.005:
        return None
    return math.log(more_seconds / seconds) / math.log(more_people / people)


def median(values):
    return statistics.median(values)


def shown(command):
    """A command as a reader would type it in the repository."""
    text = " ".join(str(part) for part in command)
    return text.replace(str(ROOT) + "/", "")


def machine():
    """What this is measured on, by its own words."""
    memory = 0
    for line in open("/proc/meminfo"):
        if line.startswith("MemTotal"):
            memory = round(int(line.split()[1]) / 1024 / 1024)
    model = "unknown processor"
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{os.cpu_count()} cores ({model}), {memory} GiB, {platform.system()} {platform.release().split('-')[0]}"


def gauge():
    """Milliseconds of one SHA-256 of 64 MiB here, the median of five: machines of one name are not equally fast."""
    data, times = bytes(64 * 1024 * 1024), []
    for _ in range(5):
        start = time.perf_counter()
        hashlib.sha256(data).digest()
        times.append((time.perf_counter() - start) * 1000)
    return round(median(times), 1)


def commit():
    """The sources as git names them; `-changed` where something a program is built from differs."""
    def git(*asked):
        return subprocess.run(["git", "-C", str(ROOT), *asked], capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "crates", "law", "words", "bench/src", "Cargo.lock")
    return git("rev-parse", "--short=7", "HEAD") + ("-changed" if changed else "")


def origin():
    """Of a record: its day, the machine and how fast that was then, and the sources its programs were built from."""
    return {"date": time.strftime("%Y-%m-%d"), "machine": machine(), "gauge_ms": gauge(), "commit": commit()}


def span(values):
    values = sorted(values)
    return " to ".join(dict.fromkeys((str(values[0]), str(values[-1]))))


def made_by(records):
    """Which sources the programs were of, how fast the machine was then, and its name where it is not this one's."""
    kept = [record for record in records if "commit" in record]
    if not kept:
        return ""
    others = sorted({record["machine"] for record in kept} - {machine()})
    return "; ".join([
        "", "programs of " + ", ".join(dict.fromkeys(record["commit"] for record in kept)),
        f"gauge {span({record['gauge_ms'] for record in kept})} ms", *others])


def save(part, rows, note=None):
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = origin() | {"note": os.environ.get("YIJU_BENCH_NOTE", "") if note is None else note, "rows": rows}
    (RESULTS / f"{part}.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")


def load(part):
    path = RESULTS / f"{part}.json"
    return json.loads(path.read_text()) if path.exists() else None
