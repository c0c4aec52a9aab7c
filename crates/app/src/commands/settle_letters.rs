//! The letters of a settlement: of one that was booked, or as drafts of one that was only tried and taken back.

use std::path::Path;

use serde::Serialize;
use yiju_actions::settlement_booking::Booked;
use yiju_actions::settlement_trial::trial;
use yiju_actions::{ActionError, Office};
use yiju_documents::{Fonts, fonts};
use yiju_letters::{Desk, Kind, Letter};
use yiju_store::views::letters as views;
use yiju_store::views::office::entries_of_matter;
use yiju_terms::{Date, Lang, Month, words};

use super::letter::write_files;
use crate::place::{Place, Stop};

/// Which letters, where to and how.
pub(super) struct Asked<'a> {
    /// The last month that is settled, and the day of the settlement.
    pub when: (Month, Date),
    pub document: Option<&'a str>,
    pub folder: &'a Path,
    pub formats: &'a [&'a str],
    pub lang: Lang,
}

/// A letter with its files.
#[derive(Serialize)]
pub(super) struct Written {
    pub kind: &'static str,
    pub reference: String,
    pub draft: bool,
    pub files: Vec<String>,
}

/// Writes every letter of the settlement.
pub(super) fn write(
    place: &mut Place,
    booked: Option<&Booked>,
    asked: &Asked<'_>,
) -> Result<Vec<Written>, Stop> {
    let (region, book, lang) = (place.region.clone(), &place.book, asked.lang);
    let mut letters = match booked {
        Some(booked) => {
            let mut desk = Desk {
                store: &mut place.store,
                book,
                region: &region,
                lang,
            };
            composed(&mut desk, booked)?
        }
        None => {
            let undecided = words::word(lang, "app.settle.undecided");
            let document = asked.document.unwrap_or(&undecided);
            let mut office = Office::new(&mut place.store, region.clone(), book);
            trial(&mut office, asked.when, document, |store, booked| {
                let mut desk = Desk {
                    store,
                    book,
                    region: &region,
                    lang,
                };
                composed(&mut desk, booked)
            })?
        }
    };
    let fonts: Fonts = fonts::find_system(&[]);
    let mut written = Vec::new();
    for letter in &mut letters {
        if booked.is_none() {
            mark(letter, lang);
        }
        let files = write_files(letter, asked.folder, asked.formats, &fonts, lang)?;
        written.push(Written {
            kind: letter.seal.kind.stem(),
            reference: letter.seal.reference.clone(),
            draft: booked.is_none(),
            files: files
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
        });
    }
    Ok(written)
}

/// To every party, then on what took the place of what, then on what was paid back to employers.
fn composed(desk: &mut Desk<'_>, booked: &Booked) -> Result<Vec<Letter>, ActionError> {
    let region = desk.region.code();
    let mut list = yiju_letters::of_settlement(desk, booked.settlement)?;
    for replaced in views::replacements_of(desk.store, region, booked.settlement)? {
        list.push((Kind::Adjustment, replaced.determination_id.to_string()));
    }
    for voucher in &booked.vouchers {
        for entry in entries_of_matter(desk.store, region, voucher.matter)? {
            let refunds = views::refunds_of_entry(desk.store, region, entry.seq)?;
            list.extend(refunds.iter().map(|row| (Kind::Refund, row.id.to_string())));
        }
    }
    list.dedup();
    let mut letters = Vec::with_capacity(list.len());
    for (kind, reference) in &list {
        letters.push(yiju_letters::compose(desk, *kind, reference)?);
    }
    Ok(letters)
}

/// A draft says so on every page; its code belongs to no record.
fn mark(letter: &mut Letter, lang: Lang) {
    let words = words::word(lang, "app.settle.draft");
    let notice = letter.document.notice.take();
    letter.document.notice = Some(match notice {
        Some(notice) if !notice.is_empty() => format!("{words} {notice}"),
        _ => words,
    });
}
