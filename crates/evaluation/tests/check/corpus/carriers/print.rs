//! As a PDF: ruled tables that run over the pages, cells broken into lines, characters at their places and nothing else.

use lopdf::{Dictionary, Document as Pdf, Object, Stream, dictionary};

use super::{columns, rows};
use crate::corpus::page::{Block, Cell};

const PAGE: (f64, f64) = (595.0, 842.0);
const MARGIN: f64 = 48.0;
const SIZE: f64 = 9.0;
const LEADING: f64 = 12.0;
const PADDING: f64 = 4.0;

pub fn write(blocks: &[Block]) -> Vec<u8> {
    let mut printer = Printer {
        pages: vec![String::new()],
        y: PAGE.1 - MARGIN,
    };
    for block in blocks {
        match block {
            Block::Paragraph(text) => printer.paragraph(text),
            Block::Table(table) => printer.table(table),
        }
    }
    bound(&printer.pages)
}

struct Printer {
    pages: Vec<String>,
    y: f64,
}

impl Printer {
    fn new_page(&mut self) {
        self.pages.push(String::new());
        self.y = PAGE.1 - MARGIN;
    }

    fn page(&mut self) -> &mut String {
        self.pages.last_mut().expect("a page")
    }

    fn paragraph(&mut self, text: &str) {
        // Titles stand in the middle, sentences begin two characters in.
        let is_sentence = text.chars().count() > 24 || text.ends_with('。');
        let room = PAGE.0 - 2.0 * MARGIN - if is_sentence { 2.0 * SIZE } else { 0.0 };
        for (number, line) in broken(text, room).iter().enumerate() {
            if self.y < MARGIN + LEADING {
                self.new_page();
            }
            self.y -= LEADING;
            let indent = match is_sentence {
                true if number == 0 => 2.0 * SIZE,
                true => 0.0,
                false => (room - width(line)) / 2.0,
            };
            let y = self.y;
            put(self.page(), MARGIN + indent, y, line);
        }
        self.y -= 4.0;
    }

    fn table(&mut self, table: &[Vec<Cell>]) {
        let edges = edges(table);
        let heights: Vec<f64> = (0..table.len())
            .map(|row| height(table, row, &edges))
            .collect();
        self.y -= 4.0;
        let mut above: Vec<Vec<Cell>> = Vec::new();
        for (number, height) in heights.iter().enumerate() {
            let breaks = self.y - height < MARGIN;
            if breaks {
                self.new_page();
            }
            self.row(table, number, *height, &edges, breaks || number == 0);
            self.y -= height;
            above.push(table[number].clone());
        }
        self.y -= 6.0;
    }

    /// The cells of a row with the lines around them; the line over a cell that continues is left out, except at the
    /// head of a page.
    fn row(&mut self, table: &[Vec<Cell>], number: usize, height: f64, edges: &[f64], top: bool) {
        let y = self.y;
        let bottom = y - height;
        let page = self.page();
        for (at, cell) in table[number].iter().enumerate() {
            if *cell == Cell::Left {
                continue;
            }
            let (left, right) = (edges[at], edges[at + columns(&table[number], at)]);
            if top || *cell != Cell::Above {
                rule(page, [left, y, right, y]);
            }
            rule(page, [left, bottom, left, y]);
            rule(page, [right, bottom, right, y]);
            let continues = table
                .get(number + 1)
                .is_some_and(|below| below.get(at) == Some(&Cell::Above));
            if !continues || bottom < MARGIN + LEADING {
                rule(page, [left, bottom, right, bottom]);
            }
            if let Cell::Text(text) = cell {
                let lines = cell_lines(text, right - left);
                let one_row = rows(table, number, at) == 1;
                let free = height - lines.len() as f64 * LEADING;
                let first = y - if one_row { free / 2.0 } else { PADDING / 2.0 };
                for (index, line) in lines.iter().enumerate() {
                    let line_y = first - (index as f64 + 1.0) * LEADING + 3.0;
                    put(page, left + PADDING, line_y, line);
                }
            }
        }
    }
}

