//! `yiju report self-evaluation`: the package — docx, xlsx, pdf, html and `report.json` — checked before it is handed out.

use std::path::{Path, PathBuf};

use yiju_documents::{Document, Fonts, docx, fonts, html, pdf, xlsx};
use yiju_evaluation::check_document;
use yiju_evaluation::checks::Outcome;
use yiju_evaluation::gate::{self, Gate, Signed};
use yiju_evaluation::selfeval::{self, SelfEvaluation, Setting};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use crate::commands::publish;
use crate::commands::publish_folder::{Folder, Pending};
use crate::place::{self, At, Place, Stop};

/// What was written, and what our own check says about it.
pub struct PackageSummary {
    pub files: Vec<PathBuf>,
    pub check: Outcome,
    /// Why there is no PDF, if there is none.
    pub no_pdf: Option<String>,
    /// What the gate says of the package.
    pub gate: Gate,
    /// Whether the gate kept it back; then nothing was written.
    pub refused: bool,
}

/// Exit code 0 written, 1 kept back by the gate, 2 a name or a reason that is none.
pub fn run(at: At<'_>, law: &Lawbook, asked: &Asked, lang: Lang) -> Result<u8, Stop> {
    let (signed, problems) = publish::signed(asked.by, asked.reason, lang);
    if !problems.is_empty() {
        eprintln!("{}", problems.join("\n"));
        return Ok(2);
    }
    let mut place = place::open(at, law)?;
    let summary = write_package(&mut place, asked.year, asked.out, signed.as_ref(), lang)?;
    for line in lines(&summary, asked.out, lang) {
        println!("{line}");
    }
    Ok(u8::from(summary.refused))
}

/// What the command was asked for.
pub struct Asked<'a> {
    pub year: i16,
    pub out: &'a Path,
    pub by: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// Builds the report, renders it, checks the rendered docx with our own checker, and writes everything that passes the gate.
pub fn write_package(
    place: &mut Place,
    year: i16,
    out: &Path,
    signed: Option<&Signed>,
    lang: Lang,
) -> Result<PackageSummary, Stop> {
    let setting = Setting {
        book: &place.book,
        region: &place.region,
        office: &place.office,
        year,
    };
    let report = selfeval::build(&mut place.store, &setting)?;
    let fonts = fonts::find_system(&[]);
    let (parts, no_pdf) = render(&report, &fonts, lang)?;
    let name = format!("self-evaluation-{year}.docx");
    let (gate, check) = judge(&parts, &name, lang)?;
    let mut summary = PackageSummary {
        files: Vec::new(),
        refused: !gate.verdict.allows(signed.is_some()),
        check,
        no_pdf,
        gate,
    };
    if summary.refused {
        return Ok(summary);
    }
    std::fs::create_dir_all(out).map_err(|error| Fault::new("making the output folder", error))?;
    for (name, bytes) in &parts {
        let path = out.join(name);
        std::fs::write(&path, bytes)
            .map_err(|error| Fault::new(format!("writing {name}"), error))?;
        summary.files.push(path);
    }
    let docx = parts.iter().find(|(file, _)| *file == name);
    let docx = docx.map_or(&[][..], |(_, bytes)| bytes);
    let pending = Pending {
        name,
        original: docx,
        copy: docx,
        gate: &summary.gate,
        profile: &summary.check.profile,
    };
    let record = Folder::new(out).record_package(&pending, &parts, signed, &publish::now(), lang);
    let record = record.map_err(|error| Fault::new("writing the record", error))?;
    summary.files.push(out.join(record));
    Ok(summary)
}

/// The gate's verdict on the package: findings are those of the docx, personal data is looked for in every file. Our own
/// files hold none, so none of them is rewritten here: one that would have to be is kept back.
fn judge(parts: &Parts, docx: &str, lang: Lang) -> Result<(Gate, Outcome), Stop> {
    let fault = |why: String| Fault::new("checking our own report", why);
    let mut judged = None;
    let mut personal = Vec::new();
    for (name, bytes) in parts.iter().filter(|(name, _)| !name.ends_with(".json")) {
        let document = yiju_intake::read(bytes)
            .map_err(|why| fault(format!("{name}: {}", why.message(Lang::En))))?;
        let outcome = if name == docx {
            check_document(name, &document, None, lang)
                .map_err(|why| fault(why.message(Lang::En)))?
        } else {
            Outcome::default()
        };
        let passed = gate::pass(bytes, &document, &outcome, lang);
        personal.extend(passed.gate.removed.iter().chain(&passed.gate.left).cloned());
        if name == docx {
            judged = Some((passed.gate, outcome));
        }
    }
    let (mut gate, outcome) = judged.ok_or_else(|| fault("no docx was rendered".to_owned()))?;
    if !personal.is_empty() {
        gate.keep_back(personal, lang);
    }
    Ok((gate, outcome))
}

type Parts = Vec<(String, Vec<u8>)>;

