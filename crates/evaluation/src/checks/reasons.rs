//! Finds the stated reason for an overspent line: a column beside it, or a sentence about an approved adjustment.

use crate::profiles::Profile;
use crate::report::{BaseLine, Decimal, Passage, Report, plain};

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
    let name: String = line.name.trim_end_matches("金额").to_owned();
    report
        .passages
        .iter()
        .find_map(|passage| sentence(passage, profile, &name, initial, outturn))
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
    let amounts: Vec<Decimal> = mentions
        .iter()
        .filter(|mention| mention.sentence == index && mention.is_money())
        .filter_map(|mention| crate::report::value::money_wan(mention.number, &mention.unit))
        .collect();
    let reaches = |amount: &Decimal| *amount >= outturn || initial + *amount >= outturn;
    (amounts.is_empty() || amounts.iter().any(reaches)).then(|| plain::shortened(text, 60))
}
