//! `yiju pay`: the proof of a month's pay run, every payee worked out again; `--book` carries the run through its hands and
//! is refused while a difference is neither settled nor signed, or a payee who cannot be worked out again is not signed for.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use yiju_actions::pay_run::{PayRunProof, proof};
use yiju_actions::pay_signature::Signature;
use yiju_actions::{Application, Office};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, Refusal, words};

use super::{input, pay_text};
use crate::cli::Pay;
use crate::place::{self, At, Place, Stop};

pub fn run(at: At<'_>, law: &Lawbook, options: &Pay, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(at, law)?;
    let month = input::month(&options.month)?;
    let signed = signatures(&options.sign)?;
    let mut found = proof(&mut place.store, &place.region, &place.book, month, &signed)?;
    let matter = match options.book {
        true => Some(book(&mut place, options, &found, signed)?),
        false => None,
    };
    if matter.is_some() {
        found.read_signatures(&mut place.store, &place.region)?;
    }
    if options.format == "json" {
        let value = as_json(&found, matter, lang)?;
        let text = serde_json::to_string_pretty(&value);
        println!(
            "{}",
            text.map_err(|error| Fault::new("writing JSON", error))?
        );
    } else {
        for line in pay_text::lines(&found, matter, lang) {
            println!("{line}");
        }
        if !place.office.notice.is_empty() {
            println!("{}", place.office.notice);
        }
    }
    Ok(u8::from(!found.is_clean()))
}

fn book(
    place: &mut Place,
    options: &Pay,
    found: &PayRunProof,
    signed: Vec<Signature>,
) -> Result<i64, Stop> {
    let on = input::day(options.paid_on.as_deref().unwrap_or_default())?;
    let accounts = accounts(&options.account)?;
    let run = found.run(on, signed, &accounts).map_err(Stop::Refused)?;
    let hands = input::hands(&options.hands)?;
    let subject = words::text(
        Lang::Zh,
        "app.pay.subject",
        &[("month", &found.month.to_string())],
    );
    let application = Application {
        applicant_kind: "office",
        applicant_id: place.region.code().to_owned(),
        subject: subject.clone(),
        persons: 0,
        received_on: on,
        materials: vec![subject],
        request_key: format!("pay {} {on} {}", found.month, found.known_seq),
        proposal: run,
    };
    let mut office = Office::new(&mut place.store, place.region.clone(), &place.book);
    Ok(office.together(|office| office.handle(&hands, &application, on))?)
}

/// `DETERMINATION:BENEFIT:PERSON:REASON`.
fn signatures(texts: &[String]) -> Result<Vec<Signature>, Stop> {
    let read = |text: &String| {
        let parts: Vec<&str> = text.splitn(4, ':').collect();
        let [determination, benefit, by, reason] = parts.as_slice() else {
            return None;
        };
        Some(Signature {
            determination_id: determination.parse().ok()?,
            benefit: (*benefit).to_owned(),
            by: (*by).to_owned(),
            reason: (*reason).to_owned(),
            of: Vec::new(),
        })
    };
    let signed = texts.iter().map(|text| {
        read(text).ok_or_else(|| {
            Refusal::new("signature_unreadable")
                .with("text", text)
                .into()
        })
    });
    signed.collect()
}

/// `PERSON:LAST FOUR DIGITS`.
fn accounts(texts: &[String]) -> Result<BTreeMap<String, String>, Stop> {
    let read = |text: &String| {
        let (person, tail) = text.split_once(':')?;
        let digits = tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| (person.to_owned(), tail.to_owned()))
    };
    let accounts = texts.iter().map(|text| {
        read(text).ok_or_else(|| Refusal::new("account_unreadable").with("text", text).into())
    });
    accounts.collect()
}

fn as_json(found: &PayRunProof, matter: Option<i64>, lang: Lang) -> Result<Value, Stop> {
    let mut value = serde_json::to_value(found)
        .map_err(|error| Stop::from(Fault::new("writing JSON", error)))?;
    value["proved"] = json!(found.is_proved());
    value["matter"] = json!(matter);
    let messages = found.unproved.iter().map(|one| one.refusal.message(lang));
    let rows = value["unproved"].as_array_mut().into_iter().flatten();
    for (row, message) in rows.zip(messages) {
        row["message"] = json!(message);
    }
    let rows = value["signatures"].as_array_mut().into_iter().flatten();
    for (row, one) in rows.zip(&found.signatures) {
        let messages = one.signature.of.iter().map(|said| said.message(lang));
        row["messages"] = json!(messages.collect::<Vec<_>>());
    }
    Ok(value)
}
