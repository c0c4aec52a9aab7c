//! `yiju report self-evaluation`: the package — docx, xlsx, pdf, html and `report.json` — checked before it is handed out.

use std::path::{Path, PathBuf};

use yiju_documents::{Document, Fonts, docx, fonts, html, pdf, xlsx};
use yiju_evaluation::check_bytes;
use yiju_evaluation::checks::Outcome;
use yiju_evaluation::selfeval::{self, SelfEvaluation, Setting};
use yiju_lawbook::Lawbook;
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use crate::place::{self, Place, Stop};

/// What was written, and what our own check says about it.
pub struct PackageSummary {
    pub files: Vec<PathBuf>,
    pub check: Outcome,
    /// Why there is no PDF, if there is none.
    pub no_pdf: Option<String>,
}

pub fn run(db: &str, law: &Lawbook, year: i16, out: &Path, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(db, law)?;
    let summary = write_package(&mut place, year, out, lang)?;
    for line in lines(&summary, out, lang) {
        println!("{line}");
    }
    Ok(u8::from(summary.check.counts.high > 0))
}

/// Builds the report, renders it, checks the rendered docx with our own checker, and writes everything.
pub fn write_package(
    place: &mut Place,
    year: i16,
    out: &Path,
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
    let docx = &parts
        .iter()
        .find(|(file, _)| *file == name)
        .expect("a docx is rendered")
        .1;
    let check = check_bytes(&name, docx, None, lang)
        .map_err(|why| Fault::new("checking our own report", why.message(Lang::En)))?;
    std::fs::create_dir_all(out).map_err(|error| Fault::new("making the output folder", error))?;
    let mut files = Vec::new();
    for (name, bytes) in parts {
        let path = out.join(&name);
        std::fs::write(&path, bytes)
            .map_err(|error| Fault::new(format!("writing {name}"), error))?;
        files.push(path);
    }
    Ok(PackageSummary {
        files,
        check,
        no_pdf,
    })
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
    lines
}
