//! A11 其中项不超合计 · Parts within their parent
//!
//! ## What it checks
//! The listed parts of 公用经费 together do not exceed it, in each column of the base-data table. In the text a part after
//! 其中 is not above its whole, no more forms come back than were sent and no more people are content than answered; a
//! share (满意度, 合格率, 预算执行率) is not above 100 %, unless an execution rate is that of the budget set first.
//! ## Why
//! A part larger than the whole shows a slip of the pen or a mixed basis.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 办公费 1.48 + 水电差旅 1.5 + 会议培训 0 + 三公 1.02 = 4 ≤ 9.01.
//! ## False alarms
//! Parts paid from projects: the form asks for the basic part only. Rates of completion, of collection and of money
//! received may pass 100 %. Behind several wholes (在职8人、退休3人，其中党员6人) a part is not measured.

use super::case::{Case, sum_text};
use super::equal::{addends, sum_equal};
use super::impossible;
use super::outcome::Figures;
use crate::report::{BaseLine, Decimal, LineKey, Value};

pub fn run(case: &mut Case) {
    impossible::check(case);
    let Some(base) = &case.report.base else {
        return;
    };
    let Some(parent) = base.line(LineKey::Public) else {
        return;
    };
    let picks: [fn(&BaseLine) -> &Value; 3] = [|l| &l.prior, |l| &l.budget, |l| &l.outturn];
    for pick in picks {
        let lines = base
            .all(LineKey::PublicPart)
            .chain(base.line(LineKey::ThreePublic));
        let parts: Vec<Decimal> = lines.filter_map(|line| pick(line).number).collect();
        let (Some(whole), false) = (pick(parent).number, parts.is_empty()) else {
            continue;
        };
        let formula = sum_text(&parts);
        let count = addends(&parts);
        let sum: Decimal = parts.into_iter().sum();
        let place = &pick(parent).place;
        if sum > whole && !sum_equal(sum, whole, count) {
            case.find(
                place,
                "a11.more",
                Figures::numbers(formula, whole, sum).of(&pick(parent).unit),
                &[],
            );
        } else if sum > whole {
            case.held_sum(place, &formula, (sum, whole), count);
        } else {
            case.held(place, format!("{formula}={sum}≤{whole}"));
        }
    }
}
