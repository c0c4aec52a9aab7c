//! `yiju init`: founds an office with its staff in an empty store.

use yiju_actions::Office;
use yiju_lawbook::Lawbook;
use yiju_store::tables::{ActorRow, OfficeRow};
use yiju_terms::{Date, Lang, Refusal, Region, words};

use crate::cli::Init;
use crate::place::{self, Stop};

pub fn run(url: &str, options: &Init, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let mut refusals = Vec::new();
    let region = options.region.parse::<Region>();
    if region.as_ref().is_err() || options.region.len() != 6 {
        refusals.push(Refusal::new("region_unknown").with("region", &options.region));
    }
    if options.since.parse::<Date>().is_err() {
        refusals.push(Refusal::new("date_unreadable").with("text", &options.since));
    }
    let staff: Vec<ActorRow> = options
        .staff
        .iter()
        .filter_map(|text| member(text, options, &mut refusals))
        .collect();
    let Ok(region) = region else {
        return Err(Stop::Refused(refusals));
    };
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
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

/// `id:name:role`.
fn member(text: &str, options: &Init, refusals: &mut Vec<Refusal>) -> Option<ActorRow> {
    let parts: Vec<&str> = text.split(':').collect();
    let [id, name, role] = parts.as_slice() else {
        refusals.push(Refusal::new("staff_unreadable").with("text", text));
        return None;
    };
    if !yiju_actions::permissions::ROLES.contains(role) {
        refusals.push(Refusal::new("role_unknown").with("role", role));
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
