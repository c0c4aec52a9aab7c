//! Worked cases around contributions, by hand: presumption and its settlement, back-payment, experience rating and its
//! reasons, construction projects.

use crate::common::{book, paper, yuan};
use serde_json::{Value, json};
use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::experience::{Indicator, experience_tier};
use yiju_rules::project::{
    CostIncrease, CoverOnDay, Extension, ProjectCover, RosterEntry, on_site, supplement,
};
use yiju_rules::rate_reasons::{Change, RateReasons, why};
use yiju_rules::settlement::settle_presumed;
use yiju_rules::surcharge::{OwedMonth, back_payment};
use yiju_rules::{EmployerCase, NoTrace, Sources, presumed_contribution};
use yiju_terms::{Date, Lang, Region, RiskClass};

fn county() -> Region {
    "431123".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn class(number: u8) -> RiskClass {
    RiskClass::new(number).unwrap()
}

fn papers(rows: &[Value]) -> Confirmed {
    serde_json::from_value(json!(rows)).unwrap()
}

#[test]
fn a_presumed_month_is_settled_with_what_was_declared() {
    // 5 738.21 × 110 % = 6 312.031 → 6 312.03; declared 5 900.00: 412.03 too much; declared 6 500.00: 187.97 more.
    let region = county();
    let none = Confirmed::NONE;
    let sources = Sources {
        book: book(),
        confirmed: &none,
        region: &region,
    };
    let on = day("2023-07-01");
    let presumed = presumed_contribution(sources, yuan("5738.21"), on, &mut NoTrace).unwrap();
    assert_eq!(presumed, yuan("6312.03"));
    let month = "2023-07".parse().unwrap();
    let less = settle_presumed("E1", month, presumed, yuan("5900.00"));
    assert_eq!((less.top_up, less.recovery), (yuan("0.00"), yuan("412.03")));
    let more = settle_presumed("E1", month, presumed, yuan("6500.00"));
    assert_eq!((more.top_up, more.recovery), (yuan("187.97"), yuan("0.00")));
    let same = settle_presumed("E1", month, presumed, presumed);
    assert!(same.lines.is_empty());
}

fn owed(month: &str, default_on: &str) -> OwedMonth {
    OwedMonth {
        month: month.parse().unwrap(),
        risk_class: class(4),
        experience_tier: 100,
        total_wages: yuan("512340.00"),
        default_on: day(default_on),
    }
}

#[test]
fn a_back_payment_takes_each_month_by_its_own_rate_and_each_its_surcharge() {
    // April 2023 at 1.40 %: 7 172.76, 61 days from 1 May to 30 June: 218.769180 → 218.77.
    // June 2023 at 1.12 %: 5 738.21, no day of default before 1 July: 0.00.
    let months = [owed("2023-04", "2023-05-01"), owed("2023-06", "2023-07-01")];
    let region = county();
    let paid = |months: &[OwedMonth]| {
        back_payment(book(), &region, months, day("2023-07-01"), &Confirmed::NONE)
    };
    let found = paid(&months).unwrap();
    assert_eq!(
        (found.amount, found.surcharge),
        (yuan("12910.97"), yuan("218.77"))
    );
    assert_eq!(found.months[0].amount, yuan("7172.76"));
    assert_eq!(found.months[1].surcharge, yuan("0.00"));
    // All that is missing is named, once.
    let old = [owed("2022-04", "2022-05-01"), owed("2022-05", "2022-06-01")];
    let refusals = paid(&old).unwrap_err();
    let named: Vec<_> = refusals.iter().filter_map(|r| r.arg("parameter")).collect();
    assert_eq!(
        named,
        [
            "contributions.industry_base_rate.4",
            "contributions.temporary_reduction.percent"
        ]
    );
}

/// A county whose table moves by 支缴率 (steps from the present tier) and 工伤发生率, summed.
fn rated_county() -> Lawbook {
    let cite = "cite = \"关于调整工伤保险费率政策的通知 @ 2015 § 三\"\nstatus = \"derived\"\n";
    let row = format!("from = 2023-01-01\n{cite}");
    let band = |name: &str, at_least: &str, below: &str, steps: i64| {
        let below = match below {
            "" => String::new(),
            below => format!("below = \"{below}\"\n"),
        };
        format!(
            "[[value.band]]\nindicator = \"{name}\"\nat_least = \"{at_least}\"\n{below}steps = {steps}\n"
        )
    };
    let text = format!(
        "name = \"费率浮动办法\"\nunit = \"bands\"\noptional = true\n[[value]]\n{row}{}{}{}{}\
         [counts_from]\nname = \"起算\"\nunit = \"text\"\n[[counts_from.value]]\n{row}value = \"current\"\n\
         [combine]\nname = \"合计\"\nunit = \"text\"\n[[combine.value]]\n{row}value = \"sum\"\n\
         [period_months]\nname = \"周期\"\nunit = \"months\"\n[[period_months.value]]\n{row}value = 12\n",
        band("支缴率", "0", "50", -1),
        band("支缴率", "150", "300", 1),
        band("支缴率", "300", "", 2),
        band("工伤发生率", "2", "", 1),
    );
    let files = [
        (
            "test-county/place.toml",
            "name = \"测试县\"\nregion = \"431123\"\n",
        ),
        (
            "test-county/contributions/experience_rating.toml",
            text.as_str(),
        ),
    ];
    book().with_overlay(&files).expect("a sound overlay")
}

fn indicators(ratio: &str, incidence: &str) -> [Indicator; 2] {
    let one = |name: &str, value: &str| Indicator {
        name: name.to_owned(),
        value: value.parse().unwrap(),
    };
    [one("支缴率", ratio), one("工伤发生率", incidence)]
}

#[test]
fn the_tier_follows_the_table_of_the_place() {
    let (rated, region, none) = (rated_county(), county(), Confirmed::NONE);
    let tier = |ratio: &str, incidence: &str, before: u16| {
        let sources = Sources {
            book: &rated,
            confirmed: &none,
            region: &region,
        };
        let list = indicators(ratio, incidence);
        let found = experience_tier(sources, class(4), before, &list, day("2023-06-01")).unwrap();
        assert_eq!(found.period_months, Some(12));
        (found.steps, found.tier)
    };
    // Ladder of class 4: 50, 80, 100, 120, 150.
    assert_eq!(tier("49.99", "0", 100), (-1, 80));
    assert_eq!(tier("50", "0", 100), (0, 100));
    assert_eq!(tier("150", "0", 100), (1, 120));
    assert_eq!(tier("150", "2", 100), (2, 150));
    assert_eq!(tier("300", "2", 120), (3, 150));
    assert_eq!(tier("12", "0", 50), (-1, 50));
}

#[test]
fn without_a_table_no_tier_moves_and_without_an_indicator_none_is_guessed() {
    let (region, none) = (county(), Confirmed::NONE);
    let rated = rated_county();
    let decide = |book, list: &[Indicator]| {
        let sources = Sources {
            book,
            confirmed: &none,
            region: &region,
        };
        experience_tier(sources, class(4), 120, list, day("2023-06-01"))
    };
    let found = decide(book(), &indicators("999", "99")).unwrap();
    assert_eq!((found.tier, found.table.is_none()), (120, true));
    let refusals = decide(&rated, &indicators("10", "0")[..1]).unwrap_err();
    assert_eq!(refusals[0].arg("parameter"), Some("工伤发生率"));
}

fn reasons(book: &Lawbook, list: &[Indicator]) -> RateReasons {
    let case = EmployerCase {
        region: county(),
        month: "2023-06".parse().unwrap(),
        risk_class: class(4),
        total_wages: yuan("512340.00"),
        experience_tier: 120,
    };
    why(book, &case, list, &Confirmed::NONE).unwrap()
}

fn shown(found: &RateReasons) -> Vec<(String, String, String)> {
    let alternatives = found.alternatives.iter();
    alternatives
        .map(|one| {
            let change = format!("{:?}", one.change);
            (change, one.rate.to_string(), one.amount.to_string())
        })
        .collect()
}

#[test]
fn why_the_rate_is_this_and_what_would_change_it() {
    // 1.40 % × 120 % less 20 %: 1.344 %, 6 885.85.
    let found = reasons(book(), &[]);
    assert_eq!(found.result.rate.to_string(), "1.344");
    let stems: Vec<&str> = found.reasons.iter().map(|step| step.stem).collect();
    for stem in [
        "base_rate",
        "temporary_reduction",
        "experience_tier",
        "rate",
        "amount",
    ] {
        assert!(stems.contains(&stem), "{stem}");
    }
    assert!(found.reasons.iter().all(|step| step.citation.is_some()));
    // Tier 50: 0.56 % = 2 869.104; 80: 0.896 % = 4 590.5664; 100: 1.12 %; 150: 1.68 % = 8 607.312. Class 3 at 120:
    // 1.152 % = 5 902.1568; class 5: 1.632 % = 8 361.3888. Without the reduction: 1.68 %.
    let want = [
        ("Tier(50)", "0.56", "2869.10"),
        ("Tier(80)", "0.896", "4590.57"),
        ("Tier(100)", "1.12", "5738.21"),
        ("Tier(150)", "1.68", "8607.31"),
        ("Class(3)", "1.152", "5902.16"),
        ("Class(5)", "1.632", "8361.39"),
        ("NoReduction", "1.68", "8607.31"),
    ];
    let want = want.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(shown(&found), want);
    for one in &found.alternatives {
        assert_eq!(one.difference, one.amount - found.result.amount);
    }
    for lang in [Lang::Zh, Lang::En] {
        let out = serde_json::to_value(found.output(lang)).unwrap();
        let text = out["alternatives"][0]["message"].as_str().unwrap();
        assert!(text.contains("50") && text.contains("0.56"), "{text}");
    }
}

#[test]
fn the_indicators_say_which_band_would_move_the_tier() {
    // 支缴率 160 %, 工伤发生率 0: one step up from 120 to 150. Below 50 %: one down to 80; from 300 %: two up to 150.
    let found = reasons(&rated_county(), &indicators("160", "0"));
    let tier = found.tier.as_ref().unwrap();
    assert_eq!((tier.steps, tier.tier), (1, 150));
    assert_eq!(tier.reasons[0].indicator.name, "支缴率");
    let moves: Vec<(String, String, u16)> = found
        .alternatives
        .iter()
        .filter_map(|one| match &one.change {
            Change::Indicator {
                name,
                at_least,
                tier,
                ..
            } => Some((name.clone(), at_least.to_string(), *tier)),
            _ => None,
        })
        .collect();
    let want = [
        ("支缴率", "0.00", 100),
        ("支缴率", "300.00", 150),
        ("工伤发生率", "2.00", 150),
    ];
    assert_eq!(moves, want.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c)));
}

