//! typst as a library: the template, the document as JSON and the fonts, without files, packages, clock or network.

use serde_json::{Value, json};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fonts::{FontFile, Fonts, Role};
use crate::grid::Place;
use crate::model::{Block, Document, Table};
use crate::pdf::PdfError;
use crate::raster::is_simplified;

const TEMPLATE: &str = include_str!("../templates/report.typ");

pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let world = Press::new(document, fonts)?;
    let pages = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| refused(&errors))?;
    // PDF/A is what archives want; a character that no font has would forbid it, and must not forbid the report.
    let archival = PdfStandards::new(&[PdfStandard::A_2b])
        .ok()
        .and_then(|standards| typst_pdf::pdf(&pages, &options(standards)).ok());
    let bytes = match archival {
        Some(bytes) => bytes,
        None => typst_pdf::pdf(&pages, &options(PdfStandards::default()))
            .map_err(|errors| refused(&errors))?,
    };
    // The typesetter remembers every layout for as long as the program runs; a server must not grow by that.
    typst::comemo::evict(0);
    Ok(bytes)
}

fn options(standards: PdfStandards) -> PdfOptions {
    PdfOptions {
        standards,
        ..PdfOptions::default()
    }
}

fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PdfError::Typesetting(messages.join("; "))
}

/// All the typesetter may see.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data_id: FileId,
    data: Bytes,
}

impl Press {
    fn new(document: &Document, fonts: &Fonts) -> Result<Press, PdfError> {
        let mut faces: Vec<Font> = Vec::new();
        let mut names: Vec<(Role, String)> = Vec::new();
        for file in &fonts.files {
            let face = face(file).ok_or_else(|| {
                PdfError::Typesetting(format!("unreadable font {}", file.path.display()))
            })?;
            names.push((file.role, face.info().family.to_string()));
            faces.push(face);
        }
        let mut data = data(document);
        data["fonts"] = families(&names);
        Ok(Press {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            fonts: faces,
            main: Source::new(file_id("/report.typ")?, TEMPLATE.to_owned()),
            data_id: file_id("/document.json")?,
            data: Bytes::from_string(data.to_string()),
        })
    }
}

fn file_id(path: &str) -> Result<FileId, PdfError> {
    let path = VirtualPath::new(path)
        .map_err(|_| PdfError::Typesetting(format!("the path {path} is not virtual")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// The face for simplified Chinese, or the first.
fn face(file: &FontFile) -> Option<Font> {
    let bytes = Bytes::new(Shared(std::sync::Arc::clone(&file.bytes)));
    Font::iter(bytes).min_by_key(|face| !is_simplified(face.info().family.as_str()))
}

struct Shared(std::sync::Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// For each role its family, then the others for characters it lacks.
fn families(names: &[(Role, String)]) -> Value {
    let list = |role: Role| {
        let mut list: Vec<&str> = names
            .iter()
            .filter(|(have, _)| *have == role)
            .chain(names.iter().filter(|(have, _)| *have == Role::Body))
            .chain(names.iter())
            .map(|(_, name)| name.as_str())
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|name| seen.insert(*name));
        list
    };
    json!({
        "body": list(Role::Body),
        "heading": list(Role::Heading),
        "subheading": list(Role::Subheading),
        "title": list(Role::Title),
    })
}

/// The model as the template reads it: tables carry their cells with places.
fn data(document: &Document) -> Value {
    let mut value = serde_json::to_value(document).expect("the model holds nothing but text");
    for (index, block) in document.blocks.iter().enumerate() {
        if let Block::Table(table) = block {
            value["blocks"][index]["cells"] = cells(table);
        }
    }
    value
}

fn cells(table: &Table) -> Value {
    let grid = table.grid();
    let mut cells = Vec::new();
    for (row, places) in grid.places.iter().enumerate() {
        for (column, place) in places.iter().enumerate() {
            let mut value = match place {
                Place::Covered(_) => continue,
                Place::Gap => json!(crate::model::Cell::empty()),
                Place::Start(placed) => {
                    let mut value = json!(placed.cell);
                    let (columns, rows) = grid.extent(placed);
                    value["colspan"] = json!(columns);
                    value["rowspan"] = json!(rows);
                    value
                }
            };
            value["row"] = json!(row);
            value["column"] = json!(column);
            cells.push(value);
        }
    }
    Value::Array(cells)
}

impl World for Press {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() {
            Ok(self.main.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
