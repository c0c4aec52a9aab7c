//! One file of a folder: read, checked, its results written. Whatever is wrong with it becomes its line.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::Instant;

use yiju_intake::{Converter, Problem};
use yiju_terms::digest::sm3_of;
use yiju_terms::words::{self, Lang};

use super::found::Found;
use super::row::Row;
use super::{Setting, Stopped, safe};
use crate::checks::{Outcome, Unreadable, check_document};
use crate::outputs::{self, NotAnnotated};

type Shared<'a> = Mutex<&'a Converter>;

/// What is written of each report.
const ENDINGS: [&str; 2] = ["json", "html"];
/// The copy with comments, where it was asked for and the file is one that takes them.
const COPY: &str = "docx";

/// What came of one file.
struct Judged {
    outcome: Outcome,
    page: String,
    copy: Option<Result<Vec<u8>, NotAnnotated>>,
}

/// The line of a file. Only results that cannot be written are an error.
pub fn check(
    setting: &Setting,
    file: &Found,
    earlier: Option<&Row>,
    converter: Option<&Shared>,
) -> Result<Row, Stopped> {
    let begun = Instant::now();
    let mut row = Row {
        file: file.name.clone(),
        ..Row::default()
    };
    let bytes = match bytes(setting, file) {
        Ok(bytes) => bytes,
        Err(message) => {
            row.error = Some(message);
            return Ok(row);
        }
    };
    row.digest = sm3_of(&bytes);
    if let Some(earlier) = earlier.filter(|earlier| is_done(setting, earlier, &row.digest)) {
        return Ok(Row {
            was_kept: true,
            ..earlier.clone()
        });
    }
    // A fault of ours in one file is a line of the ranking, and the next file is checked.
    match guarded(|| judged(setting, &file.name, &bytes, converter)) {
        Ok(Ok(judged)) => {
            row.fill(&judged.outcome);
            row.has_copy = matches!(judged.copy, Some(Ok(_)));
            row.no_copy = no_copy(&judged, setting.lang);
            row.report = Some(write(setting, &file.name, &judged)?);
        }
        Ok(Err(why)) => row.error = Some(why.message(setting.lang)),
        Err(Fault) => row.error = Some(words::word(setting.lang, "checks.folder.fault")),
    }
    row.millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(row)
}

/// A panic of ours, caught.
struct Fault;

/// Nothing outlives a failed check, so no half-built value can be seen afterwards.
fn guarded<T>(check: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(check)).map_err(|_| Fault)
}

/// By size alone before a byte is read.
fn bytes(setting: &Setting, file: &Found) -> Result<Vec<u8>, String> {
    let lang = setting.lang;
    let fault =
        |detail: String| words::text(lang, "checks.no_file", &[("detail", detail.as_str())]);
    if let Some(detail) = &file.fault {
        return Err(fault(detail.clone()));
    }
    let facts = std::fs::metadata(&file.path).map_err(|error| fault(error.to_string()))?;
    if !facts.is_file() {
        return Err(words::word(lang, "checks.not_a_file"));
    }
    crate::check_size(facts.len()).map_err(|problem| problem.message(lang))?;
    std::fs::read(&file.path).map_err(|error| fault(error.to_string()))
}

/// The same bytes, and the results still there. What could not be read before may be readable now: a converter may
/// have been installed.
fn is_done(setting: &Setting, earlier: &Row, digest: &str) -> bool {
    let copy = earlier.has_copy.then_some(COPY);
    let written = |report: &String| {
        let folder = setting.out.join(safe::REPORTS);
        let mut endings = ENDINGS.into_iter().chain(copy);
        endings.all(|ending| folder.join(format!("{report}.{ending}")).is_file())
    };
    earlier.digest == digest && earlier.report.as_ref().is_some_and(written)
}

/// One conversion at a time: LibreOffice takes more memory than everything else together.
fn judged(
    setting: &Setting,
    name: &str,
    bytes: &[u8],
    converter: Option<&Shared>,
) -> Result<Judged, Unreadable> {
    let read = match (yiju_intake::read(bytes), converter) {
        (Err(Problem::OldWord | Problem::OpenDocument), Some(shared)) => {
            let converter = shared.lock().unwrap_or_else(|held| held.into_inner());
            yiju_intake::read_with(bytes, &converter)
        }
        (read, _) => read,
    };
    let document = read.map_err(Unreadable::File)?;
    let outcome = check_document(name, &document, setting.profile, setting.lang)?;
    let page = outputs::html(&document, &outcome, setting.lang);
    let annotated = || outputs::docx(bytes, &document, &outcome, setting.lang);
    let copy = setting.annotate.then(annotated);
    Ok(Judged {
        outcome,
        page,
        copy,
    })
}

/// In a few words, for a ranking in which it stands a thousand times.
fn no_copy(judged: &Judged, lang: Lang) -> Option<String> {
    match judged.copy.as_ref()?.as_ref().err()? {
        NotAnnotated::NotWord(_) => Some(words::word(lang, "checks.folder.not_docx")),
        NotAnnotated::Problem(problem) => Some(problem.message(lang)),
    }
}

/// Writes the results and gives their name.
fn write(setting: &Setting, name: &str, judged: &Judged) -> Result<String, Stopped> {
    let stem = stem(name);
    let folder = setting.out.join(safe::REPORTS);
    let path = |ending: &str| folder.join(format!("{stem}.{ending}"));
    let json = serde_json::to_vec_pretty(&judged.outcome)
        .map_err(|error| Stopped::Disk(path("json"), error.into()))?;
    safe::write(&path("html"), judged.page.as_bytes())?;
    if let Some(Ok(copy)) = &judged.copy {
        safe::write(&path(COPY), copy)?;
    }
    safe::write(&path("json"), &json)?;
    Ok(stem)
}

/// The file's name as far as every system takes it, and a part of the digest of its whole path.
fn stem(name: &str) -> String {
    const LETTERS_MAX: usize = 60;
    const DIGEST: usize = 12;
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "._-".contains(c) {
                c
            } else {
                '_'
            }
        })
        .take(LETTERS_MAX)
        .collect();
    let digest = sm3_of(name.as_bytes());
    let short = digest.trim_start_matches("sm3:");
    format!("{kept}-{}", &short[..DIGEST.min(short.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_line_and_no_end() {
        let empty: Vec<u8> = Vec::new();
        assert!(guarded(|| empty[7]).is_err());
        assert!(guarded(|| 1).is_ok());
    }

    #[test]
    fn names_of_results_are_plain_and_differ_by_path() {
        let (one, other) = (stem("甲/自评 报告?.docx"), stem("乙/自评 报告?.docx"));
        assert_ne!(one, other);
        assert!(one.starts_with("自评_报告_.docx-"), "{one}");
    }
}
