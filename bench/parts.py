"""The parts of the benchmark, in the order of the table. Most end within five minutes on two cores; hledger's and the county of a million take ten, a
province six to twelve and its pages. `list` prints them all, `usual` those that `bench/run` measures where none is named."""
import json
import os
import shutil
import subprocess
import sys

import growth_disk
import growth_store
import province
import province_disk
import small
from harness import HUNDRED_MILLION, PEERS, PROVINCE_DISK, PYTHON, ROOT, RUNS, SAIL_PYTHON, WORK, median, program, run, save, shown, take_turns

HAND = str(WORK / "hand-target" / "release" / "hand-loop")
FAST = ["duckdb", "polars", "numpy", "datafusion"]
SLOW = ["openfisca", "postgres", "sqlite", "spark", "sail"]
SAME = ("groups", "people", "base_fen", "amount_fen", "weighted")


def folder(people):
    return WORK / f"people-{people}"


def files(people):
    return str(folder(people)) + "/*/*/people.parquet"


# The program with its lake room: `bench/run` builds it with the files of the lake and our own loop.
LAKE = os.environ.get("YIJU_LAKE", program("yiju"))


def has_lake():
    try:
        # Every build knows the words; one without the lake refuses them before it looks at the folder.
        said = subprocess.run([LAKE, "--lang", "en", "lake", "verify", "/"], capture_output=True, text=True).stderr
        return "manifest.json" in said
    except OSError:
        return False


COMPARED = ["persons_insured", "matters_on_time", "contributions_assessed", "fund_expenditure", "department_total_outturn"]
# The same program with the query engine as well, where it was built (`cargo build --release --features lake`, most of an hour).
ENGINE = os.environ.get("YIJU_LAKE_ENGINE")


def assess_contenders(people, names):
    parameters = str(WORK / "parameters.json")
    contenders = {"loop by hand": {"command": [HAND, "assess", str(folder(people)), parameters]}}
    if has_lake():
        contenders["yiju lake"] = {"command": [LAKE, "lake", "assess", str(folder(people)), "--month", "2023-06", "--format", "json"]}
    for name in names:
        if name == "datafusion":
            if not ENGINE:
                print("without a row: YIJU_LAKE_ENGINE names no program with the query engine", file=sys.stderr)
            else:
                command = [ENGINE, "lake", "assess", str(folder(people)), "--month", "2023-06", "--engine", "datafusion", "--format", "json"]
                contenders["yiju lake, DataFusion"] = {"command": command}
            continue
        where = str(folder(people)) if name in ("numpy", "openfisca", "postgres", "sqlite") else files(people)
        python = SAIL_PYTHON if name == "sail" else PYTHON
        command = [python, str(PEERS / f"{name}_assess.py"), where, parameters]
        contenders[name] = {"command": command, "many": name in ("spark", "sail")}
    return contenders


def prepare(people):
    """The people as Parquet, a file a region, and the law's numbers for the peers."""
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "parameters.json").write_text(json.dumps(run([program("parameters")])[2]))
    if not folder(people).exists():
        make = [HAND, "generate", str(folder(people)), str(people)]
        if has_lake():
            make = [LAKE, "lake", "make", "--people", str(people), "--month", "2023-06", "--out", str(folder(people))]
        run(make)


def load_tables(people):
    for name in ("sqlite", "postgres"):
        run([PYTHON, str(PEERS / f"{name}_assess.py"), str(folder(people)), str(WORK / "parameters.json"), "load"])


def same_as_ours(results):
    """Which contenders answered the same fen, group by group, as the loop by hand did."""
    ours = results["loop by hand"]["answers"][0]
    return {
        name: all(answer.get(key) == ours.get(key) for answer in result["answers"] for key in SAME)
        for name, result in results.items()
    }


def assess(part, people, names):
    contenders = assess_contenders(people, names)
    # Nobody's time counts before what it answers was found right; nor is a file read from the disk in a turn that counts.
    first = same_as_ours(take_turns(contenders, 1))
    ends_if(not all(first.values()), f"not the same fen: {first}")
    results = take_turns(contenders)
    same = same_as_ours(results)
    own = results["loop by hand"]["seconds"]
    rows = []
    for name, result in results.items():
        ratios = [theirs / ours for theirs, ours in zip(result["seconds"], own)]
        rows.append({
            "name": name, "people": people, "turns": result["seconds"], "ratios": ratios, "memory": median(result["memory"]),
            "same": same[name], "command": shown(contenders[name]["command"]),
        })
    save(part, rows)
    ends_if(not all(same.values()), f"not the same fen: {same}")


