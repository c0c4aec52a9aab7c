//! E05 超编 · Over quota
//!
//! ## What it checks
//! 在职 does not exceed 编制.
//! ## Why
//! Each point above 100 % costs points in the county's table.
//! ## Basis
//! 湖南省部门整体支出绩效评价指标
//! ## Example
//! 9 on 8 posts.
//! ## False alarms
//! Transfers from the army, reserved posts.

use super::case::Case;
use super::outcome::Figures;
use crate::report::plain;

pub fn run(case: &mut Case) {
    let Some(base) = &case.report.base else {
        return;
    };
    let (Some(posts), Some(filled)) = (&base.posts, &base.filled) else {
        return;
    };
    let (Some(limit), Some(count)) = (posts.number, filled.number) else {
        return;
    };
    let told = case.report.passages.iter().find(|passage| {
        let says = |words: &[&str]| words.iter().any(|word| passage.text.contains(word));
        says(&["编制", "超编"]) && says(&["军队转业", "军转", "储备", "周转", "备案", "安置"])
    });
    if let (Some(passage), true) = (told, count > limit) {
        let reason = plain::shortened(&passage.text, 60);
        case.held(&filled.place, format!("{count}>{limit}；{reason}"));
    } else if count > limit {
        case.find(
            &filled.place,
            "e05.over",
            Figures::numbers(format!("{count}>{limit}"), limit, count),
            &[],
        );
    } else {
        case.held(&filled.place, format!("{count}≤{limit}"));
    }
}
