//! The findings one by one, what holds, and what was not read or could not be checked.

use maud::{Markup, html};
use yiju_intake::Document;
use yiju_terms::words::{self, Lang};

use super::marks::Marks;
use super::sign::{SEVERITIES, rule_name, severity_word, sign};
use crate::checks::note::shown_place;
use crate::checks::proposals::Proposal;
use crate::checks::{Finding, Held, Outcome};
use crate::report::Place;

fn say(lang: Lang, key: &str) -> String {
    words::word(lang, &format!("outputs.html.{key}"))
}

pub fn findings(marks: &Marks, lang: Lang) -> Markup {
    let outcome = marks.outcome;
    html! {
        section #findings {
            h2 { (say(lang, "findings")) }
            @if outcome.findings.is_empty() { p { (words::word(lang, "checks.note.nothing")) } }
            @for severity in SEVERITIES {
                @let group: Vec<(usize, &Finding)> = outcome.findings.iter().enumerate()
                    .filter(|(_, finding)| finding.severity == severity).collect();
                @if !group.is_empty() {
                    h3 class=(severity.stem()) {
                        (sign(severity)) " "
                        (words::text(lang, &format!("checks.note.{}", severity.stem()), &[("count", &group.len().to_string())]))
                    }
                    @for (index, finding) in group { (entry(index + 1, finding, marks, lang)) }
                }
            }
        }
    }
}

fn entry(number: usize, finding: &Finding, marks: &Marks, lang: Lang) -> Markup {
    let severity = finding.severity;
    html! {
        article id={ "f" (number) } class={ "finding " (severity.stem()) } {
            h4 {
                span class={ "badge " (severity.stem()) } {
                    span.unseen { (severity_word(severity, lang)) } (sign(severity)) (number)
                }
                " " (finding.message)
            }
            dl {
                div { dt { (say(lang, "rule")) } dd { (finding.rule) " " (rule_name(finding.rule, lang)) } }
                div { dt { (say(lang, "place")) } dd { (place(&finding.place, marks, lang)) } }
                @if !finding.also.is_empty() {
                    div { dt { (say(lang, "also")) } dd { (also(&finding.also, marks, lang)) } }
                }
                (figures(finding, lang))
                div { dt { (say(lang, "remedy")) } dd { (finding.remedy) } }
                div { dt { (say(lang, "basis")) } dd { (finding.basis) } }
            }
        }
    }
}

/// The sum as a person would write it down, and what follows from it in one line.
fn figures(finding: &Finding, lang: Lang) -> Markup {
    let all = [
        ("expected", &finding.expected),
        ("found", &finding.found),
        ("difference", &finding.difference),
    ];
    let told: Vec<(&str, &String)> = all
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    html! {
        @if !finding.formula.is_empty() {
            div { dt { (say(lang, "formula")) } dd.number { (finding.formula) } }
        }
        @if let Some(((key, value), others)) = told.split_first() {
            div {
                dt { (say(lang, key)) }
                dd.number {
                    span.figure { (value) }
                    @for (key, value) in others {
                        " " span.figure { span.label { (say(lang, key)) " " } (value) }
                    }
                }
            }
        }
    }
}

/// Further places: many of them fold.
fn also(places: &[Place], marks: &Marks, lang: Lang) -> Markup {
    const OPEN: usize = 6;
    let list = |places: &[Place]| {
        html! { ul { @for one in places { li { (place(one, marks, lang)) } } } }
    };
    if places.len() <= OPEN {
        return list(places);
    }
    let count = (places.len() - OPEN).to_string();
    html! {
        (list(&places[..OPEN]))
        details {
            summary { (words::text(lang, "outputs.html.more_places", &[("count", &count)])) }
            (list(&places[OPEN..]))
        }
    }
}

/// The words of a place, as a link to it where it stands in the document.
fn place(place: &Place, marks: &Marks, lang: Lang) -> Markup {
    let shown = if place.table.is_empty() {
        say(lang, "whole_document")
    } else {
        shown_place(place, lang)
    };
    match marks.target(place).anchor() {
        Some(anchor) => html! { a href={ "#" (anchor) } { (shown) } },
        None => html! { (shown) },
    }
}

pub fn held(outcome: &Outcome, lang: Lang) -> Markup {
    let mut rules: Vec<&str> = outcome.held.iter().map(|held| held.rule).collect();
    rules.dedup();
    let count = outcome.held.len().to_string();
    html! {
        section #held {
            h2 { "✓ " (words::text(lang, "checks.note.held", &[("count", &count)])) }
            p.note { (say(lang, "held_note")) }
            dl.held {
                @for rule in rules {
                    @let of: Vec<&Held> = outcome.held.iter().filter(|held| held.rule == rule).collect();
                    div {
                        dt { (rule) " " (rule_name(rule, lang)) }
                        dd { ul { @for one in of { li {
                            span.number { (one.formula) }
                            @if !one.place.table.is_empty() { span.where { (place_words(&one.place, lang)) } }
                        } } } }
                    }
                }
            }
        }
    }
}

/// Without the quotation: the sum quotes enough.
fn place_words(place: &Place, lang: Lang) -> String {
    let bare = Place {
        text: String::new(),
        ..place.clone()
    };
    shown_place(&bare, lang)
}

pub fn gaps(document: &Document, outcome: &Outcome, lang: Lang) -> Markup {
    let count = outcome.not_checkable.len().to_string();
    html! {
        section #gaps {
            h2 { "– " (say(lang, "gaps")) }
            h3 { (say(lang, "not_read")) }
            @if document.notes.is_empty() { p { (say(lang, "all_read")) } }
            @else { ul { @for note in &document.notes { li { (note.message(lang)) } } } }
            h3 { (words::text(lang, "checks.note.gaps", &[("count", &count)])) }
            @if outcome.not_checkable.is_empty() { p { (say(lang, "all_checked")) } }
            @else {
                ul { @for gap in &outcome.not_checkable {
                    li { span.rule { (gap.rule) " " (rule_name(gap.rule, lang)) } " " (words::text(lang, "outputs.html.missing", &[("missing", &gap.missing)])) }
                } }
            }
        }
    }
}

/// The indicator, a link where a finding is marked on it.
fn indicator(proposal: &Proposal, marks: &Marks) -> Markup {
    let target = marks.target(&proposal.place);
    match target.anchor().filter(|_| !marks.at(target).is_empty()) {
        Some(anchor) => html! { a href={ "#" (anchor) } { (proposal.indicator) } },
        None => html! { (proposal.indicator) },
    }
}

pub fn proposals(marks: &Marks, lang: Lang) -> Markup {
    let proposals = &marks.outcome.proposals;
    if proposals.is_empty() {
        return Markup::default();
    }
    let count = proposals.len().to_string();
    let heads = [
        "indicator",
        "proposed",
        "unit",
        "formula",
        "source",
        "target",
    ];
    html! {
        section #proposals {
            h2 { (words::text(lang, "checks.proposals.head", &[("count", &count)])) }
            div.scroll tabindex="0" role="region" aria-label=(say(lang, "proposals")) { table.list {
                thead { tr { @for head in heads { th scope="col" { (say(lang, &format!("proposal.{head}"))) } } } }
                tbody { @for one in proposals { tr {
                    td { (indicator(one, marks)) }
                    td { (one.name) } td { (one.unit) } td { (one.formula) } td { (one.source) }
                    td { (one.target.as_deref().unwrap_or_default()) " " (one.target_basis) }
                } } }
            } }
        }
    }
}
