//! The fields of the two public calculators. To add one: a line here, its words in `words/*/calculators.toml`.

use yiju_rules::case::{LeavingReason, RecognizedUnder, Relation, RetirementCategory};

use super::calculator_form::{Control, Field, Group, Rows, Sheet};

const DISABILITY: &[&str] = &["disability"];
const DEATH: &[&str] = &["death"];
const EMPLOYER: &[&str] = &["employer"];
const PROJECT: &[&str] = &["project"];

const SEX: Control = Control::Choice(&["male", "female"]);

const fn required(name: &'static str, control: Control) -> Field {
    Field {
        name,
        control,
        required: true,
        kinds: &[],
    }
}

const fn optional(name: &'static str, control: Control) -> Field {
    Field {
        name,
        control,
        required: false,
        kinds: &[],
    }
}

impl Field {
    const fn of(mut self, kinds: &'static [&'static str]) -> Field {
        self.kinds = kinds;
        self
    }
}

const fn group(
    stem: &'static str,
    kinds: &'static [&'static str],
    fields: &'static [Field],
) -> Group {
    Group {
        stem,
        kinds,
        rows: None,
        fields,
    }
}

const fn rows(
    stem: &'static str,
    kinds: &'static [&'static str],
    (first, most): (usize, usize),
    fields: &'static [Field],
) -> Group {
    Group {
        stem,
        kinds,
        rows: Some(Rows { first, most }),
        fields,
    }
}

/// Figures that a case may bring with the paper they stand in.
const fn confirmed(parameters: &'static [&'static str]) -> [Field; 4] {
    [
        required("parameter", Control::Choice(parameters)),
        required("period", Control::Text),
        required("value", Control::Text),
        required("document", Control::Text),
    ]
}

const BENEFIT_FIGURES: &[Field] = &confirmed(&[
    "average_wage_for_benefits",
    "hospital_meal_per_day",
    "minimum_wage",
    "disposable_income",
    "own_wage_short_record",
]);

const CONTRIBUTION_FIGURES: &[Field] = &confirmed(&["contributions.project_rate"]);

/// 工伤保险待遇计算器.
pub const BENEFITS: Sheet = Sheet {
    path: "/calc/benefits",
    stem: "benefits",
    kinds: &["disability", "death"],
    groups: &[
        group(
            "injury",
            &[],
            &[
                required("region", Control::Region),
                required("injured_on", Control::Date),
                optional("recognized_under", Control::Choice(RecognizedUnder::STEMS)),
            ],
        ),
        group(
            "fatal",
            DEATH,
            &[
                required("died_on", Control::Date),
                required("after_injury_leave", Control::YesNo),
            ],
        ),
        group("wage", &[], &[optional("own_wage_mean", Control::Money)]),
        rows(
            "contribution_wages",
            &[],
            (12, 12),
            &[
                required("month", Control::Month),
                required("amount", Control::Money),
            ],
        ),
        group(
            "appraisal",
            &[],
            &[
                optional("grade", Control::Number(1, 10)),
                optional("appraised_on", Control::Date),
                optional(
                    "self_care_level",
                    Control::Choice(&["total", "major", "partial"]),
                )
                .of(DISABILITY),
                optional("suitable_work", Control::YesNo).of(DISABILITY),
            ],
        ),
        group(
            "person",
            DISABILITY,
            &[
                optional("birth", Control::Date),
                optional("sex", SEX),
                optional(
                    "retirement_category",
                    Control::Choice(RetirementCategory::STEMS),
                ),
                optional("pension", Control::Money),
            ],
        ),
        group(
            "leaving",
            DISABILITY,
            &[
                optional("leaving.on", Control::Date),
                optional("leaving.reason", Control::Choice(LeavingReason::STEMS)),
            ],
        ),
        rows(
            "hospital",
            &[],
            (2, 24),
            &[
                required("from", Control::Date),
                required("to", Control::Date),
                optional("out_of_area", Control::Tick),
            ],
        ),
        rows(
            "dependents",
            DEATH,
            (2, 12),
            &[
                required("relation", Control::Choice(Relation::STEMS)),
                required("birth", Control::Date),
                required("sex", SEX),
                required("relied_on", Control::YesNo),
                optional("no_capacity", Control::Tick),
                optional("orphan_or_lone", Control::Tick),
                optional("condition_met", Control::YesNo),
            ],
        ),
        group("day", &[], &[optional("as_of", Control::Date)]),
        rows("confirmed", &[], (1, 12), BENEFIT_FIGURES),
    ],
};

/// 工伤保险费计算器.
pub const CONTRIBUTION: Sheet = Sheet {
    path: "/calc/contribution",
    stem: "contribution",
    kinds: &["employer", "project"],
    groups: &[
        group(
            "payer",
            &[],
            &[
                required("region", Control::Region),
                required("month", Control::Month),
                required("risk_class", Control::Number(1, 8)).of(EMPLOYER),
                required("total_wages", Control::Money).of(EMPLOYER),
                optional(
                    "experience_tier",
                    Control::Choice(&["100", "50", "80", "120", "150"]),
                )
                .of(EMPLOYER),
                required("project_cost", Control::Money).of(PROJECT),
            ],
        ),
        rows("confirmed", &[], (1, 6), CONTRIBUTION_FIGURES),
    ],
};
