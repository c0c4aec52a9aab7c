//! `yiju matter ITEM FILE`: hands in one application written as JSON and carries it through its four hands, so that whatever
//! comes in late (a paper, a rate notice, a corrected fact, a new appraisal) can be entered before `yiju settle`.

use serde::Deserialize;
use serde_json::Value;
use yiju_actions::paper_form::read_form;
use yiju_actions::{ActionError, Application, Office, items};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::input;
use crate::cli::Matter;
use crate::place::{self, At, Place, Stop};

/// What a file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    applicant_kind: Kind,
    applicant_id: String,
    subject: String,
    persons: i64,
    #[serde(default)]
    materials: Vec<String>,
    /// The same key handed in again gives the first matter back.
    request_key: String,
    proposal: Value,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Employer,
    Person,
    Office,
}

impl Kind {
    fn stem(self) -> &'static str {
        match self {
            Kind::Employer => "employer",
            Kind::Person => "person",
            Kind::Office => "office",
        }
    }
}

pub fn run(at: At<'_>, law: &Lawbook, asked: &Matter, lang: Lang) -> Result<u8, Stop> {
    let item = items::find(&asked.item).ok_or_else(|| items::unknown(&asked.item))?;
    let written: Written = read_form(&input::read_text(&asked.file)?, "")?;
    let on = input::day(&asked.on)?;
    let hands = input::hands(&asked.hands)?;
    let application = Application {
        applicant_kind: written.applicant_kind.stem(),
        applicant_id: written.applicant_id,
        subject: written.subject,
        persons: written.persons,
        received_on: on,
        materials: written.materials,
        request_key: written.request_key,
        proposal: written.proposal.to_string(),
    };
    let Place {
        mut store,
        region,
        book,
        office: row,
    } = place::open(at, law)?;
    let code = region.code().to_owned();
    let mut office = Office::new(&mut store, region, &book);
    // All four hands or none: a matter that is refused at its approval leaves no half of itself behind.
    let matter = office.together(|office| -> Result<i64, ActionError> {
        let matter = office.accept_written(item, hands.accept, &application)?;
        office.carry(&hands, matter, on)
    })?;
    let seq = yiju_store::journal::head(&mut store, &code)
        .map_err(|error: Fault| Stop::Fault(error))?
        .seq;
    let (matter, seq) = (matter.to_string(), seq.to_string());
    let name = words::word(lang, &format!("item.{}", item.stem));
    let told = [("item", name.as_str()), ("matter", &matter), ("seq", &seq)];
    println!("{}", words::text(lang, "app.matter.done", &told));
    if !row.notice.is_empty() {
        println!("{}", row.notice);
    }
    Ok(0)
}
