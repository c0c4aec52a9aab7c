//! Parts of A11 that read sentences and indicators: a part, a returned form or a share cannot be more than its whole.

use super::a13_growth::direction_of;
use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, Mention, Passage, Report};

/// Shares of a whole: of the people asked, of the matters dealt with. A rate of completion, collection, growth or use of
/// beds may pass 100 %.
const SHARES: [&str; 28] = [
    "满意度",
    "满意率",
    "合格率",
    "及时率",
    "准确率",
    "达标率",
    "覆盖率",
    "发放率",
    "办结率",
    "回收率",
    "收回率",
    "康复率",
    "知晓率",
    "到位率",
    "足额率",
    "完好率",
    "合规率",
    "优良率",
    "成功率",
    "整改率",
    "查处率",
    "兑现率",
    "成活率",
    "治愈率",
    "齐全率",
    "按时率",
    "有效率",
    "预算执行率",
];

/// Whether a rate of this name stands above 100 %.
fn is_above(name: &str, number: Decimal, unit: &str) -> bool {
    // More money came after the budget was set, and the rate is told of what was set first.
    let over_initial = name.contains("年初") || name.contains("初始");
    unit == "%"
        && number > Decimal::whole(100)
        && SHARES.iter().any(|share| name.ends_with(share))
        && !over_initial
}

/// An actual value that cannot be: it is no achievement to be judged.
pub fn is_impossible(report: &Report, row: &Indicator) -> bool {
    let unit = match row.actual.unit.is_empty() {
        true => &row.target.unit,
        false => &row.actual.unit,
    };
    let number = row.actual.number;
    number.is_some_and(|number| is_above(name_of(report, row), number, unit))
}

/// 预算执行率 may stand in the column of a higher level.
fn name_of<'a>(report: &'a Report, row: &'a Indicator) -> &'a str {
    if !row.name.is_empty() || !row.level2.is_empty() {
        return if row.name.is_empty() {
            &row.level2
        } else {
            &row.name
        };
    }
    let mut tables = report.score_tables();
    let table = tables.find(|table| table.title == row.place.table);
    let group = table.and_then(|table| table.groups.get(row.group));
    group.map_or("", |group| &group.name)
}

pub fn check(case: &mut Case) {
    let report = case.report;
    for row in report.score_tables().flat_map(|table| &table.indicators) {
        if let Some(number) = row.actual.number.filter(|_| is_impossible(report, row)) {
            let figures = Figures::numbers(format!("{number}%>100%"), Decimal::whole(100), number);
            let args: &[(&str, &str)] = &[("name", name_of(report, row))];
            case.find(&row.actual.place, "a11.share", figures, args);
        }
    }
    for passage in &report.passages {
        for mention in passage.mentions() {
            share(case, passage, mention);
        }
        for pair in passage.mentions().windows(2) {
            if pair[0].sentence == pair[1].sentence {
                part(case, passage, &pair[0], &pair[1]);
                times(case, passage, &pair[0], &pair[1]);
            }
        }
        survey(case, passage);
    }
}

fn share(case: &mut Case, passage: &Passage, mention: &Mention) {
    let adjusting = case.profile.words.adjustment.iter();
    let mut adjusting = adjusting.filter(|word| passage.text.contains(word.as_str()));
    let explained = mention.label.ends_with("执行率") && adjusting.next().is_some();
    if is_above(&mention.label, mention.number, &mention.unit) && !explained {
        let number = mention.number;
        let figures = Figures::numbers(format!("{number}%>100%"), Decimal::whole(100), number);
        let args: &[(&str, &str)] = &[("name", &mention.label)];
        case.find(&passage.place, "a11.share", figures, args);
    }
}

/// 参保人数17320人，其中…47600人.
fn part(case: &mut Case, passage: &Passage, whole: &Mention, part: &Mention) {
    let (all, some) = (whole.base(), part.base());
    // Parts of a change may be larger than it, and a rate or a score has no parts.
    let rate = ["", "%", "‰", "分", "个百分点"];
    let other = ["均", "每", "增", "减", "降", "净", "节约", "结余"];
    let is_other = [whole, part].iter().any(|mention| {
        other.iter().any(|word| mention.label.contains(word))
            || direction_of(&mention.label).is_some()
    });
    if !part.opens_detail
        || whole.opens_detail
        || all.1 != some.1
        || rate.contains(&all.1.as_str())
        || is_other
        || whole.when != part.when
        || some.0 <= all.0
    {
        return;
    }
    let figures = Figures::numbers(format!("{}>{}", part.shown(), whole.shown()), all.0, some.0);
    let unit = all.1.as_str();
    let args: &[(&str, &str)] = &[
        ("name", &part.label),
        ("whole", &whole.label),
        ("unit", unit),
    ];
    case.find(&passage.place, "a11.part", figures, args);
}

/// 84人次（188人）: each person was served once at least.
fn times(case: &mut Case, passage: &Passage, times: &Mention, people: &Mention) {
    let stands_beside = ["", "共", "涉及"].contains(&people.label.as_str());
    let (all, some) = (times.base(), people.base());
    if all.1 == "人次" && some.1 == "人" && stands_beside && some.0 > all.0 {
        let formula = format!("{}>{}", people.shown(), times.shown());
        let figures = Figures::numbers(formula, all.0, some.0);
        case.find(
            &passage.place,
            "a11.times",
            figures,
            &[("name", &times.label)],
        );
    }
}

/// Stages of a survey: no more came back than were sent, and no more are content than answered.
const STAGES: [(&[&str], &[&str]); 3] = [
    (
        &["发放", "发出", "抽样", "抽取", "样本"],
        &["有效", "收回", "回收"],
    ),
    (&["有效", "收回", "回收"], &["满意"]),
    (&["满意"], &["不满意", "满意度", "满意率"]),
];

fn survey(case: &mut Case, passage: &Passage) {
    let mentions = passage.mentions();
    let last = mentions.last().map_or(0, |mention| mention.sentence);
    for sentence in 0..=last {
        let at = |(words, not): &(&[&str], &[&str])| {
            let mut here = mentions
                .iter()
                .filter(|mention| mention.sentence == sentence);
            here.find(|mention| {
                let has = |words: &[&str]| words.iter().any(|word| mention.label.contains(word));
                let counted = ["份", "人", "户", "家"].contains(&mention.unit.as_str());
                counted && has(words) && !has(not)
            })
        };
        let stages: Vec<&Mention> = STAGES.iter().filter_map(at).collect();
        for pair in stages.windows(2) {
            let (before, after) = (pair[0], pair[1]);
            if after.number > before.number {
                let formula = format!("{}>{}", after.shown(), before.shown());
                let figures = Figures::numbers(formula, before.number, after.number);
                let args: &[(&str, &str)] = &[("name", &after.label), ("whole", &before.label)];
                case.find(&passage.place, "a11.survey", figures, args);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shares_stop_at_a_hundred() {
        let d = Decimal::whole;
        assert!(is_above("服务对象满意度", d(103), "%"));
        assert!(!is_above("服务对象满意度", d(100), "%"));
        assert!(!is_above("参保扩面完成率", d(104), "%"));
        assert!(!is_above("床位使用率", d(108), "%") && !is_above("征缴率", d(101), "%"));
        assert!(is_above("预算执行率", d(101), "%") && !is_above("年初预算执行率", d(101), "%"));
    }
}
