//! Refusals: what the office may not do, said with a code, a reason, its basis and the next step.

use std::fmt;

use crate::words::{self, Lang};

/// A refusal with a stable code. The words are in the catalogs under `refusal.<code>` and `refusal.<code>.next`.
/// All refusals of an application are collected in one pass (工伤保险条例 § 18: all missing material at once).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    /// Fills the `{name}` places of the message. A value `@life.event.died` is said in the reader's language.
    pub args: Vec<(&'static str, String)>,
    pub citation: Option<String>,
}

impl Refusal {
    pub fn new(code: &'static str) -> Refusal {
        Refusal {
            code,
            args: Vec::new(),
            citation: None,
        }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.args.push((name, value.to_string()));
        self
    }

    pub fn cite(mut self, citation: impl fmt::Display) -> Refusal {
        self.citation = Some(citation.to_string());
        self
    }

    pub fn arg(&self, name: &str) -> Option<&str> {
        self.args
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The reason and, in the same text, what to do next.
    pub fn message(&self, lang: Lang) -> String {
        let args = self.args.iter().map(|(k, v)| (*k, v.as_str()));
        let (reason, next) = said(lang, self.code, args);
        format!("{reason}{next}")
    }
}

/// The reason of a refusal that was kept by its code and values, without what to do next. A code of an older program that
/// has no words any more stands for itself.
pub fn message_of<'v>(
    lang: Lang,
    code: &str,
    args: impl Iterator<Item = (&'v str, &'v str)>,
) -> String {
    match words::has(lang, &format!("refusal.{code}")) {
        true => said(lang, code, args).0.trim_end().to_owned(),
        false => code.to_owned(),
    }
}

/// The reason and what to do next.
fn said<'v>(
    lang: Lang,
    code: &str,
    args: impl Iterator<Item = (&'v str, &'v str)>,
) -> (String, String) {
    let args: Vec<(&str, String)> = args.map(|(k, v)| (k, worded(lang, v))).collect();
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    (
        words::text(lang, &format!("refusal.{code}"), &args),
        words::text(lang, &format!("refusal.{code}.next"), &args),
    )
}

/// A value `@key` stands for a word of the catalogs; a list of them is parted by `、`.
pub fn worded(lang: Lang, value: &str) -> String {
    if !value.starts_with('@') {
        return value.to_owned();
    }
    let word = |part: &str| match part.strip_prefix('@') {
        Some(key) => words::word(lang, key),
        None => part.to_owned(),
    };
    let parts: Vec<String> = value.split('、').map(word).collect();
    parts.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message(Lang::En))
    }
}

impl std::error::Error for Refusal {}
