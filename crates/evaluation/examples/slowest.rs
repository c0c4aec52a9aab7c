//! Looks for small files that take long to read and check: short patterns of markup and words, repeated, the slowest of
//! them varied further.
//!
//! `cargo run --release -p yiju-evaluation --example slowest -- [SECONDS] [SEED]` prints the ten slowest for each byte,
//! with what a file of twice the size takes: far more than twice is a defect, and belongs into `tests/check/slow.rs`.

use std::time::{Duration, Instant};

use yiju_evaluation::check_bytes;
use yiju_terms::Lang;

#[path = "../tests/check/slow_files.rs"]
mod slow_files;

use slow_files::{Kind, file};

/// Of a pattern repeated.
const BYTES: usize = 48 * 1024;
const KEPT: usize = 10;

const WORDS: &[&str] = &[
    "\t",
    "\n",
    "\n\n",
    " ",
    "甲",
    "1",
    "23.45万元",
    "1,234人",
    "98%",
    "分值",
    "得分",
    "合计",
    "其中",
    "其中：",
    "，",
    "。",
    "、",
    "；",
    "（",
    "）",
    "“",
    "上年",
    "增长",
    "2023年",
    "一、",
    "附件3\n",
    "附件",
    "绩效自评",
    "三级指标\t年度指标值\t实际完成值\t分值\t得分\n",
    "≥",
    "》",
    "人",
    "等",
    "县图书馆",
    "白露县",
    "完成率",
    "满意度",
    "支出",
    "1380000",
    "|",
    "\u{3000}",
];
const PAGE: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "<td rowspan=500>",
    "<td colspan=500>",
    "<td rowspan=2 colspan=2>",
    "</td>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<div style='display:none'>",
    "<br>",
    "&nbsp;",
    "&amp",
    "&",
    "<",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<b ",
    "甲",
    "1",
    "分值",
    "<caption>",
    "<li>",
    "<ol>",
    "'",
    "\"",
    "三级指标",
    "得分",
];
const WORD_FILE: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>甲</w:t></w:r>",
    "<w:r><w:t>12.3万元，</w:t></w:r>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val=\"60\"/></w:tcPr>",
    "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:ins>",
    "</w:ins>",
    "<w:del>",
    "</w:del>",
    "<w:br/>",
    "<w:tab/>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:sdt>",
    "</w:sdt>",
    "<w:tr><w:tc><w:p><w:r><w:t>分值</w:t></w:r></w:p></w:tc></w:tr>",
    "<w:p><w:r><w:t>其中1人</w:t></w:r></w:p>",
];
const DRAWING: &[&str] = &[
    "q ",
    "Q ",
    "BT ",
    "ET ",
    "/F1 9 Tf ",
    "1 0 0 1 60 700 Tm ",
    "1 0 0 1 60 40 Tm ",
    "3 2 Td ",
    "0 -1 TD ",
    "<7532> Tj ",
    "<75325206503C> Tj ",
    "[<7532> -500 <5206>] TJ ",
    "60 60 m 500 60 l S ",
    "60 60 m 60 700 l S ",
    "60 60 9 9 re S ",
    "1 1 3 3 re f ",
    "2 0 0 2 1 1 cm ",
    "T* ",
    "3 Tr ",
    "0 Tr ",
    "100 100 m 103 103 l S ",
];
const SHEET: &[&str] = &[
    "<row>",
    "</row>",
    "<c><v>1</v></c>",
    "<c t=\"inlineStr\"><is><t>甲</t></is></c>",
    "<c r=\"B2\"><v>2</v></c>",
    "<c r=\"XFD9\"><v>2</v></c>",
    "<row r=\"900000\">",
    "<c s=\"1\"><v>45000.5</v></c>",
    "<c t=\"b\"><v>1</v></c>",
    "<c><f>1+1</f><v>2</v></c>",
    "<row><c t=\"inlineStr\"><is><t>分值</t></is></c><c><v>3</v></c></row>",
];

