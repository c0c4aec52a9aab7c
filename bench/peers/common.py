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


def rate_rows():
    """(risk class, parts per million) in force in MONTH: of the rates of a class the last that has begun."""
    rows = []
    for risk_class, dated in sorted(PARAMETERS["rates"].items(), key=lambda kv: int(kv[0])):
        begun = [ppm for start, ppm in dated if start <= MONTH]
        rows.append((int(risk_class), begun[-1]))
    return rows


# The same in SQL for the three engines that speak it alike.
def sql(table, divide="//"):
    rates = ", ".join(f"({c}, {p})" for c, p in rate_rows())
    base = f"CASE WHEN wage_fen < {FLOOR} THEN {FLOOR} WHEN wage_fen > {CEILING} THEN {CEILING} ELSE wage_fen END"
    return f"""
      WITH rate(risk_class, ppm) AS (VALUES {rates}),
      insured AS (SELECT region, employer, {base} AS base_fen, ppm FROM {table} p JOIN rate USING (risk_class)),
      grouped AS (SELECT region, employer, COUNT(*) AS people, SUM(base_fen) AS base_fen,
        SUM((base_fen * ppm + 500000) {divide} 1000000) AS amount_fen FROM insured GROUP BY region, employer)
      SELECT COUNT(*), SUM(people), SUM(base_fen), SUM(amount_fen),
        SUM(amount_fen * ((employer * 7 + region) % 1009 + 1)) FROM grouped"""


def show(groups, people, base_fen, amount_fen, weighted):
    """`weighted` is the sum over groups of the amount times a weight made of the group's key: equal only if groups are."""
    print(json.dumps({
        "groups": int(groups), "people": int(people), "base_fen": int(base_fen),
        "amount_fen": int(amount_fen), "weighted": int(weighted),
    }))
