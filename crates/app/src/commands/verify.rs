//! `yiju verify`: books balance, chain unbroken, every row as it was written; names the first broken entry.

use yiju_lawbook::Lawbook;
use yiju_store::verify::{self, Verdict};
use yiju_terms::{Lang, words};

use crate::place::{self, Stop};

/// At most this many breaks are listed; the first one is where to look.
const LISTED: usize = 10;

pub fn run(url: &str, book: &Lawbook, head: Option<&str>, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(url, book)?;
    let verdict = verify::verify(&mut place.store, place.region.code(), head)?;
    println!("{}", text(&verdict, lang));
    Ok(u8::from(!verdict.breaks.is_empty()))
}

/// The verdict as a person reads it.
pub fn text(verdict: &Verdict, lang: Lang) -> String {
    let (entries, rows, vouchers) = (
        verdict.entries.to_string(),
        verdict.rows.to_string(),
        verdict.vouchers.to_string(),
    );
    let args = [
        ("entries", entries.as_str()),
        ("rows", rows.as_str()),
        ("vouchers", vouchers.as_str()),
        ("head", verdict.head.as_str()),
    ];
    let mut lines = vec![words::text(lang, "app.verify.seen", &args)];
    if verdict.breaks.is_empty() {
        lines.push(words::word(lang, "app.verify.sound"));
    }
    for broken in verdict.breaks.iter().take(LISTED) {
        let seq = broken.seq.to_string();
        let place = broken.place.as_str();
        let key = format!("app.verify.{}", broken.kind);
        lines.push(words::text(lang, &key, &[("seq", &seq), ("place", place)]));
    }
    if verdict.breaks.len() > LISTED {
        let more = (verdict.breaks.len() - LISTED).to_string();
        lines.push(words::text(lang, "app.verify.more", &[("count", &more)]));
    }
    lines.join("\n")
}
