"""The parts of the benchmark, in the order of the table. Each part ends within four minutes on two cores."""
import json
import os
import sys

import growth_store
import province
from harness import PEERS, PYTHON, RUNS, SAIL_PYTHON, WORK, median, program, run, save, shown, take_turns

HAND = str(WORK / "hand-target" / "release" / "hand-loop")
FAST = ["duckdb", "polars", "numpy"]
SLOW = ["openfisca", "postgres", "sqlite", "spark", "sail"]
SAME = ("groups", "people", "base_fen", "amount_fen", "weighted")


def folder(people):
    return WORK / f"people-{people}"


def files(people):
    return str(folder(people)) + "/*/*/people.parquet"


# The program with its lake room, where there is one: `cargo build --release --features lake-files` is enough.
LAKE = os.environ.get("YIJU_LAKE", program("yiju"))


def has_lake():
    import subprocess
    try:
        # Every build knows the words; one without the lake refuses them before it looks at the folder.
        said = subprocess.run([LAKE, "--lang", "en", "lake", "verify", "/"], capture_output=True, text=True).stderr
        return "manifest.json" in said
    except OSError:
        return False


def assess_contenders(people, names):
    parameters = str(WORK / "parameters.json")
    contenders = {"loop by hand": {"command": [HAND, "assess", str(folder(people)), parameters]}}
    if has_lake():
        contenders["yiju lake"] = {"command": [LAKE, "lake", "assess", str(folder(people)), "--month", "2023-06", "--format", "json"]}
    for name in names:
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
    results = take_turns(contenders)
    same = same_as_ours(results)
    own = results["loop by hand"]["seconds"]
    rows = []
    for name, result in results.items():
        ratios = [theirs / ours for theirs, ours in zip(result["seconds"], own)]
        rows.append({
            "name": name, "people": people, "seconds": median(result["seconds"]), "memory": median(result["memory"]),
            "ratio": median(ratios), "same": same[name], "command": shown(contenders[name]["command"]),
        })
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


def openfisca(data, kind):
    return [PYTHON, str(PEERS / "openfisca_benefits.py"), str(data), kind]


def batch(part):
    command = [program("batch"), "1000000"]
    save(part, [line | {"command": shown(command)} for line in lines_of(command)])


def lines_of(command):
    import subprocess
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def without_server(command, server):
    return command.replace(server, "postgres://…") if server else command


def postings(part, engine, clients):
    seconds = os.environ.get("YIJU_BENCH_SECONDS", "3")
    server = os.environ.get("YIJU_TEST_POSTGRES", "").rsplit("/", 1)[0]
    url = f"sqlite:{WORK}/postings.db" if engine == "sqlite" else f"{server}/yiju_bench"
    ways = ["ours", "alone", "bare"] + (["bare_one"] if engine == "postgres" else [])
    if clients > 1:
        ways.remove("alone")
    contenders = {way: {"command": [program("postings"), url, str(clients), seconds, way]} for way in ways}
    results = take_turns(contenders)
    rates = {way: [answer["per_second"] for answer in result["answers"]] for way, result in results.items()}
    rows = []
    for way in ways:
        ratios = [ours / theirs for ours, theirs in zip(rates["ours"], rates[way])]
        rows.append({
            "engine": engine, "clients": clients, "way": way, "per_second": median(rates[way]),
            "ratio": median(ratios), "command": without_server(shown(contenders[way]["command"]), server),
        })
    save(part, rows)


def balances_prepare(part):
    count = os.environ.get("YIJU_BENCH_TRANSACTIONS", "1000000")
    data = WORK / "journal"
    data.mkdir(parents=True, exist_ok=True)
    run([program("balances"), "make", f"sqlite:{data}/books.db", count, str(data)])


def balances_ours():
    return {"yiju": {"command": [program("balances"), "show", f"sqlite:{WORK}/journal/books.db"]}}


def balances_of(text):
    """Account → fen from a peer's listing: the last number of a line that names an account, whatever the spelling."""
    found = {}
    for line in text.splitlines():
        words = line.replace(",", "").split()
        numbers = [word for word in words if word.lstrip("-").replace(".", "", 1).isdigit()]
        names = [word for word in words if any(letter.isalpha() for letter in word) and word != "CNY"]
        if len(numbers) == 1 and len(names) == 1:
            name = names[0].removeprefix("Assets:").replace(":", ".").replace("-", "_").lower()
            number = numbers[0]
            found[name] = int(number) if "." not in number else round(float(number) * 100)
    return {name: fen for name, fen in found.items() if fen}


def balances(part, name, runs):
    data = WORK / "journal"
    peer = {
        "ledger": ["ledger", "-f", f"{data}/journal.ledger", "balance", "--flat", "--no-total"],
        "hledger": ["hledger", "-f", f"{data}/journal.ledger", "balance", "--flat", "--no-total"],
        "beancount": [PYTHON, str(PEERS / "beancount_balances.py"), f"{data}/journal.beancount"],
    }[name]
    contenders = balances_ours() | {name: {"command": peer}}
    results = take_turns(contenders, runs)
    ours = balances_of(results["yiju"]["answers"][0]["text"])
    theirs = balances_of(results[name]["answers"][0]["text"])
    ratios = [a / b for a, b in zip(results[name]["seconds"], results["yiju"]["seconds"])]
    save(part, [{
        "name": name, "runs": runs, "seconds": median(results[name]["seconds"]), "memory": median(results[name]["memory"]),
        "our_seconds": median(results["yiju"]["seconds"]), "our_memory": median(results["yiju"]["memory"]),
        "ratio": median(ratios), "same": ours == theirs and bool(ours), "command": shown(peer),
        "our_command": shown(contenders["yiju"]["command"]),
    }])


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
        if "yiju lake" in contenders:
            proof = [LAKE, "lake", "verify", str(folder(people))]
            row["proof"], (row["proof_seconds"], row["proof_memory"]) = shown(proof), middle(proof)
        rows.append(row)
    save(part, rows)


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
    "batch": batch,
    "benefits": benefits,
    **{f"postings-{engine}-{clients}": (lambda p, e=engine, c=clients: postings(p, e, c))
       for engine in ("sqlite", "postgres") for clients in (1, 8, 32)},
    "balances-prepare": balances_prepare,
    "balances-ledger": lambda p: balances(p, "ledger", RUNS),
    # A run of either of these takes a minute or more, so they have a part for three runs, said so in the table.
    "balances-hledger": lambda p: balances(p, "hledger", min(RUNS, 3)),
    "balances-beancount": lambda p: balances(p, "beancount", min(RUNS, 2)),
    "contracts-sqlite": lambda p: contracts(p, "sqlite", 100_000),
    "contracts-postgres": lambda p: contracts(p, "postgres", 100_000),
    "growth-small": lambda p: growth(p, [10 ** power for power in range(3, 8)]),
    "growth-100m": lambda p: growth(p, [10 ** 8]),
    **growth_store.PARTS,
    **province.PARTS,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] == "list":
        print("\n".join(PARTS))
    else:
        for part in sys.argv[1:]:
            print(f"== {part}", file=sys.stderr)
            PARTS[part](part)
