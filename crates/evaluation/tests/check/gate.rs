//! The gate: nothing personal survives in any format we publish, everything else stays as it was, and the copy still opens.

use std::io::{Cursor, Read};

use proptest::prelude::*;
use yiju_evaluation::check_kept;
use yiju_evaluation::gate::{self, Passed, Verdict};
use yiju_intake::Converter;
use yiju_terms::{Lang, id_number};

use crate::common::{CLEAN, FAULTS, docx, figures, zipped};

fn mobile() -> String {
    format!("139{:08}", 0)
}

fn id() -> String {
    let first = "43112318000101001";
    format!("{first}{}", id_number::check_character(first))
}

fn card() -> String {
    format!("6217{:012}", 7)
}

fn pass(name: &str, bytes: &[u8]) -> Passed {
    let (document, outcome) = check_kept(name, bytes, None, None, Lang::Zh).expect("a report");
    gate::pass(bytes, &document, &outcome, Lang::Zh)
}

fn none_of(bytes: &[u8], values: &[String]) {
    let text = String::from_utf8_lossy(bytes);
    for value in values {
        assert!(!text.contains(value.as_str()), "{value} survived");
    }
}

/// All parts of a container as one text.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut all = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        part.read_to_end(&mut all).expect("unpacked");
    }
    all
}

/// LibreOffice turns the copy into something else without complaint.
fn opens(name: &str, bytes: &[u8], into: &str) {
    if Converter::find().is_none() {
        println!("skipped: LibreOffice is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).expect("written");
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let done = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", into, "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .expect("LibreOffice runs");
    assert!(done.status.success());
    assert!(
        file.with_extension(into)
            .metadata()
            .expect("converted")
            .len()
            > 0
    );
}

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// The body with a header, notes, comments, a link and properties, each with something planted.
fn with_parts(body: &str) -> Vec<u8> {
    let mobile = mobile();
    let part = |root: &str, inner: &str| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {WORD}>{inner}</w:{root}>")
    };
    let note = format!("<w:p><w:r><w:t>{mobile}</w:t></w:r></w:p>");
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let rels = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let link = format!(
        "<Relationships><Relationship Id=\"r\" Target=\"tel:{mobile}\" TargetMode=\"External\"/></Relationships>"
    );
    let properties = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>丙丁</dc:creator><cp:lastModifiedBy>甲乙</cp:lastModifiedBy></cp:coreProperties>";
    let comment =
        format!("<w:comment w:id=\"0\" w:author=\"甲乙\" w:initials=\"甲\">{note}</w:comment>");
    zipped(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", rels),
        ("word/document.xml", body),
        ("word/header1.xml", &part("hdr", &note)),
        (
            "word/footnotes.xml",
            &part(
                "footnotes",
                &format!("<w:footnote w:id=\"1\">{note}</w:footnote>"),
            ),
        ),
        ("word/comments.xml", &part("comments", &comment)),
        ("word/_rels/document2.xml.rels", &link),
        ("docProps/core.xml", properties),
    ])
}

/// A clean report as docx with everything planted: in split runs, cells, tracked changes, headers, notes, properties.
fn planted() -> Vec<u8> {
    let base = docx(&yiju_intake::read(CLEAN.as_bytes()).expect("text"));
    let body = {
        let mut archive = zip::ZipArchive::new(Cursor::new(base)).expect("a container");
        let mut text = String::new();
        let mut part = archive.by_name("word/document.xml").expect("the body");
        part.read_to_string(&mut text).expect("text");
        text
    };
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let (mobile, id, card) = (mobile(), id(), card());
    let split: String = mobile.chars().map(|c| run(&c.to_string())).collect();
    let tracked = format!(
        "<w:p>{}<w:del w:id=\"1\" w:author=\"甲乙\" w:date=\"2024-01-01T00:00:00Z\"><w:r><w:delText>{}</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" w:author=\"甲乙\" w:date=\"2024-01-01T00:00:00Z\">{}</w:ins></w:p>",
        run(&mobile[..4]),
        &mobile[4..],
        run("未登记"),
    );
    let cells: String = [
        ("账号", "43001234567890".to_owned()),
        ("卡号", card),
        ("证件", id),
    ]
    .iter()
    .map(|(label, value)| {
        let (head, tail) = value.split_at(5);
        format!(
            "<w:tr><w:tc><w:tcPr/><w:p>{}</w:p></w:tc><w:tc><w:tcPr/><w:p>{}{}</w:p></w:tc></w:tr>",
            run(label),
            run(head),
            run(tail)
        )
    })
    .collect();
    let more = format!(
        "<w:p>{}{split}</w:p>{tracked}<w:tbl><w:tblPr/>{cells}</w:tbl><w:p>{}</w:p></w:body>",
        run("联系电话："),
        run(&format!(
            "统一社会信用代码91350100M000100Y43，支出{}.50元，湘财绩〔2024〕15号",
            amount("138")
        )),
    );
    let body = body.replace("</w:body>", &more);
    with_parts(&body)
}

