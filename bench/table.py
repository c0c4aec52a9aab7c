"""Writes the table from the results of the parts, on standard output."""
import json
import subprocess

import growth_disk
import growth_store
import nation
import province
import province_disk
import small
from harness import RESULTS, load, machine, made_by, median, rise, span
from parts import PARTS

ASSESS = [part for part in PARTS if part.startswith("assess-")]
POSTINGS = [part for part in PARTS if part.startswith("postings-")]
BALANCES = ["balances-ledger", "balances-hledger", "balances-beancount", "balances-beancount-cache"]
CONTRACTS = ["contracts-sqlite", "contracts-postgres"]
GROWTH = ["growth-small", "growth-100m"]


def rust():
    words = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.split()
    return words[1] if len(words) > 1 else "?"


def print_table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def commands(pairs):
    print("<details><summary>Commands</summary>\n")
    for name, command in pairs:
        print(f"- {name}: `{command}`")
    print("\n</details>\n")


def rows_of(*parts):
    """Rows of these parts, each contender once: ours comes with every part and is shown from the first."""
    rows = []
    for part in parts:
        result = load(part)
        if result:
            rows += result["rows"]
    return rows


def heading(title, *parts):
    """The section's title and the days of its parts: those of one table may be of several."""
    print(f"## {title}\n")
    print(f"Measured {days(parts)}{made_by(filter(None, map(load, parts)))}.\n")


def days(parts):
    return span({result["date"] for result in map(load, parts) if result})


def number(value):
    return f"{value:,.0f}".replace(",", " ")


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def turns_of(parts):
    """Name → all its turns over these parts: ours and the loop by hand ran in every one."""
    shown = {}
    for part in parts:
        rows = [row for row in (load(part) or {"rows": []})["rows"] if "turns" in row]
        ours = next((row["turns"] for row in rows if row["name"] == "yiju lake"), [])
        for row in rows:
            known = shown.setdefault(row["name"], row | {"turns": [], "ratios": [], "ours": [], "same": True})
            known["turns"] += row["turns"]
            known["ratios"] += row["ratios"]
            known["ours"] += [own / theirs for own, theirs in zip(ours, row["turns"])]
            known["same"] &= row["same"]
    return shown


def assessment():
    if not rows_of(*ASSESS):
        return
    heading("One month's contribution assessment from Parquet", *ASSESS)
    print(
        "Every wage kept within the bounds, summed by employer, the dated rate of its risk class, half up to the fen once an employer (as\n"
        "the office assesses), summed by region; the whole process, from start to printed sums. The loop by hand (`bench/hand_loop`, two threads, a region a file) is\n"
        "what they are measured against; *times* is the median of their seconds over its in the same turn. A region is one file, an employer's people stand\n"
        "together in it: ours and the loop use that, an engine for any data hashes. Python's start and imports count. *Same*: groups, people, base,\n"
        "contribution and a sum of contributions weighted by the group's key agree to the fen. SQLite and\n"
        "PostgreSQL read a table loaded beforehand (not counted; the server's memory is its own). Spark and Sail start in the process.\n"
    )
    for people, name in ((1_000_000, "1m"), (10_000_000, "10m")):
        shown = turns_of([part for part in PARTS if part.startswith(f"assess-{name}")])
        if not shown:
            continue
        print(f"### {number(people)} people\n")
        print_table(["", "runs", "seconds", "times the loop", "from … to", "`yiju lake` over it", "peak MiB", "same"], [
            (row["name"], len(row["turns"]), seconds(median(row["turns"])), f"{median(row['ratios']):.2f}",
             f"{min(row['ratios']):.2f} … {max(row['ratios']):.2f}", f"{median(row['ours']):.3f}" if row["ours"] else "", number(row["memory"]),
             "yes" if row["same"] else "**differs**")
            for row in sorted(shown.values(), key=lambda row: median(row["turns"]))
        ])
        for limit in rows_of("copy"):
            if limit["people"] == people:
                print(f"The same columns, decoded ({number(limit['bytes'] / 1e6)} MB), are copied once from memory to memory in {limit['seconds'] * 1000:.1f} ms:"
                      " the copy alone, without start and reading.\n")
        commands((row["name"], row["command"]) for row in shown.values())