def ends_if(wrong, why):
    """What differs stands in the table as differing, and the part fails."""
    if wrong:
        raise SystemExit(why)


def copy(part):
    """The limit: the seconds in which the same columns, decoded, are copied once."""
    rows = []
    for people in (MILLION, 10 * MILLION):
        command = [PYTHON, str(PEERS / "memory_copy.py"), str(folder(people)), str(WORK / "parameters.json")]
        answers = [run(command)[2] for _ in range(RUNS)]
        rows.append({"people": people, "seconds": median([answer["seconds"] for answer in answers]),
                     "bytes": answers[0]["bytes"], "command": shown(command)})
    save(part, rows)


def benefits(part):
    rows = int(os.environ.get("YIJU_BENCH_CASES", "1000000"))
    data = WORK / "cases"
    data.mkdir(parents=True, exist_ok=True)
    command = [program("benefits"), str(data), str(rows)]
    kinds, theirs = {}, {}
    for _ in range(RUNS):
        for line in lines_of(command):
            kinds.setdefault(line["kind"], []).append(line)
        for kind in kinds:
            theirs.setdefault(kind, []).append(run(openfisca(data, kind))[2])
    out = []
    for kind, ours in kinds.items():
        # Treatment is worked out one by one only.
        row = {key: median([line[key] for line in ours]) for key in (
            "columns_per_second", "kept_per_second", "copied_per_second", "single_per_second", "traced_per_second",
            "steps_per_case", "rows") if key in ours[0]}
        for name in ("per_second", "single_per_second"):
            row[f"openfisca_{name}"] = median([line[name] for line in theirs[kind]])
        row["different"] = sum(line["different"] for line in theirs[kind])
        out.append(row | {"kind": kind, "command": shown(command), "peer": shown(openfisca(data, kind))})
    save(part, out)
    ends_if(any(row["different"] for row in out), "amounts differ")


def openfisca(data, kind):
    return [PYTHON, str(PEERS / "openfisca_benefits.py"), str(data), kind]


def batch(part):
    command = [program("batch"), "1000000"]
    runs = [lines_of(command) for _ in range(RUNS)]
    rows = []
    for lines in zip(*runs):
        timed = {key: median([line[key] for line in lines]) for key in lines[0] if key.endswith("_ms")}
        untimed = [{key: value for key, value in line.items() if key not in timed} for line in lines]
        ends_if(any(line != untimed[0] for line in untimed), f"not the same each time: {untimed}")
        rows.append(untimed[0] | timed | {"runs": RUNS, "command": shown(command)})
    save(part, rows)


def lines_of(command):
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def without_server(command, server):
    return command.replace(server, "postgres://…") if server else command


def postings(part, engine, clients, regions=1):
    seconds = os.environ.get("YIJU_BENCH_SECONDS", "3")
    server = os.environ.get("YIJU_TEST_POSTGRES", "").rsplit("/", 1)[0]
    url = f"sqlite:{WORK}/postings.db" if engine == "sqlite" else f"{server}/yiju_bench"
    if engine == "postgres":
        synced = subprocess.run(["psql", "-qtA", os.environ["YIJU_TEST_POSTGRES"], "-c", "SHOW fsync"], capture_output=True, text=True)
        ends_if(synced.stdout.strip() != "on", "the server answers before its disk does (fsync)")
    among = [str(regions)] if regions > 1 else []
    ways = ["ours", "alone", "bare"] + (["bare_one"] if engine == "postgres" else [])
    if clients > 1 or regions > 1:
        ways.remove("alone")
    contenders = {way: {"command": [program("postings"), url, str(clients), seconds, way] + among} for way in ways}
    if regions > 1:
        # The room is made once, before the turns.
        run(contenders["ours"]["command"])
    results = take_turns(contenders)
    rates = {way: [answer["per_second"] for answer in result["answers"]] for way, result in results.items()}
    rows = []
    for way in ways:
        ratios = [ours / theirs for ours, theirs in zip(rates["ours"], rates[way])]
        rows.append({
            "engine": engine, "regions": regions, "clients": clients, "way": way, "per_second": median(rates[way]),
            "turns": rates[way], "ratio": median(ratios), "command": without_server(shown(contenders[way]["command"]), server),
        })
    save(part, rows)


def balances_prepare(part):
    count = os.environ.get("YIJU_BENCH_TRANSACTIONS", "1000000")
    data = WORK / "journal"
    data.mkdir(parents=True, exist_ok=True)
    run([program("balances"), "make", f"sqlite:{data}/books.db", count, str(data)])


