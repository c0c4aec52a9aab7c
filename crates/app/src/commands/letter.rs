//! `yiju letter`: writes a letter as docx, PDF or HTML; lists the letters of a record; checks a verification code.

use std::path::{Path, PathBuf};

use yiju_documents::{Fonts, docx, fonts, html, pdf};
use yiju_lawbook::Lawbook;
use yiju_letters::{Code, Desk, Kind, Letter};
use yiju_store::Fault;
use yiju_terms::{Lang, Refusal, words};

use crate::cli;
use crate::place::{self, At, Stop};

pub fn run(at: At<'_>, law: &Lawbook, asked: &cli::Letter, lang: Lang) -> Result<u8, Stop> {
    let mut place = place::open(at, law)?;
    let mut desk = Desk {
        store: &mut place.store,
        book: &place.book,
        region: &place.region,
        lang,
    };
    match asked.kind.as_str() {
        "list" => list(&mut desk, &asked.reference),
        "check" => check(&mut desk, &asked.reference),
        kind => {
            let unknown = || Refusal::new("letter_unknown").with("reference", kind);
            let kind = Kind::from_stem(kind).ok_or_else(unknown)?;
            let letter = yiju_letters::compose(&mut desk, kind, &asked.reference)?;
            write(&letter, asked, lang)
        }
    }
}

/// `matter/7`, `determination/12`, `settlement/3` or `employer/E0001`.
fn list(desk: &mut Desk<'_>, reference: &str) -> Result<u8, Stop> {
    let unknown = || Refusal::new("letter_unknown").with("reference", reference);
    let (shelf, id) = reference.split_once('/').ok_or_else(unknown)?;
    let number = || id.parse::<i64>().map_err(|_| unknown());
    let found = match shelf {
        "matter" => yiju_letters::of_matter(desk, number()?)?,
        "determination" => yiju_letters::of_determination(desk, number()?)?,
        "settlement" => yiju_letters::of_settlement(desk, number()?)?,
        "employer" => yiju_letters::of_employer(desk, id)?,
        _ => return Err(unknown().into()),
    };
    if found.is_empty() {
        println!(
            "{}",
            words::text(desk.lang, "letters.cli.none", &[("reference", reference)])
        );
        return Ok(1);
    }
    for (kind, reference) in found {
        let name = words::word(desk.lang, &format!("letters.kind.{}", kind.stem()));
        println!("{} {reference}  {name}", kind.stem());
    }
    Ok(0)
}

fn check(desk: &mut Desk<'_>, typed: &str) -> Result<u8, Stop> {
    let unreadable = || Refusal::new("letter_code_unreadable").with("code", typed);
    let code = Code::read(typed).ok_or_else(unreadable)?;
    let lang = desk.lang;
    let Some(letter) = yiju_letters::check(desk, &code)? else {
        println!("{}", words::word(lang, "letters.cli.not_genuine"));
        return Ok(1);
    };
    let seal = &letter.seal;
    let kind = words::word(lang, &format!("letters.kind.{}", seal.kind.stem()));
    let (matter, name) = (seal.matter_id.to_string(), seal.masked_addressee());
    let args = [
        ("kind", kind.as_str()),
        ("day", seal.issued_on.as_str()),
        ("matter", matter.as_str()),
        ("name", name.as_str()),
    ];
    println!("{}", words::text(lang, "letters.cli.genuine", &args));
    for amount in &seal.amounts {
        let what = match amount.what.as_str() {
            "contribution" => words::word(lang, "letters.contribution"),
            stem => words::word(lang, &format!("benefit.{stem}")),
        };
        let way = words::word(lang, &format!("letters.way.{}", amount.way));
        let sum = amount.amount.to_string();
        let args = [
            ("what", what.as_str()),
            ("way", way.as_str()),
            ("amount", sum.as_str()),
        ];
        println!("{}", words::text(lang, "letters.cli.amount", &args));
    }
    Ok(0)
}

fn write(letter: &Letter, asked: &cli::Letter, lang: Lang) -> Result<u8, Stop> {
    let fonts: Fonts = fonts::find_system(&[]);
    let formats = match &asked.format {
        Some(only) => vec![only.as_str()],
        None => vec!["docx", "pdf", "html"],
    };
    let files = write_files(letter, &asked.out, &formats, &fonts, lang)?;
    for path in &files {
        let file = path.display().to_string();
        println!(
            "{}",
            words::text(lang, "letters.cli.written", &[("file", &file)])
        );
    }
    Ok(u8::from(files.len() < formats.len()))
}

/// Writes a letter in the formats asked for; a PDF that cannot be set is said on standard error and left out.
pub(super) fn write_files(
    letter: &Letter,
    folder: &Path,
    formats: &[&str],
    fonts: &Fonts,
    lang: Lang,
) -> Result<Vec<PathBuf>, Stop> {
    std::fs::create_dir_all(folder)
        .map_err(|error| Fault::new("making the output folder", error))?;
    let mut files = Vec::new();
    for format in formats {
        let bytes = match *format {
            "docx" => docx::render(&letter.document, fonts),
            "html" => html::render(&letter.document, &html::Bases::new()).into_bytes(),
            _ => match pdf::render(&letter.document, fonts) {
                Ok(bytes) => bytes,
                Err(why) => {
                    let why = why.message(lang);
                    eprintln!(
                        "{}",
                        words::text(lang, "letters.cli.no_pdf", &[("why", &why)])
                    );
                    continue;
                }
            },
        };
        let path = folder.join(format!("{}.{format}", letter.file_stem()));
        std::fs::write(&path, bytes).map_err(|error| Fault::new("writing a letter", error))?;
        files.push(path);
    }
    Ok(files)
}
