//! B07 定性指标分档 · Qualitative band
//!
//! ## What it checks
//! Where a qualitative indicator states how far it was reached, its share of the points lies in the band of that level.
//! ## Why
//! A goal that was partly reached earns 60 to 80 % of its points, not all of them.
//! ## Basis
//! 财预〔2020〕10号；自评表表注（100%-80%、80%-60%、60%-0%）
//! ## Example
//! 部分达成预期指标并具有一定效果, 15 of 15 points.
//! ## False alarms
//! Rows that state no level are not judged.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Content, Decimal, Indicator, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    for table in report.score_tables() {
        let mut unstated = false;
        for row in &table.indicators {
            if row.actual.content == Content::Words && row.is_weighted() {
                unstated |= !check(case, row);
            }
        }
        if unstated {
            case.not_checkable("b07.no_level", &[("table", &table.title)]);
        }
    }
}

/// Whether the row states a level.
fn check(case: &mut Case, row: &Indicator) -> bool {
    let stated = plain::squeezed(&row.actual.raw);
    // 未达成 holds 达成: the narrower words come first in the profile.
    let band = case
        .profile
        .bands
        .iter()
        .find(|band| band.words.iter().any(|word| stated.contains(word.as_str())));
    let (Some(band), Some(points), Some(score)) = (band, row.weight.number, row.score.number)
    else {
        return band.is_some();
    };
    let Some(share) = score.percent_of(points, 2) else {
        return true;
    };
    let share = share.trimmed();
    let (from, to) = (
        Decimal::whole(i128::from(band.from)),
        Decimal::whole(i128::from(band.to)),
    );
    let formula = format!("{score}/{points}={share}%");
    if from <= share && share <= to {
        case.held(&row.score.place, formula);
    } else {
        let figures = Figures::words(formula, format!("{from}%-{to}%"), format!("{share}%"));
        let level = plain::shortened(&row.actual.raw, 20);
        let args: &[(&str, &str)] = &[("name", &row.name), ("level", &level)];
        case.find(&row.score.place, "b07.band", figures, args);
    }
    true
}
