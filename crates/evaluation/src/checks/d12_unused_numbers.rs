//! D12 文中数据未作指标 · Unused numbers
//!
//! ## What it checks
//! Counts and amounts that the text tells about results are used by indicators; effects have at least one number.
//! ## Why
//! What can be counted is told in the text, and the table is filled with words.
//! ## Basis
//! 财预〔2021〕101号
//! ## Example
//! 参保单位533户, 受理6935人次, 备案81起 stand in the text and in no indicator.
//! ## False alarms
//! Not every number is worth an indicator; therefore a hint only.

use super::case::Case;
use super::outcome::Figures;
use crate::report::value::same_figure;
use crate::report::{Content, Indicator, Mention, Place, Report, ScoreTable};

const NUMBERS_MIN: usize = 3;
const COUNTED: [&str; 13] = [
    "户",
    "人次",
    "万人次",
    "起",
    "件",
    "场",
    "期",
    "次",
    "份",
    "家",
    "批",
    "人",
    "万人",
];

pub fn run(case: &mut Case) {
    let report = case.report;
    if report.score_tables().next().is_none() {
        return;
    }
    unused(case, report);
    for table in report.score_tables() {
        no_number_in_effects(case, table);
    }
}

fn unused(case: &mut Case, report: &Report) {
    let mut first: Option<Place> = None;
    let mut listed: Vec<String> = Vec::new();
    for passage in report.body() {
        for mention in passage.mentions() {
            let elsewhen = mention.when.is_other(report.year);
            if elsewhen || !is_output(&mention) || used(report, &mention) {
                continue;
            }
            let shown = format!("{}{}", tail(&mention.label), mention.shown());
            if !listed.contains(&shown) {
                first.get_or_insert_with(|| passage.place.clone());
                listed.push(shown);
            }
        }
    }
    if let (Some(place), true) = (first, listed.len() >= NUMBERS_MIN) {
        let count = listed.len().to_string();
        let figures = Figures::words("", "", listed.join("、"));
        let args: &[(&str, &str)] = &[("count", &count), ("numbers", &listed.join("、"))];
        case.find(&place, "d12.unused", figures, args);
    }
}

fn is_output(mention: &Mention) -> bool {
    let staff = [
        "编制",
        "在职",
        "在编",
        "退休",
        "职工人数",
        "工作人员",
        "科室",
        "样本",
        "份数",
        "问卷",
        "回访",
    ];
    let fund = mention.is_money()
        && ["征缴", "基金支出", "基金收入"]
            .iter()
            .any(|word| mention.label.contains(word));
    let counted = COUNTED.contains(&mention.unit.as_str()) && mention.label.chars().count() >= 2;
    (counted || fund) && !staff.iter().any(|word| mention.label.contains(word))
}

fn used(report: &Report, mention: &Mention) -> bool {
    let base = mention.base();
    let in_row = |row: &Indicator| {
        [&row.target, &row.actual].iter().any(|value| {
            let unit = if value.unit.is_empty() {
                &row.target.unit
            } else {
                &value.unit
            };
            let Some(number) = value.number else {
                return false;
            };
            let alike = unit.is_empty() || crate::report::value::to_base(number, unit).1 == base.1;
            alike && same_figure((mention.number, &mention.unit), (number, unit))
        })
    };
    let posts = report
        .base
        .iter()
        .flat_map(|base| [&base.posts, &base.filled]);
    let staff = posts
        .flatten()
        .any(|value| value.number == Some(mention.number));
    staff
        || report
            .score_tables()
            .flat_map(|table| &table.indicators)
            .any(in_row)
}

/// The last words before the number are enough to know it again.
fn tail(label: &str) -> String {
    let letters: Vec<char> = label.chars().collect();
    letters[letters.len().saturating_sub(10)..].iter().collect()
}

fn no_number_in_effects(case: &mut Case, table: &ScoreTable) {
    let effects: Vec<&Indicator> = table
        .indicators
        .iter()
        .filter(|row| {
            let group = &table.groups[row.group];
            let outer = group.inside.map_or(group, |outer| &table.groups[outer]);
            outer.name.contains("效益")
                && !group.name.contains("满意")
                && !row.level2.contains("满意")
        })
        .filter(|row| row.is_weighted())
        .collect();
    let Some(first) = effects.first() else { return };
    if effects
        .iter()
        .all(|row| row.target.content == Content::Words)
    {
        let count = effects.len().to_string();
        let figures = Figures::words(format!("0/{count}"), "", "");
        let args: &[(&str, &str)] = &[("table", &table.title), ("count", &count)];
        case.find(&first.place, "d12.effects", figures, args);
    }
}
