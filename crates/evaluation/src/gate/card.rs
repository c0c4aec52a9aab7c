//! The verdict of the gate as a part of a page.

use maud::{Markup, html};
use yiju_terms::words::{self, Lang};

use super::{Gate, Item, Verdict};

/// Longer lists are cut; the record of a publication has all.
const SHOWN_MAX: usize = 200;

/// What may be published, and what would be taken out.
pub fn card(gate: &Gate, lang: Lang) -> Markup {
    let say = |key: &str| words::word(lang, &format!("gate.page.{key}"));
    let mark = match gate.verdict {
        Verdict::Pass | Verdict::PassAfterRemoval => "✓",
        Verdict::NeedsReason => "▲",
        Verdict::Refused => "✕",
    };
    html! {
        section.gate #gate {
            h2 { (say("title")) }
            p class={ "verdict " (tone(gate.verdict)) } data-verdict=(gate.verdict.stem()) {
                span aria-hidden="true" { (mark) } " " (gate.message)
            }
            (list("removed", &gate.removed, lang))
            (list("left", &gate.left, lang))
            @for line in &gate.unseen { p.note { (line) } }
            p.note { (say("how")) }
        }
    }
}

fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass | Verdict::PassAfterRemoval => "clean",
        Verdict::NeedsReason | Verdict::Refused => "high",
    }
}

fn list(key: &str, items: &[Item], lang: Lang) -> Markup {
    let say = |key: &str| words::word(lang, &format!("gate.page.{key}"));
    let count = items.len().to_string();
    let more = items.len().saturating_sub(SHOWN_MAX).to_string();
    html! {
        @if !items.is_empty() {
            details.gate-list open[items.len() <= 10] {
                summary { (words::text(lang, &format!("gate.page.{key}"), &[("count", &count)])) }
                table {
                    thead { tr { th { (say("kind")) } th { (say("masked")) } th { (say("place")) } } }
                    tbody {
                        @for item in items.iter().take(SHOWN_MAX) {
                            tr { td { (item.name) } td.masked { (item.masked) } td { (item.place) } }
                        }
                    }
                }
                @if items.len() > SHOWN_MAX { p.note { (words::text(lang, "gate.page.more", &[("count", &more)])) } }
            }
        }
    }
}
