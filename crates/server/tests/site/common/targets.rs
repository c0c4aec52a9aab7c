//! What the report of the small office needs besides its books: a target for every indicator, and a survey.

use std::collections::BTreeSet;

use yiju_evaluation::selfeval::form::{self, Form};
use yiju_store::Store;
use yiju_store::tables::{SurveyRow, TargetRow};

use super::{REGION, effect, text};

/// The figures of all indicators.
pub fn figures() -> BTreeSet<String> {
    let forms = [form::DEPARTMENT, form::PROJECT].map(|text| Form::read(text).expect("a form"));
    forms
        .iter()
        .flat_map(|form| form.indicators.iter().map(|line| line.figure.clone()))
        .collect()
}

/// A target of one for each of them, and the survey behind the satisfaction.
pub fn set(store: &mut Store) {
    let all = |store: &mut Store| {
        effect(store, "targets", "2023-01-20", |effect| {
            for figure in figures() {
                let row = TargetRow {
                    region: text(REGION),
                    year: 2023,
                    figure,
                    seq: effect.seq(),
                    operator: text("at_least"),
                    value: 1,
                    document: text("绩效目标批复〔2023〕1号"),
                };
                effect.insert(&row).expect("a target");
            }
        });
        effect(store, "survey", "2023-12-01", |effect| {
            let row = SurveyRow {
                region: text(REGION),
                id: 1,
                seq: effect.seq(),
                held_on: text("2023-12-01"),
                method: text("等距抽样"),
                asked: 42,
                answered: 40,
                satisfied: 38,
            };
            effect.insert(&row).expect("a survey");
        });
        Ok::<(), yiju_store::Fault>(())
    };
    store.transaction(all).expect("the targets of the year");
}
