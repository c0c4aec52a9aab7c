//! C10 文字结论与数字 · Claims
//!
//! ## What it checks
//! 未超预算, 与上年持平, 比上年下降, 无…支出 and 指标全部完成 are compared with the figures they are about. A sentence that
//! 三公经费 did not exceed last year's budget needs last year's budget; where it is missing, the claim is compared with
//! last year's final figure.
//! ## Why
//! A claim without its figure cannot be verified by anyone.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! "没有超过上年预算", but the form holds only last year's final 1.27, and the budget rose to 1.3.
//! ## False alarms
//! The figure may stand in last year's report, which this check does not see.

use super::case::Case;
use super::claims;
use super::outcome::Figures;
use crate::report::{LineKey, Passage, plain};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        for sentence in passage.sentences() {
            let text = plain::squeezed(&sentence);
            claims::sentence(case, passage, &text);
            let said = [
                "没有超过上年",
                "未超过上年",
                "不超过上年",
                "未超上年",
                "低于上年",
            ];
            if let Some(claim) = said.iter().find(|claim| text.contains(**claim))
                && text.contains("三公")
            {
                let on_budget = text.contains("上年预算");
                three_public(case, passage, claim, on_budget);
            }
        }
    }
}

fn three_public(case: &mut Case, passage: &Passage, claim: &str, on_budget: bool) {
    let line = case
        .report
        .base
        .as_ref()
        .and_then(|base| base.line(LineKey::ThreePublic));
    let amounts = line.and_then(|line| {
        let now = if on_budget {
            &line.budget
        } else {
            &line.outturn
        };
        Some((line.prior.number?, now.number?))
    });
    let Some((before, now)) = amounts else {
        case.not_checkable("c10.no_figures", &[]);
        return;
    };
    let Some(change) = (now - before).percent_of(before, 2) else {
        return;
    };
    let formula = format!("({now}-{before})/{before}={change}%");
    if on_budget {
        let figures = Figures::numbers(formula, before, now).of("万元");
        case.find(
            &passage.place,
            "c10.no_prior_budget",
            figures,
            &[("claim", claim)],
        );
    } else if now > before {
        let figures = Figures::numbers(formula, before, now).of("万元");
        case.find(&passage.place, "c10.false", figures, &[("claim", claim)]);
    } else {
        case.held(&passage.place, format!("{now}≤{before}"));
    }
}