def batch():
    rows = rows_of("batch")
    if not rows:
        return
    heading("The batch against the single case", "batch")
    print(
        "Every case is worked out twice: over columns on two threads, and by the code of a single case; an amount, a missing amount and\n"
        f"a refusal are compared. Median of {rows[0].get('runs', 1)}; the single cases take both threads.\n"
    )
    print_table(["kind", "cases", "amounts", "sum, yuan", "refused", "different", "columns, ms", "one by one, ms"], [
        (row["kind"], number(row["cases"]), number(row["amounts"]), row["yuan"], row["refused"], row["different"],
         f"{row['columns_ms']:.1f}", number(row["single_ms"])) for row in rows if row["kind"] != "county"
    ])
    for row in rows:
        if row["kind"] == "county":
            print(
                f"A county of {number(row['people'])} people: its month's contributions in {row['contributions_ms']:.2f} ms; a benefit for each of\n"
                f"them in {row['disability_ms']:.2f} ms (disability), {row['leaving_ms']:.2f} ms (leaving), {row['death_ms']:.2f} ms (death); "
                "the law is asked in each.\n"
            )
    commands([("ours", rows[0]["command"])])


def times(value):
    return f"{value:.1f}×" if value < 20 else f"{value:,.0f}×".replace(",", " ")


def benefits():
    rows = rows_of("benefits")
    if not rows:
        return
    heading("Benefits a second", "benefits")
    print(
        "Random sound cases of four kinds, which together have every benefit there is: all ten grades, all care levels, all reasons of\n"
        "leaving, deaths with none to three dependents, and *treatment*: a bill of every kind, days in hospital, leave with pay (one by one\n"
        "only). *Columns*: all cases in one call on two threads, the law asked within; *kept memory*: the result written over that of the\n"
        "call before, where fresh memory costs more than the work. *Copy*: as many bytes read and written as the columns have, and nothing\n"
        "else: the limit of the machine. *OpenFisca, arrays*: the same cases as arrays of one simulation;\n"
        "reading them, building its system, the years to retirement and the days in hospital are not counted. *OpenFisca, one by one*: a simulation a case,\n"
        "from a situation as its web API takes it (no HTTP, no JSON counted); its comparison is ours one by one, on one thread. Every\n"
        "amount of both is compared to the fen. One by one are the first 40 000 of the cases, of OpenFisca the first 500.\n"
    )
    print_table(["kind", "cases", "one by one", "one by one with its trace", "OpenFisca, one by one", "ours over it",
                 "ours with the trace over it", "a trace costs", "steps a case", "amounts that differ"], [
        (row["kind"], number(row["rows"]), number(row["single_per_second"]), number(row["traced_per_second"]),
         number(row["openfisca_single_per_second"]), times(row["single_per_second"] / row["openfisca_single_per_second"]),
         times(row["traced_per_second"] / row["openfisca_single_per_second"]),
         f"{row['single_per_second'] / row['traced_per_second']:.2f}×", row["steps_per_case"], row["different"]) for row in rows
    ])
    print_table(["kind", "columns", "columns, kept memory", "copy", "OpenFisca, arrays", "columns over its arrays",
                 "the same, kept memory", "a copy over its arrays", "columns over its one by one"], [
        (row["kind"], number(row["columns_per_second"]), number(row["kept_per_second"]), number(row["copied_per_second"]),
         number(row["openfisca_per_second"]), times(row["columns_per_second"] / row["openfisca_per_second"]),
         times(row["kept_per_second"] / row["openfisca_per_second"]),
         times(row["copied_per_second"] / row["openfisca_per_second"]),
         times(row["columns_per_second"] / row["openfisca_single_per_second"])) for row in rows if "columns_per_second" in row
    ])
    for row in rows:
        if "columns_per_second" not in row:
            print(f"Of *{row['kind']}* there are no columns of ours: OpenFisca's arrays do {number(row['openfisca_per_second'])} a second, ours one by one "
                  f"{row['single_per_second'] / row['openfisca_per_second']:.2f} of that.\n")
    commands([("ours", rows[0]["command"])] + [("OpenFisca", row["peer"]) for row in rows])


