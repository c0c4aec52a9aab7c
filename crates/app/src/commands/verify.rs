//! `yiju verify`: books balance, chain unbroken, every row as it was written; names the first broken entry.

use yiju_store::verify::{self, Break, Verdict};
use yiju_store::{Store, journal};
use yiju_terms::{Lang, Refusal, words};

use crate::place::{self, At, Stop};

/// At most this many breaks are listed; the first one is where to look.
const LISTED: usize = 10;

/// Verifies the region asked for, or every one that the session sees.
pub fn run(at: At<'_>, head: Option<&str>, lang: Lang) -> Result<u8, Stop> {
    let mut store = place::open_store_at(at)?;
    // With entries that lost their office: one that was deleted is a break, not a place without an office.
    let mut regions = verify::regions(&mut store)?;
    if let Some(region) = at.region {
        regions.retain(|held| held == region);
    }
    if regions.is_empty() {
        // Nothing to look at is not the same as nothing wrong.
        place::regions(&mut store, at)?;
    }
    let head = head.map(str::to_ascii_lowercase);
    let head = head.as_deref();
    if let Some(head) = head {
        readable(head)?;
    }
    each(&mut store, &regions, head, lang)
}

/// Refused: a head that cannot be one.
fn readable(head: &str) -> Result<(), Refusal> {
    let digits = head.strip_prefix("sm3:").unwrap_or_default();
    let is_one = digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    match is_one || head == journal::ORIGIN {
        true => Ok(()),
        false => Err(Refusal::new("head_unreadable").with("text", head)),
    }
}

/// Verifies the regions one by one and says what was found. 1 where one of them does not hold.
pub fn each(
    store: &mut Store,
    regions: &[String],
    head: Option<&str>,
    lang: Lang,
) -> Result<u8, Stop> {
    // A head given to an outside party is one region's; where nobody has it, all are said to lack it.
    let mut owner = None;
    for region in regions {
        let Some(head) = head else { break };
        if journal::holds(store, region, head)? {
            owner = Some(region);
        }
    }
    let (mut broken, mut is_changed) = (0, false);
    for region in regions {
        let head = head.filter(|_| owner.is_none_or(|owner| owner == region));
        let verdict = verify::verify(store, region, head)?;
        if regions.len() > 1 {
            let region = [("region", region.as_str())];
            println!("{}", words::text(lang, "app.verify.region", &region));
        }
        println!("{}", text(&verdict, lang));
        if owner == Some(region) {
            println!("{}", words::word(lang, "app.verify.head_found"));
        }
        broken += usize::from(!verdict.breaks.is_empty());
        // A head alone may have been copied wrongly.
        is_changed |= verdict.breaks.iter().any(|found| found.kind != "head");
    }
    if regions.len() > 1 {
        let (count, broken) = (regions.len().to_string(), broken.to_string());
        let counts = [("count", count.as_str()), ("broken", broken.as_str())];
        println!("{}", words::text(lang, "app.verify.regions", &counts));
    }
    if is_changed {
        println!("{}", words::word(lang, "app.verify.next"));
    }
    Ok(u8::from(broken > 0))
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
        lines.push(broken_text(broken, lang));
    }
    if verdict.breaks.len() > LISTED {
        let more = (verdict.breaks.len() - LISTED).to_string();
        lines.push(words::text(lang, "app.verify.more", &[("count", &more)]));
    }
    lines.join("\n")
}

/// One break, with the name of the item where it is at an entry of the chain.
fn broken_text(broken: &Break, lang: Lang) -> String {
    let (seq, matter) = (broken.seq.to_string(), broken.matter.to_string());
    let item = format!("item.{}", broken.place);
    let place = match broken.matter > 0 && words::has(lang, &item) {
        true => words::word(lang, &item),
        // What somebody wrote over an entry is said as it stands.
        false => broken.place.clone(),
    };
    let places = [("seq", &*seq), ("matter", &*matter), ("place", &*place)];
    words::text(lang, &format!("app.verify.{}", broken.kind), &places)
}
