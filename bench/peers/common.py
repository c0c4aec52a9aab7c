"""What every peer shares: the arguments, the law's numbers, and the line a run prints.

A peer is called as `python NAME_assess.py PARQUET PARAMETERS`; PARAMETERS is the JSON file `bench/run` writes from the
law folder: floor and ceiling in fen, and for each risk class its rates in parts per million by first month.
"""
import json
import sys

PARQUET = sys.argv[1]
PARAMETERS = json.load(open(sys.argv[2])) if len(sys.argv) > 2 else {}
FLOOR = PARAMETERS.get("floor_fen", 0)
CEILING = PARAMETERS.get("ceiling_fen", 0)
MONTH = PARAMETERS.get("month", 0)


COLUMNS = ["region", "employer", "risk_class", "wage_fen"]


def dataset():
    """The people of a folder; its other files are no people."""
    import glob
    import pyarrow.dataset as ds
    return ds.dataset(sorted(glob.glob(f"{PARQUET}/**/people.parquet", recursive=True)))


def people():
    """All of them in memory."""
    return dataset().to_table(columns=COLUMNS)


def batches():
    """All of them bit by bit."""
    return dataset().to_batches(columns=COLUMNS)


def rate_rows():
    """(risk class, parts per million) in force in MONTH: of the rates of a class the last that has begun."""
    rows = []
    for risk_class, dated in sorted(PARAMETERS["rates"].items(), key=lambda kv: int(kv[0])):
        begun = [ppm for start, ppm in dated if start <= MONTH]
        rows.append((int(risk_class), begun[-1]))
    return rows


# The same in SQL for the engines that speak it alike: bases by employer, then its rate, rounded half up once an employer.
def sql(table, divide="//"):
    rates = ", ".join(f"({c}, {p})" for c, p in rate_rows())
    base = f"CASE WHEN wage_fen < {FLOOR} THEN {FLOOR} WHEN wage_fen > {CEILING} THEN {CEILING} ELSE wage_fen END"
    return f"""
      WITH rate(risk_class, ppm) AS (VALUES {rates}),
      employers AS (SELECT region, employer, risk_class, COUNT(*) AS people, CAST(SUM({base}) AS BIGINT) AS base_fen
        FROM {table} GROUP BY region, employer, risk_class),
      assessed AS (SELECT region, employer, people, base_fen, (base_fen * ppm + 500000) {divide} 1000000 AS amount_fen
        FROM employers JOIN rate USING (risk_class))
      SELECT COUNT(*), SUM(people), SUM(base_fen), SUM(amount_fen),
        SUM(amount_fen * ((employer * 7 + region) % 1009 + 1)) FROM assessed"""


def show(groups, people, base_fen, amount_fen, weighted):
    """`weighted` is the sum over groups of the amount times a weight made of the group's key: equal only if groups are."""
    print(json.dumps({
        "groups": int(groups), "people": int(people), "base_fen": int(base_fen),
        "amount_fen": int(amount_fen), "weighted": int(weighted),
    }))
