//! Parts of C01 that read sentences: rates against indicators, and one sentence against another.

use super::case::Case;
use super::outcome::Figures;
use super::told;
use crate::report::value::same_figure;
use crate::report::{Indicator, Mention, Passage, Report, plain};

/// Words before a rate that is no indicator: a change, a share, a rate of other rules.
const NO_RATES: [&str; 12] = [
    "提高",
    "增长",
    "上升",
    "下降",
    "减少",
    "降低",
    "增加",
    "占",
    "完成率",
    "执行率",
    "上年",
    "以上",
];

/// 读者满意度94.2% in the text against the indicator of that name.
pub fn rates(case: &mut Case, passage: &Passage, mention: &Mention) {
    if mention.unit != "%" || mention.label.chars().count() < 3 {
        return;
    }
    if NO_RATES.iter().any(|word| mention.label.contains(word)) {
        return;
    }
    let report = case.report;
    let rows = named(report, &mention.label);
    let actual = |row: &&Indicator| row.actual.number.filter(|_| is_percent(row));
    let known: Vec<&Indicator> = rows
        .into_iter()
        .filter(|row| actual(row).is_some())
        .collect();
    let Some(first) = known.first() else { return };
    let equal = |row: &&&Indicator| {
        actual(row).is_some_and(|actual| same_figure((mention.number, "%"), (actual, "%")))
    };
    if let Some(row) = known.iter().find(equal) {
        let sign = if actual(row) == Some(mention.number) {
            "="
        } else {
            "≈"
        };
        case.held(
            &passage.place,
            format!(
                "{}{sign}{}（{}）",
                mention.shown(),
                row.actual.raw,
                row.name
            ),
        );
        return;
    }
    let set = known.iter().any(|row| told::is_target(mention, row));
    if set || told::is_goal(report, passage, mention) || told::is_part(passage, mention) {
        return;
    }
    if let Some(printed) = actual(first) {
        let formula = format!("{}≠{printed}", mention.number);
        let figures = Figures::numbers(formula, printed, mention.number);
        let figures = figures.each_of("%", "%", &case.apart("%"));
        let args: &[(&str, &str)] = &[("name", &first.name), ("table", &first.place.table)];
        case.find(&passage.place, "c01.count", figures, args);
    }
}

fn is_percent(row: &Indicator) -> bool {
    row.actual.unit == "%" || (row.actual.unit.is_empty() && row.target.unit == "%")
}

/// The rows whose name ends the words before the figure; a shorter word must fit one name only.
fn named<'a>(report: &'a Report, label: &str) -> Vec<&'a Indicator> {
    let label = plain::squeezed(label);
    let all = || report.score_tables().flat_map(|table| &table.indicators);
    let by_name: Vec<&Indicator> = all()
        .filter(|row| row.name.chars().count() >= 3 && label.ends_with(row.name.as_str()))
        .collect();
    if !by_name.is_empty() {
        return by_name;
    }
    let by_end: Vec<&Indicator> = all()
        .filter(|row| row.name.ends_with(label.as_str()))
        .collect();
    let same = by_end.windows(2).all(|pair| pair[0].name == pair[1].name);
    if same { by_end } else { Vec::new() }
}

/// The same words before two different figures, in two places of the body.
pub fn in_two_places(case: &mut Case) {
    let report = case.report;
    let mut seen: Vec<(String, &Mention)> = Vec::new();
    for passage in report.body() {
        for mention in passage.mentions() {
            let Some(label) = fact(report, passage, &mention) else {
                continue;
            };
            let before = seen
                .iter()
                .find(|(known, other)| *known == label && other.base().1 == mention.base().1);
            let Some((_, first)) = before else {
                seen.push((label, mention));
                continue;
            };
            let same = same_figure((first.number, &first.unit), (mention.number, &mention.unit));
            let formula = format!("{}，{}", first.shown(), mention.shown());
            if same {
                case.held(&passage.place, formula);
            } else {
                let figures = Figures::numbers(formula, first.number, mention.number);
                let apart = case.apart(&mention.unit);
                let figures = figures.each_of(&mention.unit, &first.unit, &apart);
                case.find(&passage.place, "c01.told", figures, &[("name", &label)]);
            }
        }
    }
}

/// Words long enough to mean one thing, of this year and of the whole year.
fn fact(report: &Report, passage: &Passage, mention: &Mention) -> Option<String> {
    const LETTERS_MIN: usize = 6;
    let label = told::core(&mention.label);
    let sentence = told::clause(passage, mention);
    let elsewhere = [
        "上年",
        "去年",
        "同比",
        "季度",
        "上半年",
        "下半年",
        "截至",
        "月份",
        "分别",
        "其中",
        "每",
        "平均",
        "各",
        "增加",
        "减少",
        "下降",
        "增长",
        "调整",
        "追加",
        "预算",
    ];
    let other_year = mention.when.is_other(report.year)
        || report
            .year
            .is_some_and(|year| sentence.contains(&format!("{}年", year - 1)));
    let vague = mention.unit.is_empty()
        || label.chars().count() < LETTERS_MIN
        || other_year
        || mention.opens_detail
        || elsewhere.iter().any(|word| sentence.contains(word))
        || told::is_goal(report, passage, mention);
    (!vague).then_some(label)
}
