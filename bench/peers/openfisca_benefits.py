"""OpenFisca on the cases `benefits` wrote: `python openfisca_benefits.py FOLDER KIND`. Compares every amount to the fen.

First all cases as arrays of one simulation, then `ONE_BY_ONE` of them a simulation each, from a situation in the form its
web API takes (which also reads JSON and speaks HTTP; neither is counted here).

Its numbers are 32 bits wide; the own wage, which has parts of a fen, is worked out in 64 bits inside each formula.
"""
import json
import sys
import time
import numpy as np
import pyarrow.csv
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

folder, kind = sys.argv[1], sys.argv[2]
law = json.load(open(f"{folder}/benefits.json"))
Person = build_entity("person", "people", "A person of a case", is_person=True)
Case = build_entity("case", "cases", "A case", roles=[{"key": "member", "plural": "members"}])
PERIOD = "2025-12"


def dated(value):
    return {"values": {"2000-01-01": {"value": value}}}


def table(values, first=0):
    return {f"n{first + at}": dated(value) for at, value in enumerate(values)}


def by_year(values):
    return {f"n{year}": dated(value) for year, value in values.items()}


NODES = {
    "average": by_year(law["average_fen"]), "income": by_year(law["income_fen"]),
    "lump_months": table(law["lump_months"], 1), "allowance": table(law["allowance_percent"] + [0] * 4, 1),
    "care": table([0] + law["care_percent"]), "medical_months": table(law["medical_months"], 1),
    "employment_months": table(law["employment_months"], 1), "medical_near": table(law["medical_near_percent"]),
    "employment_near": table(law["employment_near_percent"]),
    "plain": {name: dated(law[name]) for name in (
        "floor_percent", "ceiling_percent", "minimum_wage_fen", "death_times", "funeral_months", "cap_percent")},
    "bills": {name: by_year(law["treatment"][f"{name}_fen"]) for name in ("meal", "lodging", "food")}
    | {f"device_{at}": by_year(limits) for at, limits in enumerate(law["treatment"]["device_limits_fen"])},
}
LISTED = np.array(law["leaving_reasons"]).astype(np.int64)


def pick(node, index, first=0):
    """The parameter of each row: the rows of a node as an array, then by index."""
    names = sorted(node, key=lambda name: int(name[1:]))
    return np.array([node[name] for name in names], dtype=np.int64)[np.asarray(index) - first]


