//! Refusals: what the office may not do, said with a code, a reason, its basis and the next step.

use std::fmt;

use crate::words::{self, Lang};

/// A refusal with a stable code. The words are in the catalogs under `refusal.<code>` and `refusal.<code>.next`.
/// All refusals of an application are collected in one pass (工伤保险条例 § 18: all missing material at once).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    /// Fills the `{name}` places of the message.
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
        let args: Vec<(&str, &str)> = self.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let reason = words::text(lang, &format!("refusal.{}", self.code), &args);
        let next = words::text(lang, &format!("refusal.{}.next", self.code), &args);
        format!("{reason}{next}")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message(Lang::En))
    }
}

impl std::error::Error for Refusal {}
