//! A part of A13: 支出1.99万元、211人、人均94.31元 in one sentence is divided again.

use super::case::Case;
use super::outcome::Figures;
use crate::report::value::step;
use crate::report::{Decimal, Mention, Passage};

/// Words of an average with nothing behind them, and what it is divided by.
const AVERAGES: [(&str, &[&str]); 6] = [
    ("人均", &["人"]),
    ("平均每人", &["人"]),
    ("户均", &["户"]),
    ("场均", &["场"]),
    ("次均", &["次", "人次"]),
    ("平均每户", &["户"]),
];

pub fn check(case: &mut Case, passage: &Passage, mention: &Mention) {
    let average = AVERAGES.iter().find(|(word, _)| mention.label == *word);
    let (Some((_, units)), true) = (average, mention.is_money()) else {
        return;
    };
    let others = || {
        let all = passage.mentions().iter();
        all.filter(|other| other.sentence == mention.sentence && !std::ptr::eq(*other, mention))
    };
    // With a second amount or a second count it is not said which of them is meant.
    let (Some(amount), Some(count)) = (
        only(others().filter(|other| other.is_money())),
        only(others().filter(|other| units.contains(&other.base().1.as_str()))),
    ) else {
        return;
    };
    let (sum, number, told) = (amount.base().0, count.base().0, mention.base().0);
    let Some(exact) = sum.over(number, 4) else {
        return;
    };
    let digits = mention.base().0.decimals().max(2);
    let shown = exact.rounded(digits).trimmed();
    let formula = format!("{}/{number}={shown}", sum.trimmed());
    // The amount may be off by half of its last digit, and so may the average.
    let half = |value: Decimal| value.over(Decimal::whole(2), 6).unwrap_or(Decimal::ZERO);
    let of_amount = half(step(amount.number, &amount.unit)).over(number, 6);
    let (of_amount, unit) = (
        of_amount.unwrap_or(Decimal::ZERO),
        step(mention.number, &mention.unit),
    );
    let rounded = (exact - told).abs() <= half(unit) + of_amount;
    // 6.6667 may be cut to 6.66.
    let cut = told <= exact && exact - told < unit + of_amount;
    if rounded || cut {
        case.held(&passage.place, formula);
    } else {
        let figures = Figures::numbers(formula, shown, told);
        let args: &[(&str, &str)] = &[("label", &mention.label)];
        case.find(&passage.place, "a13.each", figures, args);
    }
}

fn only<'a>(mut found: impl Iterator<Item = &'a Mention>) -> Option<&'a Mention> {
    let first = found.next();
    first.filter(|_| found.next().is_none())
}