def half_up(value, unit):
    return (value + unit // 2) // unit


def own_wage(person, period, law):
    """In hundredths of a fen: the bounds are percentages of a whole number of fen."""
    average = pick(law.average, person("year", period), 2023)
    mean = person("mean_fen", period).astype(np.int64) * 100
    return np.clip(mean, average * int(law.plain.floor_percent), average * int(law.plain.ceiling_percent))


def variable(name, formula=None):
    body = {"value_type": int, "entity": Person, "definition_period": MONTH, "label": name}
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def disability_lump_sum(person, period, parameters):
    law = parameters(period)
    return half_up(own_wage(person, period, law) * pick(law.lump_months, person("first", period), 1), 100)


def disability_allowance(person, period, parameters):
    law = parameters(period)
    percent = pick(law.allowance, person("first", period), 1)
    allowance = half_up(own_wage(person, period, law) * percent, 10_000)
    return np.where(percent > 0, np.maximum(allowance, int(law.plain.minimum_wage_fen)), 0)


def attendance_allowance(person, period, parameters):
    law = parameters(period)
    return half_up(pick(law.average, [2025], 2023) * pick(law.care, person("second", period)), 100)


def leaving_grant(which):
    def formula(person, period, parameters):
        law = parameters(period)
        grade, reason = person("first", period) // 10, person("first", period) % 10
        years = person("second", period)
        months = pick(law[f"{which}_months"], grade, 1)
        percent = pick(law[f"{which}_near"], np.maximum(years, 0))
        due = (years >= 0) * LISTED[grade - 5, reason]
        return half_up(own_wage(person, period, law) * months * percent, 10_000) * due
    return formula


def funeral_grant(person, period, parameters):
    law = parameters(period)
    return pick(law.average, person("first", period), 2023) * int(law.plain.funeral_months)


def death_lump_sum(person, period, parameters):
    law = parameters(period)
    return pick(law.income, person("year", period), 2023) * int(law.plain.death_times)


def survivor_pension(number):
    """Forty percent for the first, thirty for each other; together never more than the wage, the last takes the rest."""
    def formula(person, period, parameters):
        law = parameters(period)
        wage, kin = own_wage(person, period, law), person("second", period)
        cap = wage * int(law.plain.cap_percent) // 10_000
        shares = [half_up(wage * percent, 10_000) * (kin > at) for at, percent in enumerate((40, 30, 30))]
        total = 40 * (kin > 0) + 30 * np.maximum(kin - 1, 0)
        rest = cap - sum(shares)
        adjusted = (total >= int(law.plain.cap_percent)) | (rest < 0)
        return shares[number] + np.where((kin == number + 1) & adjusted, rest, 0)
    return formula


def as_it_is(name):
    return lambda person, period, parameters: person(name, period)


def medical_expense(person, period, parameters):
    return person("medical_fen", period) - person("outside_fen", period) - person("third_fen", period)


def standard(name, person, period, parameters):
    return pick(parameters(period).bills[name], person("year", period), 2023)


def hospital_meals(person, period, parameters):
    return standard("meal", person, period, parameters) * person("stay_days", period)


def travel_expense(person, period, parameters):
    part, days, bill = (person(name, period) for name in ("travel_part", "travel_days", "travel_fen"))
    per_day = np.where(part == 1, standard("lodging", person, period, parameters), standard("food", person, period, parameters))
    return np.where(part == 0, bill, np.minimum(bill, per_day * days))


def device_expense(person, period, parameters):
    limits = [standard(f"device_{which}", person, period, parameters) for which in (0, 1)]
    return np.minimum(person("device_fen", period), np.where(person("device", period) == 0, *limits))


FORMULAS = {
    "treatment": [medical_expense, as_it_is("rehabilitation_fen"), hospital_meals, travel_expense, device_expense,
                  as_it_is("appraisal_fen"), as_it_is("pay_fen")],
    "disability": [disability_lump_sum, disability_allowance, attendance_allowance],
    "leaving": [leaving_grant("medical"), leaving_grant("employment")],
    "death": [funeral_grant, death_lump_sum] + [survivor_pension(number) for number in range(3)],
}[kind]

cases = pyarrow.csv.read_csv(f"{folder}/{kind}.csv")
column = {name: cases[name].to_numpy() for name in cases.column_names}
AMOUNTS = "abcdefg"
FACTS = [name for name in column if name not in AMOUNTS]

system = TaxBenefitSystem([Person, Case])
for name in FACTS:
    system.add_variable(variable(name))
for at, formula in enumerate(FORMULAS):
    system.add_variable(variable(f"amount_{at}", formula))
system.parameters = ParameterNode("", data=NODES)

rows = len(column["year"])
seconds, wrong = [], 0
for _ in range(5):
    start = time.perf_counter()
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("person", np.arange(rows))
    simulation = builder.build(system)
    for name in FACTS:
        simulation.set_input(name, PERIOD, column[name])
    amounts = [simulation.calculate(f"amount_{at}", PERIOD) for at in range(len(FORMULAS))]
    seconds.append(time.perf_counter() - start)
for amount, want in zip(amounts, AMOUNTS):
    different = np.flatnonzero(amount != column[want])
    wrong += len(different)
    for row in different[:2]:
        print(kind, want, {name: int(values[row]) for name, values in column.items()}, int(amount[row]), file=sys.stderr)

ONE_BY_ONE = min(rows, 500)


def situation(row):
    facts = {name: {PERIOD: int(column[name][row])} for name in FACTS}
    wanted = {f"amount_{at}": {PERIOD: None} for at in range(len(FORMULAS))}
    return {"people": {"one": facts | wanted}, "cases": {"case": {"members": ["one"]}}}


situations = [situation(row) for row in range(ONE_BY_ONE)]
turns = []
for _ in range(5):
    start = time.perf_counter()
    for row, facts in enumerate(situations):
        simulation = SimulationBuilder().build_from_entities(system, facts)
        found = [int(simulation.calculate(f"amount_{at}", PERIOD)[0]) for at in range(len(FORMULAS))]
        wrong += sum(amount != int(column[want][row]) for amount, want in zip(found, AMOUNTS))
    turns.append(time.perf_counter() - start)
print(json.dumps({
    "kind": kind, "rows": rows, "per_second": int(rows / sorted(seconds)[2]), "different": int(wrong),
    "single": ONE_BY_ONE, "single_per_second": int(ONE_BY_ONE / sorted(turns)[2]),
}))
