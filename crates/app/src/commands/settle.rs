//! `yiju settle`: what would be decided otherwise today, with reasons and vouchers; `--book` carries it through its hands.

use serde_json::{Value, json};
use yiju_actions::Office;
use yiju_actions::settlement_booking::{Booked, Booking, book};
use yiju_actions::settlement_report::{SettlementReport, report};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Date, Lang, words};

use super::input;
use super::settle_letters::{self, Written};
use super::settle_text;
use crate::cli::Settle;
use crate::place::{self, At, Place, Stop};

pub fn run(at: At<'_>, law: &Lawbook, options: &Settle, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(at, law)?;
    let through = input::month(&options.through)?;
    let on = match &options.settled_on {
        Some(text) => input::day(text)?,
        None => super::serve::today(),
    };
    let found = report(&mut place.store, &place.region, law, through, on)?;
    let booked = match options.book && !found.is_empty() {
        true => Some(book_it(&mut place, options, on)?),
        false => None,
    };
    let letters = match &options.letters {
        Some(folder) if !found.is_empty() => {
            let formats: Vec<&str> = options.letter_formats.iter().map(String::as_str).collect();
            let asked = settle_letters::Asked {
                when: (through, on),
                document: options.document.as_deref(),
                folder,
                formats: &formats,
                lang,
            };
            settle_letters::write(&mut place, booked.as_ref(), &asked)?
        }
        _ => Vec::new(),
    };
    let done = Done {
        found,
        booked,
        letters,
    };
    print(&done, &options.format, &place.office.notice, lang)?;
    let Done { found, booked, .. } = done;
    let open = booked.is_none() && !found.is_empty();
    Ok(u8::from(open || !found.stopped.is_empty()))
}

/// What the command did.
pub(super) struct Done {
    pub found: SettlementReport,
    pub booked: Option<Booked>,
    pub letters: Vec<Written>,
}

fn book_it(place: &mut Place, options: &Settle, on: Date) -> Result<Booked, Stop> {
    let money_hands = match options.money_hands.is_empty() {
        true => None,
        false => Some(input::hands(&options.money_hands)?),
    };
    let booking = Booking {
        through: input::month(&options.through)?,
        on,
        document: options.document.clone().unwrap_or_default(),
        hands: input::hands(&options.hands)?,
        money_hands,
    };
    let mut office = Office::new(&mut place.store, place.region.clone(), &place.book);
    Ok(book(&mut office, &booking)?)
}

fn print(done: &Done, format: &str, notice: &str, lang: Lang) -> Result<(), Stop> {
    if format == "json" {
        let value = as_json(done, lang)?;
        let text = serde_json::to_string_pretty(&value);
        println!(
            "{}",
            text.map_err(|error| Fault::new("writing JSON", error))?
        );
        return Ok(());
    }
    for line in settle_text::lines(done, lang) {
        println!("{line}");
    }
    if !notice.is_empty() {
        println!("{notice}");
    }
    Ok(())
}

/// The report with names and sentences beside its codes.
fn as_json(done: &Done, lang: Lang) -> Result<Value, Stop> {
    let found = &done.found;
    let fault = |error| Fault::new("writing JSON", error);
    let mut value = serde_json::to_value(found).map_err(fault)?;
    let messages = found.reasons.iter().map(|reason| reason.message(lang));
    set_each(&mut value["reasons"], "message", messages);
    let messages = found.stopped.iter().map(|one| one.refusal.message(lang));
    set_each(&mut value["stopped"], "message", messages);
    let names = found.benefits.iter();
    let names = names.map(|line| words::word(lang, &format!("benefit.{}", line.benefit)));
    set_each(&mut value["benefits"], "name", names);
    let names = found.vouchers.iter();
    let names = names.map(|voucher| yiju_ledger::patterns::name(voucher.pattern, lang));
    set_each(&mut value["vouchers"], "name", names);
    let names = found.letters.iter();
    let names = names.map(|letter| words::word(lang, &format!("letters.kind.{}", letter.kind)));
    set_each(&mut value["letters"], "name", names);
    value["files"] = json!(done.letters);
    value["booked"] = match &done.booked {
        Some(booked) => serde_json::to_value(booked).map_err(fault)?,
        None => Value::Null,
    };
    Ok(value)
}

fn set_each(rows: &mut Value, key: &str, values: impl Iterator<Item = String>) {
    let rows = rows.as_array_mut().into_iter().flatten();
    for (row, value) in rows.zip(values) {
        row[key] = json!(value);
    }
}