/// A whole amount of eleven digits, put together here so that nothing in the source looks like somebody's number.
fn amount(head: &str) -> String {
    format!("{head}{}", "0".repeat(8))
}

#[test]
fn a_docx_loses_what_is_personal_and_nothing_else() {
    let original = planted();
    let passed = pass("report.docx", &original);
    assert!(passed.gate.left.is_empty(), "{:#?}", passed.gate.left);
    let copy = passed.copy.expect("a copy");
    let all = unpacked(&copy);
    none_of(
        &all,
        &[
            mobile(),
            id(),
            card(),
            "43001234567890".into(),
            "甲乙".into(),
            "丙丁".into(),
        ],
    );
    let text = String::from_utf8_lossy(&all).into_owned();
    let amount = format!("{}.50", amount("138"));
    for kept in [
        "91350100M000100Y43",
        &amount,
        "〔2024〕15号",
        "作者1",
        "作者2",
    ] {
        assert!(text.contains(kept), "{kept} is gone");
    }
    let places: Vec<&str> = passed
        .gate
        .removed
        .iter()
        .map(|item| item.place.as_str())
        .collect();
    for place in ["正文", "页眉", "批注", "脚注尾注", "文档属性", "文件内部"] {
        assert!(
            places.iter().any(|found| found.starts_with(place)),
            "{place}: {places:#?}"
        );
    }
    // The same findings as without anything planted, and the same length of text.
    let before =
        yiju_evaluation::check_bytes("a.docx", &original, None, Lang::Zh).expect("a report");
    let after = yiju_evaluation::check_bytes("a.docx", &copy, None, Lang::Zh).expect("a report");
    let mut expected = figures(&before);
    expected.retain(|figure| figure[0] != "F07");
    assert!(expected.len() < figures(&before).len(), "F07 saw something");
    assert_eq!(figures(&after), expected);
    let again = pass("report.docx", &copy);
    assert!(again.gate.removed.is_empty(), "{:#?}", again.gate);
    assert_eq!(
        again.copy.expect("a copy"),
        copy,
        "a second time changes nothing"
    );
    opens("copy.docx", &copy, "pdf");
}

fn book() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let money = rust_xlsxwriter::Format::new().set_num_format("#,##0.00");
    let sheet = book.add_worksheet();
    let write = |sheet: &mut rust_xlsxwriter::Worksheet| -> Result<(), rust_xlsxwriter::XlsxError> {
        sheet.write(0, 0, "2023年度部门整体支出绩效自评报告 绩效自评")?;
        for (column, head) in ["姓名", "手机", "身份证号", "账号", "金额"]
            .iter()
            .enumerate()
        {
            sheet.write(2, column as u16, *head)?;
        }
        sheet.write(3, 0, "某人")?;
        sheet.write(3, 1, 13_900_000_000_i64)?;
        sheet.write(3, 2, id())?;
        sheet.write(3, 3, "43001234567890")?;
        sheet.write_with_format(3, 4, 13_800_000_000_i64, &money)?;
        sheet.write(4, 4, 13_700_000_000_i64)?;
        sheet.write(4, 1, mobile())?;
        sheet.write(4, 2, 431_123_180_001_010_000_i64)?;
        sheet.write_formula(
            5,
            1,
            rust_xlsxwriter::Formula::new("B4").set_result(mobile()),
        )?;
        sheet.insert_note(
            3,
            0,
            &rust_xlsxwriter::Note::new(format!("电话{}", mobile())),
        )?;
        Ok(())
    };
    write(sheet).expect("a sheet");
    let properties = rust_xlsxwriter::DocProperties::new().set_author("丙丁");
    book.set_properties(&properties);
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn an_xlsx_loses_what_is_personal_and_keeps_its_amounts() {
    let original = book();
    let passed = pass("report.xlsx", &original);
    assert!(passed.gate.left.is_empty(), "{:#?}", passed.gate.left);
    let copy = passed.copy.expect("a copy");
    let all = unpacked(&copy);
    let cut = "431123180001010000".to_owned();
    none_of(
        &all,
        &[mobile(), id(), cut, "43001234567890".into(), "丙丁".into()],
    );
    let text = String::from_utf8_lossy(&all).into_owned();
    assert!(
        text.contains(&amount("138")) && text.contains(&amount("137")),
        "amounts stay"
    );
    assert!(passed.gate.left.is_empty(), "{:#?}", passed.gate.left);
    opens("copy.xlsx", &copy, "csv");
}

