//! Walks every parameter over every boundary day (the day before, the day of) and looks for gaps.

use yiju_lawbook::{At, Confirmed, Lawbook, Unit};
use yiju_terms::{Refusal, Region};

/// Asks `key` in the way its unit wants; `Ok` with the day since which the answer holds.
fn ask(
    book: &Lawbook,
    key: &str,
    unit: Unit,
    sub: Option<&str>,
    at: &At,
) -> Result<String, Refusal> {
    let none = &Confirmed::NONE;
    Ok(match unit {
        Unit::Percent | Unit::Permille => book.rate(key, sub, at, none)?.since,
        Unit::Yuan => book.money(key, sub, at, none)?.since,
        Unit::Text => book.text(key, sub, at, none)?.since,
        Unit::List => book.list(key, sub, at, none)?.since,
        Unit::YesNo => book.flag(key, sub, at, none)?.since,
        Unit::Bands => book.bands(key, at)?.since,
        Unit::Months | Unit::Days | Unit::Years | Unit::Times | Unit::Number => {
            book.int(key, sub, at, none)?.since
        }
    }
    .to_string())
}

#[test]
fn no_gap_once_a_value_is_there() {
    let book = Lawbook::builtin();
    let region: Region = "431123".parse().unwrap();
    // Gaps that the law folder declares: a rule exists, its paper is missing.
    let declared = [
        "contributions.industry_base_rate",
        "contributions.project_rate",
        "coverage.over_age.above_age_max",
    ];
    let mut walked = 0;
    for info in book.keys().iter().filter(|info| !info.yearly) {
        let days = book.boundary_days(&info.key, &region);
        let mut answered_before = false;
        for day in &days {
            for day in [day.yesterday().unwrap(), *day] {
                let at = At::new(region.clone(), day);
                for shown in book.show(&info.key, &at).unwrap() {
                    let provisional = shown
                        .rows
                        .iter()
                        .any(|row| row.status == yiju_terms::Status::Provisional);
                    let subs: Vec<Option<&str>> =
                        shown.rows.iter().map(|row| row.sub.as_deref()).collect();
                    for sub in &subs {
                        walked += 1;
                        match ask(book, &info.key, info.unit, *sub, &at) {
                            // What is shown and what is answered is the same row.
                            Ok(since) => {
                                assert!(shown.rows.iter().any(|row| row.since.to_string() == since))
                            }
                            Err(refusal) => {
                                assert!(provisional, "{} on {day}: {refusal}", info.key);
                                assert_eq!(refusal.arg("status"), Some("provisional"));
                            }
                        }
                    }
                    if subs.is_empty() && answered_before && !declared.contains(&&*info.key) {
                        panic!("{} has a gap on {day}", info.key);
                    }
                    answered_before |= !subs.is_empty();
                }
            }
        }
    }
    assert!(walked > 200, "only {walked} answers were walked");
}

#[test]
fn the_day_before_the_first_is_refused_and_the_day_of_is_not() {
    let book = Lawbook::builtin();
    let ask = |day: &str| {
        let at = At::new("431123".parse().unwrap(), day.parse().unwrap());
        book.int(
            "benefits.disability_lump_sum.months",
            Some("7"),
            &at,
            &Confirmed::NONE,
        )
    };
    let refusal = ask("2010-12-31").unwrap_err();
    assert_eq!(
        (refusal.code, refusal.arg("status")),
        ("needs_document", Some("missing"))
    );
    assert_eq!(refusal.arg("period"), Some("2010"));
    assert_eq!(ask("2011-01-01").unwrap().value, 13);
}

#[test]
fn the_delay_of_retirement_starts_on_its_day() {
    let ask = |day: &str| {
        let at = At::new("431123".parse().unwrap(), day.parse().unwrap());
        let key = "retirement.statutory_age.delay_months_max";
        Lawbook::builtin()
            .int(key, Some("female50"), &at, &Confirmed::NONE)
            .unwrap()
            .value
    };
    assert_eq!((ask("2024-12-31"), ask("2025-01-01")), (0, 60));
}

#[test]
fn yearly_series_have_no_hole() {
    let book = Lawbook::builtin();
    let region: Region = "431123".parse().unwrap();
    for (parameter, first, last) in [
        ("disposable_income", 2010, 2025),
        ("average_wage_for_contributions", 2019, 2026),
    ] {
        let years = book.years_of(parameter, &region);
        assert_eq!(years, (first..=last).collect::<Vec<i16>>(), "{parameter}");
    }
    assert!(
        book.years_of("average_wage_for_benefits", &region)
            .is_empty()
    );
}
