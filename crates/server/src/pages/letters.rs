//! 文书: the letters of a record as links, and the file of one as docx, PDF or HTML. A letter bears the full name of whom it
//! is addressed to; pages keep it masked.

use std::sync::OnceLock;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use maud::{Markup, html};
use serde::Deserialize;
use yiju_documents::{Fonts, docx, fonts, html as page, pdf};
use yiju_letters::{Kind, Letter};
use yiju_terms::{Lang, Refusal};

use super::Answer;
use super::shared::escape;
use crate::desk::{App, Desk};
use crate::error::Trouble;
use crate::visit::Visit;

/// The formats a letter comes in, with their media types.
const FORMATS: [(&str, &str); 3] = [
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("pdf", "application/pdf"),
    ("html", "text/html; charset=utf-8"),
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    format: String,
}

impl Desk<'_> {
    /// Where letters are written.
    pub fn letters(&mut self) -> yiju_letters::Desk<'_> {
        yiju_letters::Desk {
            store: self.store,
            book: self.book,
            region: self.region,
            lang: self.lang,
        }
    }
}

/// One letter as a file. 404 where no record calls for it.
pub async fn file(
    State(app): State<App>,
    visit: Visit,
    Path((kind, reference)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let kind = Kind::from_stem(&kind).ok_or(Trouble::NotFound)?;
    let wanted = if asked.format.is_empty() {
        "docx"
    } else {
        asked.format.as_str()
    };
    let found = FORMATS.iter().find(|(format, _)| *format == wanted);
    let (format, media) = *found.ok_or(Trouble::Unreadable)?;
    let (name, bytes) = app
        .read(&visit, move |desk| {
            let lang = desk.lang;
            let letter = yiju_letters::compose(&mut desk.letters(), kind, &reference);
            let letter = letter.map_err(absent)?;
            Ok((letter.file_stem(), rendered(&letter, format, lang)?))
        })
        .await?;
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let disposition = format!("attachment; filename=\"{name}.{format}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(answer)
}

/// No such letter is no such page; other refusals say what is missing.
fn absent(error: yiju_actions::ActionError) -> Trouble {
    match Trouble::from(error) {
        Trouble::Refused(all) if all.iter().any(|one| one.code == "letter_unknown") => {
            Trouble::NotFound
        }
        other => other,
    }
}

fn rendered(letter: &Letter, format: &str, lang: Lang) -> Result<Vec<u8>, Trouble> {
    match format {
        "html" => Ok(page::render(&letter.document, &page::Bases::new()).into_bytes()),
        "pdf" => pdf::render(&letter.document, known_fonts()).map_err(|why| {
            let refusal = Refusal::new("letter_no_pdf").with("why", why.message(lang));
            Trouble::Refused(vec![refusal])
        }),
        _ => Ok(docx::render(&letter.document, known_fonts())),
    }
}

/// The machine's fonts, read once.
fn known_fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| fonts::find_system(&[]))
}

/// The letters of a list with their files; nothing where there is none.
pub fn links(desk: &Desk<'_>, letters: &[(Kind, String)]) -> Markup {
    html! {
        @if !letters.is_empty() {
            ul.plain.letters {
                @for (kind, reference) in letters { li {
                    (desk.word(&format!("letters.kind.{}", kind.stem()))) " "
                    span.soft { (reference) }
                    @for (format, _) in FORMATS {
                        " " a.number href=(address(*kind, reference, format)) download {
                            (desk.word(&format!("server.letters.{format}")))
                        }
                    }
                } }
            }
            p.small { (desk.word("server.letters.names")) " " a href="/verify" { (desk.word("server.verify.title")) } }
        }
    }
}

fn address(kind: Kind, reference: &str, format: &str) -> String {
    let parts: Vec<String> = reference.split('/').map(escape).collect();
    format!(
        "/letters/{}/{}?format={format}",
        kind.stem(),
        parts.join("/")
    )
}
