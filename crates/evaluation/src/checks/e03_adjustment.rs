//! E03 预算调整幅度 · Adjustment
//!
//! ## What it checks
//! A change between the initial and the full-year budget above the profile's percentage has a reason.
//! ## Why
//! Large changes show that the year was not planned.
//! ## Basis
//! 湖南省部门整体支出绩效评价指标
//! ## Example
//! (130−100)/100 = 30 %.
//! ## False alarms
//! Money from above that arrives during the year.

use super::case::Case;
use super::outcome::Figures;
use crate::report::Decimal;

pub fn run(case: &mut Case) {
    let limit = Decimal::whole(i128::from(case.profile.settings.adjustment_percent));
    for table in case.report.score_tables() {
        let Some(row) = table.total_fund() else {
            continue;
        };
        let (Some(initial), Some(adjusted)) = (row.initial.number, row.adjusted.number) else {
            case.not_checkable("e03.no_amounts", &[("table", &table.title)]);
            continue;
        };
        let Some(change) = (adjusted - initial).percent_of(initial, 2) else {
            continue;
        };
        let formula = format!("({adjusted}-{initial})/{initial}={}%", change.trimmed());
        let words = &case.profile.words.adjustment;
        let told = case.report.passages.iter().any(|passage| {
            passage.text.contains("预算")
                && words
                    .iter()
                    .any(|word| passage.text.contains(word.as_str()))
        });
        if change.abs() > limit && !told {
            let figures = Figures::numbers(formula, limit, change);
            case.find(
                &row.adjusted.place,
                "e03.large",
                figures,
                &[("table", &table.title)],
            );
        } else {
            case.held(&row.adjusted.place, formula);
        }
    }
}
