//! Reading the text a command was pointed at.

use std::io::Read;

use yiju_actions::Hands;
use yiju_terms::{Date, Month, Refusal, disk};

use crate::place::Stop;

/// The text of a file, or of standard input for `-`, without the mark that some programs put before it.
pub fn read_text(path: &str) -> Result<String, Stop> {
    let mut bytes = Vec::new();
    let outcome = match path {
        "-" => std::io::stdin().read_to_end(&mut bytes).map(|_| ()),
        _ => std::fs::read(path).map(|read| bytes = read),
    };
    outcome.map_err(|error| refused(path, &error))?;
    let text =
        String::from_utf8(bytes).map_err(|_| Refusal::new("file_not_utf8").with("path", path))?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

fn refused(path: &str, error: &std::io::Error) -> Stop {
    Refusal::new("file_unreadable")
        .with("path", path)
        .with("error", disk::word_of(error))
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

#[cfg(test)]
mod tests {
    use super::*;
    use yiju_terms::Lang;

    fn said(path: &std::path::Path) -> (String, String) {
        match read_text(&path.display().to_string()) {
            Ok(text) => (String::new(), text),
            Err(Stop::Refused(refusals)) => {
                (refusals[0].code.to_owned(), refusals[0].message(Lang::Zh))
            }
            Err(Stop::Fault(fault)) => panic!("{fault}"),
        }
    }

    #[test]
    fn a_file_is_read_in_utf8_and_anything_else_is_said_in_chinese() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        std::fs::write(&path, "\u{feff}{}").unwrap();
        assert_eq!(said(&path), (String::new(), "{}".to_owned()));
        // 双牌 in GBK, and {} in UTF-16.
        for bytes in [&b"{\"a\": \"\xcb\xab\xc5\xc6\"}"[..], b"\xff\xfe{\0}\0"] {
            std::fs::write(&path, bytes).unwrap();
            let (code, message) = said(&path);
            assert_eq!(code, "file_not_utf8");
            assert!(message.contains("另存为 UTF-8"), "{message}");
        }
        let (code, message) = said(&folder.path().join("none.json"));
        assert_eq!(code, "file_unreadable");
        assert!(
            message.contains("没有这个文件") && !message.contains("os error"),
            "{message}"
        );
    }
}
