//! The shape of each input, field by field: what a value must look like before its sense is judged.

use yiju_terms::Money;

use crate::case::{CaseKind, LeavingReason, RecognizedUnder, Relation, RetirementCategory};
use crate::facts::{DependentEventKind, DrugClass, InsuranceStatus, PauseCause, TravelPart};

/// Amounts above this are typing errors, not wages or costs (a bound on input, not a number of the law).
pub(crate) const WAGE_ABSURD: Money = Money::from_yuan(1_000_000);
pub(crate) const BILL_ABSURD: Money = Money::from_yuan(100_000_000);
const TOTAL_ABSURD: Money = Money::from_yuan(1_000_000_000_000);

/// What a value must look like.
pub(crate) enum Shape {
    Region,
    Month,
    Date,
    /// Yuan, more than zero, at most this much.
    Money(Money),
    /// Yuan, zero or more, at most this much.
    MoneyOrZero(Money),
    Grade,
    /// A whole number from zero.
    Count,
    RiskClass,
    Tier,
    Bool,
    Text,
    OneOf(&'static [&'static str]),
    Benefit,
    List(&'static Shape),
    Object(&'static [Field]),
}

pub(crate) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

const CONFIRMED: Shape = Shape::List(&Shape::Object(&[
    required("parameter", Shape::Text),
    required("period", Shape::Text),
    required("value", Shape::Text),
    required("document", Shape::Text),
    optional("region", Shape::Region),
]));

const SEX: Shape = Shape::OneOf(&["male", "female"]);

const INSURANCE: Shape = Shape::Object(&[
    required("status", Shape::OneOf(InsuranceStatus::STEMS)),
    optional("joined_on", Shape::Date),
    optional("employer_refuses", Shape::Bool),
]);

const APPLICATION: Shape = Shape::Object(&[
    optional("employer_applied_on", Shape::Date),
    optional("extended_until", Shape::Date),
    required("accepted_on", Shape::Date),
]);

const EXPENSE: Shape = Shape::Object(&[
    required("benefit", Shape::Benefit),
    required("on", Shape::Date),
    required("amount", Shape::Money(BILL_ABSURD)),
    optional("outside_catalogue", Shape::MoneyOrZero(BILL_ABSURD)),
    optional("third_party_paid", Shape::MoneyOrZero(BILL_ABSURD)),
    optional("third_party_liable", Shape::Bool),
    optional("unrelated_disease", Shape::Bool),
    optional("malpractice", Shape::Bool),
    optional("agreement_institution", Shape::Bool),
    optional("emergency", Shape::Bool),
    optional("approved", Shape::Bool),
    optional("drug_class", Shape::OneOf(DrugClass::STEMS)),
    optional("part", Shape::OneOf(TravelPart::STEMS)),
    optional("days", Shape::Count),
    optional("device", Shape::Text),
    optional("last_fitted_on", Shape::Date),
]);

const INJURY_LEAVE: Shape = Shape::Object(&[
    required("from", Shape::Date),
    required("until", Shape::Date),
    required("monthly_pay", Shape::Money(WAGE_ABSURD)),
    optional("extension_confirmed", Shape::Bool),
]);

const EARLIER_APPRAISAL: Shape = Shape::Object(&[
    required("grade", Shape::Grade),
    required("appraised_on", Shape::Date),
]);

const OTHER_INJURY: Shape = Shape::Object(&[
    required("injured_on", Shape::Date),
    required("grade", Shape::Grade),
]);

const DEPENDENT_EVENT: Shape = Shape::Object(&[
    required("dependent", Shape::Count),
    required("event", Shape::OneOf(DependentEventKind::STEMS)),
    required("on", Shape::Date),
    optional("until", Shape::Date),
]);

const PAUSE: Shape = Shape::Object(&[
    required("cause", Shape::OneOf(PauseCause::STEMS)),
    required("from", Shape::Month),
    optional("ended_on", Shape::Date),
]);

const ENROLLMENT: Shape = Shape::Object(&[
    required("employer", Shape::Text),
    required("from", Shape::Date),
    optional("until", Shape::Date),
]);

pub(crate) const BENEFIT_CASE: &[Field] = &[
    required("region", Shape::Region),
    required("kind", Shape::OneOf(CaseKind::STEMS)),
    required("injured_on", Shape::Date),
    optional("recognized_under", Shape::OneOf(RecognizedUnder::STEMS)),
    optional("own_wage_mean", Shape::Money(WAGE_ABSURD)),
    optional(
        "contribution_wages",
        Shape::List(&Shape::Object(&[
            required("month", Shape::Month),
            required("amount", Shape::Money(WAGE_ABSURD)),
        ])),
    ),
    optional("grade", Shape::Grade),
    optional("appraised_on", Shape::Date),
    optional(
        "self_care_level",
        Shape::OneOf(&["total", "major", "partial"]),
    ),
    optional("birth", Shape::Date),
    optional("sex", SEX),
    optional(
        "retirement_category",
        Shape::OneOf(RetirementCategory::STEMS),
    ),
    optional("suitable_work", Shape::Bool),
    optional("pension", Shape::Money(WAGE_ABSURD)),
    optional(
        "leaving",
        Shape::Object(&[
            required("on", Shape::Date),
            required("reason", Shape::OneOf(LeavingReason::STEMS)),
        ]),
    ),
    optional(
        "hospital",
        Shape::List(&Shape::Object(&[
            required("from", Shape::Date),
            required("to", Shape::Date),
            optional("out_of_area", Shape::Bool),
        ])),
    ),
    optional("died_on", Shape::Date),
    optional("after_injury_leave", Shape::Bool),
    optional(
        "dependents",
        Shape::List(&Shape::Object(&[
            required("relation", Shape::OneOf(Relation::STEMS)),
            required("birth", Shape::Date),
            required("sex", SEX),
            optional("no_capacity", Shape::Bool),
            optional("orphan_or_lone", Shape::Bool),
            required("relied_on", Shape::Bool),
            optional("condition_met", Shape::Bool),
        ])),
    ),
    optional("insurance", INSURANCE),
    optional("application", APPLICATION),
    optional("expenses", Shape::List(&EXPENSE)),
    optional("injury_leave", INJURY_LEAVE),
    optional("earlier_appraisal", EARLIER_APPRAISAL),
    optional("other_injuries", Shape::List(&OTHER_INJURY)),
    optional("dependent_events", Shape::List(&DEPENDENT_EVENT)),
    optional("pauses", Shape::List(&PAUSE)),
    optional("enrollments", Shape::List(&ENROLLMENT)),
    optional("wage_unproven_on_project", Shape::Bool),
    optional("attendance_in_payment", Shape::Money(WAGE_ABSURD)),
    optional("pension_fund_grants_taken", Shape::Bool),
    optional("advance_requested", Shape::Bool),
    optional("declared_dead", Shape::Bool),
    optional("advance_paid", Shape::Money(BILL_ABSURD)),
    optional("as_of", Shape::Date),
    optional("only", Shape::List(&Shape::Benefit)),
    optional("confirmed", CONFIRMED),
];

pub(crate) const EMPLOYER_CASE: &[Field] = &[
    required("region", Shape::Region),
    required("month", Shape::Month),
    required("kind", Shape::OneOf(&["employer", "project"])),
    required("risk_class", Shape::RiskClass),
    required("total_wages", Shape::Money(TOTAL_ABSURD)),
    optional("experience_tier", Shape::Tier),
    optional("confirmed", CONFIRMED),
];

pub(crate) const PROJECT_CASE: &[Field] = &[
    required("region", Shape::Region),
    required("month", Shape::Month),
    required("kind", Shape::OneOf(&["employer", "project"])),
    required("project_cost", Shape::Money(TOTAL_ABSURD)),
    optional("confirmed", CONFIRMED),
];
