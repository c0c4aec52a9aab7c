//! A10 三公经费构成 · Parts of the three public expenses
//!
//! ## What it checks
//! Abroad, vehicles and reception add to 三公经费, in each column of the base-data table and in the text.
//! ## Why
//! The three public expenses are published and read closely.
//! ## Basis
//! 预算法第七十五条；部门决算编报口径
//! ## Example
//! 0+0+1.02 = 1.02.
//! ## False alarms
//! Tables that list meetings and training beside the three.

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use crate::report::{BaseLine, BaseTable, Decimal, LineKey, Passage, Value};

pub fn run(case: &mut Case) {
    match &case.report.base {
        Some(base) => columns(case, base),
        None => case.not_checkable("a10.no_table", &[]),
    }
    for passage in &case.report.passages {
        text(case, passage);
    }
}

fn columns(case: &mut Case, base: &BaseTable) {
    let picks: [fn(&BaseLine) -> &Value; 3] = [|l| &l.prior, |l| &l.budget, |l| &l.outturn];
    let Some(total) = base.line(LineKey::ThreePublic) else {
        return;
    };
    for pick in picks {
        let part = |key| base.line(key).and_then(|line| pick(line).number);
        let vehicles = part(LineKey::Vehicles).or_else(|| {
            let parts = [
                part(LineKey::VehiclePurchase),
                part(LineKey::VehicleRunning),
            ];
            parts
                .iter()
                .any(Option::is_some)
                .then(|| parts.into_iter().flatten().sum())
        });
        let parts: Vec<Decimal> = [part(LineKey::Abroad), vehicles, part(LineKey::Reception)]
            .into_iter()
            .flatten()
            .collect();
        if let (Some(printed), false) = (pick(total).number, parts.is_empty()) {
            judge(case, pick(total), parts, printed);
        }
    }
}

fn judge(case: &mut Case, total: &Value, parts: Vec<Decimal>, printed: Decimal) {
    let formula = sum_text(&parts);
    let count = addends(&parts);
    let sum: Decimal = parts.into_iter().sum();
    if sum_equal(sum, printed, count) {
        case.held_sum(&total.place, &formula, (sum, printed), count);
    } else {
        case.find(
            &total.place,
            "a10.sum",
            Figures::numbers(formula, sum, printed).of(&total.unit),
            &[],
        );
    }
}

fn text(case: &mut Case, passage: &Passage) {
    let mentions = passage.mentions();
    for (index, total) in mentions.iter().enumerate() {
        if !total.label.contains("三公") || !total.is_money() {
            continue;
        }
        let detail: Vec<Decimal> = mentions[index + 1..]
            .iter()
            .take_while(|part| part.sentence == total.sentence && part.unit == total.unit)
            .filter(|part| {
                ["出国", "用车", "车辆", "接待"]
                    .iter()
                    .any(|word| part.label.contains(word))
            })
            .map(|part| part.number)
            .collect();
        if detail.len() < 3 {
            continue;
        }
        let value = Value {
            place: passage.place.clone(),
            unit: total.unit.clone(),
            ..Value::default()
        };
        judge(case, &value, detail, total.number);
    }
}
