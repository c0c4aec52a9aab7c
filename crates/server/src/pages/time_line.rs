//! A time line: what happened on which day, with the matter that recorded it.

use maud::{Markup, html};

use super::shared::matter_link;
use crate::desk::Desk;

/// One point of a time line.
pub struct Point {
    pub on: String,
    /// Orders points of the same day.
    pub rank: u8,
    pub title: String,
    /// A class for its colour.
    pub class: &'static str,
    pub matter: Option<i64>,
    pub anchor: Option<String>,
    pub body: Markup,
}

/// The points in order of time.
pub fn render(desk: &Desk<'_>, mut points: Vec<Point>) -> Markup {
    points.sort_by(|a, b| (&a.on, a.rank).cmp(&(&b.on, b.rank)));
    html! {
        ol.time-line {
            @for point in &points {
                li class=(point.class) id=[point.anchor.as_deref()] {
                    p.when {
                        time datetime=(point.on) { (point.on) }
                        strong { (point.title) }
                        @if let Some(matter) = point.matter {
                            span.soft { (desk.word("server.time_line.matter")) " " (matter_link(matter)) }
                        }
                    }
                    div.what { (point.body) }
                }
            }
        }
    }
}
