//! `yiju due`: what is overdue, due today and due in the coming days, each with its case and its article.

use serde_json::json;
use yiju_actions::due::{self, DueItem, When};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::refusal::worded;
use yiju_terms::{Date, Lang, Refusal, words};

use crate::cli;
use crate::place::{self, At, Stop};

/// Exit 1 when something is overdue.
pub fn run(at: At<'_>, law: &Lawbook, asked: &cli::Due, lang: Lang) -> Result<u8, Stop> {
    let days = asked.days;
    let on = match &asked.on {
        None => super::serve::today(),
        Some(text) => text
            .parse::<Date>()
            .map_err(|_| Refusal::new("date_unreadable").with("text", text))?,
    };
    let mut place = place::open(at, law)?;
    let items = due::due(&mut place.store, &place.region, &place.book, on, days)?;
    let of = |when: When| items.iter().filter(move |item| item.when == when);
    if asked.format == "json" {
        let rows: Vec<_> = items.iter().map(|item| row(item, lang)).collect();
        let json = json!({
            "on": on.to_string(),
            "days": days,
            "counts": {
                "overdue": of(When::Overdue).count(),
                "today": of(When::Today).count(),
                "coming": of(When::Coming).count(),
            },
            "items": rows,
        });
        let text = serde_json::to_string_pretty(&json)
            .map_err(|error| Fault::new("writing JSON", error))?;
        println!("{text}");
    } else {
        if !place.office.notice.is_empty() {
            println!("{}", place.office.notice);
        }
        for line in text(&items, on, days, lang) {
            println!("{line}");
        }
    }
    Ok(u8::from(of(When::Overdue).next().is_some()))
}

fn row(item: &DueItem, lang: Lang) -> serde_json::Value {
    let said = |text: &Option<String>| text.as_deref().map(|text| worded(lang, text));
    json!({
        "due_on": item.on.to_string(),
        "when": item.when.stem(),
        "reason": item.reason.stem(),
        "subject_kind": item.subject_kind,
        "subject": item.subject_id,
        "instance": item.instance,
        "what": worded(lang, &item.what),
        "who": said(&item.who),
        "document": said(&item.document),
        "deadline": item.deadline,
        "cite": worded(lang, &item.cite),
        "provisional": item.provisional,
        "link": item.link(),
    })
}

fn text(items: &[DueItem], on: Date, days: i64, lang: Lang) -> Vec<String> {
    let count = |when: When| {
        items
            .iter()
            .filter(|item| item.when == when)
            .count()
            .to_string()
    };
    let places = [
        ("on", on.to_string()),
        ("days", days.to_string()),
        ("overdue", count(When::Overdue)),
        ("today", count(When::Today)),
        ("coming", count(When::Coming)),
    ];
    let places: Vec<(&str, &str)> = places.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut lines = vec![
        words::text(lang, "due.lead", &places),
        words::text(lang, "due.said", &places),
    ];
    for when in When::ALL {
        let of: Vec<&DueItem> = items.iter().filter(|item| item.when == when).collect();
        if of.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(words::word(lang, &format!("due.when.{}", when.stem())));
        lines.extend(of.into_iter().map(|item| line(item, lang)));
    }
    lines
}

fn line(item: &DueItem, lang: Lang) -> String {
    let reason = words::word(lang, &format!("due.reasons.{}", item.reason.stem()));
    let mut parts = vec![item.on.to_string(), reason, item.subject_id.clone()];
    let what = worded(lang, &item.what);
    parts.push(
        match item.instance.is_empty() || item.subject_kind == "matter" {
            true => what,
            false => format!("{what}（{}）", item.instance),
        },
    );
    parts.extend(item.who.as_deref().map(|who| worded(lang, who)));
    let code = item
        .deadline
        .as_deref()
        .map_or(String::new(), |code| format!("{code} "));
    parts.push(format!("{code}{}", worded(lang, &item.cite)));
    if item.provisional {
        parts.push(words::word(lang, "due.provisional"));
    }
    format!("  {}", parts.join("  "))
}
