//! Head counts of old injuries as their sources state them, beside the roster's own; and what stands beside one of its names.

use maud::{Markup, html};
use yiju_store::legacy;
use yiju_store::tables::LegacyCountRow;
use yiju_store::views::legacy::Group;

use super::shared::badge;
use crate::desk::Desk;
use crate::error::Trouble;
use crate::format::{count, masked_name};
use crate::layout;

/// One row a statement, never added up; the difference to the roster is said, not mended.
pub(super) fn stated(desk: &Desk<'_>, groups: &[Group], rows: &[LegacyCountRow]) -> Markup {
    let say = |stem: &str| desk.word(&format!("server.legacy.{stem}"));
    let own = |measure: &str| -> i64 {
        let of = groups.iter().filter(|group| match measure {
            "pooled" => group.pooled,
            "unpooled" => !group.pooled,
            _ => true,
        });
        of.map(|group| group.count).sum()
    };
    let headers = [
        (say("source"), ""),
        (say("counted_on"), ""),
        (say("measure"), ""),
        (say("stated_people"), "amount"),
        (say("own_people"), "amount"),
        (say("difference"), "amount"),
        (say("document"), ""),
    ];
    let lines = html! { @for row in rows { tr {
        @let difference = row.people - own(&row.measure);
        td { (row.source) @if !row.note.is_empty() { span.sub.soft { (row.note) } } }
        td.keep { (row.counted_on) }
        td { (say(&format!("measures.{}", row.measure))) }
        td.amount { (count(row.people)) }
        td.amount { (count(own(&row.measure))) }
        td.amount { @if difference == 0 { "0" } @else { span.warn { @if difference > 0 { "+" } (difference) } } }
        td { (row.document) }
    } } };
    html! {
        p.soft { (say("stated_lead")) }
        (layout::table(&headers, lines, None))
    }
}

/// Names of the benefits a person may have.
pub(super) fn items(desk: &Desk<'_>, stems: &str) -> String {
    let known = stems.split(',').filter(|stem| !stem.is_empty());
    let words: Vec<String> = known
        .map(|stem| desk.word(&format!("benefit.{stem}")))
        .collect();
    match words.is_empty() {
        true => "—".to_owned(),
        false => words.join("、"),
    }
}

/// Dependants and checks of life of one name.
pub(super) fn beside(desk: &mut Desk<'_>, id: &str) -> Result<(Markup, Markup), Trouble> {
    let region = desk.code();
    let dependents = legacy::dependents(desk.store, &region, id)?;
    let checks = legacy::checks_of(desk.store, &region, id)?;
    let say = |stem: &str| desk.word(&format!("server.legacy.{stem}"));
    let kin = html! {
        @if dependents.is_empty() { (layout::nothing(desk.lang)) }
        ul.plain { @for one in &dependents { li {
            (masked_name(&one.name)) "，" (desk.word(&format!("server.legacy.relations.{}", one.relation)))
            "，" (one.birth.get(..4).unwrap_or_default())
            @if one.no_capacity == 1 { " · " (say("no_capacity")) }
        } } }
    };
    let lives = html! {
        @if checks.is_empty() { (layout::nothing(desk.lang)) }
        ul.plain { @for check in checks.iter().rev() { li {
            (check.checked_on) " "
            (badge(if check.outcome == "alive" { "approved" } else { "warn" }, &say(&format!("outcomes.{}", check.outcome))))
            " " (check.method) " " span.soft { (check.document) }
        } } }
    };
    Ok((kin, lives))
}
