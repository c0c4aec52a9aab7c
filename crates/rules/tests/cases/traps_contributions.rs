//! Traps about contributions: T23–T27, T39, T40.

use crate::common::{amount, benefits, book, contribution, disability, paper, yuan};
use serde_json::{Value, json};
use yiju_lawbook::{At, Confirmed, Lawbook};
use yiju_rules::experience::{Indicator, experience_tier};
use yiju_rules::relief::{AssessedMonth, ReliefPolicy, split_relief};
use yiju_rules::settlement::{ChargedMonth, resettle_limits};
use yiju_rules::surcharge::{Arrears, Deferral, PrincipalPayment, surcharge_until};
use yiju_rules::{ContributionLimits, NoTrace, RateTable, Sources};
use yiju_terms::{Date, Money, Month, Region, RiskClass};

fn county() -> Region {
    "431123".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn employer(month: &str, class: u8, tier: &str) -> Value {
    contribution(
        &json!({"region": "431123", "month": month, "kind": "employer", "risk_class": class,
                         "total_wages": "512340.00", "experience_tier": tier}),
    )
}

#[test]
fn t23_the_reduction_reaches_neither_projects_nor_2025() {
    // 38 650 000 × 1.8 ‰ = 69 570.00; four fifths of it would be 55 656.00.
    let project = json!({"region": "431123", "month": "2023-06", "kind": "project",
                         "project_cost": "38650000.00"});
    let out = contribution(&project);
    assert_eq!([&out["amount"], &out["relief"]], ["69570.00", "0.00"]);
    // 512 340 × 1.12 % = 5 738.208; × 1.40 % = 7 172.76.
    assert_eq!(employer("2024-12", 4, "100")["amount"], "5738.21");
    assert_eq!(employer("2025-01", 4, "100")["amount"], "7172.76");
}

#[test]
fn t24_hunan_has_its_own_table_and_the_nation_never_answers_for_it() {
    // Class 4: 1.40 % in Hunan, 0.9 % (4 611.06) in the national table.
    assert_eq!(employer("2023-04", 4, "100")["amount"], "7172.76");
    let before = employer("2022-12", 4, "100");
    assert!(before["amount"].is_null());
    assert_eq!(before["refusals"][0]["code"], "needs_document");
    assert_eq!(
        before["refusals"][0]["parameter"],
        "contributions.industry_base_rate.4"
    );
}

/// A county with a table for the tests: 支缴率 below 50 % one step down, from 150 % one step up.
fn rated_county() -> Lawbook {
    let place = "name = \"测试县\"\nregion = \"431123\"\n";
    let cite = "cite = \"关于调整工伤保险费率政策的通知 @ 2015 § 三\"\nstatus = \"derived\"\n";
    let band = |at_least: &str, below: &str, steps: i64| {
        format!(
            "[[value.band]]\nindicator = \"支缴率\"\nat_least = \"{at_least}\"\n{below}steps = {steps}\n"
        )
    };
    let rating = format!(
        "name = \"费率浮动办法\"\nunit = \"bands\"\noptional = true\n[[value]]\nfrom = 2023-01-01\n{cite}{}{}\
         [counts_from]\nname = \"起算\"\nunit = \"text\"\n[[counts_from.value]]\nfrom = 2023-01-01\n\
         value = \"current\"\n{cite}",
        band("0", "below = \"50\"\n", -1),
        band("150", "", 1),
    );
    let files = [
        ("test-county/place.toml", place),
        (
            "test-county/contributions/experience_rating.toml",
            rating.as_str(),
        ),
    ];
    book().with_overlay(&files).expect("a sound overlay")
}

#[test]
fn t25_class_one_is_never_floated_down() {
    for tier in ["50", "80"] {
        assert_eq!(
            employer("2023-06", 1, tier)["refusals"][0]["code"],
            "no_such_tier"
        );
        assert!(employer("2023-06", 2, tier)["amount"].is_string());
    }
    // A table that says one step down moves class 2 to 80 and leaves class 1 at 100.
    let (book, region) = (rated_county(), county());
    let sources = Sources {
        book: &book,
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let low = [Indicator {
        name: "支缴率".to_owned(),
        value: "12".parse().unwrap(),
    }];
    let tier = |class: u8| {
        let class = RiskClass::new(class).unwrap();
        experience_tier(sources, class, 100, &low, day("2023-06-01"))
            .unwrap()
            .tier
    };
    assert_eq!((tier(1), tier(2)), (100, 80));
}

fn surcharge(days_until: &str, payments: &[PrincipalPayment], deferrals: &[Deferral]) -> Money {
    let region = county();
    let sources = Sources {
        book: book(),
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let arrears = Arrears {
        principal: yuan("5738.21"),
        default_on: day("2023-07-01"),
    };
    surcharge_until(
        sources,
        arrears,
        payments,
        deferrals,
        day(days_until),
        &mut NoTrace,
    )
    .unwrap()
}

#[test]
fn t26_the_surcharge_is_simple_at_five_parts_in_ten_thousand() {
    // 45 days: 5 738.21 × 0.05 % × 45 = 129.109725; at 0.2 % it would be 516.44.
    assert_eq!(surcharge("2023-08-15", &[], &[]), yuan("129.11"));
    // 90 days: exactly twice before rounding, 258.21945; compounding gives more.
    assert_eq!(surcharge("2023-09-29", &[], &[]), yuan("258.22"));
    // 3 000 paid on day 20: (5 738.21 × 20 + 2 738.21 × 25) × 0.05 % = 57.3821 + 34.227625 = 91.609725.
    let paid = [PrincipalPayment {
        on: day("2023-07-21"),
        amount: yuan("3000.00"),
    }];
    assert_eq!(surcharge("2023-08-15", &paid, &[]), yuan("91.61"));
    // An approved deferral of July leaves 14 days: 40.16747.
    let july = [Deferral {
        from: day("2023-07-01"),
        until: day("2023-07-31"),
    }];
    assert_eq!(surcharge("2023-08-15", &[], &july), yuan("40.17"));
    let region = county();
    let sources = Sources {
        book: book(),
        confirmed: &Confirmed::NONE,
        region: &region,
    };
    let old = Arrears {
        principal: yuan("100.00"),
        default_on: day("2011-06-30"),
    };
    assert!(surcharge_until(sources, old, &[], &[], day("2012-01-01"), &mut NoTrace).is_err());
}

fn limits(floor: &str, ceiling: &str) -> ContributionLimits {
    ContributionLimits {
        floor: yuan(floor),
        ceiling: yuan(ceiling),
        provisional: true,
    }
}

#[test]
fn t27_a_base_published_in_autumn_is_settled_from_january() {
    // Class 4 at 1.40 %: on the limits of 2024 4 027 + 5 000 + 20 133 = 29 160 → 408.24; on those of 2025
    // 4 072 + 5 000 + 20 361 = 29 433 → 412.062 → 412.06. Nine months: 9 × 3.82 = 34.38.
    let wages = ["3500.00", "5000.00", "25000.00"].map(yuan);
    let table = RateTable::prepare(
        book(),
        &county(),
        "2025-01".parse().unwrap(),
        &Confirmed::NONE,
    );
    let first: Month = "2025-01".parse().unwrap();
    let months: Vec<ChargedMonth> = (0..9)
        .map(|back| ChargedMonth {
            employer: "E1",
            month: first.plus(back),
            class: RiskClass::new(4).unwrap(),
            tier: 100,
            wages: &wages,
        })
        .collect();
    let (old, new) = (limits("4027.00", "20133.00"), limits("4072.00", "20361.00"));
    let settled = resettle_limits(&table, &months, &old, &new).unwrap();
    assert_eq!(settled.lines.len(), 9);
    assert_eq!(
        (settled.lines[0].before, settled.lines[0].after),
        (yuan("408.24"), yuan("412.06"))
    );
    assert_eq!(
        (settled.top_up, settled.recovery),
        (yuan("34.38"), yuan("0.00"))
    );
}

#[test]
fn t27_a_late_average_wage_moves_the_own_wage_too() {
    // Grade 9 at the floor: 9 × 4 026.60 = 36 239.40 on the old figure, 9 × 4 072.20 = 36 649.80 on the new.
    let at = |average: &str| {
        let papers = json!([paper("average_wage_for_benefits", "2025", average)]);
        let case = json!({"grade": 9, "own_wage_mean": "3000.00", "confirmed": papers});
        amount(&benefits(&disability(case)), "disability_lump_sum")
    };
    assert_eq!(
        (at("6711.00"), at("6787.00")),
        ("36239.40".to_owned(), "36649.80".to_owned())
    );
}

/// A county with a local rate of 0.70 % for class 4.
fn cheap_county() -> Lawbook {
    let place = "name = \"测试县\"\nregion = \"431123\"\n";
    let rates = "name = \"地方现行行业费率\"\nunit = \"percent\"\nby = \"risk_class\"\noptional = true\n\
                 [[value]]\nfrom = 2020-01-01\n\
                 cite = \"关于调整工伤保险费率政策的通知 @ 2015 § 二\"\nstatus = \"derived\"\n\
                 [value.rows]\n4 = \"0.70\"\n";
    let files = [
        ("test-county/place.toml", place),
        ("test-county/contributions/local_rate.toml", rates),
    ];
    book().with_overlay(&files).expect("a sound overlay")
}

#[test]
fn t39_relief_is_reference_less_applied_by_policy_not_a_fifth_of_what_came_in() {
    // June 2023, wages 100 000 each. Class 4: base 1.40 % = 1 400, local 0.70 % kept = 700: local relief 700.
    // Class 7: base 2.40 % = 2 400, reduced 1.92 % = 1 920: temporary relief 480. Class 7 at tier 50: base 1 200 of
    // 2 400 (own tier 1 200), charged 960: temporary relief 240.
    let month = |class: u8, tier: u16| AssessedMonth {
        month: "2023-06".parse().unwrap(),
        risk_class: RiskClass::new(class).unwrap(),
        experience_tier: tier,
        total_wages: yuan("100000.00"),
    };
    let months = [month(4, 100), month(7, 100), month(7, 50)];
    let split = split_relief(&cheap_county(), &county(), &months, &Confirmed::NONE).unwrap();
    assert_eq!(
        (split.reference, split.amount),
        (yuan("6200.00"), yuan("3580.00"))
    );
    assert_eq!(split.of(ReliefPolicy::Local), yuan("700.00"));
    assert_eq!(split.of(ReliefPolicy::Temporary), yuan("720.00"));
    assert_eq!(split.of(ReliefPolicy::Experience), yuan("1200.00"));
    let all: Money = split.lines.iter().map(|line| line.amount).sum();
    assert_eq!(all, split.reference - split.amount);
    // A fifth off everything would claim a quarter of what was collected: 895.
    assert_ne!(split.of(ReliefPolicy::Temporary), yuan("895.00"));
}

#[test]
fn t40_new_law_is_laid_beside_the_old_and_the_past_answers_as_before() {
    let rates = "name = \"地方现行行业费率\"\nunit = \"percent\"\nby = \"risk_class\"\noptional = true\n\
                 [[value]]\nfrom = 2026-01-01\n\
                 cite = \"关于调整工伤保险费率政策的通知 @ 2015 § 二\"\nstatus = \"derived\"\n\
                 [value.rows]\n4 = \"0.70\"\n";
    let place = (
        "test-county/place.toml",
        "name = \"测试县\"\nregion = \"431123\"\n",
    );
    let new = book()
        .with_overlay(&[place, ("test-county/contributions/local_rate.toml", rates)])
        .unwrap();
    let rate = |book: &Lawbook, month: &str| {
        let table = RateTable::prepare(book, &county(), month.parse().unwrap(), &Confirmed::NONE);
        let found = table.assess(
            RiskClass::new(4).unwrap(),
            yuan("100000.00"),
            100,
            &mut NoTrace,
        );
        found.unwrap().rate.to_string()
    };
    // The day before and every month before it answer the same from both; only the digest tells the books apart.
    for month in ["2023-06", "2024-12", "2025-12"] {
        assert_eq!(rate(book(), month), rate(&new, month), "{month}");
    }
    assert_eq!(
        (
            rate(book(), "2026-01").as_str(),
            rate(&new, "2026-01").as_str()
        ),
        ("1.40", "0.70")
    );
    assert_ne!(book().digest(), new.digest());
    // A shipped file cannot be replaced under the same name.
    let shipped = "hunan/contributions/industry_base_rate.toml";
    let problems = book()
        .with_overlay(&[(shipped, "name = \"x\"\n")])
        .unwrap_err();
    assert_eq!(problems[0].code, "duplicate_file");
    // A determination names the book it was made with.
    let out = benefits(&disability(json!({"grade": 7})));
    assert_eq!(out["law"], book().digest());
    // What the office confirms never overrides a verified value, and says since when it holds.
    let override_try: Confirmed = serde_json::from_value(json!([paper(
        "benefits.disability_lump_sum.months.7",
        "2025",
        "99"
    )]))
    .unwrap();
    let at = At::new(county(), day("2025-08-01"));
    let months = book().int(
        "benefits.disability_lump_sum.months",
        Some("7"),
        &at,
        &override_try,
    );
    assert_eq!(months.unwrap().value, 13);
}
