//! `yiju check FILE…`: audits self-evaluation reports. Needs no database.

use std::path::{Path, PathBuf};

use yiju_evaluation::Converter;
use yiju_evaluation::checks::{Outcome, Unreadable, check_bytes_with, note};
use yiju_terms::words::{self, Lang};

/// What goes to stdout, what goes to stderr, and the exit code: 0 nothing grave, 1 findings of severity high,
/// 2 a file that cannot be read or is no report. All files are looked at before the command ends.
pub fn run(
    files: &[PathBuf],
    profile: Option<&str>,
    format: &str,
    lang: Lang,
) -> (String, String, i32) {
    if !matches!(format, "text" | "json") {
        let message = words::text(lang, "checks.no_format", &[("format", format)]);
        return (String::new(), message + "\n", 2);
    }
    let converter = Converter::find();
    let mut outcomes = Vec::new();
    let mut errors = String::new();
    for file in files {
        match check(file, profile, converter.as_ref(), lang) {
            Ok(outcome) => outcomes.push(outcome),
            Err(message) => {
                errors.push_str(&message);
                errors.push('\n');
            }
        }
    }
    let shown = match format {
        "json" => json(&outcomes, files.len()),
        _ => outcomes
            .iter()
            .map(|outcome| note::note(outcome, lang))
            .collect(),
    };
    let code = if !errors.is_empty() || files.is_empty() {
        2
    } else {
        i32::from(outcomes.iter().any(|outcome| outcome.counts.high > 0))
    };
    (shown, errors, code)
}

fn check(
    file: &Path,
    profile: Option<&str>,
    converter: Option<&Converter>,
    lang: Lang,
) -> Result<Outcome, String> {
    let name = file.display().to_string();
    let said = |message: String| {
        words::text(
            lang,
            "checks.file",
            &[("file", &name), ("message", &message)],
        )
    };
    let fault = |error: std::io::Error| {
        let detail = error.to_string();
        said(words::text(lang, "checks.no_file", &[("detail", &detail)]))
    };
    let facts = std::fs::metadata(file).map_err(fault)?;
    if !facts.is_file() {
        return Err(said(words::word(lang, "checks.not_a_file")));
    }
    // By size alone, before a byte is read.
    yiju_evaluation::check_size(facts.len()).map_err(|problem| said(problem.message(lang)))?;
    let bytes = std::fs::read(file).map_err(fault)?;
    check_bytes_with(&name, &bytes, profile, converter, lang)
        .map_err(|why: Unreadable| said(why.message(lang)))
}

/// One object for one file, an array for several.
fn json(outcomes: &[Outcome], files: usize) -> String {
    let shown = match (outcomes, files) {
        ([], 1) => return String::new(),
        ([outcome], 1) => serde_json::to_string_pretty(outcome),
        _ => serde_json::to_string_pretty(outcomes),
    };
    shown.map_or_else(|_| String::new(), |text| text + "\n")
}
