//! Finds the stated reason for an overspent line: a column beside it, or a sentence about an approved adjustment.

use super::case::{Case, money_tolerance};
use super::equal::within;
use super::outcome::Figures;
use crate::profiles::Profile;
use crate::report::value::money_wan;
use crate::report::{BaseLine, Decimal, LineKey, Passage, Report, plain};

/// The reason that covers `outturn`, quoted. A sentence whose amounts do not reach the outturn covers nothing.
pub fn adjustment(
    report: &Report,
    profile: &Profile,
    line: &BaseLine,
    initial: Decimal,
    outturn: Decimal,
) -> Option<String> {
    if let Some(reason) = &line.reason
        && !reason.is_empty()
    {
        return Some(reason.raw.clone());
    }
    // Sentences say 采购预算 as well as 政府采购.
    let name = match line.key {
        LineKey::Procurement => "采购".to_owned(),
        _ => line
            .name
            .trim_start_matches("部门")
            .trim_end_matches("小计")
            .trim_end_matches("合计")
            .to_owned(),
    };
    report
        .passages
        .iter()
        .find_map(|passage| sentence(passage, profile, &name, initial, outturn))
}

/// A line holds within its limit, or over it with a stated reason; else it is found under `key` with the rate of use.
pub fn within_or_explained(
    case: &mut Case,
    line: &BaseLine,
    limit: Decimal,
    outturn: Decimal,
    key: &str,
) {
    let Some(rate) = outturn.percent_of(limit, 2) else {
        return;
    };
    let formula = format!("{outturn}/{limit}={}%", rate.trimmed());
    if within(outturn, limit) {
        case.held(&line.outturn.place, formula);
    } else if let Some(reason) = adjustment(case.report, case.profile, line, limit, outturn) {
        case.held(&line.outturn.place, format!("{formula}；{reason}"));
    } else {
        let figures = Figures::numbers(formula, Decimal::whole(100), rate);
        case.find(&line.outturn.place, key, figures, &[]);
    }
}

fn sentence(
    passage: &Passage,
    profile: &Profile,
    name: &str,
    initial: Decimal,
    outturn: Decimal,
) -> Option<String> {
    let states = |text: &str| {
        profile
            .words
            .adjustment
            .iter()
            .any(|word| text.contains(word.as_str()))
    };
    let mentions = passage.mentions();
    let sentences = passage.sentences();
    let (index, text) = sentences
        .iter()
        .enumerate()
        .find(|(_, text)| plain::squeezed(text).contains(name) && states(text))?;
    let amounts: Vec<(&str, Decimal)> = mentions
        .iter()
        .filter(|mention| mention.sentence == index && mention.is_money())
        .filter(|mention| !any(&mention.label, &["支出", "执行", "决算", "实际"]))
        .filter_map(|mention| Some((&*mention.label, money_wan(mention.number, &mention.unit)?)))
        .collect();
    let is_addition = |label: &str| any(label, &["追加", "调增", "增加"]);
    let added: Decimal = amounts
        .iter()
        .filter(|(label, _)| is_addition(label))
        .map(|(_, amount)| *amount)
        .sum();
    let least = outturn - money_tolerance(1);
    let adjusted_to = amounts
        .iter()
        .any(|(label, amount)| !is_addition(label) && *amount >= least);
    let covers = amounts.is_empty() || adjusted_to || initial + added >= least;
    covers.then(|| plain::shortened(text, 60))
}

fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}
