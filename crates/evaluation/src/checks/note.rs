//! The outcome as a colleague's note: what is wrong first, then what holds, then what cannot be checked.

use yiju_terms::words::{self, Lang};

use super::outcome::{Finding, Outcome, Severity};
use crate::profiles::Profile;
use crate::report::Place;

pub fn note(outcome: &Outcome, lang: Lang) -> String {
    let mut lines = vec![head(outcome, lang), profile(outcome, lang)];
    let reading = outcome.reading.iter();
    lines.extend(reading.map(|text| words::text(lang, "checks.note.reading", &[("text", text)])));
    lines.push(String::new());
    for severity in [Severity::High, Severity::Medium, Severity::Low] {
        let findings: Vec<&Finding> = outcome
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .collect();
        if findings.is_empty() {
            continue;
        }
        let count = findings.len().to_string();
        let key = format!("checks.note.{}", severity.stem());
        lines.push(words::text(lang, &key, &[("count", &count)]));
        for (index, finding) in findings.iter().enumerate() {
            lines.extend(entry(index + 1, finding, lang));
        }
        lines.push(String::new());
    }
    if outcome.findings.is_empty() {
        lines.push(words::word(lang, "checks.note.nothing"));
        lines.push(String::new());
    }
    lines.extend(held(outcome, lang));
    lines.extend(gaps(outcome, lang));
    lines.extend(proposals(outcome, lang));
    lines.join("\n")
}

fn profile(outcome: &Outcome, lang: Lang) -> String {
    words::text(
        lang,
        "checks.note.profile",
        &[
            ("name", &Profile::shown(&outcome.profile, lang)),
            ("reason", &outcome.profile_reason),
        ],
    )
}

fn head(outcome: &Outcome, lang: Lang) -> String {
    let counts = outcome.counts;
    let [high, medium, low, held, gaps] = [
        counts.high,
        counts.medium,
        counts.low,
        counts.held,
        counts.not_checkable,
    ]
    .map(|n| n.to_string());
    let agency = outcome
        .document
        .agency
        .clone()
        .unwrap_or_else(|| words::word(lang, "checks.note.unnamed"));
    let year = outcome
        .document
        .year
        .map(|year| year.to_string())
        .unwrap_or_default();
    words::text(
        lang,
        "checks.note.head",
        &[
            ("file", &outcome.file),
            ("agency", &agency),
            ("year", &year),
            ("high", &high),
            ("medium", &medium),
            ("low", &low),
            ("held", &held),
            ("gaps", &gaps),
        ],
    )
}

fn entry(number: usize, finding: &Finding, lang: Lang) -> Vec<String> {
    let mut lines = vec![format!("{number}. [{}] {}", finding.rule, finding.message)];
    let line = |key: &str, value: &str| {
        words::text(lang, &format!("checks.note.{key}"), &[("value", value)])
    };
    lines.push(line("place", &shown_place(&finding.place, lang)));
    for place in &finding.also {
        lines.push(line("also", &shown_place(place, lang)));
    }
    if !finding.formula.is_empty() {
        let sum = if finding.difference.is_empty() {
            finding.formula.clone()
        } else {
            words::text(
                lang,
                "checks.note.sum",
                &[
                    ("formula", &finding.formula),
                    ("expected", &finding.expected),
                    ("found", &finding.found),
                    ("difference", &finding.difference),
                ],
            )
        };
        lines.push(line("figures", &sum));
    }
    lines.push(line("remedy", &finding.remedy));
    lines.push(line("basis", &finding.basis));
    lines
}

/// `附件3 …，第6行第7列“100”（原文第246行）`
pub fn shown_place(place: &Place, lang: Lang) -> String {
    let mut text = place.table.clone();
    let number = |value: Option<usize>| value.map(|value| value.to_string()).unwrap_or_default();
    let (row, column, line) = (number(place.row), number(place.column), number(place.line));
    let key = match (place.row, place.column) {
        (Some(_), Some(_)) => "cell",
        (Some(_), None) => "paragraph",
        _ => "table",
    };
    text.push_str(&words::text(
        lang,
        &format!("checks.note.at_{key}"),
        &[("row", &row), ("column", &column)],
    ));
    if !place.text.is_empty() {
        text.push_str(&words::text(
            lang,
            "checks.note.quoted",
            &[("text", &place.text)],
        ));
    }
    if let Some(page) = place.page {
        let page = page.to_string();
        text.push_str(&words::text(lang, "checks.note.page", &[("page", &page)]));
    }
    if place.line.is_some() {
        text.push_str(&words::text(lang, "checks.note.line", &[("line", &line)]));
    }
    text
}

fn held(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let count = outcome.held.len().to_string();
    let mut lines = vec![words::text(lang, "checks.note.held", &[("count", &count)])];
    let mut rules: Vec<&str> = outcome.held.iter().map(|held| held.rule).collect();
    rules.dedup();
    for rule in rules {
        let name = words::word(lang, &format!("checks.{}.name", rule.to_ascii_lowercase()));
        let formulas: Vec<&str> = outcome
            .held
            .iter()
            .filter(|held| held.rule == rule)
            .map(|held| held.formula.as_str())
            .collect();
        lines.push(format!("   [{rule}] {name}: {}", formulas.join("; ")));
    }
    lines.push(String::new());
    lines
}

fn gaps(outcome: &Outcome, lang: Lang) -> Vec<String> {
    if outcome.not_checkable.is_empty() {
        return Vec::new();
    }
    let count = outcome.not_checkable.len().to_string();
    let mut lines = vec![words::text(lang, "checks.note.gaps", &[("count", &count)])];
    let gap = |gap: &super::NotCheckable| {
        words::text(
            lang,
            "checks.note.gap",
            &[("rule", gap.rule), ("missing", &gap.missing)],
        )
    };
    lines.extend(outcome.not_checkable.iter().map(gap));
    lines.push(String::new());
    lines
}

fn proposals(outcome: &Outcome, lang: Lang) -> Vec<String> {
    if outcome.proposals.is_empty() {
        return Vec::new();
    }
    let count = outcome.proposals.len().to_string();
    let say = |key: &str, args: &[(&str, &str)]| {
        words::text(lang, &format!("checks.proposals.{key}"), args)
    };
    let mut lines = vec![say("head", &[("count", &count)])];
    for (index, proposal) in outcome.proposals.iter().enumerate() {
        let number = (index + 1).to_string();
        let target = proposal.target.clone().unwrap_or_default();
        let args: &[(&str, &str)] = &[
            ("number", &number),
            ("indicator", &proposal.indicator),
            ("name", &proposal.name),
            ("unit", &proposal.unit),
        ];
        lines.push(say("line", args));
        lines.push(say("formula", &[("formula", &proposal.formula)]));
        lines.push(say("source", &[("source", &proposal.source)]));
        let args: &[(&str, &str)] = &[("target", &target), ("basis", &proposal.target_basis)];
        let key = if target.is_empty() {
            "no_target"
        } else {
            "target"
        };
        lines.push(say(key, args).trim_end().to_owned());
    }
    lines.push(String::new());
    lines
}
