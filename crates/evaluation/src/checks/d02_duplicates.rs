//! D02 指标重复 · Duplicates
//!
//! ## What it checks
//! No indicator stands twice in one table with the same target.
//! ## Why
//! One fact then earns its points twice.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 基金安全事故率 under 产出 and under 效益: 20 of 100 points for one fact.
//! ## False alarms
//! The same name in the department's and a project's table is fine.

use yiju_terms::words;

use super::case::{Case, sum_text};
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, ScoreTable, Value, plain};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        check(case, table);
    }
}

fn check(case: &mut Case, table: &ScoreTable) {
    let mut found = false;
    for (index, row) in table.indicators.iter().enumerate() {
        let seen = table.indicators[..index]
            .iter()
            .any(|before| same(before, row));
        let copies: Vec<&Indicator> = table.indicators[index..]
            .iter()
            .filter(|other| same(row, other))
            .collect();
        if seen || copies.len() < 2 {
            continue;
        }
        found = true;
        let points: Vec<Decimal> = copies
            .iter()
            .filter_map(|copy| copy.weight.number)
            .collect();
        let once = points.first().copied().unwrap_or(Decimal::ZERO);
        let figures = Figures::numbers(sum_text(&points), once, points.iter().copied().sum());
        let rows: Vec<String> = copies
            .iter()
            .filter_map(|copy| copy.place.row)
            .map(|row| row.to_string())
            .collect();
        let args: &[(&str, &str)] = &[("name", &row.name), ("rows", &rows.join("、"))];
        case.find(&copies[1].place, "d02.twice", figures, args);
    }
    let judged = table
        .indicators
        .iter()
        .filter(|row| !row.does_not_apply())
        .count();
    if !found && judged > 1 {
        let place = crate::report::Place {
            table: table.title.clone(),
            ..Default::default()
        };
        let count = judged.to_string();
        let text = words::text(case.lang, "checks.d02.none", &[("count", &count)]);
        case.held(&place, text);
    }
}

fn same(a: &Indicator, b: &Indicator) -> bool {
    if a.name.is_empty() || a.does_not_apply() || b.does_not_apply() {
        return false;
    }
    let text = |value: &Value| plain::squeezed(&value.raw);
    let target = text(&a.target) == text(&b.target);
    // A name with a word more inside is the same thing only if the results are the same too.
    let near = || {
        a.target.number.is_some()
            && text(&a.actual) == text(&b.actual)
            && one_inside(&a.name, &b.name)
    };
    target && (a.name == b.name || near())
}

/// 基金安全事故率 and 基金安全事故发生率: begin alike, and the longer one has at most two characters more.
fn one_inside(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    let inside = short.iter().all(|c| rest.any(|other| other == c));
    let turned = plain::opposed(&String::from_iter(&short), &String::from_iter(&long));
    inside
        && !turned
        && short.len() >= 5
        && long.len() - short.len() <= 2
        && short[..2] == long[..2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names() {
        assert!(one_inside("基金安全事故率", "基金安全事故发生率"));
        assert!(!one_inside("一季度检查次数", "二季度检查次数"));
        assert!(!one_inside("学员满意度", "培训学员满意度"));
        assert!(!one_inside("已纳入统筹人数", "未已纳入统筹人数"));
    }
}
