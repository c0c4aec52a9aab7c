//! A14 占比合计 · Shares add to 100
//!
//! ## What it checks
//! Three or more shares (占…%) in one sentence add to 100 within a tenth.
//! ## Why
//! A share that is missing or twisted shows here first.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 占50%、占30%、占25%: 105 %.
//! ## False alarms
//! Partial lists: a sum well below 100, or a list with 等, is left alone.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use super::plain_tables;
use crate::report::{Decimal, Mention, Passage};

pub fn run(case: &mut Case) {
    plain_tables::shares(case);
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        let last = mentions.last().map_or(0, |mention| mention.sentence);
        for sentence in 0..=last {
            check(case, passage, &mentions, sentence);
        }
    }
}

fn check(case: &mut Case, passage: &Passage, mentions: &[Mention], sentence: usize) {
    let shares: Vec<&Mention> = mentions
        .iter()
        .filter(|mention| mention.sentence == sentence && mention.unit == "%")
        .filter(|mention| mention.label.contains('占'))
        .collect();
    if shares.len() < 3 || shares[0].open_list {
        return;
    }
    let parts: Vec<Decimal> = shares.iter().map(|share| share.number).collect();
    let formula = sum_text(&parts);
    let sum: Decimal = parts.into_iter().sum();
    let hundred = Decimal::whole(100);
    if (sum - hundred).abs() <= Decimal::new(1, 1) {
        case.held(&passage.place, format!("{formula}={sum}"));
    } else if sum > Decimal::whole(90) {
        case.find(
            &passage.place,
            "a14.sum",
            Figures::numbers(formula, hundred, sum),
            &[],
        );
    }
}
