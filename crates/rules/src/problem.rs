//! What is wrong with an input: every problem with its field, found in one pass.

use yiju_terms::Lang;
use yiju_terms::words;

/// One problem of an input. The words are in the catalogs under `rules.input.<code>`, those of a figure confirmed from a
/// paper under `refusal.<code>`: the office is told the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputProblem {
    pub code: &'static str,
    /// Path of the field: `hospital[0].to`; empty for the input as a whole.
    pub field: String,
    pub args: Vec<(&'static str, String)>,
}

impl InputProblem {
    pub fn new(code: &'static str, field: impl Into<String>) -> InputProblem {
        InputProblem {
            code,
            field: field.into(),
            args: Vec::new(),
        }
    }

    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> InputProblem {
        self.args.push((name, value.to_string()));
        self
    }

    pub fn message(&self, lang: Lang) -> String {
        let mut args: Vec<(&str, &str)> = self.args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        args.push(("field", &self.field));
        self.message_with(lang, &args)
    }

    /// The same with values in other words, `field` among them.
    pub fn message_with(&self, lang: Lang, args: &[(&str, &str)]) -> String {
        let key = format!("rules.input.{}", self.code);
        if words::has(lang, &key) {
            return words::text(lang, &key, args);
        }
        let part =
            |suffix: &str| words::text(lang, &format!("refusal.{}{suffix}", self.code), args);
        let message = [part(""), part(".next")].concat();
        let field = args.iter().find(|(name, _)| *name == "field");
        let field = field.map_or(self.field.as_str(), |(_, field)| field);
        let args = [("field", field), ("message", message.as_str())];
        words::text(lang, "rules.input.confirmed", &args)
    }
}
