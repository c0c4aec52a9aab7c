//! Worked cases of contributions, by hand.
use crate::common::{book, contribution, paper, with, yuan};
use serde_json::{Value, json};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    NoTrace, RateTable, Sources, contribution_base, contribution_limits, late_surcharge,
    presumed_contribution,
};
use yiju_terms::{Money, Month, Region, RiskClass};

fn employer(extra: Value) -> Value {
    let base = json!({"region": "431123", "month": "2023-06", "kind": "employer", "risk_class": 4,
                      "total_wages": "512340.00"});
    with(base, extra)
}

fn check(case: Value, amount: &str, rate: &str, reference_rate: &str, relief: &str) {
    let out = contribution(&case);
    let found = [
        &out["amount"],
        &out["rate"],
        &out["reference_rate"],
        &out["relief"],
    ];
    assert_eq!(found, [amount, rate, reference_rate, relief], "{out:#}");
}

#[test]
fn class_four_before_the_reduction() {
    check(
        employer(json!({"month": "2023-04"})),
        "7172.76",
        "1.40",
        "1.40",
        "0.00",
    );
}

#[test]
fn class_four_with_the_reduction() {
    check(employer(json!({})), "5738.21", "1.12", "1.40", "1434.55");
}

#[test]
fn class_four_with_the_reduction_at_120() {
    check(
        employer(json!({"experience_tier": "120"})),
        "6885.85",
        "1.344",
        "1.68",
        "1721.46",
    );
}

#[test]
fn class_four_with_the_reduction_at_50() {
    check(
        employer(json!({"experience_tier": "50"})),
        "2869.10",
        "0.56",
        "0.70",
        "717.28",
    );
}

#[test]
fn no_reduction_after_2024() {
    check(
        employer(json!({"month": "2024-12"})),
        "5738.21",
        "1.12",
        "1.40",
        "1434.55",
    );
    check(
        employer(json!({"month": "2025-01"})),
        "7172.76",
        "1.40",
        "1.40",
        "0.00",
    );
}

#[test]
fn the_rates_of_all_classes_and_tiers() {
    let table = [
        (1, ["", "", "0.48", "0.576", "0.72"]),
        (2, ["0.36", "0.576", "0.72", "0.864", "1.08"]),
        (3, ["0.48", "0.768", "0.96", "1.152", "1.44"]),
        (4, ["0.56", "0.896", "1.12", "1.344", "1.68"]),
        (5, ["0.68", "1.088", "1.36", "1.632", "2.04"]),
        (6, ["0.84", "1.344", "1.68", "2.016", "2.52"]),
        (7, ["0.96", "1.536", "1.92", "2.304", "2.88"]),
        (8, ["1.04", "1.664", "2.08", "2.496", "3.12"]),
    ];
    let bare = |text: &str| text.trim_end_matches('0').to_owned();
    for (class, rates) in table {
        for (tier, rate) in ["50", "80", "100", "120", "150"].into_iter().zip(rates) {
            let out = contribution(&employer(
                json!({"risk_class": class, "experience_tier": tier}),
            ));
            if rate.is_empty() {
                assert_eq!(out["refusals"][0]["code"], "no_such_tier");
                assert!(out["amount"].is_null());
            } else {
                let found = out["rate"].as_str().unwrap();
                assert_eq!(bare(found), bare(rate), "class {class} tier {tier}");
            }
        }
    }
}

#[test]
fn a_project_pays_by_its_cost_and_gets_no_reduction() {
    let project = |cost: &str| json!({"region": "431123", "month": "2023-06", "kind": "project", "project_cost": cost});
    check(project("38650000.00"), "69570.00", "0.18", "0.18", "0.00");
    check(project("2166667.00"), "3900.00", "0.18", "0.18", "0.00");
}