#[test]
fn a_web_page_and_a_text_lose_what_is_personal() {
    let (mobile, id) = (mobile(), id());
    let spans: String = mobile.chars().map(|c| format!("<b>{c}</b>")).collect();
    let page = format!(
        "<html><head><title>x</title></head><body><!-- {mobile} --><p>绩效自评 电话：{spans}</p>\
         <p><a href=\"tel:{mobile}\" title='{mobile}'>拨打</a> &#x31;39{:08}</p><table><tr><td>证件</td><td>{id}</td></tr></table>\
         <script>var a = \"{mobile}\";</script></body></html>",
        0
    );
    let passed = pass("a.html", page.as_bytes());
    let copy = passed.copy.expect("a copy");
    none_of(&copy, &[mobile.clone(), id.clone()]);
    let copied = String::from_utf8(copy).expect("UTF-8");
    assert!(!copied.contains(&spans) && copied.contains("<b>1</b><b>3</b><b>9</b><b>*</b>"));
    let text = format!("{CLEAN}\n手机：{mobile}\n证件号码\t{id}\n");
    let gbk = gb18030(&text);
    for bytes in [text.as_bytes(), gbk.as_slice()] {
        let passed = pass("a.txt", bytes);
        assert_eq!(
            passed.gate.verdict,
            Verdict::PassAfterRemoval,
            "{:#?}",
            passed.gate
        );
        let copy = passed.copy.expect("a copy");
        assert_eq!(copy.len(), bytes.len());
        none_of(&copy, &[mobile.clone(), id.clone()]);
    }
}

fn gb18030(text: &str) -> Vec<u8> {
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    bytes.into_owned()
}

#[test]
fn findings_of_severity_high_need_a_reason_and_a_clean_report_none() {
    let clean = pass("clean.txt", CLEAN.as_bytes());
    assert_eq!(clean.gate.verdict, Verdict::Pass, "{:#?}", clean.gate);
    assert_eq!(clean.copy.as_deref(), Some(CLEAN.as_bytes()));
    let faults = pass("faults.txt", FAULTS.as_bytes());
    assert_eq!(faults.gate.verdict, Verdict::NeedsReason);
    assert!(!faults.gate.high.is_empty());
    assert!(!Verdict::NeedsReason.allows(false) && Verdict::NeedsReason.allows(true));
    assert!(!Verdict::Refused.allows(true));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Arbitrary text, numbers planted in it, the whole cut into runs at arbitrary places: none survives, the rest is identical.
    #[test]
    fn whatever_stands_around_a_number_it_goes_and_the_rest_stays(
        before in "[一-十a-w ，。&<>]{0,30}",
        after in "[一-十a-w ，。&<>]{0,30}",
        kind in 0..3usize,
        cut in 1..10usize,
    ) {
        let number = [mobile(), id(), card()][kind].clone();
        let plain = format!("{CLEAN}\n绩效自评{before}：{number}；{after}完\n");
        let copy = pass("a.txt", plain.as_bytes()).copy.expect("a copy");
        let copy = String::from_utf8(copy).expect("UTF-8");
        prop_assert_eq!(&copy, &plain.replace(&number, &yiju_evaluation::personal::mask(&number)));
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let whole: Vec<char> = format!("绩效自评{before}：{number}；{after}完").chars().collect();
        let runs: String = whole
            .chunks(cut)
            .map(|run| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(&run.iter().collect::<String>())))
            .collect();
        let body = format!("<w:document {WORD}><w:body><w:p>{runs}</w:p></w:body></w:document>");
        let copy = pass("a.docx", &zipped(&[("word/document.xml", &body)])).copy.expect("a copy");
        let read = yiju_intake::read(&copy).expect("a document");
        let yiju_intake::Block::Paragraph(paragraph) = &read.blocks[0] else { panic!("a paragraph") };
        let expected: String = whole.iter().collect();
        let expected = expected.replace(&number, &yiju_evaluation::personal::mask(&number));
        prop_assert_eq!(paragraph.text.trim(), expected.trim());
    }
}