/// Where the columns begin and end: by what stands in them, on the width of the page.
fn edges(table: &[Vec<Cell>]) -> Vec<f64> {
    let count = table.iter().map(Vec::len).max().unwrap_or(1);
    let mut wanted = vec![3.0 * SIZE; count];
    for row in table {
        for (at, cell) in row.iter().enumerate() {
            if let Cell::Text(text) = cell
                && columns(row, at) == 1
            {
                let whole = text.split('\n').map(width).fold(0.0, f64::max);
                let least = words(text).iter().map(|w| width(w)).fold(0.0, f64::max);
                wanted[at] = wanted[at].max(whole.min(9.0 * SIZE)).max(least);
            }
        }
    }
    let room = PAGE.0 - 2.0 * MARGIN;
    let sum: f64 = wanted.iter().map(|width| width + 2.0 * PADDING).sum();
    let mut edges = vec![MARGIN];
    for width in wanted {
        let before = edges[edges.len() - 1];
        edges.push(before + (width + 2.0 * PADDING) * room / sum);
    }
    edges
}

/// As tall as its tallest cell; a cell over several rows makes the last of them taller when it must.
fn height(table: &[Vec<Cell>], row: usize, edges: &[f64]) -> f64 {
    let mut lines = 1;
    for (at, cell) in table[row].iter().enumerate() {
        if let Cell::Text(text) = cell {
            let room = edges[at + columns(&table[row], at)] - edges[at];
            let tall = rows(table, row, at);
            lines = lines.max(cell_lines(text, room).len().div_ceil(tall));
        }
    }
    lines as f64 * LEADING + PADDING
}

fn cell_lines(text: &str, room: f64) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| broken(line, room - 2.0 * PADDING + 0.1))
        .collect()
}

fn width(text: &str) -> f64 {
    let units: f64 = text
        .chars()
        .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
        .sum();
    units * SIZE
}

/// Chinese breaks anywhere, numbers and signs do not.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in text.chars() {
        let sticks = |last: &String| {
            let previous = last.chars().last();
            c.is_ascii_graphic() && previous.is_some_and(|c| c.is_ascii_graphic())
                || "，。、；：）％”".contains(c)
        };
        match words.last_mut() {
            Some(last) if sticks(last) => last.push(c),
            _ => words.push(c.to_string()),
        }
    }
    words
}

fn broken(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let last = lines.last_mut().expect("a line");
        if !last.is_empty() && width(last) + width(&word) > room {
            lines.push(word);
        } else {
            last.push_str(&word);
        }
    }
    lines
}

fn rule(page: &mut String, [x0, y0, x1, y1]: [f64; 4]) {
    page.push_str(&format!("{x0:.2} {y0:.2} m {x1:.2} {y1:.2} l S\n"));
}

/// Runs of Chinese and of ASCII, each in its own font, as an office program writes them.
fn put(page: &mut String, mut x: f64, y: f64, text: &str) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c: char| c.is_ascii() != first.is_ascii())
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let (font, hex) = if first.is_ascii() {
            ("F2", run.bytes().map(|b| format!("{b:02X}")).collect())
        } else {
            let units = run.encode_utf16().map(|unit| format!("{unit:04X}"));
            ("F1", units.collect::<String>())
        };
        page.push_str(&format!(
            "BT /{font} {SIZE} Tf 1 0 0 1 {x:.2} {y:.2} Tm <{hex}> Tj ET\n"
        ));
        x += width(run);
        rest = after;
    }
}

fn bound(pages: &[String]) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.5");
    let tree = pdf.new_object_id();
    let descendant = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "SimSun",
    });
    let chinese = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
    });
    let widths: Vec<Object> = (32..127).map(|_| 500.into()).collect();
    let latin = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "SimSun", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 32, "LastChar" => 126, "Widths" => widths,
    });
    let mut kids = Vec::new();
    for page in pages {
        let content = pdf.add_object(Stream::new(Dictionary::new(), page.clone().into_bytes()));
        let page = pdf.add_object(dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        });
        kids.push(Object::Reference(page));
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    let fonts = dictionary! { "F1" => chinese, "F2" => latin };
    let tree_dictionary = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => dictionary! { "Font" => fonts },
    };
    pdf.objects
        .insert(tree, Object::Dictionary(tree_dictionary));
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    pdf.compress();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).expect("a PDF");
    bytes
}
