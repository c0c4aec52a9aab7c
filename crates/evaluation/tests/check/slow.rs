//! The slowest inputs that were found so far, kept small: each once took far more than its length is worth.
//!
//! `cargo run --release -p yiju-evaluation --example slowest` looks for more.

use std::time::{Duration, Instant};

use yiju_evaluation::check_bytes;
use yiju_terms::Lang;

use crate::common::{CLEAN, check};
use crate::slow_files::{Kind, file};

/// Debug builds on a busy machine. The first took 28 s in such a build before it was mended.
const PATIENCE: Duration = Duration::from_secs(15);
const BYTES: usize = 24 * 1024;

/// Kind of file and the pieces that repeat.
const FOUND: &[(Kind, &[&str])] = &[
    (Kind::Text, &["|", "98%"]),
    (Kind::Text, &["；", "1380000"]),
    (Kind::Text, &["，", "1,234人"]),
    (Kind::Text, &["其中", "1人", "、"]),
    (Kind::Text, &["增长", "98%", "。"]),
    (Kind::Text, &["白露县", "县图书馆"]),
    (Kind::Text, &["附件3\n", "分值", "\n"]),
    // The ten slowest of 1,100 files of 48 KiB, in milliseconds of a release build, and of twice the size.
    (Kind::Text, &["|", "1", "。"]),        // 1283, 5796
    (Kind::Text, &["1", "。"]),             // 1233, 4509
    (Kind::Text, &["|", "\t", "1", "。"]),  // 967, 4019
    (Kind::Text, &["1", "。", "98%"]),      // 951, 4979
    (Kind::Text, &["1", "甲", "。"]),       // 877, 2732
    (Kind::Text, &["。", "98%"]),           // 573, 1869
    (Kind::Text, &["1", "≥", "。"]),        // 555, 2139
    (Kind::Text, &["（", "。", "98%"]),     // 363, 1571
    (Kind::Text, &["完成率", "。", "98%"]), // 193, 682
    (Kind::Text, &["》", "。", "98%"]),     // 168, 1206
    (Kind::Html, &["<p>", "1", "</p>"]),
    (Kind::Html, &["<td rowspan=500>", "1"]),
    (Kind::Docx, &["<w:p><w:r><w:t>其中1人</w:t></w:r></w:p>"]),
    (
        Kind::Docx,
        &["<w:tr><w:tc><w:p><w:r><w:t>分值</w:t></w:r></w:p></w:tc></w:tr>"],
    ),
    (Kind::Pdf, &["1 0 0 1 60 700 Tm ", "<75325206503C> Tj "]),
    (
        Kind::Xlsx,
        &["<row><c t=\"inlineStr\"><is><t>分值</t></is></c><c><v>3</v></c></row>"],
    ),
];

#[test]
fn what_was_slow_is_read_and_checked_in_time() {
    for (kind, pieces) in FOUND {
        let unit = pieces.concat();
        let bytes = file(*kind, &unit.repeat(BYTES.div_ceil(unit.len())));
        let begun = Instant::now();
        let _ = check_bytes("x", &bytes, None, Lang::Zh);
        let took = begun.elapsed();
        println!("{kind:?} {pieces:?}: {} bytes, {took:?}", bytes.len());
        assert!(took < PATIENCE, "{kind:?} {pieces:?}: {took:?}");
    }
}

/// Each 无 once read the sentence from its beginning: 96 KiB of them are 524 million steps.
#[test]
fn a_sentence_is_read_once_for_all_that_it_denies() {
    let denials = "无".repeat(4 * BYTES / "无".len());
    let text = CLEAN.replace("四、自评结果\n", &format!("四、自评结果\n{denials}\n"));
    let begun = Instant::now();
    check(&text);
    let took = begun.elapsed();
    println!("{took:?}");
    assert!(took < PATIENCE, "{took:?}");
}
