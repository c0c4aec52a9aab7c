//! The law folder as shipped: it reads without problems and says what the facts say.

use yiju_lawbook::{At, Confirmed, Lawbook};
use yiju_terms::Region;

fn county() -> Region {
    "431123".parse().expect("a region")
}

fn on(day: &str) -> At {
    At::new(county(), day.parse().expect("a day"))
}

fn rate(key: &str, sub: Option<&str>, day: &str) -> String {
    let answer = Lawbook::builtin().rate(key, sub, &on(day), &Confirmed::NONE);
    answer.map_or_else(
        |refusal| refusal.code.to_owned(),
        |answer| answer.value.to_string(),
    )
}

#[test]
fn class_rates_of_hunan() {
    let key = "contributions.industry_base_rate";
    let expected = [
        "0.60", "0.90", "1.20", "1.40", "1.70", "2.10", "2.40", "2.60",
    ];
    for (class, expected) in (1..=8).zip(expected) {
        assert_eq!(rate(key, Some(&class.to_string()), "2023-06-15"), expected);
    }
    // The national table must not answer for Hunan where Hunan's own is unknown.
    assert_eq!(rate(key, Some("4"), "2022-12-31"), "needs_document");
    let nation = At::new("44".parse().unwrap(), "2022-12-31".parse().unwrap());
    let answer = Lawbook::builtin()
        .rate(key, Some("4"), &nation, &Confirmed::NONE)
        .unwrap();
    assert_eq!(answer.value.to_string(), "0.90");
    assert_eq!(answer.layer, Region::nation());
}

#[test]
fn the_reduction_has_its_days() {
    let key = "contributions.temporary_reduction.percent";
    for (day, expected) in [
        ("2022-12-31", "needs_document"),
        ("2023-04-30", "0.00"),
        ("2023-05-01", "20.00"),
        ("2024-12-31", "20.00"),
        ("2025-01-01", "0.00"),
    ] {
        assert_eq!(rate(key, None, day), expected, "{day}");
    }
    assert_eq!(
        rate("contributions.project_rate", None, "2023-06-01"),
        "0.18"
    );
    assert_eq!(
        rate("contributions.project_rate", None, "2025-01-01"),
        "needs_document"
    );
    assert_eq!(
        rate("contributions.project_rate", None, "2022-12-31"),
        "needs_document"
    );
}

#[test]
fn project_insurance_has_no_reduction_and_a_lower_local_rate_stays() {
    let book = Lawbook::builtin();
    let flag = |key: &str| {
        book.flag(key, None, &on("2023-05-01"), &Confirmed::NONE)
            .unwrap()
            .value
    };
    assert!(!flag("contributions.temporary_reduction.covers_projects"));
    assert!(flag(
        "contributions.temporary_reduction.keeps_lower_local_rate"
    ));
    let tiers = |class: &str| {
        let key = "contributions.experience_tiers";
        book.list(key, Some(class), &on("2023-05-01"), &Confirmed::NONE)
            .unwrap()
            .value
    };
    assert_eq!(tiers("1"), [100, 120, 150]);
    assert_eq!(tiers("8"), [50, 80, 100, 120, 150]);
    let rating = Lawbook::if_any(book.bands("contributions.experience_rating", &on("2023-05-01")));
    assert!(rating.unwrap().is_none());
}

#[test]
fn benefits_by_grade_with_payer() {
    let book = Lawbook::builtin();
    let at = on("2023-05-01");
    let none = &Confirmed::NONE;
    let months = |stem: &str, first: i64| -> Vec<i64> {
        let key = format!("benefits.{stem}.months");
        (first..=10)
            .map(|grade| {
                book.int(&key, Some(&grade.to_string()), &at, none)
                    .unwrap()
                    .value
            })
            .collect()
    };
    assert_eq!(
        months("disability_lump_sum", 1),
        [27, 25, 23, 21, 18, 16, 13, 11, 9, 7]
    );
    assert_eq!(months("medical_lump_sum", 5), [24, 18, 15, 10, 8, 6]);
    assert_eq!(months("employment_lump_sum", 5), [36, 30, 15, 10, 8, 6]);
    let payer = |stem: &str, sub: Option<&str>| {
        book.text(&format!("benefits.{stem}.payer"), sub, &at, none)
            .unwrap()
            .value
    };
    for (grade, expected) in [("4", "fund"), ("5", "employer"), ("6", "employer")] {
        assert_eq!(payer("disability_allowance", Some(grade)), expected);
    }
    // The payer matrix: everything from the fund but these two (and the allowance of grades 5 and 6).
    for subject in book.subjects().filter(|subject| subject.benefit.is_some()) {
        let stem = subject.key.trim_start_matches("benefits.");
        if stem == "disability_allowance" {
            continue;
        }
        let employer = matches!(stem, "injury_leave_wage" | "employment_lump_sum");
        assert_eq!(payer(stem, None) == "employer", employer, "{stem}");
    }
    let refused = book.int("benefits.medical_lump_sum.months", Some("4"), &at, none);
    assert_eq!(refused.unwrap_err().code, "needs_document");
}

