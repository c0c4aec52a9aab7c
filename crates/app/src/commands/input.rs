//! Reading the text a command was pointed at.

use std::io::Read;

use yiju_actions::Hands;
use yiju_terms::{Date, Month, Refusal};

use crate::place::Stop;

/// The text of a file, or of standard input for `-`.
pub fn read_text(path: &str) -> Result<String, Stop> {
    if path == "-" {
        let mut text = String::new();
        let outcome = std::io::stdin().read_to_string(&mut text);
        return outcome.map(|_| text).map_err(|error| refused(path, &error));
    }
    std::fs::read_to_string(path).map_err(|error| refused(path, &error))
}

fn refused(path: &str, error: &std::io::Error) -> Stop {
    Refusal::new("file_unreadable")
        .with("path", path)
        .with("error", error)
        .into()
}

/// A month, e.g. `2023-05`.
pub fn month(text: &str) -> Result<Month, Stop> {
    let wrong = |_| Refusal::new("month_unreadable").with("text", text).into();
    text.parse().map_err(wrong)
}

/// A day, e.g. `2023-05-01`.
pub fn day(text: &str) -> Result<Date, Stop> {
    let wrong = |_| Refusal::new("date_unreadable").with("text", text).into();
    text.parse().map_err(wrong)
}

/// Four persons in the order of the steps. Callers have counted them.
pub fn hands(names: &[String]) -> Result<Hands<'_>, Stop> {
    let [accept, review, second_review, approve] = names else {
        return Err(Refusal::new("hands_missing").into());
    };
    Ok(Hands {
        accept,
        review,
        second_review,
        approve,
    })
}
