//! `law check`: every kind of problem, each with its file and line, all in one pass.

use std::path::Path;

use yiju_lawbook::{Lawbook, Problem};
use yiju_terms::{Date, Lang};

const GOOD: &[(&str, &str)] = &[
    ("national/place.toml", "name = \"全国\"\nregion = \"\"\n"),
    (
        "instruments.toml",
        "[[instrument]]\nname = \"条例\"\nversion = \"2011\"\nnumber = \"1号\"\nissuer = \"机关\"\n\
         in_force = 2011-01-01\n[instrument.articles]\n\"1\" = \"摘要。\"\n",
    ),
    (
        "statistics/parameters.toml",
        "[[parameter]]\nparameter = \"wage\"\nname = \"工资\"\nunit = \"yuan\"\nperiod = \"year\"\n\
         document = \"通知\"\n[[parameter]]\nparameter = \"floor\"\nname = \"下限\"\nunit = \"yuan\"\n\
         period = \"day\"\ndocument = \"通知\"\n",
    ),
];

const YEAR_HEADER: &str = "parameter,region,year,value,status,verified_on,cite,note\n";
const DAY_HEADER: &str = "parameter,region,row,from,value,status,verified_on,cite,note\n";

fn today() -> Date {
    "2026-11-24".parse().expect("a day")
}

