//! 申请文件: an application written as JSON, read with the place of what is wrong with its form.

use serde::de::DeserializeOwned;
use yiju_terms::Refusal;

/// Reads `text`. `within` is the place of the text in the file that a person wrote (`proposal`), empty for the file itself.
/// Errors: one refusal that names the line or the entry, what is wrong with it and what to write.
pub fn read_form<T: DeserializeOwned>(text: &str, within: &str) -> Result<T, Refusal> {
    let mut source = serde_json::Deserializer::from_str(text);
    let found = serde_path_to_error::deserialize(&mut source).map_err(|error| {
        let place = joined(within, &error.path().to_string());
        refusal(&place, written_there(text, error.path()), error.inner())
    })?;
    source
        .end()
        .map_err(|error| refusal(within, String::new(), &error))?;
    Ok(found)
}

/// What stands at the place, as it was written.
fn written_there(text: &str, path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let Ok(whole) = serde_json::from_str::<serde_json::Value>(text) else {
        return String::new();
    };
    let mut at = Some(&whole);
    for segment in path.iter() {
        at = at.and_then(|value| match segment {
            Segment::Seq { index } => value.get(index),
            Segment::Map { key } => value.get(key),
            _ => None,
        });
    }
    let text = at.map(ToString::to_string).unwrap_or_default();
    match text.chars().count() > LONGEST_SHOWN {
        true => text.chars().take(LONGEST_SHOWN).chain(['…']).collect(),
        false => text,
    }
}

/// Of what was written this many characters are repeated.
const LONGEST_SHOWN: usize = 60;

fn joined(within: &str, path: &str) -> String {
    match (within, path) {
        (_, "." | "?" | "") => within.to_owned(),
        ("", path) => path.to_owned(),
        (within, path) => format!("{within}.{path}"),
    }
}

fn refusal(place: &str, found: String, error: &serde_json::Error) -> Refusal {
    if !error.is_data() {
        return Refusal::new("paper_not_json")
            .with("line", error.line())
            .with("column", error.column());
    }
    let text = error.to_string();
    // The reader's own words end with its line, which means nothing where the text was part of a file.
    let says = text
        .rsplit_once(" at line ")
        .map_or(&*text, |(says, _)| says);
    let quoted = |after: &str| {
        let rest = says.strip_prefix(after)?.strip_prefix('`')?;
        rest.split_once('`')
    };
    if let Some((name, _)) = quoted("missing field ") {
        return Refusal::new("paper_entry_missing").with("place", joined(place, name));
    }
    if let Some((name, rest)) = quoted("unknown field ") {
        // The reader names the entry as the last part of its place, or only in its words.
        let place = match place.rsplit(['.']).next() == Some(name) {
            true => place.to_owned(),
            false => joined(place, name),
        };
        return Refusal::new("paper_entry_unknown")
            .with("place", place)
            .with("known", choices(rest));
    }
    if let Some((_, rest)) = quoted("unknown variant ") {
        return Refusal::new("paper_entry_choice")
            .with("place", place)
            .with("found", found)
            .with("known", choices(rest));
    }
    Refusal::new("paper_entry_wrong")
        .with("place", place)
        .with("found", found)
}

/// `, expected one of `a`, `b`` → `a、b`.
fn choices(rest: &str) -> String {
    let names = rest.split('`').skip(1).step_by(2);
    names.collect::<Vec<&str>>().join("、")
}

#[cfg(test)]
mod tests {
    use yiju_terms::{Lang, Refusal};

    use super::read_form;
    use crate::rate_notice::RateNotice;

    fn refused(text: &str) -> Refusal {
        read_form::<RateNotice>(text, "proposal").unwrap_err()
    }

    #[test]
    fn a_wrong_form_is_named_by_its_place() {
        let said = |text: &str| {
            let refusal = refused(text);
            let place = refusal.arg("place").unwrap_or("").to_owned();
            assert!(!refusal.message(Lang::Zh).contains('⟦'), "{refusal:?}");
            (refusal.code, place)
        };
        let of = |code, place: &str| (code, place.to_owned());
        assert_eq!(
            said(r#"{"employer_id": "E0001", "document": "某号"}"#),
            of("paper_entry_missing", "proposal.from")
        );
        assert_eq!(
            said(r#"{"employer_id": "E0001", "from": "2023-02-30", "document": "某号"}"#),
            of("paper_entry_wrong", "proposal.from")
        );
        let wrong =
            refused(r#"{"employer_id": "E0001", "from": "2023-02-30", "document": "某号"}"#);
        assert_eq!(wrong.arg("found"), Some("\"2023-02-30\""));
        assert_eq!(
            said(
                r#"{"employer_id": "E0001", "from": "2023-02-03", "tier": 80, "document": "某号"}"#
            ),
            of("paper_entry_unknown", "proposal.tier")
        );
        let unknown = refused(r#"{"employer_id": "E0001", "tier": 80}"#);
        let known = "employer_id、from、risk_class、experience_tier、document";
        assert_eq!(unknown.arg("known"), Some(known));
        let broken = refused("{\"employer_id\": \"E0001\",\n \"from\": }");
        assert_eq!(broken.code, "paper_not_json");
        assert_eq!(broken.arg("line"), Some("2"));
        assert_eq!(refused("{} {}").code, "paper_entry_missing");
    }
}