#[test]
fn a_month_without_a_rate_is_refused_with_the_paper_to_bring() {
    let out = contribution(&employer(json!({"month": "2022-06"})));
    assert_eq!(out["refusals"][0]["code"], "needs_document");
    assert_eq!(out["refusals"][0]["period"], "2022");
    assert!(out["amount"].is_null());
    let project =
        json!({"region": "431123", "month": "2025-06", "kind": "project", "project_cost": "1.00"});
    let out = contribution(&project);
    assert_eq!(
        out["refusals"][0]["parameter"],
        "contributions.project_rate"
    );
}

#[test]
fn a_confirmed_rate_is_used_and_said_to_be_provisional() {
    let papers = json!([paper("contributions.project_rate", "2025", "2.0")]);
    let project = json!({"region": "431123", "month": "2025-06", "kind": "project",
                         "project_cost": "1000000.00", "confirmed": papers});
    let out = contribution(&project);
    assert_eq!(
        (&out["amount"], &out["provisional"]),
        (&json!("2000.00"), &json!(true)),
        "{out:#}"
    );
}

/// A county with local rates: class 4 below the cut rate (1.12), class 5 between cut rate (1.36) and base (1.70),
/// class 6 above the base (2.10).
fn county_book() -> Lawbook {
    with_local_rates("derived", "4 = \"0.70\"\n5 = \"1.50\"\n6 = \"2.20\"\n")
}

fn with_local_rates(status: &str, rows: &str) -> Lawbook {
    let place = "name = \"测试县\"\nregion = \"431123\"\n";
    let rates = format!(
        "name = \"地方现行行业费率\"\nunit = \"percent\"\nby = \"risk_class\"\noptional = true\n\
         [[value]]\nfrom = 2020-01-01\n\
         cite = \"关于调整工伤保险费率政策的通知 @ 2015 § 二\"\nstatus = \"{status}\"\n\
         [value.rows]\n{rows}"
    );
    let files = [
        ("test-county/place.toml", place),
        ("test-county/contributions/local_rate.toml", &rates),
    ];
    book().with_overlay(&files).expect("a sound overlay")
}

#[test]
fn the_keep_lower_test_is_made_per_class() {
    let book = county_book();
    let county: Region = "431123".parse().unwrap();
    let wages = yuan("100000.00");
    let rates = |month: &str, class: u8| {
        let month: Month = month.parse().unwrap();
        let table = RateTable::prepare(&book, &county, month, &Confirmed::NONE);
        let class = RiskClass::new(class).unwrap();
        let found = table.assess(class, wages, 100, &mut NoTrace).unwrap();
        let amounts = [found.relief_local(), found.relief_temporary(), found.amount];
        let rates = (found.reference_rate.to_string(), found.rate.to_string());
        (rates, amounts.map(|money| money.to_string()))
    };
    let want = |reference: &str, rate: &str, amounts: [&str; 3]| {
        (
            (reference.to_owned(), rate.to_owned()),
            amounts.map(str::to_owned),
        )
    };
    // Already at or below the cut rate: kept, no cut.
    assert_eq!(
        rates("2023-06", 4),
        want("0.70", "0.70", ["700.00", "0.00", "700.00"])
    );
    // Between cut rate and base: the cut rate, from the start of the cut.
    assert_eq!(
        rates("2023-04", 5),
        want("1.50", "1.50", ["200.00", "0.00", "1500.00"])
    );
    assert_eq!(
        rates("2023-06", 5),
        want("1.50", "1.36", ["200.00", "140.00", "1360.00"])
    );
    // Above the base: no local rate counts.
    assert_eq!(
        rates("2023-06", 6),
        want("2.10", "1.68", ["0.00", "420.00", "1680.00"])
    );
    // A class without a local rate.
    assert_eq!(
        rates("2023-06", 7),
        want("2.40", "1.92", ["0.00", "480.00", "1920.00"])
    );
}