const KINDS: [(Kind, &[&str]); 5] = [
    (Kind::Text, WORDS),
    (Kind::Html, PAGE),
    (Kind::Docx, WORD_FILE),
    (Kind::Pdf, DRAWING),
    (Kind::Xlsx, SHEET),
];

#[derive(Clone)]
struct Candidate {
    kind: Kind,
    pattern: Vec<&'static str>,
    took: Duration,
    bytes: usize,
}

/// A small generator of numbers: the same seed gives the same search.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut number = |usual: u64| {
        arguments
            .next()
            .map_or(usual, |text| text.parse().expect("a number"))
    };
    let (seconds, seed) = (number(60), number(1));
    // Caught panics of foreign parsers would fill the screen.
    std::panic::set_hook(Box::new(|_| {}));
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut kept: Vec<Candidate> = Vec::new();
    let (begun, mut tried) = (Instant::now(), 0_u64);
    while begun.elapsed().as_secs() < seconds {
        let candidate = measured(next(&mut dice, &kept), BYTES);
        tried += 1;
        let same = kept.iter().position(|other| {
            other.kind == candidate.kind && alike(&other.pattern, &candidate.pattern)
        });
        match same {
            Some(at) if kept[at].took < candidate.took => kept[at] = candidate,
            Some(_) => {}
            None => kept.push(candidate),
        }
        kept.sort_by(|a, b| b.took.cmp(&a.took));
        kept.truncate(KEPT);
    }
    println!("{tried} files in {seconds} s; of {BYTES} bytes of pattern each:");
    println!("kind    file bytes       took    twice the pattern   pattern");
    for candidate in kept {
        let again = measured((candidate.kind, candidate.pattern.clone()), BYTES);
        let twice = measured((candidate.kind, candidate.pattern.clone()), 2 * BYTES);
        println!(
            "{:<6}{:>12}{:>9} ms{:>18} ms   {:?}",
            format!("{:?}", candidate.kind),
            candidate.bytes,
            again.took.as_millis(),
            twice.took.as_millis(),
            candidate.pattern
        );
    }
}

/// A fresh pattern, or a slow one with one piece changed.
fn next(dice: &mut Dice, kept: &[Candidate]) -> (Kind, Vec<&'static str>) {
    const LENGTH_MAX: usize = 6;
    if !kept.is_empty() && dice.below(2) == 0 {
        let one = &kept[dice.below(kept.len())];
        let pieces = KINDS
            .iter()
            .find(|(kind, _)| *kind == one.kind)
            .map_or(WORDS, |(_, pieces)| pieces);
        let mut pattern = one.pattern.clone();
        let (at, piece) = (dice.below(pattern.len()), pieces[dice.below(pieces.len())]);
        match dice.below(3) {
            0 => pattern[at] = piece,
            1 if pattern.len() < LENGTH_MAX => pattern.insert(at, piece),
            _ if pattern.len() > 1 => {
                pattern.remove(at);
            }
            _ => pattern.push(piece),
        }
        return (one.kind, pattern);
    }
    let (kind, pieces) = KINDS[dice.below(KINDS.len())];
    let length = 1 + dice.below(LENGTH_MAX);
    (
        kind,
        (0..length)
            .map(|_| pieces[dice.below(pieces.len())])
            .collect(),
    )
}

/// The same pieces in another order are no second find.
fn alike(one: &[&str], other: &[&str]) -> bool {
    let sorted = |pattern: &[&str]| {
        let mut pieces: Vec<String> = pattern.iter().map(|piece| (*piece).to_owned()).collect();
        pieces.sort();
        pieces.dedup();
        pieces
    };
    sorted(one) == sorted(other)
}

fn measured((kind, pattern): (Kind, Vec<&'static str>), bytes: usize) -> Candidate {
    let unit = pattern.concat();
    let body = unit.repeat(bytes.div_ceil(unit.len().max(1)));
    let file = file(kind, &body);
    let begun = Instant::now();
    let _ = check_bytes("x", &file, None, Lang::Zh);
    Candidate {
        kind,
        pattern,
        took: begun.elapsed(),
        bytes: file.len(),
    }
}
