//! E07 结转结余与大幅变动 · Carry-over and jumps
//!
//! ## What it checks
//! A line that changed by much against last year's final figure, and a budget of which much was left unspent, are
//! explained in words. The limits are settings of the profile.
//! ## Why
//! A reader asks about every jump.
//! ## Basis
//! 财预〔2013〕53号（结转结余率、变动率）
//! ## Example
//! 办公费 1.09 → 1.48, +35.78 %, no word about it.
//! ## False alarms
//! Tiny bases: small amounts are left out; therefore a hint only.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{BaseLine, Decimal, LineKey, ScoreTable, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    for line in report.base.iter().flat_map(|base| &base.lines) {
        jump(case, line);
    }
    for table in report.score_tables() {
        unspent(case, table);
    }
}

fn jump(case: &mut Case, line: &BaseLine) {
    if matches!(
        line.key,
        LineKey::Residue | LineKey::Procurement | LineKey::BasicAdjustment
    ) {
        return;
    }
    let (Some(before), Some(now)) = (line.prior.wan_yuan(), line.outturn.wan_yuan()) else {
        return;
    };
    let settings = &case.profile.settings;
    let least = Decimal::whole(i128::from(settings.jump_yuan)).shifted(-4);
    let limit = Decimal::whole(i128::from(settings.jump_percent));
    let change = now - before;
    let Some(rate) = change.percent_of(before, 2) else {
        return;
    };
    let formula = format!("({now}-{before})/{before}={}%", rate.trimmed());
    if rate.abs() <= limit || change.abs() <= least {
        return;
    }
    if explained(case, &line.name) {
        case.held(&line.outturn.place, formula);
    } else {
        let figures = Figures::numbers(formula, before, now).of("万元");
        let args: &[(&str, &str)] = &[("name", &line.name), ("rate", &rate.trimmed().to_string())];
        case.find(&line.outturn.place, "e07.jump", figures, args);
    }
}

/// A sentence names the line and a cause, or what was done with the money.
fn explained(case: &Case, name: &str) -> bool {
    let words = &case.profile.words;
    case.report.passages.iter().any(|passage| {
        let sentences = passage.sentences();
        sentences.iter().any(|sentence| {
            let text = plain::squeezed(sentence);
            let cause = words.cause.iter().chain(&words.adjustment);
            text.contains(name) && cause.into_iter().any(|word| text.contains(word.as_str()))
        })
    })
}

fn unspent(case: &mut Case, table: &ScoreTable) {
    let Some(row) = table.total_fund() else {
        return;
    };
    let (Some(budget), Some(executed)) = (row.adjusted.number, row.executed.number) else {
        return;
    };
    let left = budget - executed;
    let Some(rate) = left.percent_of(budget, 2) else {
        return;
    };
    let limit = Decimal::whole(i128::from(case.profile.settings.unspent_percent));
    let formula = format!("({budget}-{executed})/{budget}={}%", rate.trimmed());
    let told = ["结转", "结余", "执行率", "未支付", "支付进度"];
    let told = case.report.passages.iter().any(|passage| {
        let text = &passage.squeezed;
        let cause = case
            .profile
            .words
            .cause
            .iter()
            .any(|word| text.contains(word.as_str()));
        cause && told.iter().any(|word| text.contains(word))
    });
    if rate > limit && !told {
        let figures = Figures::numbers(formula, limit, rate.trimmed());
        case.find(
            &row.executed.place,
            "e07.unspent",
            figures,
            &[("table", &table.title)],
        );
    } else {
        case.held(&row.executed.place, formula);
    }
}
