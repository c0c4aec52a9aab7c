//! An annotated copy of a Word file: a comment at each cell and paragraph where something was found, and a first one that
//! says how the check ended and what stands nowhere.

use yiju_intake::comments::{Author, Comment, annotated};
use yiju_intake::{Block, Document, Format, Problem, Row, Table};
use yiju_terms::words::{self, Lang};

use super::html::verdict;
use super::marks::{Mark, Marks, Target};
use super::sign::{rule_name, severity_word, sign};
use crate::checks::note::shown_place;
use crate::checks::{Finding, Outcome};
use crate::profiles::Profile;

/// Why there is no annotated copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAnnotated {
    /// Comments can stand in Word files of today only.
    NotWord(Format),
    Problem(Problem),
}

impl NotAnnotated {
    /// What to do instead.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            NotAnnotated::NotWord(format) => {
                words::text(lang, "outputs.docx.not_word", &[("kind", format.stem())])
            }
            NotAnnotated::Problem(problem) => problem.message(lang),
        }
    }
}

/// Whether comments can stand in the file that was read.
pub fn takes_comments(document: &Document) -> bool {
    document.format == Format::Docx
}

/// The copy of `bytes`, from which `document` was read. The same bytes and the same outcome give the same copy.
pub fn docx(
    bytes: &[u8],
    document: &Document,
    outcome: &Outcome,
    lang: Lang,
) -> Result<Vec<u8>, NotAnnotated> {
    if !takes_comments(document) {
        return Err(NotAnnotated::NotWord(document.format));
    }
    let marks = Marks::new(document, outcome);
    let author = Author {
        name: &words::word(lang, "outputs.docx.author"),
        initials: &words::word(lang, "outputs.docx.initials"),
    };
    annotated(bytes, &comments(document, &marks, lang), author).map_err(NotAnnotated::Problem)
}

/// In the order of the document, the summary first.
fn comments(document: &Document, marks: &Marks, lang: Lang) -> Vec<Comment> {
    let mut placed: Vec<(usize, usize, Comment)> = Vec::new();
    let mut unplaced: Vec<usize> = Vec::new();
    for (target, here) in marks.places() {
        let at = source(document, target);
        for mark in here {
            match at {
                Some(at) => {
                    let lines = lines(*mark, marks, lang);
                    let at_it = Some(at);
                    placed.push((at, mark.number, Comment { at: at_it, lines }));
                }
                // Its other places do not matter: the entry names them.
                None if !mark.also => unplaced.push(mark.number),
                None => {}
            }
        }
    }
    placed.sort_by_key(|(at, number, _)| (*at, *number));
    unplaced.sort_unstable();
    let summary = Comment {
        at: first(document),
        lines: summary(marks, &unplaced, lang),
    };
    let placed = placed.into_iter().map(|(_, _, comment)| comment);
    std::iter::once(summary).chain(placed).collect()
}

/// The first paragraph of the document, in a table or outside.
fn first(document: &Document) -> Option<usize> {
    document.blocks.iter().find_map(of_block)
}

fn of_block(block: &Block) -> Option<usize> {
    match block {
        Block::Paragraph(paragraph) => paragraph.source,
        Block::Table(table) => of_table(table),
    }
}

fn of_table(table: &Table) -> Option<usize> {
    table.rows.iter().find_map(of_row)
}

fn of_row(row: &Row) -> Option<usize> {
    row.cells.iter().find_map(|cell| cell.source)
}

/// Where a target begins in the main part; headers and footers take no comments.
fn source(document: &Document, target: Target) -> Option<usize> {
    match target {
        Target::Document => None,
        Target::Block(block) => of_block(document.blocks.get(block)?),
        Target::Cell(block, row, column) => {
            let Block::Table(table) = document.blocks.get(block)? else {
                return None;
            };
            let row = table.rows.get(row)?;
            let cell = row.covering(column).and_then(|cell| cell.source);
            cell.or_else(|| of_row(row)).or_else(|| of_table(table))
        }
    }
}

fn labelled(lang: Lang, label: &str, value: &str) -> String {
    let label = words::word(lang, &format!("outputs.html.{label}"));
    words::text(
        lang,
        "outputs.docx.line",
        &[("label", &label), ("value", value)],
    )
}

