//! Files for the tests: made by the programs that offices use where they are installed, by hand where they are not.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};
use rust_xlsxwriter::{Format, Workbook};
use yiju_intake::{Block, Converter, Document, Table};

/// LibreOffice, or a printed line that says what is left out.
pub fn office() -> Option<&'static Converter> {
    static OFFICE: OnceLock<Option<Converter>> = OnceLock::new();
    let office = OFFICE.get_or_init(Converter::find).as_ref();
    if office.is_none() {
        println!("skipped: LibreOffice is not here");
    }
    office
}

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

pub fn document_xml(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
         xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\">\
         <w:body>{body}</w:body></w:document>"
    )
}

/// A Word file that Word itself would open.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

pub fn docx_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = document_xml(body);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, text.as_bytes())));
    zipped(&parts)
}

pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A bordered table; `»` in front of a text spans two columns, `^` continues the cell above, `v` begins such a cell.
pub fn tbl(rows: &[&[&str]]) -> String {
    let border = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| {
            format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>")
        })
        .concat();
    let mut xml = format!("<w:tbl><w:tblPr><w:tblBorders>{border}</w:tblBorders></w:tblPr>");
    for row in rows {
        xml.push_str("<w:tr>");
        for text in *row {
            let (properties, text) = match text.chars().next() {
                Some('»') => (
                    "<w:tcW w:w=\"2600\" w:type=\"dxa\"/><w:gridSpan w:val=\"2\"/>",
                    &text['»'.len_utf8()..],
                ),
                Some('^') => (
                    "<w:tcW w:w=\"1300\" w:type=\"dxa\"/><w:vMerge/>",
                    &text[1..],
                ),
                Some('v') => (
                    "<w:tcW w:w=\"1300\" w:type=\"dxa\"/><w:vMerge w:val=\"restart\"/>",
                    &text[1..],
                ),
                _ => ("<w:tcW w:w=\"1300\" w:type=\"dxa\"/>", *text),
            };
            xml.push_str(&format!(
                "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
                p(text)
            ));
        }
        xml.push_str("</w:tr>");
    }
    xml + "</w:tbl>"
}

/// A small self-evaluation with merged cells.
pub fn report_docx() -> Vec<u8> {
    let rows: [&[&str]; 5] = [
        &[
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
        ],
        &[
            "v产出指标",
            "数量指标",
            "参保人数",
            "≥100人",
            "120人",
            "50",
            "50",
        ],
        &["^", "质量指标", "认定准确率", "≥95%", "96.5%", "30", "30"],
        &[
            "满意度指标",
            "服务对象满意度",
            "满意度",
            "≥90%",
            "92%",
            "20",
            "20",
        ],
        &["»总分", "", "", "", "100", "100"],
    ];
    docx(&(p("2023年度部门整体支出绩效自评报告") + &p("附件3") + &tbl(&rows) + &p("填报人：张某")))
}

pub fn report_xlsx() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("附件2").unwrap();
    let centered = Format::new();
    let money = Format::new().set_num_format("#,##0.00");
    let rate = Format::new().set_num_format("0.0%");
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    sheet
        .merge_range(0, 0, 0, 3, "附件2　2023年度基础数据表", &centered)
        .unwrap();
    for (column, head) in ["项目", "2023年预算数", "2023年决算数", "完成率"]
        .iter()
        .enumerate()
    {
        sheet.write(1, column as u16, *head).unwrap();
    }
    sheet
        .merge_range(2, 0, 3, 0, "三公经费", &centered)
        .unwrap();
    sheet
        .write_with_format(2, 1, 0.0900000762939453, &money)
        .unwrap();
    sheet.write_with_format(2, 2, 1234.5, &money).unwrap();
    sheet.write_with_format(2, 3, 0.9656, &rate).unwrap();
    sheet.write(3, 1, 0.0900000762939453).unwrap();
    sheet.write(3, 2, 12).unwrap();
    sheet.write_with_format(3, 3, 45291.0, &date).unwrap();
    sheet
        .merge_range(4, 0, 4, 3, "说明：单位为万元", &centered)
        .unwrap();
    let hidden = book.add_worksheet();
    hidden.set_name("草稿").unwrap().set_hidden(true);
    hidden.write(0, 0, "不公开").unwrap();
    book.save_to_buffer().unwrap()
}

