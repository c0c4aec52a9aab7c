//! `yiju init`: founds an office with its staff in an empty store.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use yiju_actions::Office;
use yiju_actions::permissions::ROLES;
use yiju_lawbook::Lawbook;
use yiju_store::tables::{ActorRow, OfficeRow};
use yiju_terms::{Date, Lang, Refusal, Region, words};

use crate::cli::Init;
use crate::place::{self, Stop};

/// Nobody serves since before there was labour insurance, nor since a day far ahead: a slip of the pen.
const YEARS: RangeInclusive<i16> = 1951..=2100;

pub fn run(url: &str, options: &Init, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let (region, staff) = read(options, book, lang).map_err(Stop::Refused)?;
    let mut store = place::connect(url)?;
    let row = OfficeRow {
        region: region.code().to_owned(),
        name: options.name.clone(),
        department: options.department.clone(),
        mode: options.mode.clone(),
        authorized_posts: staff.len() as i64,
        notice: String::new(),
    };
    Office::new(&mut store, region, book).found(&row, &staff)?;
    let count = staff.len().to_string();
    println!(
        "{}",
        words::text(
            lang,
            "app.init.done",
            &[("name", &options.name), ("staff", &count)]
        )
    );
    Ok(0)
}

/// The place and its staff; everything that is wrong with them at once.
fn read(
    options: &Init,
    book: &Lawbook,
    lang: Lang,
) -> Result<(Region, Vec<ActorRow>), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let region = options.region.parse::<Region>().ok();
    let region = region.filter(|region| region.code().len() == 6);
    match &region {
        None => refusals.push(Refusal::new("region_unknown").with("region", &options.region)),
        Some(region) if !book.is_written_for(region) => {
            refusals.push(Refusal::new("region_without_law").with("region", region));
        }
        Some(_) => {}
    }
    for (what, text) in [("name", &options.name), ("department", &options.department)] {
        if text.trim().is_empty() {
            let what = words::word(lang, &format!("app.option.{what}"));
            refusals.push(Refusal::new("office_blank").with("what", what));
        }
    }
    match options.since.parse::<Date>() {
        Ok(day) if YEARS.contains(&day.year()) => {}
        Ok(day) => refusals.push(Refusal::new("since_absurd").with("day", day)),
        Err(_) => refusals.push(Refusal::new("date_unreadable").with("text", &options.since)),
    }
    let mut staff = Vec::new();
    for text in &options.staff {
        staff.extend(member(text, options, lang, &mut refusals));
    }
    twice(&staff, &mut refusals);
    match region {
        Some(region) if refusals.is_empty() => Ok((region, staff)),
        _ => Err(refusals),
    }
}

/// `id:name:role`, each of them there.
fn member(text: &str, options: &Init, lang: Lang, refusals: &mut Vec<Refusal>) -> Option<ActorRow> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let [id, name, role] = parts.as_slice() else {
        refusals.push(Refusal::new("staff_unreadable").with("text", text));
        return None;
    };
    if id.is_empty() || name.is_empty() {
        refusals.push(Refusal::new("staff_unreadable").with("text", text));
        return None;
    }
    if !ROLES.contains(role) {
        let known = ROLES
            .iter()
            .map(|role| format!("{role} {}", words::word(lang, &format!("role.{role}"))));
        let known: Vec<String> = known.collect();
        let refusal = Refusal::new("staff_role_unknown")
            .with("text", text)
            .with("role", role);
        refusals.push(refusal.with(
            "known",
            known.join(if lang == Lang::Zh { "、" } else { ", " }),
        ));
        return None;
    }
    Some(ActorRow {
        region: options.region.clone(),
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        role: (*role).to_owned(),
        since: options.since.clone(),
    })
}

/// Refused: a number that two of the staff share.
fn twice(staff: &[ActorRow], refusals: &mut Vec<Refusal>) {
    let mut seen = BTreeSet::new();
    let again = staff.iter().filter(|one| !seen.insert(one.id.as_str()));
    let again: BTreeSet<&str> = again.map(|one| one.id.as_str()).collect();
    refusals.extend(
        again
            .into_iter()
            .map(|id| Refusal::new("staff_twice").with("id", id)),
    );
}
