//! A13 增减百分比复算 · Recomputed percentages
//!
//! ## What it checks
//! A sentence with this year's amount, last year's amount and a growth in percent is computed again; a growth that a
//! sentence tells of a line of the base-data table, in percent or as an amount, is computed from its columns; an average
//! (人均, 户均) beside its amount and its count is divided again.
//! ## Why
//! Percentages are worked out by hand and survive when the amounts change.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 支出120万元，上年100万元，增长25%: it is 20 %.
//! ## False alarms
//! A figure cut instead of rounded is accepted; sentences with more than two amounts are left alone.

use super::case::Case;
use super::growth_in_tables;
use super::outcome::Figures;
use super::per_head;
use crate::report::{Mention, Passage};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        for mention in mentions {
            growth_in_tables::check(case, passage, mention);
            per_head::check(case, passage, mention);
        }
        for rate in mentions.iter().filter(|mention| mention.unit == "%") {
            if let Some(grows) = direction(rate) {
                check(case, passage, &mentions, rate, grows);
            }
        }
    }
}

pub fn direction(rate: &Mention) -> Option<bool> {
    direction_of(&rate.label)
}

pub fn direction_of(label: &str) -> Option<bool> {
    let ends = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    if ends(&["增长", "上升", "增加", "提高"]) {
        Some(true)
    } else if ends(&["下降", "减少", "降低"]) {
        Some(false)
    } else {
        None
    }
}

/// The two figures of a sentence that the rate compares: this year's and last year's.
pub fn now_and_before<'a>(
    year: Option<i32>,
    mentions: &'a [Mention],
    rate: &Mention,
) -> Option<(&'a Mention, &'a Mention)> {
    let amounts: Vec<&Mention> = mentions
        .iter()
        .filter(|mention| mention.sentence == rate.sentence && !mention.unit.is_empty())
        .filter(|mention| mention.unit != "%" && mention.unit != "‰")
        .collect();
    let [first, second] = amounts[..] else {
        return None;
    };
    let last = year.map(|year| format!("{}年", year - 1));
    // 较2022年末增加1120人 is the change, and not what stood before.
    let is_change = |mention: &Mention| direction_of(&mention.label).is_some();
    let is_before = |mention: &Mention| {
        !is_change(mention)
            && (["上年", "去年", "上一年", "上年度"]
                .iter()
                .any(|word| mention.label.contains(word))
                || last
                    .as_ref()
                    .is_some_and(|last| mention.label.contains(last.as_str()))
                || mention.when.is_last(year))
    };
    let (now, before) = match (is_before(first), is_before(second)) {
        (false, true) => (first, second),
        (true, false) => (second, first),
        _ => return None,
    };
    (now.unit == before.unit).then_some((now, before))
}

fn check(case: &mut Case, passage: &Passage, mentions: &[Mention], rate: &Mention, grows: bool) {
    let Some((now, before)) = now_and_before(case.report.year, mentions, rate) else {
        return;
    };
    // `较上年4800人增加408人，增长8.5%`: the figure is the change itself.
    let is_change = direction_of(&now.label).is_some();
    let change = match (is_change, grows) {
        (true, _) => now.number,
        (false, true) => now.number - before.number,
        (false, false) => before.number - now.number,
    };
    let Some(exact) = change.percent_of(before.number, 6) else {
        case.not_checkable("a13.zero_base", &[("label", &rate.label)]);
        return;
    };
    let digits = rate.number.decimals();
    let shown = exact.rounded(2).trimmed();
    let formula = if is_change {
        format!("{}/{}={shown}%", now.number, before.number)
    } else {
        format!(
            "({}-{})/{}={shown}%",
            now.number, before.number, before.number
        )
    };
    if exact.rounded(digits) == rate.number || exact.truncated(digits) == rate.number {
        case.held(&passage.place, formula);
    } else {
        let shown = exact.rounded(digits.max(2));
        let figures = Figures::numbers(formula, shown, rate.number);
        case.find(
            &passage.place,
            "a13.rate",
            figures,
            &[("label", &rate.label)],
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Decimal;

    #[test]
    fn words_give_the_direction() {
        let rate = |label: &str| Mention {
            label: label.to_owned(),
            opens_detail: false,
            number: Decimal::whole(20),
            unit: "%".to_owned(),
            sentence: 0,
            open_list: false,
            when: crate::report::When::Unsaid,
        };
        assert_eq!(direction(&rate("比上年增长")), Some(true));
        assert_eq!(direction(&rate("同比下降")), Some(false));
        assert_eq!(direction(&rate("完成率")), None);
    }
}
