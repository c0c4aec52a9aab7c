//! A part of C03: ratios of the base-data table that a sentence tells, worked out again from its cells: 在职人员控制率,
//! 三公经费控制率, 公用经费控制率, 政府采购执行率, 基本支出执行率, and the share of 基本支出 or 项目支出 in all spending.

use super::case::Case;
use super::outcome::Figures;
use super::{told, told_budget};
use crate::report::{BaseLine, Decimal, LineKey, Mention, Passage};

/// Words that a ratio ends in, and the line of which it is outturn over budget.
const LINES: [(&str, LineKey); 7] = [
    ("三公经费控制率", LineKey::ThreePublic),
    ("三公控制率", LineKey::ThreePublic),
    ("公用经费控制率", LineKey::Public),
    ("公用经费支出控制率", LineKey::Public),
    ("政府采购执行率", LineKey::Procurement),
    ("基本支出执行率", LineKey::Basic),
    ("基本支出预算执行率", LineKey::Basic),
];

pub fn check(case: &mut Case, passage: &Passage, mention: &Mention) {
    if mention.unit != "%" {
        return;
    }
    let mut known = quotients(case, &mention.label);
    known.extend(told_budget::of_bare_rate(case, passage, mention));
    let known: Vec<(Decimal, String)> = known
        .into_iter()
        .filter_map(|(part, whole)| {
            let rate = part.percent_of(whole, 6)?;
            let shown = rate.rounded(2).trimmed();
            Some((rate, format!("{part}/{whole}={shown}%")))
        })
        .collect();
    let Some((first, formula)) = known.first() else {
        return;
    };
    let digits = mention.number.decimals();
    let agrees = |(rate, _): &&(Decimal, String)| {
        rate.rounded(digits) == mention.number || rate.truncated(digits) == mention.number
    };
    if let Some((_, formula)) = known.iter().find(agrees) {
        case.held(&passage.place, formula.clone());
        return;
    }
    let clause = told::clause(passage, mention);
    // A bound is no figure, and neither is another year's.
    let elsewhere = [
        "超",
        "以内",
        "以下",
        "上年",
        "去年",
        "同比",
        "不高于",
        "不低于",
    ];
    if elsewhere.iter().any(|word| clause.contains(word))
        || told::is_goal(case.report, passage, mention)
        || told::is_part(passage, mention)
    {
        return;
    }
    let shown = first.rounded(digits.max(2));
    let figures = Figures::numbers(formula.clone(), shown, mention.number);
    let args: &[(&str, &str)] = &[("label", &mention.label)];
    case.find(&passage.place, "c03.ratio", figures, args);
}

/// What the words divide by what; a budget has two readings where the form has a column for its adjustment.
fn quotients(case: &Case, label: &str) -> Vec<(Decimal, Decimal)> {
    let Some(base) = &case.report.base else {
        return Vec::new();
    };
    if label.ends_with("人员控制率") {
        let number = |value: &Option<crate::report::Value>| value.as_ref()?.number;
        let pair = number(&base.filled).zip(number(&base.posts));
        return pair.into_iter().collect();
    }
    if let Some(line) = shared(case, label) {
        let total = case.report.department.as_ref();
        let total = total.and_then(|table| table.total_fund()?.executed.number);
        let pair = line.outturn.wan_yuan().zip(total);
        return pair.into_iter().collect();
    }
    let line = LINES.iter().find(|(words, _)| label.ends_with(words));
    let Some(line) = line.and_then(|(_, key)| base.line(*key)) else {
        return Vec::new();
    };
    told_budget::outturn_and_budgets(line)
}

/// 基本支出占总支出的.
fn shared<'a>(case: &Case<'a>, label: &str) -> Option<&'a BaseLine> {
    let (part, whole) = label.split_once('占')?;
    let whole = whole.trim_end_matches(['的', '比', '例', '重']);
    let of_all = ["总支出", "支出总额", "支出合计", "部门整体支出", "全年支出"];
    let key = if part.ends_with("基本支出") {
        LineKey::Basic
    } else if part.ends_with("项目支出") {
        LineKey::ProjectTotal
    } else {
        return None;
    };
    let base = case.report.base.as_ref()?;
    base.line(key)
        .filter(|_| of_all.iter().any(|word| whole.ends_with(word)))
}
