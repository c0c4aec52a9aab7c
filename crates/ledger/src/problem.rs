//! A problem of a data file: which file, which line, what is wrong.

use std::fmt;

use yiju_terms::words::{self, Lang};

/// A problem of a chart or budget-line file. The words are in the catalogs under `ledger.problem.<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub code: &'static str,
    /// Fills the `{name}` places of the message.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Problem {
        self.args.push((name, value.to_string()));
        self
    }

    /// `file:line: what is wrong`, in the language asked for.
    pub fn message(&self, lang: Lang) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = words::text(lang, &format!("ledger.problem.{}", self.code), &args);
        format!("{}:{}: {text}", self.file, self.line)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Problem {}
