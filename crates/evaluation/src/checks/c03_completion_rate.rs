//! C03 完成率与表一致 · Stated completion rate
//!
//! ## What it checks
//! A completion rate in the text is the actual over the target of the indicator with the same name; control and execution
//! rates of lines of the base-data table, and shares of all spending, are worked out again from its cells.
//! ## Why
//! The rate is what the reader remembers.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 17320/16700 = 103.71 %, the text says 111 %.
//! ## False alarms
//! Another denominator: the sum is shown so that it can be seen. A bare 完成率 is measured by an indicator in the unit of
//! the figure before it only.

use super::case::Case;
use super::outcome::Figures;
use super::{ratios_in_text, told, told_budget, told_counts};
use crate::report::value::{same_figure, to_base};
use crate::report::{Decimal, Indicator, Mention, Passage, Purpose, ScoreTable, plain};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        let mentions = passage.mentions().iter();
        for mention in mentions.filter(|mention| !mention.when.is_other(case.report.year)) {
            ratios_in_text::check(case, passage, mention);
            if mention.unit == "%" && is_execution(mention) {
                if !holds_for_line(case, passage, mention) {
                    execution(case, passage, mention);
                }
            } else if mention.unit == "%"
                && mention.label.contains("完成率")
                && !mention.label.contains("预算")
            {
                check(case, passage, &mention);
            }
        }
    }
}

/// Of the whole, or of a project: the rate of a single line of spending has its own cells.
fn is_execution(mention: &Mention) -> bool {
    let lines = ["基本", "三公", "公用", "采购", "人员", "公务"];
    let of_a_line = lines.iter().any(|word| mention.label.contains(word));
    !of_a_line
        && ["预算执行率", "预算完成率", "资金执行率", "支出执行率"]
            .iter()
            .any(|word| mention.label.ends_with(word))
}

/// 项目支出1.99万元，预算执行率99.5%: the rate may be that of the line which the sentence is about.
fn holds_for_line(case: &mut Case, passage: &Passage, mention: &Mention) -> bool {
    if mention.label != "预算执行率" {
        return false;
    }
    let digits = mention.number.decimals();
    for (part, whole) in told_budget::of_line(case, passage, mention) {
        let Some(rate) = part.percent_of(whole, 6) else {
            continue;
        };
        if rate.rounded(digits) == mention.number {
            let shown = rate.rounded(2).trimmed();
            case.held(&passage.place, format!("{part}/{whole}={shown}%"));
            return true;
        }
    }
    false
}

/// The execution rate in the text, against the fund rows of the tables. 预算完成率 has two bases: both are tried.
fn execution(case: &mut Case, passage: &Passage, mention: &Mention) {
    let report = case.report;
    let of_project = mention.label.contains("项目");
    let tables = report.score_tables().filter(|table| match of_project {
        true => table.purpose == Purpose::Project,
        false => table.purpose == Purpose::Department || report.department.is_none(),
    });
    let rates = |table: &ScoreTable| -> Vec<(Decimal, String)> {
        let rate = |base: Option<Decimal>| {
            let row = table.total_fund()?;
            let (executed, base) = (row.executed.number?, base?);
            let rate = executed.percent_of(base, 2)?;
            Some((rate, format!("{executed}/{base}={}%", rate.trimmed())))
        };
        let row = table.total_fund();
        let bases = row.map(|row| [row.adjusted.number, row.initial.number]);
        bases.into_iter().flatten().filter_map(rate).collect()
    };
    let known: Vec<(Decimal, String)> = tables.flat_map(rates).collect();
    let Some((first, formula)) = known.first() else {
        case.not_checkable("c03.no_indicator", &[("label", &mention.label)]);
        return;
    };
    let digits = mention.number.decimals();
    let agrees = |(rate, _): &&(Decimal, String)| {
        rate.rounded(digits) == mention.number || rate.truncated(digits) == mention.number
    };
    match known.iter().find(agrees) {
        Some((_, formula)) => case.held(&passage.place, formula.clone()),
        None => {
            let figures = Figures::numbers(formula.clone(), *first, mention.number);
            case.find(
                &passage.place,
                "c03.rate",
                figures,
                &[("label", &mention.label), ("name", "年度资金总额")],
            );
        }
    }
}

fn check(case: &mut Case, passage: &Passage, mention: &Mention) {
    const ALIKE_PERCENT: usize = 60;
    let name = mention.label.replace("完成率", "");
    let alike = |row: &&Indicator| plain::likeness(&name, &row.name);
    let counted = |row: &&Indicator| {
        row.target.unit != "%"
            && row.target.number.is_some_and(Decimal::is_positive)
            && row.actual.number.is_some()
    };
    let rows = || {
        let tables = case.report.score_tables();
        tables.flat_map(|table| &table.indicators).filter(counted)
    };
    let named = match before(passage, mention).filter(|_| name.is_empty()) {
        // 8场 is told of the row in 场, and not of the one in 人次 with the same name.
        Some(goal) => {
            let unit = goal.base().1;
            let is_meant = |row: &&Indicator| {
                told_counts::counts_in(row, &goal, &unit) && told::names(&goal, row)
            };
            rows().find(is_meant)
        }
        None => rows()
            .max_by_key(alike)
            .filter(|row| alike(row) >= ALIKE_PERCENT),
    };
    let Some(row) = named else {
        case.not_checkable("c03.no_indicator", &[("label", &mention.label)]);
        return;
    };
    let (Some((target, _)), Some(actual)) = (row.target.base(), row.actual.number) else {
        return;
    };
    let actual = finest(case, row, actual);
    let Some(rate) = actual.percent_of(target, 2) else {
        return;
    };
    let formula = format!("{actual}/{target}={rate}%");
    let shown = rate.rounded(mention.number.decimals());
    if (shown - mention.number).abs() <= Decimal::new(1, 2) {
        case.held(&passage.place, formula);
    } else {
        let figures = Figures::numbers(formula, rate, mention.number);
        case.find(
            &passage.place,
            "c03.rate",
            figures,
            &[("label", &mention.label), ("name", &row.name)],
        );
    }
}

/// 参保人数目标16700人，完成率103.71%: a bare rate is told of the figure just before it.
fn before(passage: &Passage, mention: &Mention) -> Option<Mention> {
    let before = passage.before(mention).last()?;
    let label = told::without_goal(&before.label).to_owned();
    (before.sentence == mention.sentence).then(|| Mention {
        label,
        ..before.clone()
    })
}

/// The text may give the same count with more digits than the table.
fn finest(case: &Case, row: &Indicator, actual: Decimal) -> Decimal {
    let unit = &row.actual.unit;
    let same = |mention: &Mention| {
        super::c01_same_fact::names(mention, row)
            && to_base(mention.number, &mention.unit).1 == to_base(actual, unit).1
            && same_figure((mention.number, &mention.unit), (actual, unit))
            && !mention.unit.starts_with('万')
    };
    let passages = case.report.passages.iter();
    let told = passages.flat_map(Passage::mentions).find(|told| same(told));
    told.map_or(to_base(actual, unit).0, |mention| mention.number)
}