#[test]
fn every_benefit_has_its_file_and_its_page() {
    let book = Lawbook::builtin();
    for benefit in yiju_terms::Benefit::ALL {
        let key = format!("benefits.{}", benefit.stem());
        let subject = book
            .subject(&key)
            .unwrap_or_else(|| panic!("no file for {key}"));
        assert_eq!(subject.benefit, Some(*benefit));
        assert!(
            subject.kind.is_some() && subject.paid.is_some() && subject.base.is_some(),
            "{key}"
        );
        let page = format!("national/benefits/{}.md", benefit.stem());
        assert!(book.texts().any(|(path, _)| path == page), "{page}");
    }
}

#[test]
fn industries_by_the_longest_prefix() {
    let book = Lawbook::builtin();
    let class = |code: &str| {
        let answer = book.risk_class_of_industry(code, &on("2023-05-01"));
        answer.map_or_else(
            |refusal| refusal.code.to_owned(),
            |answer| answer.value.get().to_string(),
        )
    };
    for (code, expected) in [
        ("65", "1"),
        ("6510", "1"),
        ("51", "2"),
        ("13", "3"),
        ("A0111", "4"),
        ("02", "5"),
        ("47", "6"),
        ("12", "7"),
        ("06", "8"),
        ("591", "5"),
        ("5910", "5"),
        ("592", "2"),
        ("5990", "2"),
        ("58", "5"),
        ("59", "industry_code_short"),
        ("79", "needs_document"),
        ("7910", "needs_document"),
        ("1", "industry_code_shape"),
        ("ab", "industry_code_shape"),
        ("12345", "industry_code_shape"),
    ] {
        assert_eq!(class(code), expected, "{code}");
    }
    // 96 of the 97 divisions are mapped, each once (59 by its groups).
    let mapped = (1..=97)
        .filter(|n| !class(&format!("{n:02}")).starts_with("needs"))
        .count();
    assert_eq!(mapped, 96);
}

#[test]
fn worked_cases_are_well_formed() {
    let cases = Lawbook::builtin().worked_cases();
    assert!(cases.len() >= 40, "{}", cases.len());
    for case in &cases {
        let input: serde_json::Value = serde_json::from_str(&case.input)
            .unwrap_or_else(|error| panic!("{}:{}: {error}", case.file, case.line));
        assert_eq!(input["region"], "431123");
        for item in &case.items {
            assert!(
                item.expected.parse::<yiju_terms::Money>().is_ok(),
                "{}:{}",
                case.file,
                item.line
            );
        }
    }
}

#[test]
fn looking_up_is_fast() {
    let book = Lawbook::builtin();
    let at = on("2023-06-15");
    let started = std::time::Instant::now();
    let mut total = 0;
    for round in 0..100_000u32 {
        let class = ["1", "2", "3", "4", "5", "6", "7", "8"][(round % 8) as usize];
        let answer = book
            .rate(
                "contributions.industry_base_rate",
                Some(class),
                &at,
                &Confirmed::NONE,
            )
            .unwrap();
        total += answer.value.ppm();
    }
    let elapsed = started.elapsed();
    println!("100 000 lookups in {elapsed:?}");
    assert_eq!(
        total,
        12_500 * (6_000 + 9_000 + 12_000 + 14_000 + 17_000 + 21_000 + 24_000 + 26_000)
    );
    // A generous bound for an unoptimized build on a loaded machine: it catches a scan, not a slow day.
    assert!(elapsed.as_secs() < 5, "{elapsed:?}");
}
