//! A folder of good, faulty and hostile files: every one becomes a line, nothing is half-written, a second run goes on.

use std::path::{Path, PathBuf};

use yiju_evaluation::check_bytes;
use yiju_evaluation::folder::{self, Setting, Stopped, Summary};
use yiju_terms::Lang;

use crate::common::{CLEAN, FAULTS, docx, zipped};

struct Folder {
    place: tempfile::TempDir,
}

impl Folder {
    fn new() -> Folder {
        let folder = Folder {
            place: tempfile::tempdir().expect("a folder"),
        };
        folder.put("甲县/自评报告.txt", CLEAN.as_bytes());
        folder.put("乙县/自评报告.txt", FAULTS.as_bytes());
        folder.put("乙县/照片.docx", b"\x89PNG\r\n\x1a\n");
        folder.put("丙县/空.docx", b"");
        let deep = format!("<w:document><w:body>{}", "<w:p>".repeat(100_000));
        folder.put("丙县/深.docx", &zipped(&[("word/document.xml", &deep)]));
        folder.put("丙县/锁.docx", b"PK\x03\x04 broken");
        folder.put("丙县/~$自评报告.docx", b"a lock of Word");
        folder
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.place.path().join("in").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    fn run(&self) -> Summary {
        self.run_in(Lang::Zh)
    }

    fn run_in(&self, lang: Lang) -> Summary {
        self.run_as(lang, false)
    }

    fn run_as(&self, lang: Lang, annotate: bool) -> Summary {
        let mut ticks = Vec::new();
        let places = [self.place.path().join("in")];
        let setting = Setting {
            places: &places,
            out: &self.out(),
            profile: None,
            converter: None,
            annotate,
            lang,
            workers: 2,
        };
        let summary = folder::run(&setting, &mut |done, of| ticks.push((done, of)));
        let summary = summary.expect("a ranking");
        let expected: Vec<_> = (1..=summary.files).map(|n| (n, summary.files)).collect();
        assert_eq!(ticks, expected, "each file is heard of once");
        summary
    }

    /// Cells of the ranking, read back with our own reader.
    fn ranking(&self) -> Vec<Vec<String>> {
        let bytes = std::fs::read(self.out().join("ranking.xlsx")).expect("a ranking");
        let document = yiju_intake::read(&bytes).expect("a workbook");
        let table = document.tables().next().expect("a table");
        let texts = |row: &yiju_intake::Row| row.cells.iter().map(|c| c.text.clone()).collect();
        table.rows.iter().map(texts).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn one_bad_file_stops_nothing() {
    let folder = Folder::new();
    let bomb = " ".repeat(201 * 1024 * 1024);
    folder.put("丙县/弹.docx", &zipped(&[("word/document.xml", &bomb)]));
    let summary = folder.run();
    assert_eq!(
        (
            summary.files,
            summary.unreadable,
            summary.grave,
            summary.kept
        ),
        (7, 5, 1, 0)
    );
    let rows = folder.ranking();
    assert_eq!(rows.len(), 8);
    assert!(
        rows[1][1].ends_with("乙县/自评报告.txt"),
        "the worst first: {rows:?}"
    );
    assert!(rows[2][1].ends_with("甲县/自评报告.txt"));
    let of = |name: &str| {
        let row = rows.iter().find(|row| row[1].ends_with(name));
        row.unwrap_or_else(|| panic!("{name}"))[10].clone()
    };
    assert!(of("照片.docx").contains("图片"), "{}", of("照片.docx"));
    assert!(of("空.docx").contains("空"), "{}", of("空.docx"));
    assert!(rows[3..].iter().all(|row| row[10].starts_with("没有核对")));
    let page = std::fs::read_to_string(folder.out().join("ranking.html")).expect("a page");
    assert!(!page.contains("⟦") && page.contains("没有核对"));
    assert!(!page.contains("~$"), "a lock of Word is no report");
}

#[test]
fn every_link_leads_to_a_whole_file() {
    let folder = Folder::new();
    folder.run();
    let page = std::fs::read_to_string(folder.out().join("ranking.html")).expect("a page");
    let mut links = 0;
    for rest in page.split("href=\"").skip(1) {
        let link = rest.split('"').next().expect("a link");
        let bytes = link.as_bytes();
        let mut plain = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] == b'%' {
                let code = u8::from_str_radix(&link[at + 1..at + 3], 16).expect("a code");
                plain.push(code);
                at += 3;
            } else {
                plain.push(bytes[at]);
                at += 1;
            }
        }
        let path = folder.out().join(String::from_utf8(plain).expect("a name"));
        let content = std::fs::read(&path).unwrap_or_else(|_| panic!("{}", path.display()));
        if path.extension().is_some_and(|ending| ending == "json") {
            let json: serde_json::Value = serde_json::from_slice(&content).expect("whole");
            assert!(json["counts"]["held"].as_u64().expect("counts") > 0);
        }
        links += 1;
    }
    assert!(links >= 4, "{links} links");
}

#[test]
fn a_second_run_takes_over_what_is_done() {
    let folder = Folder::new();
    assert_eq!(folder.run().kept, 0);
    let untimed = || -> Vec<Vec<String>> {
        let timeless = |mut row: Vec<String>| {
            row.remove(11);
            row
        };
        folder.ranking().into_iter().map(timeless).collect()
    };
    let first = untimed();
    let again = folder.run();
    assert_eq!((again.kept, again.files), (2, 6));
    assert_eq!(untimed(), first);
    // Results of other rules, though of the same version.
    let done = folder.out().join("done.jsonl");
    let lines = std::fs::read_to_string(&done).expect("lines");
    let version = concat!("\"", env!("CARGO_PKG_VERSION"), "+");
    assert_eq!(lines.matches(version).count(), 6, "{lines}");
    std::fs::write(&done, lines.replace(version, &format!("{version}0"))).expect("written");
    assert_eq!(folder.run().kept, 0);
    // Other bytes, a result that somebody took away, another language: made again.
    folder.put(
        "甲县/自评报告.txt",
        CLEAN.replace("2024", "2025").as_bytes(),
    );
    assert_eq!(folder.run().kept, 1);
    for name in names(&folder.out().join("reports")) {
        std::fs::remove_file(folder.out().join("reports").join(name)).expect("taken away");
    }
    assert_eq!(folder.run().kept, 0);
    assert_eq!(folder.run_in(Lang::En).kept, 0);
}

#[test]
fn each_docx_gets_its_annotated_copy_where_it_is_asked_for() {
    let folder = Folder::new();
    let report = docx(&yiju_intake::read(FAULTS.as_bytes()).expect("text"));
    folder.put("丁县/自评报告.docx", &report);
    assert_eq!(folder.run().copies, None);
    let reports = || names(&folder.out().join("reports"));
    let copies = || -> Vec<String> {
        let is_copy = |name: &String| name.ends_with(".docx");
        reports().into_iter().filter(is_copy).collect()
    };
    assert!(copies().is_empty());
    // Another wish is another run; the same wish again takes over what is done.
    let summary = folder.run_as(Lang::Zh, true);
    assert_eq!((summary.copies, summary.kept), (Some(1), 0));
    assert_eq!(folder.run_as(Lang::Zh, true).kept, 3);
    let copy = folder.out().join("reports").join(&copies()[0]);
    let bytes = std::fs::read(&copy).expect("a copy");
    let outcome = |bytes: &[u8]| check_bytes("x.docx", bytes, None, Lang::Zh).expect("a report");
    assert_ne!(bytes, report);
    assert_eq!(outcome(&bytes), outcome(&report));
    let page = std::fs::read_to_string(folder.out().join("ranking.html")).expect("a page");
    assert!(page.contains("批注本1份") && page.contains(".docx\">批注本</a>"));
    assert_eq!(page.matches("没有批注本：不是 docx").count(), 2);
    // A copy that somebody took away is made again, the others are not.
    std::fs::remove_file(&copy).expect("taken away");
    assert_eq!(folder.run_as(Lang::Zh, true).kept, 2);
    assert!(copy.is_file());
}

/// As after Ctrl-C or a lost disk: a line that was cut off, and a file that was not finished.
#[test]
fn a_run_that_was_broken_off_goes_on() {
    let folder = Folder::new();
    folder.run();
    let done = folder.out().join("done.jsonl");
    let lines = std::fs::read_to_string(&done).expect("lines");
    let kept: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains("乙县/自评报告"))
        .collect();
    assert_eq!(kept.len(), 1);
    let cut = lines
        .lines()
        .find(|line| line.contains("甲县/自评报告"))
        .expect("a line");
    let half: String = cut.chars().take(40).collect();
    std::fs::write(&done, format!("{}\n{half}", kept[0])).expect("cut off");
    let part = folder.out().join("reports/x.json.part");
    std::fs::write(&part, b"{\"half\":").expect("a part");
    std::fs::remove_file(folder.out().join("ranking.xlsx")).expect("no ranking");
    let summary = folder.run();
    assert_eq!((summary.files, summary.kept), (6, 1));
    assert!(!part.exists(), "what was not finished is gone");
    assert!(
        names(&folder.out())
            .iter()
            .all(|name| !name.ends_with(".part"))
    );
    assert_eq!(folder.ranking().len(), 7);
}

#[test]
fn a_wrong_call_is_said_and_changes_nothing() {
    let folder = Folder::new();
    let out = folder.out();
    let run = |place: PathBuf, profile| {
        let setting = Setting {
            places: &[place],
            out: &out,
            profile,
            converter: None,
            annotate: false,
            lang: Lang::Zh,
            workers: 1,
        };
        folder::run(&setting, &mut |_, _| {}).expect_err("refused")
    };
    let place = folder.place.path().join("in");
    assert!(matches!(
        run(folder.place.path().join("none"), None),
        Stopped::NoSuchPlace(_)
    ));
    assert!(matches!(
        run(place.clone(), Some("x")),
        Stopped::NoSuchProfile(_)
    ));
    std::fs::create_dir(folder.place.path().join("void")).expect("made");
    assert!(matches!(
        run(folder.place.path().join("void"), None),
        Stopped::Nothing
    ));
    assert!(!out.exists());
    std::fs::write(&out, b"a file in the way").expect("written");
    assert!(matches!(run(place, None), Stopped::Disk(..)));
}
