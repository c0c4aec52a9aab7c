//! Working days by the yearly notices, and where deadlines end.

use yiju_lawbook::Lawbook;
use yiju_terms::{Date, Status};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn ends(code: &str, start: &str) -> String {
    let answer = Lawbook::builtin().deadline(code, day(start));
    answer.map_or_else(
        |refusal| refusal.code.to_owned(),
        |answer| answer.value.to_string(),
    )
}

#[test]
fn the_first_day_is_not_counted_and_rest_days_roll() {
    // Monday 2 March 2026 and thirty days: Wednesday 1 April.
    assert_eq!(ends("D-APP-U", "2026-03-02"), "2026-04-01");
    // Sixty days after 10 April 2026: Tuesday 9 June.
    assert_eq!(ends("D-DEC", "2026-04-10"), "2026-06-09");
    // Fifteen days: Saturday 25 April rolls to Monday 27 April.
    assert_eq!(ends("D-DEC-CLEAR", "2026-04-10"), "2026-04-27");
    // A last day inside the Spring Festival of 2026 (15 to 23 February) rolls to Tuesday 24 February.
    assert_eq!(ends("D-ACC", "2026-02-01"), "2026-02-24");
    // A Saturday that is worked in exchange (28 February 2026) is a working day.
    assert_eq!(ends("D-ACC", "2026-02-13"), "2026-02-28");
    // Thirty days more where the case is complex: 60 + 30 days after 10 April is Thursday 9 July.
    let answer = Lawbook::builtin()
        .deadline_extended("D-LA", day("2026-04-10"))
        .unwrap();
    assert_eq!(answer.value, day("2026-07-09"));
}

#[test]
fn a_year_without_a_notice_is_said() {
    let answer = Lawbook::builtin()
        .deadline("D-APP-P", day("2026-03-02"))
        .unwrap();
    assert_eq!(
        (answer.value, answer.status),
        (day("2027-03-02"), Status::Provisional)
    );
    assert_eq!(ends("D-ARCH", "2026-03-02"), "2076-03-02");
    // Working days are never counted through an unknown year.
    assert_eq!(ends("D-JB-REG", "2026-12-28"), "calendar_missing");
    assert_eq!(ends("D-XXX", "2026-12-28"), "unknown_deadline");
}

#[test]
fn working_days_skip_holidays_and_count_shifted_ones() {
    // Ten working days from 28 September 2023: 7, 8 October are worked; 29 September to 6 October rest.
    // 7, 8, 9, 10, 11, 12, 13, 16, 17, 18 October.
    let calendar = Lawbook::builtin().calendar();
    assert_eq!(
        calendar.add_working_days(day("2023-09-28"), 10).unwrap(),
        day("2023-10-18")
    );
    assert_eq!(
        calendar.add_working_days(day("2023-09-28"), 0).unwrap(),
        day("2023-09-28")
    );
    assert_eq!(
        calendar.years().collect::<Vec<_>>(),
        [2022, 2023, 2024, 2025, 2026]
    );
    // Working days of a whole year, counted by hand: weekdays − weekday holidays + shifted days.
    // 2023: 260 − 18 (2 January; 23–27 January; 5 April; 1–3 May; 22, 23 June; 29 September; 2–6 October) + 7.
    let days = day("2023-01-01").series(jiff::Span::new().days(1));
    let days = days.take_while(|day| day.year() == 2023);
    let worked = days
        .filter(|day| calendar.is_working_day(*day).unwrap())
        .count();
    assert_eq!(worked, 249);
    assert!(calendar.is_working_day(day("2027-01-04")).is_err());
}

#[test]
fn the_version_follows_the_day() {
    let book = Lawbook::builtin();
    // Service of the appraisal: 15 days since 1 July 2025; the older 20 days are not confirmed.
    assert_eq!(ends("D-LA-SERV", "2025-07-01"), "2025-07-16");
    assert_eq!(ends("D-LA-SERV", "2025-06-30"), "needs_document");
    assert_eq!(ends("D-JB-REG", "2023-11-30"), "not_in_force");
    let (rule, version) = book.deadline_version("D-LA", day("2025-07-01")).unwrap();
    assert_eq!(
        (rule.name.as_str(), version.length, version.extension),
        ("劳动能力鉴定结论", 60, Some(30))
    );
    for rule in book.deadlines() {
        for version in &rule.versions {
            assert!(
                version.length > 0 && !rule.start.is_empty(),
                "{}",
                rule.code
            );
        }
    }
}