def postings():
    rows = rows_of(*POSTINGS)
    if not rows:
        return
    heading("Durable entries a second", *POSTINGS)
    print(
        "An entry is fourteen rows in seven tables: application with request key, four persons and steps, approval, chained journal\n"
        "entry, voucher, two postings; all keys, indexes and triggers on both sides, every client answered after its commit is on disk.\n"
        "`ours`: rights, checks, SM3 chain, group commit. `alone`: our action without the writer. `bare`: the engine alone, the same rows\n"
        "from a template, a statement a row, a commit an entry (SQLite: one connection shared). `bare_one`: PostgreSQL, all rows of an\n"
        "entry in one statement. Ratio: ours over theirs in the same turn; with 8 and 32 clients ours commits those who wait together, the bare engine each by\n"
        "itself. *Regions*: for how many the database has room; the entries are of one. The entry is the smallest there is (bank interest); a run takes\n"
        "three seconds, in an empty database.\n"
    )
    print_table(["engine", "regions", "clients", "way", "runs", "entries a second", "ours over it"], [
        (row["engine"], row["regions"], row["clients"], row["way"], len(row["turns"]) if "turns" in row else "", number(row["per_second"]), "" if row["way"] == "ours" else f"{row['ratio']:.2f}")
        for row in rows
    ])
    commands([(f"{row['engine']}, {row['regions']}, {row['clients']}, {row['way']}", row["command"]) for row in rows if row["clients"] == 8])


def balances():
    rows = rows_of(*BALANCES)
    if not rows:
        return
    heading("Balances of one million transactions", *BALANCES)
    print(
        "Ours is the table an accountant asks for (`yiju balances`: what each account held before the second year, what moved in it, what it\n"
        "holds after), summed from the stored postings by the whole program; the peers' are the balances after the same transactions in their own\n"
        "file, which they read and check each time: the two do not do the same work, but it is what a user waits for. What every account\n"
        "holds is compared to the fen in every turn.\n"
    )
    print_table(["", "runs", "seconds", "peak MiB", "our seconds", "our peak MiB", "times ours", "same"], [
        (row["name"], row["runs"], seconds(row["seconds"]), number(row["memory"]), seconds(row["our_seconds"]),
         number(row["our_memory"]), f"{row['ratio']:.0f}", "yes" if row["same"] else "**differs**") for row in rows
    ])
    commands([("ours", rows[0]["our_command"])] + [(row["name"], row["command"]) for row in rows])


def contracts():
    rows = rows_of(*CONTRACTS)
    if not rows:
        return
    heading("One month's assessment through the whole stack", *CONTRACTS)
    print(
        "Register, cover and wages in the store; the assessment goes through its matter and four hands into the journal. openIMIS\n"
        "(wheels of November 2024, on the same kind of machine; quoted from an earlier trial, not run again) valued 170 people a second\n"
        "and created contracts for 99. Ours values each person and books the assessment; it makes no contract of a person's own.\n"
    )
    print_table(["engine", "people", "milliseconds", "people a second", "over 170 a second", "peak MiB"], [
        (row["engine"], number(row["people"]), number(row["milliseconds"]), number(row["per_second"]),
         f"{row['per_second'] / 170:,.0f}×".replace(",", " "), number(row["memory"])) for row in rows
    ])
    commands((row["engine"], row["command"]) for row in rows)


