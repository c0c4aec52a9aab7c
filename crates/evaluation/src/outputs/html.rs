//! The outcome as one self-contained page: no script, nothing loaded from elsewhere, printable on A4.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use yiju_intake::Document;
use yiju_terms::words::{self, Lang};

use super::html_document::document as redrawn;
use super::html_findings::{findings, gaps, held, proposals};
use super::html_picture::picture;
use super::marks::Marks;
use super::sign::{SEVERITIES, severity_word, sign};
use crate::checks::{Outcome, Severity};
use crate::profiles::Profile;

/// The style of the findings, for pages that show them inside another frame.
pub const STYLE: &str = include_str!("../../assets/check.css");

/// Nothing may be loaded and nothing may run, whatever the checked document brought along.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The whole page.
pub fn html(document: &Document, outcome: &Outcome, lang: Lang) -> String {
    let title = words::text(
        lang,
        "outputs.html.title",
        &[("file", &short_name(&outcome.file))],
    );
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body.check-page {
                main.check {
                    h1 { (words::word(lang, "outputs.html.head")) }
                    (fragment(document, outcome, lang))
                }
                footer.check { p { (words::text(lang, "outputs.html.foot", &[("version", env!("CARGO_PKG_VERSION"))])) } }
            }
        }
    };
    page.into_string()
}

/// The outcome without the page around it.
pub fn fragment(document: &Document, outcome: &Outcome, lang: Lang) -> Markup {
    let marks = Marks::new(document, outcome);
    html! {
        (head(outcome, lang))
        (counts(outcome, lang))
        (picture(document, &marks, lang))
        (contents(outcome, lang))
        (findings(&marks, lang))
        section #document {
            h2 { (words::word(lang, "outputs.html.document")) }
            p.note { (words::word(lang, "outputs.html.document_note")) }
            div.redrawn { (redrawn(document, &marks, lang)) }
        }
        (held(outcome, lang))
        (gaps(document, outcome, lang))
        (proposals(&marks, lang))
    }
}

/// Whose report, how it was read, and what follows from the findings.
fn head(outcome: &Outcome, lang: Lang) -> Markup {
    let agency = outcome.document.agency.clone();
    let agency = agency.unwrap_or_else(|| words::word(lang, "checks.note.unnamed"));
    let year = outcome
        .document
        .year
        .map(|year| year.to_string())
        .unwrap_or_default();
    let subject = words::text(
        lang,
        "outputs.html.subject",
        &[("agency", &agency), ("year", &year)],
    );
    let args: &[(&str, &str)] = &[
        ("name", &Profile::shown(&outcome.profile, lang)),
        ("reason", &outcome.profile_reason),
    ];
    let (stem, mark) = verdict(outcome);
    html! {
        header.subject {
            p.agency { strong { (subject) } }
            p.file { (words::text(lang, "outputs.html.file", &[("file", &outcome.file)])) " " (words::text(lang, "checks.note.profile", args)) }
        }
        p class={ "verdict " (stem) } {
            span aria-hidden="true" { (mark) } " "
            (words::text(lang, &format!("outputs.verdict.{stem}"), &[("high", &outcome.counts.high.to_string()), ("medium", &outcome.counts.medium.to_string())]))
        }
    }
}

/// The stem of the verdict and its sign.
pub(super) fn verdict(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome.counts {
        counts if counts.high > 0 => ("high", sign(Severity::High)),
        counts if counts.medium > 0 => ("medium", sign(Severity::Medium)),
        counts if counts.low > 0 => ("low", sign(Severity::Low)),
        _ => ("clean", "✓"),
    }
}

fn counts(outcome: &Outcome, lang: Lang) -> Markup {
    let counts = outcome.counts;
    let of = |severity| match severity {
        Severity::High => counts.high,
        Severity::Medium => counts.medium,
        Severity::Low => counts.low,
    };
    let tile = |class: &str, href: &str, sign: &str, name: String, count: usize| {
        html! {
            li class=(class) { a href=(href) { span.sign aria-hidden="true" { (sign) } span.name { (name) } strong { (count) } } }
        }
    };
    html! {
        ul.counts {
            @for severity in SEVERITIES {
                (tile(severity.stem(), "#findings", sign(severity), severity_word(severity, lang), of(severity)))
            }
            (tile("held", "#held", "✓", words::word(lang, "outputs.severity.held"), counts.held))
            (tile("gap", "#gaps", "–", words::word(lang, "outputs.severity.gap"), counts.not_checkable))
        }
    }
}

fn contents(outcome: &Outcome, lang: Lang) -> Markup {
    let mut parts = vec!["findings", "document", "held", "gaps"];
    if !outcome.proposals.is_empty() {
        parts.push("proposals");
    }
    html! {
        nav.parts aria-label=(words::word(lang, "outputs.html.contents")) {
            @for part in parts { a href={ "#" (part) } { (words::word(lang, &format!("outputs.html.{part}"))) } }
        }
    }
}

/// The last part of a path.
fn short_name(file: &str) -> String {
    file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned()
}
