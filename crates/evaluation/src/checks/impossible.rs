//! Parts of A11 that read sentences and indicators: a part, a returned form or a share cannot be more than its whole.

use super::a13_growth::direction_of;
use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, Indicator, Mention, Passage, Report};

/// Shares of a whole: of the people asked, of the matters dealt with. A rate of completion, collection, growth, use of
/// beds or money received may pass 100 %.
const SHARES: [&str; 27] = [
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
pub fn is_impossible(case: &Case, row: &Indicator) -> bool {
    let unit = row.unit();
    let name = name_of(case.report, row);
    let above = row
        .actual
        .number
        .filter(|number| is_above(name, *number, unit));
    above.is_some_and(|number| {
        !(is_execution(name) && (by_figures(case, number) || told_why(case, &row.reason.raw)))
    })
}

fn is_execution(name: &str) -> bool {
    name.ends_with("执行率")
}

/// Whether a rate above 100 % is what the fund rows give: the budget was raised, or spent beyond, and other rules judge
/// that.
fn by_figures(case: &Case, rate: Decimal) -> bool {
    let mut rows = case.report.score_tables().flat_map(|table| &table.funds);
    rows.any(|row| {
        let mut budgets = [row.initial.number, row.adjusted.number]
            .into_iter()
            .flatten();
        let executed = row.executed.number;
        executed.is_some_and(|executed| budgets.any(|budget| gives(executed, budget, rate)))
    })
}

/// Whether two amounts give a rate, rounded or cut.
fn gives(part: Decimal, whole: Decimal, rate: Decimal) -> bool {
    let digits = rate.decimals();
    part.percent_of(whole, 6)
        .is_some_and(|exact| [exact.rounded(digits), exact.truncated(digits)].contains(&rate))
}

/// Whether words beside the row, or a sentence about the budget, tell of an adjustment.
fn told_why(case: &Case, reason: &str) -> bool {
    let words = &case.profile.words.adjustment;
    let adjusts = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    let mut sentences = case.report.passages.iter().flat_map(Passage::sentences);
    let tells = |text: &String| {
        text.contains("预算") && adjusts(text) && !text.contains(['无', '未', '没'])
    };
    adjusts(reason) || sentences.any(tells)
}

/// Whether the sentence tells a budget set first, or two amounts that give the rate.
fn in_sentence(passage: &Passage, mention: &Mention) -> bool {
    const MOST: usize = 20;
    let before = passage.before(mention);
    let initial = |text: &str| ["年初", "初始"].iter().any(|word| text.contains(word));
    let told = initial(passage.plain_sentence(mention))
        || before.iter().any(|other| initial(&other.label));
    let here = passage.mentions().iter();
    let here = here.filter(|other| other.sentence == mention.sentence);
    let amounts = before.iter().rev().take(MOST).chain(here.take(MOST));
    let amounts = amounts.filter(|other| other.is_money());
    let amounts: Vec<Decimal> = amounts.map(|other| other.base().0).collect();
    let any = |part: &Decimal| {
        let mut wholes = amounts.iter();
        wholes.any(|whole| gives(*part, *whole, mention.number))
    };
    told || amounts.iter().any(any)
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
        if let Some(number) = row.actual.number.filter(|_| is_impossible(case, row)) {
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
    let explained = || {
        let mut adjusting = case.profile.words.adjustment.iter();
        adjusting.any(|word| passage.text.contains(word.as_str()))
            || in_sentence(passage, mention)
            || by_figures(case, mention.number)
    };
    if is_above(&mention.label, mention.number, &mention.unit)
        && !(is_execution(&mention.label) && explained())
    {
        let number = mention.number;
        let figures = Figures::numbers(format!("{number}%>100%"), Decimal::whole(100), number);
        let args: &[(&str, &str)] = &[("name", &mention.label)];
        case.find(&passage.place, "a11.share", figures, args);
    }
}

/// 在职人员8人、退休人员3人，其中党员6人: the whole is both of them together, and not the last.
fn joins(before: &[Mention], whole: &Mention) -> bool {
    let unit = whole.base().1;
    let mut here = before.iter().rev();
    here.any(|other| other.sentence == whole.sentence && other.base().1 == unit)
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
        || joins(passage.before(whole), whole)
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

/// Stages of a survey: no more came back than were sent, no more are valid than came back, and no more are content than
/// answered.
const STAGES: [&[&str]; 4] = [
    &["发放", "发出", "抽样", "抽取", "样本"],
    &["收回", "回收"],
    &["有效"],
    &["满意"],
];

fn stage(mention: &Mention) -> Option<usize> {
    let counted = ["份", "人", "户", "家"].contains(&mention.unit.as_str());
    // 满意度调查发放问卷 is sent, and 收回有效问卷 valid.
    let label = mention.label.replace("满意度", "").replace("满意率", "");
    if !counted || label.contains("不满意") {
        return None;
    }
    let has = |words: &&[&str]| words.iter().any(|word| label.contains(word));
    STAGES.iter().rposition(has)
}

/// Each stage is measured by the nearest one before it that is counted in the same unit; where several stand there side
/// by side (发放单位50份、职工100份，收回148份), by all of them.
fn survey(case: &mut Case, passage: &Passage) {
    let staged = passage.mentions().iter();
    let staged: Vec<(usize, &Mention)> = staged
        .filter_map(|mention| Some((stage(mention)?, mention)))
        .collect();
    for (at, (here, after)) in staged.iter().enumerate() {
        let before: Vec<&(usize, &Mention)> = staged[..at]
            .iter()
            .rev()
            .take_while(|(_, other)| other.sentence == after.sentence)
            .filter(|(_, other)| other.unit == after.unit)
            .take_while(|(stage, _)| stage != here)
            .filter(|(stage, _)| stage < here)
            .collect();
        let Some(nearest) = before.iter().map(|(stage, _)| *stage).max() else {
            continue;
        };
        let whole: Vec<&Mention> = before
            .iter()
            .filter(|(stage, _)| *stage == nearest)
            .map(|(_, mention)| *mention)
            .collect();
        let sum: Decimal = whole.iter().map(|mention| mention.number).sum();
        if after.number > sum {
            let parts: Vec<String> = whole.iter().rev().map(|part| part.shown()).collect();
            let formula = format!("{}>{}", after.shown(), parts.join("+"));
            let figures = Figures::numbers(formula, sum, after.number);
            let args: &[(&str, &str)] = &[("name", &after.label), ("whole", &whole[0].label)];
            case.find(&passage.place, "a11.survey", figures, args);
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
