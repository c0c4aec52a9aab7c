//! The record of a publication: what went out, what was taken out of it, and who answers for it.

use serde::Serialize;
use yiju_terms::words::{self, Lang};

use super::{Gate, Verdict};

/// One file by its name, its size and its digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Within the folder of the publication.
    pub path: String,
    pub bytes: usize,
    /// SM3.
    pub digest: String,
}

/// Who lets a report out in spite of findings of severity high, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signed {
    pub by: String,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Entry<'a> {
    /// The number of the record in its folder, from 1.
    pub number: usize,
    /// The digest of the record before: none can be taken away unseen.
    pub previous: Option<String>,
    /// With the offset of China.
    pub at: String,
    pub program: String,
    pub profile: String,
    pub original: File,
    pub published: File,
    /// The other files of a package, published as they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<File>,
    pub gate: &'a Gate,
    pub signed: Option<Signed>,
}

/// As JSON.
pub fn record(entry: &Entry) -> String {
    let text = serde_json::to_string_pretty(entry);
    text.map_or_else(|_| String::new(), |text| text + "\n")
}

/// The same for people.
pub fn record_text(entry: &Entry, lang: Lang) -> String {
    let say = |key: &str, args: &[(&str, &str)]| {
        words::text(lang, &format!("gate.record.{key}"), args) + "\n"
    };
    let mut text = say("title", &[("number", &entry.number.to_string())]);
    text += &say("at", &[("at", &entry.at), ("program", &entry.program)]);
    let files = [
        ("original", &entry.original),
        ("published", &entry.published),
    ];
    let others = entry.others.iter().map(|file| ("published", file));
    for (key, file) in files.into_iter().chain(others) {
        let bytes = file.bytes.to_string();
        let args = [
            ("path", file.path.as_str()),
            ("bytes", bytes.as_str()),
            ("digest", file.digest.as_str()),
        ];
        text += &say(key, &args);
    }
    text += &say("verdict", &[("message", &entry.gate.message)]);
    if let Some(signed) = &entry.signed {
        text += &say("signed", &[("by", &signed.by), ("reason", &signed.reason)]);
    }
    for grave in &entry.gate.high {
        let args = [
            ("rule", grave.rule),
            ("table", grave.table.as_str()),
            ("message", grave.message.as_str()),
        ];
        text += &say("high", &args);
    }
    text + &items_text(entry.gate, lang)
}

/// The lists of what was taken out, what is left and what nobody looked into.
pub fn items_text(gate: &Gate, lang: Lang) -> String {
    let mut text = String::new();
    let lists = [("removed", &gate.removed), ("left", &gate.left)];
    for (key, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        let count = items.len().to_string();
        text += &words::text(lang, &format!("gate.record.{key}"), &[("count", &count)]);
        text.push('\n');
        for item in items {
            text += &format!("  {}  {}  {}\n", item.name, item.masked, item.place);
        }
    }
    for line in &gate.unseen {
        text += line;
        text.push('\n');
    }
    text
}

impl Verdict {
    /// Whether the copy may go out.
    pub fn allows(self, signed: bool) -> bool {
        match self {
            Verdict::Pass | Verdict::PassAfterRemoval => true,
            Verdict::NeedsReason => signed,
            Verdict::Refused => false,
        }
    }
}

/// A reason is a sentence: ten letters at least, and not the same few over and over.
pub fn is_reason(text: &str) -> bool {
    const LETTERS_MIN: usize = 10;
    const DIFFERENT_MIN: usize = 6;
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
    let mut different = letters.clone();
    different.sort_unstable();
    different.dedup();
    letters.len() >= LETTERS_MIN && different.len() >= DIFFERENT_MIN
}

/// A name has two letters at least, and no digits.
pub fn is_signer(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2 && text.chars().all(|c| !c.is_numeric()) && text.chars().count() <= 40
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_sentence() {
        assert!(is_reason("总分差一分系四舍五入，已向财政局说明"));
        for empty in [
            "",
            "   ",
            "同意",
            "同意同意同意同意同意同意",
            "1234567890123",
            "aaaaaaaaaaaa",
            "。。。。。。。。。。。",
        ] {
            assert!(!is_reason(empty), "{empty}");
        }
        assert!(is_signer("甲乙") && is_signer("Some One"));
        assert!(!is_signer("") && !is_signer("甲") && !is_signer("12"));
    }
}