pub fn report_html() -> Vec<u8> {
    "<!DOCTYPE html><html><head><title>x</title></head><body><h1>2023年度自评</h1><table><tr><th rowspan=2>指标</th>\
     <th colspan=2>分值&nbsp;</th></tr><tr><td>≥90%</td><td>10</td></tr></table><p>完</p></body></html>"
        .as_bytes()
        .to_vec()
}

pub fn report_text() -> Vec<u8> {
    "2023年度自评报告\n\n附件2\n\t指标\n\t分值\n\t得分\n\n\t产出\n\t50\n\t50\n\n\n指标\t目标\t分值\n甲\t1\t2\n乙\t3\t4\n说明\n"
        .as_bytes()
        .to_vec()
}

/// Text at a place of a page, in points from the lower left.
pub struct Placed<'a>(pub f64, pub f64, pub &'a str);

/// Content of a page: texts in the order given, each found by its own matrix, and lines `x0 y0 x1 y1`.
pub fn content(texts: &[Placed], lines: &[[f64; 4]]) -> String {
    let mut content = String::from("BT /F1 10 Tf\n");
    for Placed(x, y, text) in texts {
        let hex: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        content.push_str(&format!("1 0 0 1 {x} {y} Tm <{hex}> Tj\n"));
    }
    content.push_str("ET\n");
    for [x0, y0, x1, y1] in lines {
        content.push_str(&format!("{x0} {y0} m {x1} {y1} l S\n"));
    }
    content
}

/// The objects of a PDF with a Chinese font that is not embedded; the pages are set by the caller.
pub fn pdf_of(pages: &[String]) -> Pdf {
    pdf_with(pages, |_, resources| resources)
}

pub fn pdf_with(pages: &[String], dress: impl Fn(&mut Pdf, Dictionary) -> Dictionary) -> Pdf {
    let mut pdf = Pdf::with_version("1.5");
    let tree = pdf.new_object_id();
    let descendant = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "SimSun",
    });
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
    });
    let resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    let resources = dress(&mut pdf, resources);
    let mut kids = Vec::new();
    for page in pages {
        let content = pdf.add_object(Stream::new(Dictionary::new(), page.clone().into_bytes()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        kids.push(Object::Reference(page));
    }
    let count = i64::try_from(kids.len()).unwrap();
    let tree_dictionary = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
    };
    pdf.objects
        .insert(tree, Object::Dictionary(tree_dictionary));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    pdf
}

pub fn saved(mut pdf: Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.compress();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// A page with a ruled table of three columns and as many rows as given, and the text above it.
pub fn table_page(above: &str, rows: &[[&str; 3]], below: &str) -> String {
    let top = 700.0;
    let (columns, height) = ([60.0, 200.0, 340.0, 480.0], 20.0);
    let bottom = top - height * rows.len() as f64;
    let mut lines: Vec<[f64; 4]> = columns.iter().map(|x| [*x, bottom, *x, top]).collect();
    let mut texts = vec![
        Placed(60.0, 740.0, above),
        Placed(60.0, bottom - 30.0, below),
    ];
    for (number, row) in rows.iter().enumerate() {
        let y = top - height * number as f64;
        lines.push([60.0, y, 480.0, y]);
        for (text, x) in row.iter().zip(columns) {
            texts.push(Placed(x + 5.0, y - 14.0, text));
        }
    }
    lines.push([60.0, bottom, 480.0, bottom]);
    texts.retain(|placed| !placed.2.is_empty());
    content(&texts, &lines)
}

pub fn tables(document: &Document) -> Vec<&Table> {
    document.tables().collect()
}

/// Texts of the table's cells, row by row.
pub fn cells(table: &Table) -> Vec<Vec<&str>> {
    table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect()
}

pub fn paragraphs(document: &Document) -> Vec<&str> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
            Block::Table(_) => None,
        })
        .collect()
}