def balances_ours():
    """The table an accountant asks for: what every account held before the second year, what moved in it, what it holds after."""
    books = f"sqlite:{WORK}/journal/books.db"
    return {"yiju": {"command": [program("yiju"), "--db", books, "balances", "--period", "2023", "--format", "json"]}}


def closing_of(table):
    """Account → fen of our table's lowest accounts: what they hold at the end."""
    found = {}
    for row in table["accounts"]:
        closing = row["amounts"]["closing"]
        if row["is_leaf"]:
            found[row["account"]] = round(float(closing["debit"]) * 100) - round(float(closing["credit"]) * 100)
    return {name: fen for name, fen in found.items() if fen}


def balances_of(text):
    """Account → fen from a peer's listing: the last number of a line that names an account, whatever the spelling."""
    found = {}
    for line in text.splitlines():
        words = line.replace(",", "").split()
        numbers = [word for word in words if word.lstrip("-").replace(".", "", 1).isdigit()]
        names = [word for word in words if any(letter.isalpha() for letter in word) and word != "CNY"]
        if len(numbers) == 1 and len(names) == 1:
            name = names[0].removeprefix("Assets:").replace(":", ".").replace("-", "_").lower()
            found[name] = round(float(numbers[0]) * 100)
    return {name: fen for name, fen in found.items() if fen}


def balances(part, name, runs):
    data = WORK / "journal"
    peer = {
        "ledger": ["ledger", "-f", f"{data}/journal.ledger", "balance", "--flat", "--no-total"],
        "hledger": ["hledger", "-f", f"{data}/journal.ledger", "balance", "--flat", "--no-total"],
        "beancount": [PYTHON, str(PEERS / "beancount_balances.py"), f"{data}/journal.beancount"],
    }[name.split(",")[0]]
    # Beancount keeps what it has read beside the file, and reads that while the file is unchanged.
    environment = {} if "," in name else {"BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    contenders = balances_ours() | {name: {"command": peer, "environment": environment}}
    results = take_turns(contenders, runs)
    pairs = zip(results["yiju"]["answers"], results[name]["answers"])
    same = all(bool(closing_of(ours)) and closing_of(ours) == balances_of(theirs["text"]) for ours, theirs in pairs)
    ratios = [a / b for a, b in zip(results[name]["seconds"], results["yiju"]["seconds"])]
    save(part, [{
        "name": name, "runs": runs, "seconds": median(results[name]["seconds"]), "memory": median(results[name]["memory"]),
        "our_seconds": median(results["yiju"]["seconds"]), "our_memory": median(results["yiju"]["memory"]),
        "ratio": median(ratios), "same": same, "command": shown(peer), "bytes": os.path.getsize(f"{data}/books.db"),
        "our_command": shown(contenders["yiju"]["command"]),
    }])
    ends_if(not same, "balances differ")


def contracts(part, engine, people):
    server = os.environ.get("YIJU_TEST_POSTGRES", "").rsplit("/", 1)[0]
    url = f"sqlite:{WORK}/contracts.db" if engine == "sqlite" else f"{server}/yiju_bench"
    command = [program("contracts"), url, str(people)]
    results = [run(command) for _ in range(RUNS)]
    save(part, [{
        "engine": engine, "people": people, "per_second": median([answer["per_second"] for _, _, answer in results]),
        "milliseconds": median([answer["milliseconds"] for _, _, answer in results]),
        "memory": median([memory for _, memory, _ in results]),
        "command": without_server(shown(command), server),
    }])


def growth(part, sizes):
    rows = []
    for people in sizes:
        prepare(people)
        contenders = assess_contenders(people, [])
        command = contenders.get("yiju lake", contenders["loop by hand"])["command"]
        row = {"people": people, "command": shown(command)}
        row["seconds"], row["memory"] = middle(command)
        row["bytes"] = sum(file.stat().st_size for file in folder(people).glob("*/*/people.parquet"))
        if "yiju lake" in contenders:
            proof = [LAKE, "lake", "verify", str(folder(people))]
            row["proof"], (row["proof_seconds"], row["proof_memory"]) = shown(proof), middle(proof)
        rows.append(row)
    save(part, rows)


def figures(part):
    """An export of a county's year and all its figures on the query engine, at sizes a county and a city have."""
    if not ENGINE:
        print("left out: YIJU_LAKE_ENGINE names no program with the query engine", file=sys.stderr)
        return
    rows, differ = [], []
    for people in (10 ** power for power in range(3, 7)):
        data = WORK / "figures"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        url, out = f"sqlite:{data}/county.db", str(data / "export")
        run([program("yiju"), "--db", url, "demo", "--scale", "--counties", "1", "--people", str(people)])
        export = [ENGINE, "--db", url, "lake", "export", "--out", out]
        exports = []
        for _ in range(RUNS):
            shutil.rmtree(out, ignore_errors=True)
            exports.append(run(export))
        asked = [ENGINE, "lake", "figures", out, "--year", "2023", "--format", "json"]
        turns = [run(asked) for _ in range(RUNS)]
        differ += differing(lines_of(asked), url)
        rows.append({
            "people": people, "export_seconds": median([turn[0] for turn in exports]), "export_memory": median([turn[1] for turn in exports]),
            "seconds": median([turn[0] for turn in turns]), "memory": median([turn[1] for turn in turns]),
            "export": shown(export), "command": shown(asked),
        })
        shutil.rmtree(data)
    save(part, rows)
    ends_if(differ, f"not as the store has them: {differ}")


def kills(part):
    """A hundred kills, a quarter of an hour: a program of its own, for it can be asked for fewer."""
    if not ENGINE:
        print("left out: YIJU_LAKE_ENGINE names no program with the query engine", file=sys.stderr)
        return
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "kill_test.py")], env={**os.environ, "YIJU_LAKE": ENGINE})
    ends_if(done.returncode, "a run that was struck ended badly")


