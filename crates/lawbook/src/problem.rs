//! What is wrong in a law folder: every problem with its file and line.

use yiju_terms::Lang;
use yiju_terms::refusal::worded;
use yiju_terms::words;

/// One problem of a law folder. The words are in the catalogs under `lawbook.problem.<code>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path below the law folder.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(crate) fn new(file: &str, line: usize, code: &'static str) -> Problem {
        Problem {
            file: file.to_owned(),
            line,
            code,
            args: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Problem {
        self.args.push((name, value.to_string()));
        self
    }

    /// What is wrong and what to do, without the place.
    pub fn message(&self, lang: Lang) -> String {
        let args = self.args.iter().map(|(k, v)| (*k, worded(lang, v)));
        let args: Vec<(&str, String)> = args.collect();
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        words::text(lang, &format!("lawbook.problem.{}", self.code), &args)
    }

    /// `file:line: message`, as editors and compilers write it.
    pub fn line_text(&self, lang: Lang) -> String {
        match (self.file.as_str(), self.line) {
            ("", _) => self.message(lang),
            (file, 0) => format!("{file}: {}", self.message(lang)),
            (file, line) => format!("{file}:{line}: {}", self.message(lang)),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.line_text(Lang::En))
    }
}

/// All problems, one a line.
pub fn problems_text(problems: &[Problem], lang: Lang) -> String {
    let lines: Vec<String> = problems.iter().map(|p| p.line_text(lang)).collect();
    lines.join("\n")
}