fn check(files: &[(&str, &str)]) -> Vec<Problem> {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in GOOD.iter().chain(files) {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    Lawbook::check(dir.path(), today())
}

/// `code@line` of the problems in `file`.
fn found(problems: &[Problem], file: &str) -> Vec<String> {
    let here = problems.iter().filter(|problem| problem.file == file);
    here.map(|problem| format!("{}@{}", problem.code, problem.line))
        .collect()
}

/// Puts a row with `fields` on line 3 of a file with one percent quantity.
fn row(fields: &str) -> String {
    format!("name = \"甲\"\nunit = \"percent\"\n[[value]]\n{fields}\n")
}

const FINE: &str = "cite = \"条例 @ 2011 § 1\"\nstatus = \"derived\"";

#[test]
fn a_good_folder_has_none() {
    let file = row(&format!("from = 2011-01-01\nvalue = \"1.5\"\n{FINE}"));
    assert_eq!(check(&[("national/x/a.toml", &file)]), []);
}

#[test]
fn shapes_fields_and_citations() {
    expect_each(&[
        ("bad_toml@4", row("from = = 2011")),
        (
            "unknown_field@5",
            row(&format!(
                "from = 2011-01-01\nvaule = \"1\"\nvalue = \"1\"\n{FINE}"
            )),
        ),
        ("missing_field@3", row(&format!("value = \"1\"\n{FINE}"))),
        (
            "wrong_type@4",
            row(&format!("from = \"2011\"\nvalue = \"1\"\n{FINE}")),
        ),
        (
            "missing_cite@3",
            row("from = 2011-01-01\nvalue = \"1\"\nstatus = \"derived\""),
        ),
        (
            "bad_cite@6",
            row("from = 2011-01-01\nvalue = \"1\"\ncite = \"条例第1条\"\nstatus = \"derived\""),
        ),
        (
            "unresolved_cite@6",
            row(
                "from = 2011-01-01\nvalue = \"1\"\ncite = \"办法 @ 2011 § 1\"\nstatus = \"derived\"",
            ),
        ),
        (
            "unresolved_article@6",
            row(
                "from = 2011-01-01\nvalue = \"1\"\ncite = \"条例 @ 2011 § 9\"\nstatus = \"derived\"",
            ),
        ),
        (
            "bad_value@5",
            row(&format!("from = 2011-01-01\nvalue = 1.5\n{FINE}")),
        ),
        (
            "bad_value@5",
            row(&format!("from = 2011-01-01\nvalue = \"1.5%\"\n{FINE}")),
        ),
    ]);
}

#[test]
fn values_statuses_days_and_rows() {
    expect_each(&[
        (
            "one_value@3",
            row(&format!(
                "from = 2011-01-01\nvalue = \"1\"\nrepealed = true\n{FINE}"
            )),
        ),
        (
            "unknown_status@7",
            row("from = 2011-01-01\nvalue = \"1\"\ncite = \"条例 @ 2011 § 1\"\nstatus = \"sure\""),
        ),
        (
            "missing_verified_on@3",
            row(
                "from = 2011-01-01\nvalue = \"1\"\ncite = \"条例 @ 2011 § 1\"\nstatus = \"verified\"",
            ),
        ),
        (
            "stale_verified_on@8",
            row(&format!(
                "from = 2011-01-01\nvalue = \"1\"\n{FINE}\nverified_on = 2025-11-23"
            )),
        ),
        (
            "future_verified_on@8",
            row(&format!(
                "from = 2011-01-01\nvalue = \"1\"\n{FINE}\nverified_on = 2026-11-25"
            )),
        ),
        (
            "unknown_unit@2",
            "name = \"甲\"\nunit = \"rods\"\n".to_owned(),
        ),
        (
            "dates_out_of_order@8",
            row(&format!(
                "from = 2012-01-01\nvalue = \"1\"\n{FINE}\n[[value]]\nfrom = 2011-01-01\nvalue = \"2\"\n{FINE}"
            )),
        ),
        (
            "duplicate_from@8",
            row(&format!(
                "from = 2012-01-01\nvalue = \"1\"\n{FINE}\n[[value]]\nfrom = 2012-01-01\nvalue = \"2\"\n{FINE}"
            )),
        ),
        (
            "unknown_row@9",
            format!(
                "name = \"甲\"\nunit = \"percent\"\nby = \"grade\"\n[[value]]\nfrom = 2011-01-01\n{FINE}\n[value.rows]\n11 = \"1\"\n"
            ),
        ),
    ]);
}

fn expect_each(cases: &[(&str, String)]) {
    for (expected, text) in cases {
        let problems = check(&[("national/x/a.toml", text)]);
        let found = found(&problems, "national/x/a.toml");
        assert!(
            found.contains(&(*expected).to_owned()),
            "{expected}: {found:?}\n{text}"
        );
        for problem in &problems {
            for lang in [Lang::Zh, Lang::En] {
                let line = problem.line_text(lang);
                assert!(!line.contains('{') && !line.contains('⟦'), "{line}");
            }
        }
    }
}

#[test]
fn a_year_verified_is_not_yet_stale() {
    let file = row(&format!(
        "from = 2011-01-01\nvalue = \"1\"\n{FINE}\nverified_on = 2025-11-24"
    ));
    assert_eq!(check(&[("national/x/a.toml", &file)]), []);
}

#[test]
fn all_problems_of_all_files_come_at_once() {
    let a = row("from = 2011-01-01\nvalue = \"x\"\nstatus = \"sure\"\nodd = 1");
    let line = |rest: &str| format!("{YEAR_HEADER}{rest}\n");
    let csv = line(
        "wage,43,2020,5,00,derived,,条例 @ 2011 § 1,\nwage,43,2021,a,derived,,条例 @ 2011 § 1,\n\
                    wage,43,2022,1.00,derived,,条例 @ 2011 § 1,\nwage,43,2022,2.00,derived,,条例 @ 2011 § 1,\n\
                    pay,43,2022,1.00,verified,,,",
    );
    let days = format!(
        "{DAY_HEADER}floor,43,,2022-01-01,1.00,derived,,条例 @ 2011 § 1,\n\
         floor,43,,2021-01-01,1.00,derived,,条例 @ 2011 § 1,\n"
    );
    let calendar = "name = \"2026\"\nyear = 2026\ncite = \"条例 @ 2011 § 1\"\nstatus = \"derived\"\n\
                    [[holiday]]\nname = \"元旦\"\nfrom = 2026-01-03\nto = 2026-01-01\nworkdays = [2026-01-05]\n";
    let deadlines = "[[deadline]]\ncode = \"D\"\nname = \"丁\"\nstart = \"起\"\n[[deadline.value]]\nfrom = 2011-01-01\n\
                     length = 5\nunit = \"weeks\"\ncite = \"条例 @ 2011 § 1\"\nstatus = \"derived\"\n";
    let problems = check(&[
        ("national/x/a.toml", &a),
        ("orphan/x/b.toml", "name = \"乙\"\n"),
        ("statistics/w.csv", &csv),
        ("statistics/f.csv", &days),
        ("statistics/h.csv", "a,b,c\n"),
        ("national/calendar/2026.toml", calendar),
        ("national/deadlines.toml", deadlines),
        ("loose.toml", "x = 1\n"),
    ]);
    let expect = |file: &str, codes: &[&str]| {
        let found = found(&problems, file);
        for code in codes {
            assert!(
                found.contains(&(*code).to_owned()),
                "{file} {code}: {found:?}"
            );
        }
    };
    expect(
        "national/x/a.toml",
        &[
            "bad_value@5",
            "missing_cite@3",
            "unknown_status@6",
            "unknown_field@7",
        ],
    );
    expect("orphan/x/b.toml", &["no_place@1"]);
    expect(
        "statistics/w.csv",
        &[
            "bad_csv@2",
            "bad_value@3",
            "duplicate_from@5",
            "unknown_parameter@6",
            "missing_cite@6",
            "missing_verified_on@6",
        ],
    );
    expect("statistics/f.csv", &["dates_out_of_order@3"]);
    expect("statistics/h.csv", &["bad_csv@1"]);
    expect(
        "national/calendar/2026.toml",
        &["dates_out_of_order@5", "workday_not_weekend@9"],
    );
    expect("national/deadlines.toml", &["unknown_word@8"]);
    expect("loose.toml", &["unknown_file@1"]);
    // The same folder cannot be used, and says the same (staleness apart).
    assert!(problems.len() >= 15);
}

#[test]
fn two_files_for_one_thing_and_two_places_are_named() {
    let file = row(&format!("from = 2011-01-01\nvalue = \"1\"\n{FINE}"));
    let other_unit = file.replace("percent", "months");
    let problems = check(&[
        ("again/place.toml", "name = \"又\"\nregion = \"\"\n"),
        ("again/x/a.toml", &file),
        ("national/x/a.toml", &file),
        ("hunan/place.toml", "name = \"湖南\"\nregion = \"4\"\n"),
        ("beijing/place.toml", "name = \"北京\"\nregion = \"11\"\n"),
        ("beijing/x/a.toml", &other_unit),
    ]);
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    for code in ["duplicate_layer", "bad_value", "unit_conflict"] {
        assert!(codes.contains(&code), "{code}: {codes:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_or_empty() {
    let problems = Lawbook::check(Path::new("/no/such/folder"), today());
    assert_eq!(problems[0].code, "unreadable");
    assert_eq!(
        problems[0].line_text(Lang::Zh),
        "/no/such/folder: 读不了：没有这个文件或文件夹。"
    );
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Lawbook::check(dir.path(), today())[0].code, "empty_folder");
    assert!(Lawbook::read(dir.path()).is_err());
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("instruments.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let problems = Lawbook::check(dir.path(), today());
    assert_eq!(
        (problems[0].code, problems[0].file.as_str()),
        ("unreadable", "instruments.toml")
    );
}

#[test]
fn the_folder_on_disk_reads_as_the_copy_built_in() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let read = Lawbook::read(&dir)
        .unwrap_or_else(|p| panic!("{}", yiju_lawbook::problems_text(&p, Lang::En)));
    assert_eq!(read.digest(), Lawbook::builtin().digest());
}

#[test]
fn a_value_out_of_its_bounds_is_found_with_file_and_line() {
    let below = row(&format!("from = 2011-01-01\nvalue = \"-0.50\"\n{FINE}"));
    let above = row(&format!("from = 2011-01-01\nvalue = \"500\"\n{FINE}"));
    // The same value where the file says that it may be so.
    let allowed = above.replace("[[value]]", "most = \"500\"\n[[value]]");
    let years = format!(
        "{YEAR_HEADER}wage,,2023,-5.00,derived,,条例 @ 2011 § 1,\nwage,,2024,1000000.01,derived,,条例 @ 2011 § 1,\n"
    );
    let days = format!("{DAY_HEADER}floor,,,2023-01-01,-0.01,derived,,条例 @ 2011 § 1,\n");
    let problems = check(&[
        ("national/x/a.toml", &below),
        ("national/x/b.toml", &above),
        ("national/x/c.toml", &allowed),
        ("statistics/y.csv", &years),
        ("statistics/z.csv", &days),
    ]);
    assert_eq!(found(&problems, "national/x/a.toml"), ["absurd_value@5"]);
    assert_eq!(found(&problems, "national/x/b.toml"), ["absurd_value@5"]);
    assert_eq!(found(&problems, "national/x/c.toml"), [""; 0]);
    let csv = ["absurd_value@2", "absurd_value@3"];
    assert_eq!(found(&problems, "statistics/y.csv"), csv);
    assert_eq!(found(&problems, "statistics/z.csv"), ["absurd_value@2"]);
    for lang in [Lang::Zh, Lang::En] {
        let text = problems[0].message(lang);
        assert!(
            text.contains("-0.50") && text.contains("100.00") && !text.contains('⟦'),
            "{text}"
        );
    }
}