/// Planned 1 March to 30 June 2023, paid on 20 February.
fn site() -> ProjectCover {
    ProjectCover {
        paid_on: Some(day("2023-02-20")),
        starts_on: day("2023-03-01"),
        ends_on: day("2023-06-30"),
        accepted_on: None,
        extensions: Vec::new(),
    }
}

#[test]
fn an_accident_on_the_first_and_the_last_day_is_covered_and_on_the_day_after_not() {
    let site = site();
    for (on, want) in [
        ("2023-02-28", CoverOnDay::BeforeStart),
        ("2023-03-01", CoverOnDay::Covered),
        ("2023-06-30", CoverOnDay::Covered),
        ("2023-07-01", CoverOnDay::AfterEnd),
    ] {
        assert_eq!(site.on(day(on)), want, "{on}");
    }
    // Cover ends with the acceptance, when that comes first.
    let accepted = ProjectCover {
        accepted_on: Some(day("2023-06-10")),
        ..site.clone()
    };
    assert_eq!(accepted.on(day("2023-06-10")), CoverOnDay::Covered);
    assert_eq!(accepted.on(day("2023-06-11")), CoverOnDay::AfterEnd);
    let unpaid = ProjectCover {
        paid_on: Some(day("2023-03-10")),
        ..site
    };
    assert_eq!(unpaid.on(day("2023-03-09")), CoverOnDay::FeeNotPaid);
    assert_eq!(unpaid.on(day("2023-03-10")), CoverOnDay::Covered);
}

