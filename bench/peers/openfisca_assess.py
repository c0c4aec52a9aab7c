"""OpenFisca: a system of two entities, dated parameters, and formulas as its manual teaches them.

Its `int` is 32 bits wide; what does not fit is worked out in 64 bits inside the formula, so that it too is exact.
"""
import numpy as np
from common import CEILING, FLOOR, MONTH, PARAMETERS, people, show
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH as MONTHLY
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Person = build_entity("person", "people", "An insured person", is_person=True)
Employer = build_entity("employer", "employers", "An employer", roles=[{"key": "employee", "plural": "employees"}])


class wage_fen(Variable):
    value_type = int
    entity = Person
    definition_period = MONTHLY
    label = "Declared wage"


class risk_class(Variable):
    value_type = int
    entity = Person
    definition_period = MONTHLY
    label = "Risk class of the employer"


class base_fen(Variable):
    value_type = int
    entity = Person
    definition_period = MONTHLY
    label = "Contribution base"

    def formula(person, period, parameters):
        bounds = parameters(period).bounds
        return np.clip(person("wage_fen", period), bounds.floor, bounds.ceiling)


class employer_amount_fen(Variable):
    value_type = int
    entity = Employer
    definition_period = MONTHLY
    label = "Contribution of an employer"

    def formula(employer, period, parameters):
        rates = parameters(period).rates
        ppm_of = np.array([0] + [rates[f"class_{c}"] for c in range(1, 9)], dtype=np.int64)
        ppm = ppm_of[employer("employer_class", period)]
        base = employer.sum(employer.members("base_fen", period)).astype(np.int64)
        return (base * ppm + 500_000) // 1_000_000


class employer_class(Variable):
    value_type = int
    entity = Employer
    definition_period = MONTHLY
    label = "Risk class of an employer"

    def formula(employer, period, parameters):
        return employer.value_from_first_person(employer.members("risk_class", period))


def day(month):
    return f"{month // 100}-{month % 100:02}-01"


def parameters():
    rates = {
        f"class_{c}": {"values": {day(start): {"value": ppm} for start, ppm in dated}}
        for c, dated in PARAMETERS["rates"].items()
    }
    first = "2000-01-01"
    bounds = {"floor": {"values": {first: {"value": FLOOR}}}, "ceiling": {"values": {first: {"value": CEILING}}}}
    return ParameterNode("", data={"rates": rates, "bounds": bounds})


system = TaxBenefitSystem([Person, Employer])
for variable in (wage_fen, risk_class, base_fen, employer_amount_fen, employer_class):
    system.add_variable(variable)
system.parameters = parameters()

table = people()
column = {name: table[name].to_numpy() for name in table.column_names}
key = column["region"].astype(np.int64) << 32 | column["employer"].astype(np.int64)
# The people of an employer stand together: no sorting is needed to number the employers.
begins = np.concatenate(([True], key[1:] != key[:-1]))
keys, employer_of = key[begins], np.cumsum(begins) - 1

builder = SimulationBuilder()
builder.create_entities(system)
builder.declare_person_entity("person", np.arange(len(key)))
instance = builder.declare_entity("employer", np.arange(len(keys)))
builder.join_with_persons(instance, employer_of, np.zeros(len(key), np.int8))
simulation = builder.build(system)
period = f"{MONTH // 100}-{MONTH % 100:02}"
simulation.set_input("wage_fen", period, column["wage_fen"])
simulation.set_input("risk_class", period, column["risk_class"])
amounts = simulation.calculate("employer_amount_fen", period).astype(np.int64)
base = simulation.calculate("base_fen", period).astype(np.int64).sum()
weight = ((keys & 0xFFFFFFFF) * 7 + (keys >> 32)) % 1009 + 1
show(len(keys), len(key), base, amounts.sum(), (amounts * weight).sum())
