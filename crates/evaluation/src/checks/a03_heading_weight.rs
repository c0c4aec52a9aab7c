//! A03 一级指标分值 · Level-1 weight
//!
//! ## What it checks
//! The points in a heading equal the points of the rows beneath it. A heading with points inside another one is read
//! both ways: as part of it, and as standing beside it.
//! ## Why
//! Readers judge the emphasis of a table by its headings.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 效益指标（40分）over 4×10 points and over 满意度（10分）: nested 50 ≠ 40, side by side the table has 110 points.
//! ## False alarms
//! None known when both readings fail.

use super::case::{Case, sum_text};
use super::outcome::Figures;
use super::points::{self, Pick};
use crate::report::{Decimal, ScoreTable};

pub fn run(case: &mut Case) {
    for table in case.report.score_tables() {
        for index in 0..table.groups.len() {
            heading(case, table, index);
        }
    }
}

fn heading(case: &mut Case, table: &ScoreTable, index: usize) {
    let group = &table.groups[index];
    let Some(points) = group.points else { return };
    let parts = points::parts(table, index, Pick::Weight);
    let own: Decimal = parts.iter().copied().sum();
    let inner = points::inner(table, index);
    let nested = points::nested(table, index, Pick::Weight);
    let args: &[(&str, &str)] = &[("heading", &group.name), ("table", &table.title)];
    if !inner.is_empty() && nested == points {
        let mut all = vec![own];
        all.extend(inner.iter().map(|i| points::own(table, *i, Pick::Weight)));
        case.held(&group.place, format!("{}={points}", sum_text(&all)));
        return;
    }
    if own != points {
        let figures = Figures::numbers(sum_text(&parts), points, own);
        case.find(&group.place, "a03.sum", figures, args);
        return;
    }
    case.held(&group.place, format!("{}={points}", sum_text(&parts)));
    let total: Decimal = points::addends(table, Pick::Weight).into_iter().sum();
    if total == Decimal::whole(100) {
        return;
    }
    for index in inner {
        let inside = &table.groups[index];
        let inside_points = points::own(table, index, Pick::Weight);
        let figures = Figures::numbers(format!("{own}+{inside_points}"), points, nested);
        let total = total.to_string();
        let args: &[(&str, &str)] = &[
            ("heading", &group.name),
            ("inner", &inside.name),
            ("total", &total),
        ];
        case.find(&inside.place, "a03.both", figures, args);
    }
}
