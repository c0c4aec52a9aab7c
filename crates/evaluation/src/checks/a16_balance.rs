//! A16 结余衔接 · Balance
//!
//! ## What it checks
//! Where a sentence gives opening balance, income, spending and closing balance: opening + income − spending = closing,
//! and none is below zero.
//! ## Why
//! Four figures of one account are typed apart.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 上年结转2万元，收入30万元，支出28万元，年末结余3万元: it is 4.
//! ## False alarms
//! Distribution of a surplus between the two days.

use super::case::Case;
use super::equal::{addends, sum_equal};
use super::outcome::Figures;
use super::plain_tables;
use crate::report::value::money_wan;
use crate::report::{Decimal, Mention, Passage};

/// What the money left from last year is called.
pub const OPENING: &[&str] = &[
    "上年结转",
    "上年结余",
    "期初结余",
    "期初结转",
    "年初结余",
    "年初结转",
];

pub fn run(case: &mut Case) {
    plain_tables::balances(case);
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        let last = mentions.last().map_or(0, |mention| mention.sentence);
        for sentence in 0..=last {
            check(case, passage, &mentions, sentence);
        }
    }
}

fn check(case: &mut Case, passage: &Passage, mentions: &[Mention], sentence: usize) {
    let one = |words: &[&str], not: &[&str]| -> Option<Decimal> {
        let hits: Vec<&Mention> = mentions
            .iter()
            .filter(|mention| mention.sentence == sentence && mention.is_money())
            .filter(|mention| words.iter().any(|word| mention.label.contains(word)))
            .filter(|mention| !not.iter().any(|word| mention.label.contains(word)))
            .collect();
        let [hit] = hits[..] else { return None };
        money_wan(hit.number, &hit.unit)
    };
    let opening = one(OPENING, &[]);
    let income = one(&["收入"], &["结转", "结余"]);
    let spending = one(&["支出"], &["结转", "结余"]);
    let closing = one(&["年末结余", "期末结余", "年末结转", "结转下年"], &[]);
    let (Some(opening), Some(income), Some(spending), Some(closing)) =
        (opening, income, spending, closing)
    else {
        return;
    };
    let due = opening + income - spending;
    let formula = format!("{opening}+{income}-{spending}");
    let count = addends(&[opening, income, spending]);
    if sum_equal(due, closing, count) && closing >= Decimal::ZERO {
        case.held_sum(&passage.place, &formula, (due, closing), count);
    } else {
        case.find(
            &passage.place,
            "a16.closing",
            Figures::numbers(formula, due, closing).of("万元"),
            &[],
        );
    }
}
