//! Reading the text a command was pointed at.

use std::io::Read;

use yiju_terms::Refusal;

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
