//! Traps about clocks and deadlines: T19, T43, T44.

use crate::common::{book, paper};
use serde_json::json;
use yiju_lawbook::{Confirmed, DeadlineUnit};
use yiju_rules::Sources;
use yiju_rules::recognition::sudden_death_in_time;
use yiju_terms::{Date, Refusal, Region};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn in_time(first_diagnosed_at: Option<&str>, died_at: &str, papers: bool) -> Result<bool, Refusal> {
    let rows = match papers {
        true => json!([paper("sudden_illness_starts_at", "2026", "first_diagnosis")]),
        false => json!([]),
    };
    let confirmed: Confirmed = serde_json::from_value(rows).unwrap();
    let region: Region = "431123".parse().unwrap();
    let sources = Sources {
        book: book(),
        confirmed: &confirmed,
        region: &region,
    };
    let first = first_diagnosed_at.map(|text| text.parse().unwrap());
    sudden_death_in_time(sources, first, died_at.parse().unwrap()).map(|answer| answer.value)
}

#[test]
fn t19_the_forty_eight_hours_run_from_the_first_diagnosis() {
    // Onset 1 March 08:00, first diagnosis 10:00, death 3 March 09:30: 49.5 hours from the onset, 47.5 from diagnosis.
    assert_eq!(
        in_time(Some("2026-03-01T10:00"), "2026-03-03T09:30", true),
        Ok(true)
    );
    assert_eq!(
        in_time(Some("2026-03-01T10:00"), "2026-03-03T10:00", true),
        Ok(true)
    );
    assert_eq!(
        in_time(Some("2026-03-01T10:00"), "2026-03-03T10:01", true),
        Ok(false)
    );
    // Without the time of diagnosis nothing is decided, and a death before it is no case.
    let refusal = in_time(None, "2026-03-03T09:30", true).unwrap_err();
    assert_eq!(refusal.arg("parameter"), Some("first_diagnosed_at"));
    assert_eq!(
        in_time(Some("2026-03-03T10:00"), "2026-03-03T09:30", true)
            .unwrap_err()
            .code,
        "dates_reversed"
    );
}

#[test]
fn t19_where_the_clock_starts_needs_its_paper() {
    let refusal = in_time(Some("2026-03-01T10:00"), "2026-03-03T09:30", false).unwrap_err();
    assert_eq!(refusal.code, "needs_document");
    assert_eq!(refusal.arg("parameter"), Some("sudden_illness_starts_at"));
}

fn ends(code: &str, start: &str) -> String {
    let answer = book().deadline(code, day(start));
    answer.map_or_else(
        |refusal| refusal.code.to_owned(),
        |answer| answer.value.to_string(),
    )
}

#[test]
fn t43_every_deadline_counts_the_days_that_its_article_says() {
    let working = ["D-LA-COR", "D-AID-COR", "D-JB-REG", "D-JB-MAN", "D-JB-STOP"];
    let calendar = [
        "D-APP-U",
        "D-ACC",
        "D-DEC",
        "D-DEC-CLEAR",
        "D-SERV",
        "D-LA",
        "D-LA-SERV",
        "D-LA-RE",
        "D-AID",
        "D-AID-SERV",
        "D-REG-U",
        "D-REG-P",
    ];
    for (codes, unit) in [
        (&working[..], DeadlineUnit::WorkingDays),
        (&calendar[..], DeadlineUnit::CalendarDays),
    ] {
        for code in codes {
            let (_, version) = book().deadline_version(code, day("2025-09-01")).unwrap();
            assert_eq!(version.unit, unit, "{code}");
        }
    }
    // From Friday 26 September 2025: ten working days (28 September and 11 October are worked, 1–8 October rest) are
    // 28, 29, 30 September, 9, 10, 11, 13, 14, 15, 16 October; ten calendar days would end on 6 October.
    assert_eq!(ends("D-JB-REG", "2025-09-26"), "2025-10-16");
    // Fifteen calendar days from 20 September: 5 October lies in the holiday and rolls to Thursday 9 October.
    assert_eq!(ends("D-ACC", "2025-09-20"), "2025-10-09");
}

#[test]
fn t44_an_appraisal_is_served_within_fifteen_days_since_july_2025() {
    // 1 July 2025 + 15 = 16 July; twenty days would be 21 July.
    assert_eq!(ends("D-LA-SERV", "2025-07-01"), "2025-07-16");
    let (_, version) = book()
        .deadline_version("D-LA-SERV", day("2025-07-01"))
        .unwrap();
    assert_eq!(
        (version.length, version.unit),
        (15, DeadlineUnit::CalendarDays)
    );
    // The day before it was the older rule, whose length nobody has confirmed.
    assert_eq!(ends("D-LA-SERV", "2025-06-30"), "needs_document");
}
