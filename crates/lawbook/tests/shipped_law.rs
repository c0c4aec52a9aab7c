//! The law folder as shipped: it reads without problems and says what the facts say.

use yiju_lawbook::{At, Confirmed, Lawbook};
use yiju_terms::Region;

fn county() -> Region {
    "431123".parse().unwrap()
}

fn on(day: &str) -> At {
    At::new(county(), day.parse().unwrap())
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
