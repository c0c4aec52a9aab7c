//! `yiju check FILE…`: audits self-evaluation reports. Needs no database.
//!
//! Text, JSON and the page of one report go to standard output; `--out` names a file, or for several reports a folder.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use yiju_evaluation::Converter;
use yiju_evaluation::checks::{Outcome, Unreadable, check_kept, note};
use yiju_evaluation::{gate, outputs};
use yiju_intake::Document;
use yiju_terms::disk;
use yiju_terms::refusal::worded;
use yiju_terms::words::{self, Lang};

use super::check_folder;

/// What was asked for.
pub struct Call<'a> {
    pub files: &'a [PathBuf],
    pub profile: Option<&'a str>,
    pub format: &'a str,
    pub out: Option<&'a Path>,
    pub lang: Lang,
}

/// What goes to standard output, what to standard error, and the exit code.
#[derive(Default)]
pub struct Printed {
    pub stdout: Vec<u8>,
    pub stderr: String,
    pub code: u8,
}

impl Printed {
    fn refused(message: String) -> Printed {
        Printed {
            stderr: message + "\n",
            code: 2,
            ..Printed::default()
        }
    }
}

/// A report that was read and checked.
struct Checked {
    document: Document,
    outcome: Outcome,
    /// The annotated copy, when it was asked for.
    annotated: Vec<u8>,
}

/// Exit code 0 nothing grave, 1 findings of severity high, 2 a file that cannot be read or is no report, 3 a result that
/// could not be written. All files are looked at before the command ends.
pub fn run(call: &Call) -> Printed {
    if check_folder::is_asked_for(call.files, call.format, call.out) {
        let (stdout, stderr, code) =
            check_folder::run(call.files, call.profile, call.format, call.out, call.lang);
        return Printed {
            stdout: stdout.into_bytes(),
            stderr,
            code,
        };
    }
    if let Some(message) = call.refusal() {
        return Printed::refused(message);
    }
    let converter = Converter::find();
    let mut printed = Printed::default();
    let mut checked = Vec::new();
    for file in call.files {
        match check(file, call, converter.as_ref()) {
            Ok(one) => checked.push(one),
            Err(message) => {
                printed.stderr.push_str(&message);
                printed.stderr.push('\n');
                printed.code = 2;
            }
        }
    }
    let grave = checked.iter().any(|one| one.outcome.counts.high > 0);
    if printed.code == 0 {
        printed.code = u8::from(grave);
    }
    if let Err(message) = give(call, &checked, &mut printed) {
        printed.stderr.push_str(&message);
        printed.stderr.push('\n');
        printed.code = 3;
    }
    printed
}

impl Call<'_> {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        words::text(self.lang, &format!("outputs.call.{key}"), args)
    }

    /// Whether each report becomes a file of its own.
    fn is_document(&self) -> bool {
        matches!(self.format, "html" | "docx")
    }

    /// Why the call cannot be answered as it is.
    fn refusal(&self) -> Option<String> {
        let several = self.files.len() > 1;
        match self.out {
            None if several && self.is_document() => Some(self.say("several", &[])),
            None if self.format == "docx" && std::io::stdout().is_terminal() => {
                Some(self.say("docx_needs_out", &[]))
            }
            Some(out) if several && out.is_file() => {
                Some(self.say("not_a_folder", &[("path", &out.display().to_string())]))
            }
            Some(_) if several && !self.is_document() => Some(self.say("one_answer", &[])),
            _ => None,
        }
    }
}

fn check(file: &Path, call: &Call, converter: Option<&Converter>) -> Result<Checked, String> {
    let lang = call.lang;
    let name = file.display().to_string();
    let said = |message: String| {
        words::text(
            lang,
            "checks.file",
            &[("file", &name), ("message", &message)],
        )
    };
    let bytes = bytes_of(file, lang).map_err(said)?;
    let (document, mut outcome) = check_kept(&name, &bytes, call.profile, converter, lang)
        .map_err(|why: Unreadable| said(why.message(lang)))?;
    if call.format == "json" {
        outcome.gate = Some(gate::pass(&bytes, &document, &outcome, lang).gate);
    }
    let annotated = match call.format {
        "docx" => outputs::docx(&bytes, &document, &outcome, lang)
            .map_err(|why| said(why.message(lang)))?,
        _ => Vec::new(),
    };
    Ok(Checked {
        document,
        outcome,
        annotated,
    })
}

