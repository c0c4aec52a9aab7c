//! The docx file around the text: parts that the writing crate leaves out, packed so that the same text gives the
//! same bytes.

use std::io::{Cursor, Write};

use docx_rs::XMLDocx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::model::Document;

/// Stands in a row's properties for "repeat this row on each page", which the writing crate cannot say.
const HEADER_ROW_MARK: &str = r#"<w:trHeight w:val="0" w:hRule="exact" />"#;

/// Packs the parts in a fixed order with a fixed time.
pub fn pack(document: &Document, mut parts: XMLDocx) -> Vec<u8> {
    let body = String::from_utf8_lossy(&parts.document);
    parts.document = body
        .replace(HEADER_ROW_MARK, "<w:tblHeader />")
        .into_bytes();
    parts.doc_props.core = core_properties(document).into_bytes();
    parts.font_table = font_table().into_bytes();
    let mut package = Package::default();
    package.add("[Content_Types].xml", &parts.content_type);
    package.add("_rels/.rels", &parts.rels);
    package.add("docProps/app.xml", &parts.doc_props.app);
    package.add("docProps/core.xml", &parts.doc_props.core);
    package.add("docProps/custom.xml", &parts.doc_props.custom);
    package.add("word/_rels/document.xml.rels", &parts.document_rels);
    package.add("word/document.xml", &parts.document);
    package.add("word/styles.xml", &parts.styles);
    package.add("word/settings.xml", &parts.settings);
    package.add("word/fontTable.xml", &parts.font_table);
    package.add("word/comments.xml", &parts.comments);
    package.add("word/numbering.xml", &parts.numberings);
    package.add("word/commentsExtended.xml", &parts.comments_extended);
    package.add("word/footnotes.xml", &parts.footnotes);
    package.add_numbered("word/header", ".xml", &parts.headers);
    package.add_numbered("word/_rels/header", ".xml.rels", &parts.header_rels);
    package.add_numbered("word/footer", ".xml", &parts.footers);
    package.add_numbered("word/_rels/footer", ".xml.rels", &parts.footer_rels);
    for (id, image) in &parts.media {
        package.add(&format!("word/media/{id}.png"), image);
    }
    package.finish()
}

struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    options: SimpleFileOptions,
}

impl Default for Package {
    fn default() -> Package {
        Package {
            zip: ZipWriter::new(Cursor::new(Vec::new())),
            options: SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::DEFAULT),
        }
    }
}

impl Package {
    fn add(&mut self, path: &str, bytes: &[u8]) {
        self.zip
            .start_file(path, self.options)
            .and_then(|()| Ok(self.zip.write_all(bytes)?))
            .expect("writing a zip into memory cannot fail");
    }

    fn add_numbered(&mut self, stem: &str, ending: &str, parts: &[Vec<u8>]) {
        for (index, part) in parts.iter().enumerate() {
            self.add(&format!("{stem}{}{ending}", index + 1), part);
        }
    }

    fn finish(self) -> Vec<u8> {
        self.zip
            .finish()
            .expect("writing a zip into memory cannot fail")
            .into_inner()
    }
}

fn core_properties(document: &Document) -> String {
    let author = escape(document.organization.as_deref().unwrap_or_default());
    let title = escape(&document.title.replace('\n', ""));
    let subject = escape(document.notice.as_deref().unwrap_or_default());
    let time = format!("{}T00:00:00Z", document.date);
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"#,
            r#"<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"#,
            r#"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"#,
            r#"<dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>"#,
            r#"<dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified></cp:coreProperties>"#,
        ),
        title = title,
        subject = subject,
        author = author,
        time = time,
    )
}

/// The fonts by name and what to take where one is missing.
fn font_table() -> String {
    const FONTS: [(&str, &str, &str); 5] = [
        ("仿宋_GB2312", "FangSong", "roman"),
        ("楷体_GB2312", "KaiTi", "roman"),
        ("黑体", "SimHei", "swiss"),
        ("方正小标宋简体", "SimSun", "roman"),
        ("宋体", "SimSun", "roman"),
    ];
    let fonts: String = FONTS
        .iter()
        .map(|(name, instead, family)| {
            format!(
                r#"<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="{family}"/><w:pitch w:val="default"/></w:font>"#
            )
        })
        .collect();
    format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            r#"<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{fonts}"#,
            r#"<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#,
        ),
        fonts = fonts
    )
}

/// Text for XML, without the control characters that XML cannot hold.
fn escape(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Drops the characters that no XML file may contain; one of them would make the whole file unreadable.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}