fn render(
    report: &SelfEvaluation,
    fonts: &Fonts,
    lang: Lang,
) -> Result<(Parts, Option<String>), Stop> {
    let document: &Document = &report.document;
    let year = report.json["year"].as_i64().unwrap_or_default();
    let file = |ending: &str| format!("self-evaluation-{year}.{ending}");
    let json = serde_json::to_string_pretty(&report.json)
        .map_err(|error| Fault::new("writing report.json", error))?;
    let mut parts = vec![
        (file("docx"), docx::render(document, fonts)),
        (file("xlsx"), xlsx::render(document)),
        (
            file("html"),
            html::render(document, &report.bases).into_bytes(),
        ),
        ("report.json".to_owned(), json.into_bytes()),
    ];
    let no_pdf = match pdf::render(document, fonts) {
        Ok(bytes) => {
            parts.insert(2, (file("pdf"), bytes));
            None
        }
        Err(error) => Some(error.message(lang)),
    };
    Ok((parts, no_pdf))
}

/// What a person reads after the package was written.
pub fn lines(summary: &PackageSummary, out: &Path, lang: Lang) -> Vec<String> {
    let folder = out.display().to_string();
    if summary.refused {
        let args = [
            ("path", folder.as_str()),
            ("message", summary.gate.message.as_str()),
        ];
        let refused = words::text(lang, "gate.publish.refused", &args);
        let items = gate::items_text(&summary.gate, lang);
        let graves = summary.gate.high.iter().map(|grave| {
            let args = [("rule", grave.rule), ("message", grave.message.as_str())];
            words::text(lang, "gate.publish.high", &args)
        });
        let mut lines = vec![refused];
        lines.extend(graves);
        lines.extend(items.lines().map(str::to_owned));
        return lines;
    }
    let mut lines = vec![words::text(
        lang,
        "evaluation.package.done",
        &[("folder", &folder)],
    )];
    lines.extend(
        summary
            .files
            .iter()
            .map(|path| format!("  {}", path.display())),
    );
    if let Some(why) = &summary.no_pdf {
        lines.push(words::text(
            lang,
            "evaluation.package.no_pdf",
            &[("why", why)],
        ));
    }
    let counts = &summary.check.counts;
    let number = |count: usize| count.to_string();
    let values = [
        counts.high,
        counts.medium,
        counts.low,
        counts.held,
        counts.not_checkable,
    ]
    .map(number);
    let names = ["high", "medium", "low", "held", "not_checkable"];
    let mut args = vec![("file", summary.check.file.as_str())];
    args.extend(names.into_iter().zip(values.iter().map(String::as_str)));
    lines.push(words::text(lang, "evaluation.package.check", &args));
    lines.push(summary.gate.message.clone());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Matter, Whose};
    use crate::commands::matter;

    /// Money is taken back on paper after it was spent: the books are right, and the report must say "over budget".
    const CUT: &str = r#"{"applicant_kind": "office", "applicant_id": "office", "subject": "年末收回接待费预算", "persons": 0,
        "materials": ["内部审批单"], "request_key": "cut", "proposal": {"year": 2023, "document": "收回预算的批复",
        "lines": [{"line": "reception", "stage": "adjustment", "amount": "-5000.00", "reason": "年末收回预算"}]}}"#;

    fn report(db: &str, out: &Path, signed: Option<(&str, &str)>) -> u8 {
        let asked = Asked {
            year: yiju_demo::YEAR,
            out,
            by: signed.map(|(by, _)| by),
            reason: signed.map(|(_, reason)| reason),
        };
        run(At::all(db), Lawbook::builtin(), &asked, Lang::Zh).unwrap()
    }

    /// Our own package is held to what everybody's report is held to.
    #[test]
    fn a_package_with_a_high_finding_waits_for_a_named_persons_reason() {
        let folder = tempfile::tempdir().unwrap();
        let db = format!("sqlite:{}", folder.path().join("county.db").display());
        let mut store = yiju_store::Store::open(&db).unwrap();
        let options = yiju_demo::DemoOptions { seed: 1 };
        yiju_demo::run(&mut store, &options, &mut |_| {}).unwrap();
        drop(store);
        let file = folder.path().join("cut.json");
        std::fs::write(&file, CUT).unwrap();
        let hands = ["kuaiji", "chushen", "fuhe", "zhuren"];
        let cut = Matter {
            item: "department_budget".to_owned(),
            file: file.display().to_string(),
            on: "2024-01-05".to_owned(),
            hands: hands.map(str::to_owned).to_vec(),
            whose: Whose { region: None },
        };
        assert_eq!(
            matter::run(At::all(&db), Lawbook::builtin(), &cut, Lang::Zh).unwrap(),
            0
        );
        let out = folder.path().join("out");
        assert_eq!(report(&db, &out, None), 1, "kept back");
        assert_eq!(report(&db, &out, Some(("甲乙", "同意"))), 2, "no reason");
        assert!(!out.exists(), "nothing was written");
        let reason = "收回预算的批复晚于支出，已向财政局书面说明";
        assert_eq!(report(&db, &out, Some(("甲乙", reason))), 0);
        let record = std::fs::read_to_string(out.join("records/000001.json")).unwrap();
        let record: serde_json::Value = serde_json::from_str(&record).unwrap();
        assert_eq!(record["signed"]["by"], "甲乙");
        assert_eq!(record["signed"]["reason"], reason);
        let graves = record["gate"]["high"].as_array().unwrap();
        assert!(!graves.is_empty() && graves.iter().all(|grave| grave["rule"] == "E02"));
        assert!(out.join("self-evaluation-2023.docx").is_file());
    }
}
