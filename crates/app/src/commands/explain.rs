//! `yiju explain FIGURE`: opens a figure down to its records, vouchers, matters and articles.

use yiju_figures::Basis;
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, Refusal, words};

use crate::place::{self, Stop};

/// Rows, vouchers and matters shown at most; their totals are exact.
const LISTED: usize = 20;

pub fn run(
    db: &str,
    law: &Lawbook,
    figure: &str,
    year: i16,
    format: &str,
    lang: Lang,
) -> Result<u8, Stop> {
    if yiju_figures::find(figure).is_none() {
        let known: Vec<&str> = yiju_figures::all().iter().map(|f| f.stem).collect();
        return Err(Refusal::new("figure_unknown")
            .with("figure", figure)
            .with("known", known.join(" "))
            .into());
    }
    let mut place = place::open(db, law)?;
    let (store, book, region) = (&mut place.store, &place.book, &place.region);
    let basis = yiju_figures::drill(store, book, region, year, figure, lang, LISTED)?;
    if format == "json" {
        let json = serde_json::to_string_pretty(&basis)
            .map_err(|error| Fault::new("writing JSON", error))?;
        println!("{json}");
    } else {
        for line in text(&basis, &place.office.notice, lang) {
            println!("{line}");
        }
    }
    Ok(0)
}

fn text(basis: &Basis, notice: &str, lang: Lang) -> Vec<String> {
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
    if basis.records.total > 0 {
        let (shown, total) = (
            basis.records.rows.len().to_string(),
            basis.records.total.to_string(),
        );
        lines.push(words::text(
            lang,
            "app.explain.records",
            &[("shown", &shown), ("total", &total)],
        ));
        lines.push(format!("  {}", basis.records.headers.join(" | ")));
        lines.extend(
            basis
                .records
                .rows
                .iter()
                .map(|row| format!("  {}", row.join(" | "))),
        );
    }
    if basis.vouchers_total > 0 {
        let (shown, total) = (
            basis.vouchers.len().to_string(),
            basis.vouchers_total.to_string(),
        );
        lines.push(words::text(
            lang,
            "app.explain.vouchers",
            &[("shown", &shown), ("total", &total)],
        ));
        for voucher in &basis.vouchers {
            lines.push(format!(
                "  {} {} | {} | {} | {}",
                voucher.ledger, voucher.number, voucher.booked_on, voucher.summary, voucher.amount
            ));
        }
    }
    if basis.matters_total > 0 {
        let (shown, total) = (
            basis.matters.len().to_string(),
            basis.matters_total.to_string(),
        );
        lines.push(words::text(
            lang,
            "app.explain.matters",
            &[("shown", &shown), ("total", &total)],
        ));
        for matter in &basis.matters {
            lines.push(format!(
                "  {} | {} | {} | {} → {}",
                matter.id, matter.item, matter.subject, matter.received_on, matter.approved_on
            ));
        }
    }
    if !basis.articles.is_empty() {
        lines.push(format!("{}{}", word("articles"), basis.articles.join("；")));
    }
    lines.extend(basis.remarks.iter().cloned());
    if !notice.is_empty() {
        lines.push(notice.to_owned());
    }
    lines
}