#[test]
fn an_extension_in_time_leaves_no_gap_and_a_late_one_does() {
    let extended = |filed_on: &str| ProjectCover {
        extensions: vec![Extension {
            filed_on: day(filed_on),
            until: day("2023-09-30"),
        }],
        ..site()
    };
    let in_time = extended("2023-06-25");
    assert_eq!(in_time.on(day("2023-07-01")), CoverOnDay::Covered);
    assert_eq!(in_time.on(day("2023-09-30")), CoverOnDay::Covered);
    assert_eq!(in_time.on(day("2023-10-01")), CoverOnDay::AfterEnd);
    let late = extended("2023-07-10");
    assert_eq!(late.on(day("2023-06-30")), CoverOnDay::Covered);
    assert_eq!(late.on(day("2023-07-09")), CoverOnDay::InGap);
    assert_eq!(late.on(day("2023-07-10")), CoverOnDay::Covered);
}

#[test]
fn the_roster_of_a_day_counts_each_person_once() {
    let entry = |person: &str, from: &str, until: Option<&str>| RosterEntry {
        person: person.to_owned(),
        from: day(from),
        until: until.map(day),
    };
    let roster = [
        entry("P2", "2023-03-01", Some("2023-04-30")),
        entry("P1", "2023-03-01", None),
        entry("P1", "2023-04-01", None),
        entry("P3", "2023-05-01", None),
    ];
    assert_eq!(on_site(&roster, day("2023-04-30")), ["P1", "P2"]);
    assert_eq!(on_site(&roster, day("2023-05-01")), ["P1", "P3"]);
}