/// `▲1 高 · A02 分值合计`
fn head(number: usize, finding: &Finding, lang: Lang) -> String {
    let severity = severity_word(finding.severity, lang);
    let (sign, rule) = (sign(finding.severity), finding.rule);
    let name = rule_name(rule, lang);
    format!("{sign}{number} {severity} · {rule} {name}")
}

/// The comment at a place. A further place of the same finding is told in short and names the first.
fn lines(mark: Mark, marks: &Marks, lang: Lang) -> Vec<String> {
    let finding = marks.finding(mark);
    if mark.also {
        let first = shown_place(&finding.place, lang);
        return vec![
            head(mark.number, finding, lang),
            finding.message.clone(),
            words::text(lang, "outputs.docx.same", &[("place", &first)]),
        ];
    }
    entry(mark.number, finding, lang)
}

fn entry(number: usize, finding: &Finding, lang: Lang) -> Vec<String> {
    let mut lines = vec![head(number, finding, lang), finding.message.clone()];
    if !finding.formula.is_empty() {
        lines.push(labelled(lang, "formula", &finding.formula));
    }
    // In one line: the margin shows a few lines of a comment, and what to do must be among them.
    let figures = [
        ("expected", &finding.expected),
        ("found", &finding.found),
        ("difference", &finding.difference),
    ];
    let told = figures.iter().filter(|(_, value)| !value.is_empty());
    let told: Vec<String> = told
        .map(|(label, value)| labelled(lang, label, value))
        .collect();
    if !told.is_empty() {
        lines.push(told.join(&words::word(lang, "outputs.docx.between")));
    }
    if !finding.also.is_empty() {
        lines.push(labelled(lang, "also", &others(finding, lang)));
    }
    lines.push(labelled(lang, "remedy", &finding.remedy));
    lines.push(labelled(lang, "basis", &finding.basis));
    lines
}

/// The further places of a finding, some of them in words.
fn others(finding: &Finding, lang: Lang) -> String {
    const SHOWN: usize = 6;
    let shown = finding.also.iter().take(SHOWN);
    let mut places: Vec<String> = shown.map(|place| shown_place(place, lang)).collect();
    let more = finding.also.len().saturating_sub(SHOWN);
    if more > 0 {
        let count = more.to_string();
        places.push(words::text(
            lang,
            "outputs.html.more_places",
            &[("count", &count)],
        ));
    }
    places.join(&words::word(lang, "outputs.docx.between"))
}

/// How the check ended, how the file was read, and the findings that stand at no paragraph of the file.
fn summary(marks: &Marks, unplaced: &[usize], lang: Lang) -> Vec<String> {
    let outcome = marks.outcome;
    let counts = outcome.counts;
    let numbers = [
        ("high", counts.high),
        ("medium", counts.medium),
        ("low", counts.low),
        ("held", counts.held),
        ("gaps", counts.not_checkable),
    ]
    .map(|(name, count)| (name, count.to_string()));
    let args = numbers
        .each_ref()
        .map(|(name, count)| (*name, count.as_str()));
    let (stem, mark) = verdict(outcome);
    let mut lines = vec![
        format!("{mark} {}", words::word(lang, "outputs.html.head")),
        words::text(lang, &format!("outputs.verdict.{stem}"), &args),
        words::text(lang, "outputs.html.bar", &args),
        profile(outcome, lang),
    ];
    lines.extend(outcome.reading.iter().cloned());
    if !unplaced.is_empty() {
        lines.push(words::word(lang, "outputs.docx.unplaced"));
    }
    for number in unplaced {
        let finding = &outcome.findings[number - 1];
        lines.extend(entry(*number, finding, lang));
        if !finding.place.table.is_empty() {
            lines.push(labelled(lang, "place", &shown_place(&finding.place, lang)));
        }
    }
    lines.push(words::word(lang, "outputs.docx.foot"));
    lines
}

fn profile(outcome: &Outcome, lang: Lang) -> String {
    let args: &[(&str, &str)] = &[
        ("name", &Profile::shown(&outcome.profile, lang)),
        ("reason", &outcome.profile_reason),
    ];
    words::text(lang, "checks.note.profile", args)
}
