//! Files that point at themselves: every way round ends, with a message or with what could be read.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use yiju_intake::{Document, Problem, read};

use crate::common::{document_xml, p, zipped};

const PATIENCE: Duration = Duration::from_secs(20);

fn in_time(bytes: &[u8]) -> Result<Document, Problem> {
    let begun = Instant::now();
    let read = read(bytes);
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    read
}

/// A PDF written by hand from its objects; what follows the table of places is given.
fn pdf(objects: &[&str], trailer: impl Fn(usize) -> String) -> Vec<u8> {
    let mut pdf = String::from("%PDF-1.5\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = pdf.len();
    let size = objects.len() + 1;
    pdf.push_str(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer<</Size {size}/Root 1 0 R{}>>\nstartxref\n{table}\n%%EOF\n",
        trailer(table)
    ));
    pdf.into_bytes()
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const TREE: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>";
const TEXT: &str =
    "<</Length 52>>stream\nBT /F1 9 Tf 1 0 0 1 60 700 Tm <7EE96548> Tj ET      \nendstream";

#[test]
fn a_table_of_places_that_follows_itself() {
    let font =
        "<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>";
    // The earlier table is this one; and a font whose descendant is itself.
    let looped = pdf(&[CATALOG, TREE, PAGE, TEXT, font], |table| {
        format!("/Prev {table}")
    });
    let _ = in_time(&looped);
    let straight = pdf(&[CATALOG, TREE, PAGE, TEXT, font], |_| String::new());
    let _ = in_time(&straight);
}

#[test]
fn a_stream_whose_length_is_itself() {
    let stream = "<</Length 4 0 R>>stream\nBT ET\nendstream";
    let _ = in_time(&pdf(&[CATALOG, TREE, PAGE, stream, "5 0 R"], |_| {
        String::new()
    }));
    // A chain of references that comes back, in the place of the pages.
    let _ = in_time(&pdf(
        &["<</Type/Catalog/Pages 2 0 R>>", "3 0 R", "2 0 R"],
        |_| String::new(),
    ));
    // An object stream that holds itself.
    let held = "<</Type/ObjStm/N 1/First 4/Length 20/Extends 4 0 R>>stream\n4 0 <</A 4 0 R>>    \nendstream";
    let _ = in_time(&pdf(&[CATALOG, TREE, PAGE, held], |_| String::new()));
}

/// Every chain of sectors of an old workbook leads back to its own beginning.
#[test]
fn an_old_file_whose_sectors_go_round() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in ["/Workbook", "/WordDocument"] {
        let mut stream = file.create_stream(name).unwrap();
        stream.write_all(&[9; 20_000]).unwrap();
    }
    file.flush().unwrap();
    let whole = file.into_inner().into_inner();
    let number = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().unwrap());
    let shift = u16::from_le_bytes(whole[0x1E..0x20].try_into().unwrap());
    let sector = 1_usize << shift;
    let table = (number(0x4C) as usize + 1) * sector;
    for back_by in [0, 1, 3] {
        let mut bytes = whole.clone();
        for index in 0..sector / 4 {
            let at = table + index * 4;
            let next = number(at);
            if next < 0xFFFF_FFFA {
                let round = (index as u32).saturating_sub(back_by);
                bytes[at..at + 4].copy_from_slice(&round.to_le_bytes());
            }
        }
        assert!(in_time(&bytes).is_err());
    }
}

#[test]
fn parts_of_a_word_file_that_name_each_other() {
    let relations = |target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"{target}\"/></Relationships>"
        )
    };
    let document = document_xml(&p("正文"));
    // The main part is the list of relations itself; a part outside of the container.
    for target in ["_rels/.rels", "../../../../etc/passwd", "word/document.xml"] {
        let bytes = zipped(&[
            ("_rels/.rels", relations(target).as_bytes()),
            ("word/document.xml", document.as_bytes()),
        ]);
        if let Ok(document) = in_time(&bytes) {
            let text = format!("{:?}", document.blocks);
            assert!(!text.contains("root:"), "a file of the machine was read");
        }
    }
}

/// Each entity of the definition is ten of the one before: a billion words, were they written out.
#[test]
fn entities_are_not_written_out() {
    let mut definition = String::from("<!ENTITY a0 \"好\">");
    for n in 1..10 {
        let ten = format!("&a{};", n - 1).repeat(10);
        definition.push_str(&format!("<!ENTITY a{n} \"{ten}\">"));
    }
    let document = document_xml(&p("绩效&a9;"));
    let xml = document.replacen(
        "<w:document",
        &format!("<!DOCTYPE w [{definition}]><w:document"),
        1,
    );
    let read = in_time(&zipped(&[("word/document.xml", xml.as_bytes())]));
    let length = read.map_or(0, |document| format!("{:?}", document.blocks).len());
    assert!(length < 10_000, "{length}");
    let page = format!("<!DOCTYPE html [{definition}]><html><p>绩效&a9;</p></html>");
    let length =
        in_time(page.as_bytes()).map_or(0, |document| format!("{:?}", document.blocks).len());
    assert!(length < 10_000, "{length}");
}

/// A container whose entries are locked with a password.
#[test]
fn a_locked_container_is_said() {
    let mut bytes = zipped(&[("word/document.xml", document_xml(&p("密")).as_bytes())]);
    for (mark, flag) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|four| four == mark).unwrap();
        bytes[at + flag] |= 1;
    }
    assert_eq!(in_time(&bytes), Err(Problem::Encrypted));
}
