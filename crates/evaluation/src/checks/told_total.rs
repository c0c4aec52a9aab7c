//! A part of C01: what the department spent or was given in all, in a sentence, against the fund rows of its table.

use super::case::Case;
use super::equal::copy_equal;
use super::outcome::Figures;
use super::told;
use crate::report::value::money_wan;
use crate::report::{Decimal, Mention, Passage, ScoreTable};

/// Words that mean the whole, as they end what stands before the amount.
const SPENT: [&str; 8] = [
    "一般公共预算财政拨款支出",
    "一般公共预算支出",
    "部门整体支出",
    "部门总支出",
    "支出总额",
    "年度总支出",
    "全年总支出",
    "本年支出合计",
];
const GIVEN: [&str; 4] = [
    "年初部门预算",
    "年初预算总额",
    "全年预算总额",
    "部门预算总额",
];

/// 一般公共预算支出82.58万元.
pub fn total(case: &mut Case, passage: &Passage, mention: &Mention) {
    let ends = |words: &[&str]| words.iter().any(|word| mention.label.ends_with(word));
    let (spent, given) = (ends(&SPENT), ends(&GIVEN));
    let Some(told) = money_wan(mention.number, &mention.unit).filter(|_| mention.is_money()) else {
        return;
    };
    let Some(table) = case.report.department.as_ref().filter(|_| spent || given) else {
        return;
    };
    let known = match spent {
        true => executed(table),
        false => budgets(table),
    };
    let Some((_, first)) = known.first() else {
        return;
    };
    if let Some((name, amount)) = known.iter().find(|(_, amount)| copy_equal(*amount, told)) {
        case.held_copy(&passage.place, told, *amount, name);
        return;
    }
    // What is told of a project, of some months or as a goal is another amount.
    let elsewhere = ["项目", "其中", "人均", "计划"];
    let clause = told::clause(passage, mention);
    if mention.opens_detail
        || elsewhere.iter().any(|word| clause.contains(word))
        || told::is_part(passage, mention)
        || told::is_goal(case.report, passage, mention)
    {
        return;
    }
    let figures = Figures::numbers(format!("{told}≠{first}"), *first, told).of("万元");
    case.find(
        &passage.place,
        "c01.amount",
        figures,
        &[("name", &mention.label)],
    );
}

/// The executed total, and the parts of it by source: a text may mean one of them.
fn executed(table: &ScoreTable) -> Vec<(String, Decimal)> {
    let total = table.total_fund();
    let total = total.and_then(|row| Some((row.name.clone(), row.executed.number?)));
    let rows = table.funds.iter();
    let rows = rows.filter_map(|row| Some((row.name.clone(), row.executed.number?)));
    let parts = table.splits.iter().flat_map(|split| &split.parts);
    let parts = parts.filter_map(|(name, value)| Some((name.clone(), value.number?)));
    total.into_iter().chain(rows).chain(parts).collect()
}

fn budgets(table: &ScoreTable) -> Vec<(String, Decimal)> {
    let row = table.total_fund();
    let cells = row.map(|row| {
        [
            (&row.name, row.initial.number),
            (&row.name, row.adjusted.number),
        ]
    });
    let known = cells.into_iter().flatten();
    known
        .filter_map(|(name, number)| Some((name.clone(), number?)))
        .collect()
}
