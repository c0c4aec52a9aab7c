//! `yiju publish FILE… --out DIR`: the gate before publishing. Checks, takes personal data out, keeps the original apart, and
//! writes a record. Needs no database.
//!
//! `DIR/published` may be put on the web as it is; `DIR/kept-apart` and `DIR/records` stay in the office.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use yiju_evaluation::Converter;
use yiju_evaluation::checks::check_kept;
use yiju_evaluation::gate::{self, Gate, Signed};
use yiju_evaluation::personal;
use yiju_terms::words::{self, Lang};

use super::check::Printed;
use super::publish_folder::{Folder, KEPT, Pending, Placed, RECORDS};

/// What was asked for.
pub struct Call<'a> {
    pub files: &'a [PathBuf],
    pub out: &'a Path,
    pub profile: Option<&'a str>,
    pub by: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub format: &'a str,
    pub lang: Lang,
}

/// A report on its way through the gate.
struct Judged {
    file: String,
    original: Vec<u8>,
    profile: String,
    gate: Gate,
    copy: Option<Vec<u8>>,
}

/// Exit code 0 published; 1 refused by the gate, nothing published; 2 a wrong call or a file that cannot be read, nothing
/// written; 3 the disk failed, nothing left half-written. All files pass together or none does.
pub fn run(call: &Call) -> Printed {
    let (signed, mut problems) = signed(call.by, call.reason, call.lang);
    problems.extend(call.problems());
    let converter = Converter::find();
    let mut judged = Vec::new();
    for file in call.files {
        match judge(file, call, converter.as_ref()) {
            Ok(one) => judged.push(one),
            Err(message) => problems.push(message),
        }
    }
    if !problems.is_empty() {
        return Printed {
            stderr: problems.join("\n") + "\n",
            code: 2,
            ..Printed::default()
        };
    }
    let allowed = |one: &Judged| one.gate.verdict.allows(signed.is_some()) && one.copy.is_some();
    if !judged.iter().all(allowed) {
        return refused(call, &judged, &allowed);
    }
    match write(call, &judged, signed.as_ref()) {
        Ok(placed) => published(call, &judged, &placed),
        Err(message) => Printed {
            stderr: message + "\n",
            code: 3,
            ..Printed::default()
        },
    }
}

/// The name and the reason, and what is wrong with them.
pub fn signed(by: Option<&str>, reason: Option<&str>, lang: Lang) -> (Option<Signed>, Vec<String>) {
    let say =
        |key: &str, args: &[(&str, &str)]| words::text(lang, &format!("gate.publish.{key}"), args);
    let (by, reason) = match (by, reason) {
        (None, None) => return (None, Vec::new()),
        (Some(by), Some(reason)) => (by.trim(), reason.trim()),
        _ => return (None, vec![say("by_alone", &[])]),
    };
    let mut problems = Vec::new();
    if !gate::is_signer(by) {
        problems.push(say("no_name", &[("by", &personal::masked(by))]));
    }
    // A reason may quote a number by mistake; the record must not hold it.
    let reason = personal::masked(reason);
    if !gate::is_reason(&reason) {
        problems.push(say("no_reason", &[("reason", &reason)]));
    }
    let by = by.to_owned();
    (Some(Signed { by, reason }), problems)
}

/// The time in China, to the second.
pub fn now() -> String {
    let offset = jiff::tz::Offset::constant(8);
    let time = offset.to_datetime(jiff::Timestamp::now());
    format!("{}+08:00", time.strftime("%Y-%m-%dT%H:%M:%S"))
}

impl Call<'_> {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        words::text(self.lang, &format!("gate.publish.{key}"), args)
    }

    /// What is wrong with the places that were named.
    fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.out.is_file() {
            let path = self.out.display().to_string();
            problems.push(self.say("out_is_file", &[("path", &path)]));
        }
        let mut names: Vec<&std::ffi::OsStr> = Vec::new();
        let inside = self.out.canonicalize().ok();
        for file in self.files {
            let Some(name) = file.file_name() else {
                continue;
            };
            if names.contains(&name) {
                let name = name.to_string_lossy();
                problems.push(self.say("same_name", &[("name", &name)]));
            }
            names.push(name);
            let folders = file.canonicalize().ok();
            let folder = folders.as_deref().and_then(Path::parent);
            let own = folder.zip(inside.as_deref());
            if own.is_some_and(|(folder, out)| folder.starts_with(out) && folder != out) {
                let path = file.display().to_string();
                problems.push(self.say("inside", &[("path", &path)]));
            }
        }
        problems
    }
}

