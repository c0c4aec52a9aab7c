//! C02 单位换算 · Units
//!
//! ## What it checks
//! An amount or count given twice in two units (元 and 万元, 人 and 万人) is the same within rounding; an amount in the
//! text is not ten thousand times the one in the table.
//! ## Why
//! A wrong 万 is the largest error a report can hold, and the easiest to overlook.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 1234567元（12.35万元）; 32万元 in the table, 32元 in the text.
//! ## False alarms
//! None known: only figures side by side and figures of the same line are compared.

use super::c01_same_fact::line_of;
use super::case::Case;
use super::outcome::Figures;
use crate::report::value::{money_wan, same_figure};
use crate::report::{BaseLine, Decimal, Mention, Passage};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        let mentions = passage.mentions();
        for pair in mentions.windows(2) {
            side_by_side(case, passage, &pair[0], &pair[1]);
        }
        for mention in mentions {
            against_table(case, passage, mention);
        }
    }
}

/// `1234567元（123.46万元）`, `17320人，即1.73万人`.
fn side_by_side(case: &mut Case, passage: &Passage, one: &Mention, other: &Mention) {
    let says_again = ["", "即", "合", "约", "约合", "折合", "合计约", "约为"];
    if one.sentence != other.sentence
        || one.unit == other.unit
        || !says_again.contains(&other.label.as_str())
        || one.base().1 != other.base().1
        || one.base().1.is_empty()
        || one.base().1 == "%"
    {
        return;
    }
    let sign = if one.base() == other.base() {
        "="
    } else {
        "≈"
    };
    let formula = format!("{}{sign}{}", one.shown(), other.shown());
    if same_figure((one.number, &one.unit), (other.number, &other.unit)) {
        case.held(&passage.place, formula);
        return;
    }
    let mut expected = one.base().0;
    if other.unit.starts_with('万') {
        expected = expected.shifted(-4);
    } else if other.unit.starts_with('亿') {
        expected = expected.shifted(-8);
    }
    let formula = format!("{}≠{}", one.shown(), other.shown());
    let expected = expected.rounded(other.number.decimals());
    let figures = Figures::numbers(formula, expected, other.number);
    case.find(
        &passage.place,
        "c02.pair",
        figures,
        &[("unit", &other.unit)],
    );
}

fn against_table(case: &mut Case, passage: &Passage, mention: &Mention) {
    // The table has a column of last year, and none of the years around these two.
    let year = case.report.year;
    if mention.when.is_other(year) && !mention.when.is_last(year) {
        return;
    }
    let Some(line) = line_of(case, mention) else {
        return;
    };
    let (Some(told), Some(name)) = (
        money_wan(mention.number, &mention.unit)
            .filter(|amount| mention.is_money() && amount.is_positive()),
        Some(line.name.clone()),
    ) else {
        return;
    };
    let Some(printed) = wrong_by_ten_thousand(line, told) else {
        return;
    };
    let formula = format!("{}≠{printed}万元", mention.shown());
    let figures = Figures::numbers(formula, printed, told);
    case.find(&passage.place, "c02.table", figures, &[("name", &name)]);
}

/// The figure of the line that differs from this one by a whole 万.
pub fn wrong_by_ten_thousand(line: &BaseLine, told: Decimal) -> Option<Decimal> {
    let cells = [&line.prior, &line.budget, &line.outturn];
    let amounts: Vec<Decimal> = cells.iter().filter_map(|cell| cell.wan_yuan()).collect();
    amounts
        .into_iter()
        .filter(|amount| amount.is_positive())
        .find(|amount| told == amount.shifted(4) || told == amount.shifted(-4))
}
