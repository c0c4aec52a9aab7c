//! 到期事项: overdue, today, the coming days; each row opens to its case and names its article.

use axum::extract::{Query, State};
use maud::{Markup, html};
use serde::Deserialize;
use yiju_actions::due::{self, DueItem, When};
use yiju_terms::Date;
use yiju_terms::refusal::worded;

use super::Answer;
use super::shared::{badge, optional};
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::layout::{self, Page, card};
use crate::visit::Visit;

/// A list of a season is a report, not a list of what to do.
const DAYS_MAX: i64 = 92;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    on: String,
    days: String,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer {
    app.show(visit, move |desk| page(desk, &asked)).await
}

fn page(desk: &mut Desk<'_>, asked: &Asked) -> Result<Page, Trouble> {
    let on: Date = optional(&asked.on)?.unwrap_or(desk.on);
    let days: i64 = optional(&asked.days)?.unwrap_or(7);
    if !(0..=DAYS_MAX).contains(&days) {
        return Err(Trouble::Unreadable);
    }
    let items = due::due(desk.store, desk.region, desk.book, on, days)?;
    let of = |when: When| items.iter().filter(move |item| item.when == when);
    let places = [
        ("on", on.to_string()),
        ("days", days.to_string()),
        ("overdue", of(When::Overdue).count().to_string()),
        ("today", of(When::Today).count().to_string()),
        ("coming", of(When::Coming).count().to_string()),
    ];
    let places: Vec<(&str, &str)> = places.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let body = html! {
        form.filter method="get" action="/due" {
            label { span { (desk.word("due.ask_on")) } input type="date" name="on" value=(on); }
            label { span { (desk.word("due.ask_days")) } input type="number" name="days" min="0" max=(DAYS_MAX) value=(days); }
            button type="submit" { (desk.word("server.show")) }
        }
        p { (desk.text("due.said", &places)) }
        @for when in When::ALL {
            @let found: Vec<&DueItem> = of(when).collect();
            (card(&format!("{}（{}）", desk.word(&format!("due.when.{}", when.stem())), found.len()), html! {
                @if found.is_empty() { (layout::nothing(desk.lang)) } @else { (table(desk, on, &found)) }
            }))
        }
    };
    let lead = desk.text("due.lead", &places);
    Ok(Page::new("due", desk.word("due.title"), body).lead(lead))
}

fn table(desk: &Desk<'_>, on: Date, items: &[&DueItem]) -> Markup {
    let say = |stem: &str| desk.word(&format!("due.{stem}"));
    let headers = [
        (say("on"), ""),
        (say("reason"), ""),
        (say("subject"), ""),
        (say("what"), ""),
        (say("who"), ""),
        (say("document"), ""),
        (say("cite"), "cite"),
    ];
    let worded = |text: &str| worded(desk.lang, text);
    let rows = html! { @for item in items { tr {
        td.keep {
            (item.on)
            @if item.on < on {
                @let days = (on - item.on).get_days().to_string();
                span.sub.late { (desk.text("due.days_late", &[("days", &days)])) }
            }
            @if item.provisional { " " (badge("warn", &say("provisional"))) }
        }
        td.keep { (say(&format!("reasons.{}", item.reason.stem()))) }
        td.keep {
            a href=(item.link()) { (item.subject_id) }
            @if !item.instance.is_empty() { span.sub.soft { (item.instance) } }
        }
        td { (worded(&item.what)) }
        td { (item.who.as_deref().map_or("—".to_owned(), worded)) }
        td { (item.document.as_deref().map_or("—".to_owned(), worded)) }
        td.cite { @if let Some(code) = &item.deadline { span.soft { (code) " " } } (desk.book.written(&worded(&item.cite), desk.lang)) }
    } } };
    layout::table(&headers, rows, None)
}