#[test]
fn a_project_that_grew_pays_the_difference() {
    let region = county();
    let grown = |enrolled: &str, increased: &str| CostIncrease {
        enrolled_in: enrolled.parse().unwrap(),
        cost_before: yuan("2166667.00"),
        increased_in: increased.parse().unwrap(),
        cost_after: yuan("3000000.00"),
    };
    // 3 000 000 × 1.8 ‰ = 5 400.00 less 3 900.00 (3 900.0006).
    let found = supplement(
        book(),
        &region,
        &grown("2023-03", "2024-05"),
        &Confirmed::NONE,
    );
    assert_eq!(found.unwrap(), yuan("1500.00"));
    // A rate that changed meanwhile: the paper says which holds. 833 333 × 2 ‰ = 1 666.666 → 1 666.67, or 1.8 ‰ 1 500.00.
    let new_rate = paper("contributions.project_rate", "2025", "2.0");
    let later = grown("2023-03", "2025-05");
    let refused = supplement(
        book(),
        &region,
        &later,
        &papers(std::slice::from_ref(&new_rate)),
    );
    assert_eq!(
        refused.unwrap_err()[0].arg("parameter"),
        Some("project_supplement_rate_of")
    );
    for (which, want) in [("supplement", "1666.67"), ("enrollment", "1500.00")] {
        let rows = [
            new_rate.clone(),
            paper("project_supplement_rate_of", "2025", which),
        ];
        assert_eq!(
            supplement(book(), &region, &later, &papers(&rows)).unwrap(),
            yuan(want)
        );
    }
}