def growth():
    rows = rows_of(*GROWTH)
    if not rows:
        return
    heading("Growth of the batch work over Parquet", *GROWTH)
    print("A month's assessment, and the proof of the folder by its digests; whole processes.\n")
    print_table(["people", "assessment, seconds", "microseconds a person", "peak MiB", "`lake verify`, seconds", "peak MiB"], [
        (number(row["people"]), seconds(row["seconds"]), f"{row['seconds'] / row['people'] * 1e6:.3f}", number(row["memory"]),
         *((seconds(row["proof_seconds"]), number(row["proof_memory"])) if "proof" in row else ("", "")))
        for row in rows
    ])
    commands([("each", rows[-1]["command"])] + [("its proof", row["proof"]) for row in rows[-1:] if "proof" in row])


def lake_figures():
    rows = rows_of("lake-figures")
    if not rows:
        return
    heading("A year's figures from the lake", "lake-figures")
    print("One county: its export from a SQLite store with all tables, and all its figures of the year on DataFusion in the process; whole processes.\n"
          "*Growth* is the power the seconds rose by since the size before. Five figures of different kinds are compared with the store's.\n")
    print_table(["people", "export, seconds", "growth", "peak MiB", "figures, seconds", "growth", "peak MiB"], [
        (number(row["people"]), seconds(row["export_seconds"]), power(before, row, "export_seconds"), number(row["export_memory"]),
         seconds(row["seconds"]), power(before, row, "seconds"), number(row["memory"]))
        for before, row in zip([None] + rows, rows)
    ])
    commands([("the export", rows[-1]["export"]), ("the figures", rows[-1]["command"])])


def power(before, row, what):
    risen = before and rise(before["people"], before[what], row["people"], row[what])
    return f"{risen:.2f}" if risen is not None else ""


def kills():
    path = RESULTS / "kills.json"
    if not path.exists():
        return
    kept = json.loads(path.read_text())
    print("## Killed nodes\n")
    print(
        f"`bench/kill_test.py`, {kept['date']}, program of {kept['commit']}: the assessment of {number(kept['people'])} people on two workers ({kept['program']} program; undisturbed {kept['undisturbed']} s); a worker\n"
        "killed at a random moment or when rows between the stages lie on its disk, or the scheduler. *cluster*: right, from the cluster; *here*: right, done\n"
        "again in the client's process; *error*: a clear end without a result. Wrong, half, silent or late would stand here too.\n"
    )
    print_table(["killed", "ended", "runs", "slowest, seconds"], [(row["how"], row["ended"], row["count"], row["slowest"]) for row in kept["rows"]])
    late = ", ".join(f"{how} {count}" for how, count in kept["too_late"].items()) or "none"
    print(f"Not counted, for the job had ended before its kill (all of them right): {late}.\n")


def main():
    print("# Benchmarks\n")
    print("Written by `bench/run` from its own measurements; do not edit. Peers are installed by `bench/install-peers`.\n")
    if not any(map(load, PARTS)):
        print("Nothing has been measured.")
        return
    print(f"Machine on which this was written: {machine()}, Rust {rust()}; parts of another one say so. Measured {days(PARTS)}"
          ". Medians of five runs unless the row says otherwise; contenders take turns. *Gauge*: one SHA-256 of 64 MiB right after the part, by which a\n"
          "machine that has the same name and another speed is told. Compare within a part, not between parts.\n")
    noted = {}
    own = {**growth_store.PARTS, **province.PARTS, **province_disk.PARTS}
    for part in (part for part in PARTS if part not in own):
        result = load(part)
        if result and result.get("note"):
            noted.setdefault(result["note"], []).append(part)
    for note, parts in sorted(noted.items()):
        print(f"Note ({', '.join(parts)}): {note}\n")
    for section in (assessment, batch, benefits, postings, balances, contracts, growth, lake_figures):
        section()
    small.section(print_table, commands, rows_of("small"))
    growth_store.section(print_table, commands, number, seconds)
    growth_disk.section(print_table, commands, number, seconds)
    province.section(print_table, commands, number, seconds)
    province_disk.section(print_table, commands, number, seconds)
    nation.section(print_table, rows_of(*GROWTH), rows_of("balances-ledger"))
    kills()


main()
