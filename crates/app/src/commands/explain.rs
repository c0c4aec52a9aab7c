//! `yiju explain FIGURE`: opens a figure down to its records, vouchers, matters and articles.

use yiju_figures::Basis;
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use crate::cli::Explain;
use crate::place::{self, At, Stop};

/// Rows, vouchers and matters shown at most, unless all are asked for; their totals are exact.
const LISTED: usize = 20;

pub fn run(at: At<'_>, law: &Lawbook, asked: &Explain, lang: Lang) -> Result<u8, Stop> {
    let figure = yiju_figures::named(&asked.figure, lang)?.stem;
    let listed = if asked.all { usize::MAX } else { LISTED };
    let mut place = place::open(at, law)?;
    let (store, book, region) = (&mut place.store, &place.book, &place.region);
    let basis = yiju_figures::drill(store, book, region, asked.year, figure, lang, listed)?;
    if asked.format == "json" {
        let json = serde_json::to_string_pretty(&basis)
            .map_err(|error| Fault::new("writing JSON", error))?;
        println!("{json}");
    } else {
        for line in text(&basis, book, &place.office.notice, lang) {
            println!("{line}");
        }
    }
    Ok(0)
}

fn text(basis: &Basis, book: &Lawbook, notice: &str, lang: Lang) -> Vec<String> {
    let word = |key: &str| words::word(lang, &format!("app.explain.{key}"));
    let mut lines = vec![
        format!("{}  {} {}", basis.name, basis.figure.shown, basis.unit),
        format!("{}{}", word("definition"), basis.definition),
        format!("{}{}", word("formula"), basis.formula),
        format!("{}{}", word("cut_off"), basis.cut_off),
    ];
    for (name, part) in basis.part_names.iter().zip(&basis.figure.parts) {
        lines.push(format!("  {name}  {}", part.shown));
    }
    records(&mut lines, lang, basis);
    let vouchers = basis.vouchers.iter().map(|v| {
        let ledger = words::word(lang, &format!("server.ledger.{}.short", v.ledger));
        format!(
            "{ledger}-{} | {} | {} | {}",
            v.number, v.booked_on, v.summary, v.amount
        )
    });
    let shown = basis.vouchers.len();
    list(
        &mut lines,
        lang,
        "vouchers",
        shown,
        basis.vouchers_total,
        vouchers.collect(),
    );
    let matters = basis.matters.iter().map(|m| {
        format!(
            "{} | {} | {} | {} → {}",
            m.id,
            words::word(lang, &format!("item.{}", m.item)),
            m.subject,
            m.received_on,
            m.approved_on
        )
    });
    let shown = basis.matters.len();
    list(
        &mut lines,
        lang,
        "matters",
        shown,
        basis.matters_total,
        matters.collect(),
    );
    if !basis.articles.is_empty() {
        let articles = basis.articles_written(book, lang);
        lines.push(format!("{}{}", word("articles"), articles.join("；")));
    }
    lines.extend(basis.remarks.iter().cloned());
    if !notice.is_empty() {
        lines.push(notice.to_owned());
    }
    lines
}

fn records(lines: &mut Vec<String>, lang: Lang, basis: &Basis) {
    let table = &basis.records;
    let mut rows = vec![table.headers.join(" | ")];
    rows.extend(table.rows.iter().map(|row| row.join(" | ")));
    list(lines, lang, "records", table.rows.len(), table.total, rows);
}

/// A heading with how many of how many are shown, then the rows; nothing when there are none.
fn list(
    lines: &mut Vec<String>,
    lang: Lang,
    key: &str,
    shown: usize,
    total: usize,
    rows: Vec<String>,
) {
    if total == 0 {
        return;
    }
    let is_cut = shown < total;
    let (shown, total) = (shown.to_string(), total.to_string());
    let args = [("shown", shown.as_str()), ("total", total.as_str())];
    lines.push(words::text(lang, &format!("app.explain.{key}"), &args));
    lines.extend(rows.into_iter().map(|row| format!("  {row}")));
    if is_cut {
        lines.push(words::word(lang, "app.explain.more"));
    }
}