def differing(lines, url):
    """Which of some figures of different kinds the store says otherwise."""
    found = {line["figure"]["stem"]: line["figure"]["value"] for line in lines}
    asked = {stem: run([program("yiju"), "--db", url, "explain", stem, "--year", "2023", "--format", "json"])[2] for stem in COMPARED}
    return [stem for stem, answer in asked.items() if answer["figure"]["value"] != found[stem]]


def middle(command):
    """Median seconds and memory of a command's runs."""
    runs = [run(command) for _ in range(RUNS)]
    return median([seconds for seconds, _, _ in runs]), median([memory for _, memory, _ in runs])


MILLION = 1_000_000
PARTS = {
    "prepare-1m": lambda p: (prepare(MILLION), load_tables(MILLION)),
    "assess-1m-fast": lambda p: assess(p, MILLION, FAST),
    "assess-1m-slow": lambda p: assess(p, MILLION, SLOW),
    "prepare-10m": lambda p: (prepare(10 * MILLION), load_tables(10 * MILLION)),
    "assess-10m-fast": lambda p: assess(p, 10 * MILLION, FAST),
    "assess-10m-openfisca": lambda p: assess(p, 10 * MILLION, ["openfisca"]),
    "assess-10m-postgres": lambda p: assess(p, 10 * MILLION, ["postgres"]),
    "assess-10m-sqlite": lambda p: assess(p, 10 * MILLION, ["sqlite"]),
    "assess-10m-spark": lambda p: assess(p, 10 * MILLION, ["spark"]),
    "assess-10m-sail": lambda p: assess(p, 10 * MILLION, ["sail"]),
    "copy": copy,
    "small": small.measure,
    "batch": batch,
    "benefits": benefits,
    **{f"postings-{engine}-{clients}": (lambda p, e=engine, c=clients: postings(p, e, c))
       for engine in ("sqlite", "postgres") for clients in (1, 8, 32)},
    **{f"postings-province-{clients}": (lambda p, c=clients: postings(p, "postgres", c, 122)) for clients in (1, 8)},
    "balances-prepare": balances_prepare,
    "balances-ledger": lambda p: balances(p, "ledger", RUNS),
    "balances-hledger": lambda p: balances(p, "hledger", RUNS),
    "balances-beancount": lambda p: balances(p, "beancount", RUNS),
    "balances-beancount-cache": lambda p: balances(p, "beancount, from its cache", RUNS),
    "contracts-sqlite": lambda p: contracts(p, "sqlite", 100_000),
    "contracts-postgres": lambda p: contracts(p, "postgres", 100_000),
    "growth-small": lambda p: growth(p, [10 ** power for power in range(3, 8)]),
    "growth-100m": lambda p: growth(p, [10 ** 8]),
    "lake-figures": figures,
    "kills": kills,
    **growth_store.PARTS,
    **growth_disk.PARTS,
    **province.PARTS,
    **province_disk.PARTS,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] == "list":
        print("\n".join(PARTS))
    elif sys.argv[1] == "usual":
        print("\n".join(part for part in PARTS if part not in (HUNDRED_MILLION, PROVINCE_DISK)))
    else:
        for part in sys.argv[1:]:
            print(f"== {part}", file=sys.stderr)
            PARTS[part](part)