fn judge(file: &Path, call: &Call, converter: Option<&Converter>) -> Result<Judged, String> {
    let lang = call.lang;
    let name = file.display().to_string();
    let said = |message: String| {
        let args = [("file", name.as_str()), ("message", message.as_str())];
        words::text(lang, "checks.file", &args)
    };
    let original = super::check::bytes_of(file, lang).map_err(said)?;
    let (document, outcome) = check_kept(&name, &original, call.profile, converter, lang)
        .map_err(|why| said(why.message(lang)))?;
    let passed = gate::pass(&original, &document, &outcome, lang);
    Ok(Judged {
        file: name,
        original,
        profile: outcome.profile,
        gate: passed.gate,
        copy: passed.copy,
    })
}

fn refused(call: &Call, judged: &[Judged], allowed: &dyn Fn(&Judged) -> bool) -> Printed {
    let mut printed = Printed {
        code: 1,
        ..Printed::default()
    };
    if call.format == "json" {
        let files = judged.iter().map(|one| json_of(one, None));
        printed.stdout =
            pretty(&json!({"published": false, "files": files.collect::<Vec<Value>>()}));
    }
    for one in judged.iter().filter(|one| !allowed(one)) {
        let args = [
            ("path", one.file.as_str()),
            ("message", one.gate.message.as_str()),
        ];
        printed.stderr += &(call.say("refused", &args) + "\n");
        for grave in &one.gate.high {
            let args = [("rule", grave.rule), ("message", grave.message.as_str())];
            printed.stderr += &(call.say("high", &args) + "\n");
        }
        for item in &one.gate.left {
            printed.stderr += &format!("  {}  {}  {}\n", item.name, item.masked, item.place);
        }
    }
    printed.stderr += &(call.say("none", &[]) + "\n");
    printed
}

