//! What is to be said about the facts of a case beside its result.

use serde::Serialize;
use yiju_lawbook::{Confirmed, Lawbook, UnusedConfirmation};
use yiju_terms::{Lang, Region, words};

use crate::case::BenefitCase;

/// A fact or a figure that came with the case and was not used as one may think, and why.
#[derive(Clone, Debug, Serialize)]
pub struct NoteOutput {
    pub code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    pub message: String,
}

/// What the case confirms and the law folder does not ask for, in words; the law folder's own figure was used.
pub fn unused_confirmations(
    book: &Lawbook,
    confirmed: &Confirmed,
    region: &Region,
    lang: Lang,
) -> Vec<NoteOutput> {
    let note = |unused: UnusedConfirmation| {
        let row = &confirmed.rows[unused.row];
        let args: Vec<(&str, &str)> = unused.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        NoteOutput {
            code: unused.code,
            parameter: Some(row.parameter.clone()),
            period: Some(row.period.clone()),
            message: words::text(lang, &format!("rules.confirmed.{}", unused.code), &args),
        }
    };
    let unused = book
        .unused_confirmations(&confirmed.rows, region)
        .into_iter();
    unused.map(note).collect()
}

/// What is to be said about the facts of a case beside its result.
pub fn notes(book: &Lawbook, case: &BenefitCase, lang: Lang) -> Vec<NoteOutput> {
    let mut notes = unused_confirmations(book, &case.confirmed, &case.region, lang);
    let left_on = case.leaving.as_ref().map(|leaving| leaving.on);
    if let (Some(left_on), Some(as_of)) = (left_on, case.as_of)
        && as_of < left_on
    {
        let (left_on, as_of) = (left_on.to_string(), as_of.to_string());
        let args = [("left_on", left_on.as_str()), ("as_of", as_of.as_str())];
        notes.push(NoteOutput {
            code: "leaves_after_as_of",
            parameter: None,
            period: None,
            message: words::text(lang, "rules.leaves_after_as_of", &args),
        });
    }
    notes
}
