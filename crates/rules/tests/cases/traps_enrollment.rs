//! Traps about who is enrolled where and who is liable: T33–T35.

use crate::common::{book, contribution, with, yuan};
use serde_json::json;
use yiju_lawbook::Confirmed;
use yiju_rules::Sources;
use yiju_rules::case::RetirementCategory;
use yiju_rules::enrollment::{Admission, WorkerWage, admission, wage_totals};
use yiju_rules::recognition::{LiableUnit, WorkArrangement, liable_unit};
use yiju_terms::{Date, Region, Sex};

fn county() -> Region {
    "431123".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn t33_wages_insured_by_a_project_are_not_charged_again() {
    let row = |person: &str, wage: &str, by_project: bool| WorkerWage {
        person: person.to_owned(),
        wage: yuan(wage),
        by_project,
    };
    let rows = [
        row("P1", "6000.00", false),
        row("P2", "5000.00", true),
        row("P3", "4000.00", true),
    ];
    let totals = wage_totals(&rows).unwrap();
    assert_eq!(
        (totals.monthly, totals.by_project),
        (yuan("6000.00"), yuan("9000.00"))
    );
    assert_eq!((totals.persons_monthly, totals.persons_by_project), (1, 2));
    // In both at once: every such person is named.
    let both = [
        row("P1", "6000.00", false),
        row("P1", "6000.00", true),
        row("P2", "1.00", true),
        row("P2", "1.00", false),
    ];
    let refusals = wage_totals(&both).unwrap_err();
    let named: Vec<_> = refusals
        .iter()
        .map(|r| (r.code, r.arg("person").unwrap()))
        .collect();
    assert_eq!(named, [("insured_twice", "P1"), ("insured_twice", "P2")]);
}

#[test]
fn t34_the_sender_is_liable_not_the_host() {
    let region = county();
    let sources = Sources {
        book: book(),
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let ask = |arrangement, on: &str| liable_unit(sources, arrangement, day(on));
    for (arrangement, unit) in [
        (WorkArrangement::Dispatched, LiableUnit::Sender),
        (WorkArrangement::Loaned, LiableUnit::Sender),
        (WorkArrangement::Assigned, LiableUnit::Sender),
        (
            WorkArrangement::IllegalSubcontract,
            LiableUnit::ContractingOut,
        ),
        (WorkArrangement::Affiliated, LiableUnit::Host),
        (WorkArrangement::TwoEmployers, LiableUnit::WorkedFor),
    ] {
        let answer = ask(arrangement, "2025-03-10").unwrap();
        assert_eq!(answer.value, unit, "{arrangement:?}");
        assert!(answer.citation.0.contains('§'));
    }
    assert!(ask(WorkArrangement::Dispatched, "2014-08-31").is_err());
}

fn admitted(birth: &str, sex: Sex, on: &str) -> Result<&'static str, String> {
    let region = county();
    let sources = Sources {
        book: book(),
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let category = match sex {
        Sex::Male => RetirementCategory::Male60,
        Sex::Female => RetirementCategory::Female50,
    };
    match admission(sources, day(birth), sex, category, day(on)) {
        Ok(Admission::Ordinary) => Ok("ordinary"),
        Ok(Admission::OverAge { .. }) => Ok("over_age"),
        Ok(Admission::NotAdmitted { .. }) => Ok("not_admitted"),
        Err(refusal) => Err(refusal.arg("parameter").unwrap_or_default().to_owned()),
    }
}

#[test]
fn t35_people_past_retirement_are_enrolled_since_the_day_of_their_rule() {
    // A man born in 1962 is 62 in December 2024 and January 2025.
    assert_eq!(
        admitted("1962-05-01", Sex::Male, "2024-12-31"),
        Ok("not_admitted")
    );
    assert_eq!(
        admitted("1962-05-01", Sex::Male, "2025-01-01"),
        Ok("over_age")
    );
    assert_eq!(
        admitted("1962-05-01", Sex::Male, "2026-07-01"),
        Ok("over_age")
    );
    // The trial's limits: 70 is still in, 71 is not; women 65 and 66.
    assert_eq!(
        admitted("1955-02-01", Sex::Male, "2026-01-31"),
        Ok("over_age")
    );
    assert_eq!(
        admitted("1955-02-01", Sex::Male, "2026-02-01"),
        Ok("not_admitted")
    );
    assert_eq!(
        admitted("1960-02-01", Sex::Female, "2026-01-31"),
        Ok("over_age")
    );
    assert_eq!(
        admitted("1960-02-01", Sex::Female, "2026-02-01"),
        Ok("not_admitted")
    );
    // Since the national duty an older one is neither taken in nor turned away without the paper that joins the two.
    let unknown = "coverage.over_age.above_age_max".to_owned();
    assert_eq!(
        admitted("1955-02-01", Sex::Male, "2026-07-01"),
        Err(unknown)
    );
    assert_eq!(
        admitted("1990-02-01", Sex::Male, "2026-07-01"),
        Ok("ordinary")
    );
}

#[test]
fn two_employers_each_charge_their_own_wage_and_one_is_liable() {
    // 6 000 and 3 000 at class 4 in 2025: 84.00 and 42.00; no wage is charged twice or netted.
    let one = |wages: &str| {
        contribution(&with(
            json!({"region": "431123", "month": "2025-06", "kind": "employer", "risk_class": 4}),
            json!({"total_wages": wages}),
        ))["amount"]
            .clone()
    };
    assert_eq!([one("6000.00"), one("3000.00")], ["84.00", "42.00"]);
    let region = county();
    let sources = Sources {
        book: book(),
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let answer = liable_unit(sources, WorkArrangement::TwoEmployers, day("2025-06-10")).unwrap();
    assert_eq!(answer.value, LiableUnit::WorkedFor);
}