fn write(call: &Call, judged: &[Judged], signed: Option<&Signed>) -> Result<Vec<Placed>, String> {
    let pending: Vec<Pending> = judged
        .iter()
        .filter_map(|one| {
            Some(Pending {
                name: Path::new(&one.file)
                    .file_name()?
                    .to_string_lossy()
                    .into_owned(),
                original: &one.original,
                copy: one.copy.as_deref()?,
                gate: &one.gate,
                profile: &one.profile,
            })
        })
        .collect();
    let mut folder = Folder::new(call.out);
    let placed = folder.publish(&pending, signed, &now(), call.lang);
    placed.map_err(|error| {
        folder.undo();
        let args = [
            ("path", call.out.display().to_string()),
            ("detail", error.to_string()),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
        words::text(call.lang, "outputs.call.not_written", &args)
    })
}

fn published(call: &Call, judged: &[Judged], placed: &[Placed]) -> Printed {
    let mut printed = Printed::default();
    if call.format == "json" {
        let files = judged.iter().zip(placed);
        let files: Vec<Value> = files
            .map(|(one, placed)| json_of(one, Some(placed)))
            .collect();
        printed.stdout = pretty(&json!({"published": true, "files": files}));
        return printed;
    }
    let mut text = String::new();
    for (one, placed) in judged.iter().zip(placed) {
        let place = |path: &str| call.out.join(path).display().to_string();
        let done = place(&placed.published);
        text += &call.say("done", &[("path", &done), ("message", &one.gate.message)]);
        text += &("\n".to_owned() + &gate::items_text(&one.gate, call.lang));
        text += &(call.say("kept", &[("path", &place(&placed.kept))]) + "\n");
        text += &(call.say("recorded", &[("path", &place(&placed.record))]) + "\n");
    }
    printed.stdout = text.into_bytes();
    printed
}

fn json_of(one: &Judged, placed: Option<&Placed>) -> Value {
    let mut value = json!({"file": one.file, "gate": one.gate});
    if let Some(placed) = placed {
        value["published"] = placed.published.clone().into();
        value[KEPT.replace('-', "_")] = placed.kept.clone().into();
        value[RECORDS.trim_end_matches('s')] = placed.record.clone().into();
    }
    value
}

fn pretty(value: &Value) -> Vec<u8> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    (text + "\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLEAN: &str = include_str!("../../../evaluation/tests/reports/clean.txt");
    const FAULTS: &str = include_str!("../../../evaluation/tests/reports/faults.txt");

    fn publish(files: &[PathBuf], out: &Path, signed: Option<(&str, &str)>) -> Printed {
        run(&Call {
            files,
            out,
            profile: None,
            by: signed.map(|(by, _)| by),
            reason: signed.map(|(_, reason)| reason),
            format: "json",
            lang: Lang::Zh,
        })
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().collect());
        let entries: Vec<std::fs::DirEntry> = entries.unwrap_or_default();
        let names = entries.iter().map(|entry| entry.file_name());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_copy_goes_out_and_the_original_stays_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mobile = format!("139{:08}", 0);
        let file = folder.path().join("自评.txt");
        let text = format!("{CLEAN}\n手机：{mobile}\n");
        std::fs::write(&file, &text).unwrap();
        let out = folder.path().join("out");
        for times in 1..=2 {
            let printed = publish(std::slice::from_ref(&file), &out, None);
            assert_eq!(printed.code, 0, "{}", printed.stderr);
            let copy = std::fs::read_to_string(out.join("published/自评.txt")).unwrap();
            assert_eq!(copy, text.replace(&mobile, "139******00"));
            let kept = out.join("kept-apart/自评.txt");
            assert_eq!(std::fs::read_to_string(&kept).unwrap(), text);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = kept.metadata().unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600);
            }
            assert_eq!(names(&out.join("published")), ["自评.txt"]);
            assert_eq!(names(&out.join("records")).len(), 2 * times);
        }
        let read = |name: &str| std::fs::read_to_string(out.join("records").join(name)).unwrap();
        let (first, second) = (read("000001.json"), read("000002.json"));
        assert!(!first.contains(&mobile) && first.contains("139******00"));
        let digest = yiju_terms::digest::sm3_of(first.as_bytes());
        let second: Value = serde_json::from_str(&second).unwrap();
        assert_eq!(second["previous"], digest.as_str());
        assert!(read("000001.txt").contains("139******00"));
        // Another text under the same name stands beside the first.
        std::fs::write(&file, CLEAN).unwrap();
        assert_eq!(publish(&[file], &out, None).code, 0);
        assert_eq!(names(&out.join("published")), ["自评-2.txt", "自评.txt"]);
    }

    #[test]
    fn a_high_finding_needs_a_name_and_a_reason() {
        let folder = tempfile::tempdir().unwrap();
        let (bad, good) = (folder.path().join("a.txt"), folder.path().join("b.txt"));
        std::fs::write(&bad, FAULTS).unwrap();
        std::fs::write(&good, CLEAN).unwrap();
        let out = folder.path().join("out");
        let files = [bad, good];
        let printed = publish(&files, &out, None);
        assert_eq!(printed.code, 1);
        assert!(printed.stderr.contains("没有公开"));
        for nonsense in [
            ("甲乙", "同意"),
            ("甲乙", ""),
            ("", "总分差一分系四舍五入，已说明"),
        ] {
            assert_eq!(publish(&files, &out, Some(nonsense)).code, 2);
        }
        assert!(!out.exists(), "nothing was written");
        let reason = "总分差一分系四舍五入，已向财政局说明";
        let printed = publish(&files, &out, Some(("甲乙", reason)));
        assert_eq!(printed.code, 0, "{}", printed.stderr);
        let record = std::fs::read_to_string(out.join("records/000001.json")).unwrap();
        let record: Value = serde_json::from_str(&record).unwrap();
        assert_eq!(record["signed"]["by"], "甲乙");
        assert_eq!(record["signed"]["reason"], reason);
        assert!(!record["gate"]["high"].as_array().unwrap().is_empty());
    }

    #[test]
    fn all_problems_are_said_at_once_and_nothing_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("b.txt");
        std::fs::write(&good, CLEAN).unwrap();
        let other = folder.path().join("c.txt");
        std::fs::write(&other, "只有一句话").unwrap();
        let out = folder.path().join("out");
        let files = [folder.path().join("none.txt"), other, good];
        let printed = publish(&files, &out, None);
        assert_eq!(printed.code, 2);
        assert!(printed.stderr.contains("none.txt") && printed.stderr.contains("c.txt"));
        assert!(!out.exists());
    }

    #[test]
    fn a_broken_off_run_takes_its_files_back() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        std::fs::create_dir_all(&out).unwrap();
        // A file where the folder of records should be.
        std::fs::write(out.join("records"), "").unwrap();
        let file = folder.path().join("b.txt");
        std::fs::write(&file, CLEAN).unwrap();
        let printed = publish(&[file], &out, None);
        assert_eq!(printed.code, 3);
        assert!(names(&out.join("published")).is_empty());
        assert!(names(&out.join("kept-apart")).is_empty());
    }
}
