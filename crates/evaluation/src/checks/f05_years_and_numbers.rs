//! F05 年度与编号 · Years and numbering
//!
//! ## What it checks
//! The year in each table's title is the report's year, the days of filling in agree, and the headings 一、二、三…
//! of the body follow one another.
//! ## Why
//! Last year's file is the usual beginning of this year's report.
//! ## Basis
//! 公文处理工作规范
//! ## Example
//! 一、二、六、七、九: automatic numbers were lost.
//! ## False alarms
//! Tables filled in on different days are only shown when the year differs.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Passage, Place};

const COUNTING: [&str; 12] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
];

pub fn run(case: &mut Case) {
    years(case);
    days(case);
    headings(case);
}

fn years(case: &mut Case) {
    let Some(year) = case.report.year else {
        case.not_checkable("f05.no_year", &[]);
        return;
    };
    for table in &case.report.tables {
        let Some(there) = table.year else { continue };
        let place = Place {
            table: table.title.clone(),
            ..Place::default()
        };
        if there == year {
            case.held(&place, year.to_string());
        } else {
            let figures = Figures::words(
                format!("{there}≠{year}"),
                year.to_string(),
                there.to_string(),
            );
            case.find(&place, "f05.year", figures, &[]);
        }
    }
}

/// `填报日期：2024年4月8日` under each table.
fn days(case: &mut Case) {
    let mut days: Vec<(String, Place)> = Vec::new();
    for passage in &case.report.passages {
        let text = &passage.squeezed;
        if let Some((_, tail)) = text.split_once("填报日期")
            && let Some((day, _)) = tail.trim_start_matches(':').split_once('日')
        {
            days.push((format!("{day}日"), passage.place.clone()));
        }
    }
    let Some((first, place)) = days.first() else {
        return;
    };
    if days.len() > 1 && days.iter().all(|(day, _)| day == first) {
        case.held(place, format!("{first}（{}）", days.len()));
    }
}

fn headings(case: &mut Case) {
    let number = |passage: &Passage| {
        let text = &passage.squeezed;
        let (head, _) = text.split_once('、')?;
        COUNTING.iter().position(|count| *count == head)
    };
    let found: Vec<(usize, Place)> = case
        .report
        .body()
        .filter_map(|passage| Some((number(passage)?, passage.place.clone())))
        .collect();
    if found.len() < 3 {
        return;
    }
    let gap = found.windows(2).find(|pair| pair[1].0 != pair[0].0 + 1);
    let shown: Vec<&str> = found.iter().map(|(index, _)| COUNTING[*index]).collect();
    let Some([before, after]) = gap.map(|pair| [&pair[0], &pair[1]]) else {
        case.held(&found[0].1, shown.join("、"));
        return;
    };
    let expected = COUNTING.get(before.0 + 1).copied().unwrap_or_default();
    let figures = Figures::words(shown.join("、"), expected, COUNTING[after.0]);
    case.find(&after.1, "f05.headings", figures, &[]);
}
