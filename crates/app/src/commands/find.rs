//! `yiju find TEXT`: a person by number or by the beginning of the name, in every region this session reaches.

use yiju_store::migrate;
use yiju_store::views::people::{self, PersonLine};
use yiju_terms::id_number::IdNumber;
use yiju_terms::{Lang, Refusal, words};

use crate::place::{self, At, Stop};

/// At most this many are listed.
const LISTED: usize = 20;

pub fn run(at: At<'_>, text: &str, lang: Lang) -> Result<u8, Stop> {
    if text.trim().is_empty() {
        return Err(Refusal::new("find_nothing").into());
    }
    let mut store = place::open_store_at(at)?;
    // The last day there is: cover as it is registered by now.
    let found = people::find_everywhere(&mut store, text, "9999-12-31", LISTED as i64 + 1)?;
    for person in found.iter().take(LISTED) {
        println!("{}", line(person, lang));
    }
    if found.len() > LISTED {
        println!("{}", words::word(lang, "app.find.more"));
    }
    if found.is_empty() {
        // Nobody of that name, or no office where one was looked for (of a county, or within a city or province).
        let within = at.region.unwrap_or_default();
        let held = migrate::regions(&mut store)?;
        if !held.iter().any(|office| office.starts_with(within)) {
            place::regions(&mut store, at)?;
        }
        println!("{}", words::text(lang, "app.find.none", &[("text", text)]));
    }
    Ok(u8::from(found.is_empty()))
}

fn line(person: &PersonLine, lang: Lang) -> String {
    let number = IdNumber::parse(&person.id_number)
        .map_or_else(|_| "****".to_owned(), |number| number.masked());
    let covers: Vec<String> = person
        .covers
        .iter()
        .map(|cover| format!("{} {}", cover.id, cover.name))
        .collect();
    let covers = match covers.is_empty() {
        true => words::word(lang, "app.find.no_cover"),
        false => covers.join("；"),
    };
    let args = [
        ("region", person.region.as_str()),
        ("id", person.id.as_str()),
        ("name", person.name.as_str()),
        ("number", number.as_str()),
        ("covers", covers.as_str()),
    ];
    words::text(lang, "app.find.line", &args)
}