/// The mark that a batch takes once a class is the one that each single case carries.
#[test]
fn a_class_is_provisional_where_its_cases_are() {
    let book = with_local_rates("provisional", "5 = \"1.50\"\n6 = \"1.60\"\n");
    let papers = json!([paper("contributions.local_rate.5", "2023", "1.50")]);
    let papers: Confirmed = serde_json::from_value(papers).unwrap();
    let (county, month) = ("431123".parse().unwrap(), "2023-06".parse().unwrap());
    let table = RateTable::prepare(&book, &county, month, &papers);
    for class in (1..).map_while(RiskClass::new) {
        let found = table.assess(class, yuan("100000.00"), 100, &mut NoTrace);
        // Class 6 has a rate nobody confirmed: refused, and so not provisional.
        assert_eq!(found.is_err(), class.get() == 6);
        let single = found.is_ok_and(|found| found.provisional);
        assert_eq!(table.is_provisional(class), single, "{}", class.get());
        assert_eq!(single, class.get() == 5, "{}", class.get());
    }
}

static NO_PAPERS: Confirmed = Confirmed::NONE;

fn sources<'a>(confirmed: &'a Confirmed, region: &'a Region) -> Sources<'a> {
    Sources {
        book: book(),
        confirmed,
        region,
    }
}

#[test]
fn undeclared_months_are_presumed_at_110_percent() {
    let region = "431123".parse().unwrap();
    let on = "2023-06-01".parse().unwrap();
    let sources = sources(&NO_PAPERS, &region);
    let found = presumed_contribution(sources, yuan("5738.21"), on, &mut NoTrace);
    assert_eq!(found.unwrap(), yuan("6312.03"));
}

#[test]
fn the_late_surcharge_is_simple() {
    let region = "431123".parse().unwrap();
    let since = "2023-07-01".parse().unwrap();
    let sources = sources(&NO_PAPERS, &region);
    let found = late_surcharge(sources, yuan("5738.21"), since, 45, &mut NoTrace);
    assert_eq!(found.unwrap(), yuan("129.11"));
    // Arrears from before the law follow older rules.
    let before = "2011-06-30".parse().unwrap();
    assert!(late_surcharge(sources, yuan("5738.21"), before, 45, &mut NoTrace).is_err());
}

#[test]
fn the_limits_of_the_contribution_base_are_whole_yuan() {
    let region: Region = "431123".parse().unwrap();
    for (year, average, floor, ceiling) in [
        (2023, "6284.00", "3770.00", "18852.00"),
        (2024, "6711.00", "4027.00", "20133.00"),
        (2025, "6787.00", "4072.00", "20361.00"),
        (2026, "6843.00", "4106.00", "20529.00"),
    ] {
        let row = paper("average_wage_for_contributions", &year.to_string(), average);
        let confirmed: Confirmed = serde_json::from_value(json!([row])).unwrap();
        let limits = contribution_limits(sources(&confirmed, &region), year, &mut NoTrace).unwrap();
        assert_eq!(
            (limits.floor, limits.ceiling),
            (yuan(floor), yuan(ceiling)),
            "{year}"
        );
        assert!(limits.provisional);
        let base = |wage: &str| contribution_base(yuan(wage), limits.floor, limits.ceiling);
        assert_eq!(base("100.00"), limits.floor);
        assert_eq!(base("5350.75"), yuan("5350.75"));
        assert_eq!(base("99999.00"), limits.ceiling);
    }
    assert!(contribution_limits(sources(&Confirmed::NONE, &region), 2023, &mut NoTrace).is_err());
}

#[test]
fn a_table_of_rates_is_prepared_for_every_class() {
    let region = "431123".parse().unwrap();
    let month = "2023-06".parse().unwrap();
    let table = RateTable::prepare(book(), &region, month, &Confirmed::NONE);
    let total: Money = (1..=8)
        .map(|class| RiskClass::new(class).unwrap())
        .map(|class| {
            table
                .assess(class, yuan("10000.00"), 100, &mut NoTrace)
                .unwrap()
                .amount
        })
        .sum();
    // 0.48 + 0.72 + 0.96 + 1.12 + 1.36 + 1.68 + 1.92 + 2.08 = 10.32 %
    assert_eq!(total, yuan("1032.00"));
}
