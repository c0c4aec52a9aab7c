//! The text of the report: sentences from the catalogs, whose numbers are bound to figures.

use yiju_documents::{Block, Level, Span};
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::Facts;

/// Sections of the report in order: key of the heading, keys of its paragraphs; a paragraph key that starts with `_` is a
/// second-level heading.
const SECTIONS: &[(&str, &[&str])] = &[
    (
        "one",
        &[
            "_staff", "staff", "_duties", "duty1", "duty2", "duty3", "duty4", "duty5", "duty6",
            "_goals", "goal1", "goal2", "goal3", "goal4",
        ],
    ),
    (
        "two",
        &[
            "_basic",
            "basic",
            "_project",
            "project",
            "three_public",
            "procurement",
        ],
    ),
    ("three", &["government_fund"]),
    ("four", &["state_capital"]),
    ("five", &["social_insurance_fund"]),
    (
        "six",
        &[
            "_done", "done1", "done2", "done3", "_work", "work1", "work2", "work3", "work4",
            "_score", "score",
        ],
    ),
    ("seven", &["problems"]),
    ("eight", &["measures"]),
    ("nine", &["use"]),
    ("ten", &["other"]),
];

/// Scores and other numbers of the report that are not figures of the room: name and text.
pub type Extra<'e> = &'e [(&'e str, String)];

pub fn blocks(facts: &mut Facts<'_>, extra: Extra<'_>) -> Result<Vec<Block>, Fault> {
    let mut blocks = Vec::new();
    for (section, paragraphs) in SECTIONS {
        let heading = said(facts, &format!("evaluation.section.{section}"), extra)?;
        blocks.push(Block::heading(Level::One, heading));
        for paragraph in *paragraphs {
            match paragraph.strip_prefix('_') {
                Some(key) => {
                    let text = said(facts, &format!("evaluation.heading.{key}"), extra)?;
                    blocks.push(Block::heading(Level::Two, text));
                }
                None => {
                    let text = said(facts, &format!("evaluation.text.{paragraph}"), extra)?;
                    blocks.push(Block::paragraph(text));
                }
            }
        }
    }
    Ok(blocks)
}

/// The words of a key with their places filled: `{stem}`, `{stem|wan}`, `{stem|percent}` are figures bound to their basis.
pub fn said(facts: &mut Facts<'_>, key: &str, extra: Extra<'_>) -> Result<Vec<Span>, Fault> {
    let template = words::word(Lang::Zh, key);
    let mut spans = Vec::new();
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((place, behind)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            spans.push(Span::text(before));
        }
        spans.push(fill(facts, place, extra)?);
        rest = behind;
    }
    if !rest.is_empty() {
        spans.push(Span::text(rest));
    }
    Ok(spans)
}

fn fill(facts: &mut Facts<'_>, place: &str, extra: Extra<'_>) -> Result<Span, Fault> {
    if let Some((_, text)) = extra.iter().find(|(name, _)| *name == place) {
        return Ok(Span::text(text.clone()));
    }
    let (stem, format) = place.split_once('|').unwrap_or((place, "count"));
    facts.span(stem, format)
}