/// A file that is not too large to be read.
pub fn bytes_of(file: &Path, lang: Lang) -> Result<Vec<u8>, String> {
    let fault = |error: std::io::Error| {
        let detail = worded(lang, &disk::word_of(&error));
        words::text(lang, "checks.no_file", &[("detail", &detail)])
    };
    let facts = std::fs::metadata(file).map_err(fault)?;
    if !facts.is_file() {
        return Err(words::word(lang, "checks.not_a_file"));
    }
    // By size alone, before a byte is read.
    yiju_evaluation::check_size(facts.len()).map_err(|problem| problem.message(lang))?;
    std::fs::read(file).map_err(fault)
}

/// Prints the answer or writes it where `--out` says.
fn give(call: &Call, checked: &[Checked], printed: &mut Printed) -> Result<(), String> {
    if checked.is_empty() {
        return Ok(());
    }
    if !call.is_document() {
        let text = together(call, checked);
        return match call.out {
            None => {
                printed.stdout = text.into_bytes();
                Ok(())
            }
            Some(out) => write(call, out, text.as_bytes(), printed),
        };
    }
    let mut taken = Vec::new();
    for one in checked {
        let bytes = document(call, one);
        match call.out {
            None => printed.stdout = bytes,
            Some(out) => {
                let path = place(call, out, &one.outcome.file, &mut taken);
                write(call, &path, &bytes, printed)?;
            }
        }
    }
    Ok(())
}

/// One report as a file.
fn document(call: &Call, one: &Checked) -> Vec<u8> {
    match call.format {
        "docx" => one.annotated.clone(),
        _ => outputs::html(&one.document, &one.outcome, call.lang).into_bytes(),
    }
}

/// All reports as one text: one object for one file, an array for several.
fn together(call: &Call, checked: &[Checked]) -> String {
    let outcomes: Vec<&Outcome> = checked.iter().map(|one| &one.outcome).collect();
    if call.format != "json" {
        return outcomes
            .iter()
            .map(|outcome| note::note(outcome, call.lang))
            .collect();
    }
    let shown = match (outcomes.as_slice(), call.files.len()) {
        ([outcome], 1) => serde_json::to_string_pretty(outcome),
        _ => serde_json::to_string_pretty(&outcomes),
    };
    shown.map_or_else(|_| String::new(), |text| text + "\n")
}

/// `--out` itself for one report, unless it is a folder; in a folder each file takes the name of its report.
fn place(call: &Call, out: &Path, file: &str, taken: &mut Vec<PathBuf>) -> PathBuf {
    let names_folder = out.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    if call.files.len() == 1 && !out.is_dir() && !names_folder {
        return out.to_owned();
    }
    let stem = Path::new(file).file_name().map_or_else(
        || "report".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let mut path = out.join(format!("{stem}.check.{}", call.format));
    let mut number = 2;
    // Two reports of the same name come from two folders.
    while taken.contains(&path) {
        path = out.join(format!("{stem}-{number}.check.{}", call.format));
        number += 1;
    }
    taken.push(path.clone());
    path
}

fn write(call: &Call, path: &Path, bytes: &[u8], printed: &mut Printed) -> Result<(), String> {
    let shown = path.display().to_string();
    let same = |file: &PathBuf| {
        let canonical = |path: &Path| path.canonicalize().ok();
        canonical(file).is_some() && canonical(file) == canonical(path)
    };
    if call.files.iter().any(same) {
        return Err(call.say("over_the_report", &[("path", &shown)]));
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| {
            let detail = error.to_string();
            call.say("not_written", &[("path", &shown), ("detail", &detail)])
        })?;
    let line = call.say("written", &[("path", &shown)]);
    printed.stderr.push_str(&line);
    printed.stderr.push('\n');
    Ok(())
}
