//! Layers over layers, and what the office confirmed.

use yiju_lawbook::{At, Confirmation, Confirmed, Lawbook};
use yiju_terms::{Region, Status};

fn at(region: &str, day: &str) -> At {
    At::new(
        region.parse().expect("a region"),
        day.parse().expect("a day"),
    )
}

fn paper(parameter: &str, period: &str, value: &str) -> Confirmed {
    Confirmed {
        rows: vec![row(parameter, period, value, None)],
    }
}

fn row(parameter: &str, period: &str, value: &str, region: Option<&str>) -> Confirmation {
    Confirmation {
        parameter: parameter.into(),
        period: period.into(),
        value: value.into(),
        document: "某文〔2024〕1号".into(),
        region: region.map(|code| code.parse().expect("a region")),
    }
}

const PLACE: (&str, &str) = (
    "shuangpai/place.toml",
    "name = \"双牌县\"\nregion = \"431123\"\n",
);
const INSTRUMENTS: (&str, &str) = (
    "shuangpai/instruments.toml",
    "[[instrument]]\nname = \"县费率通知\"\nversion = \"2023\"\nnumber = \"1号\"\nissuer = \"县\"\n\
     in_force = 2023-01-01\n[instrument.articles]\n\"1\" = \"本县费率。\"\n",
);
const LOCAL: (&str, &str) = (
    "shuangpai/contributions/local_rate.toml",
    "name = \"地方现行行业费率\"\nunit = \"percent\"\nby = \"risk_class\"\noptional = true\n\
     [[value]]\nfrom = 2023-01-01\ncite = \"县费率通知 @ 2023 § 1\"\nstatus = \"derived\"\n\
     [value.rows]\n4 = \"0.60\"\n\
     [[value]]\nfrom = 2024-01-01\ncite = \"县费率通知 @ 2023 § 1\"\nstatus = \"derived\"\nrepealed = true\n",
);

#[test]
fn a_local_layer_answers_only_at_home_and_changes_the_digest() {
    let shipped = Lawbook::builtin();
    let book = shipped.with_overlay(&[PLACE, INSTRUMENTS, LOCAL]).unwrap();
    assert_ne!(book.digest(), shipped.digest());
    assert!(book.digest().starts_with("sm3:") && book.digest().len() == 68);
    let none = &Confirmed::NONE;
    let key = "contributions.local_rate";
    let ask = |book: &Lawbook, region: &str, day: &str, class: &str| {
        Lawbook::if_any(book.rate(key, Some(class), &at(region, day), none)).unwrap()
    };
    let answer = ask(&book, "431123", "2023-12-31", "4").unwrap();
    assert_eq!(
        (answer.value.to_string().as_str(), answer.layer.code()),
        ("0.60", "431123")
    );
    assert!(
        ask(&book, "431123", "2023-12-31", "3").is_none(),
        "no row for class 3"
    );
    assert!(
        ask(&book, "431122", "2023-12-31", "4").is_none(),
        "another county"
    );
    assert!(
        ask(&book, "431123", "2024-01-01", "4").is_none(),
        "repealed"
    );
    assert!(ask(shipped, "431123", "2023-12-31", "4").is_none());
    // Everything the local layer does not rule still comes from the province and the nation.
    let base = book.rate(
        "contributions.industry_base_rate",
        Some("4"),
        &at("431123", "2023-06-01"),
        none,
    );
    assert_eq!(base.unwrap().layer.code(), "43");
    // The same files laid again give the same digest.
    let again = shipped.with_overlay(&[LOCAL, PLACE, INSTRUMENTS]).unwrap();
    assert_eq!(again.digest(), book.digest());
}

#[test]
fn an_overlay_never_replaces_shipped_law() {
    let text = "name = \"x\"\nregion = \"43\"\n";
    let problems = Lawbook::builtin()
        .with_overlay(&[("hunan/place.toml", text)])
        .unwrap_err();
    assert_eq!(problems[0].code, "duplicate_file");
    // Nor may a second folder rule the same thing for the same place.
    let second = [
        ("zweit/place.toml", text),
        (
            "zweit/contributions/experience_rating.toml",
            "name = \"费率浮动办法\"\nunit = \"bands\"\noptional = true\n",
        ),
    ];
    let problems = Lawbook::builtin().with_overlay(&second).unwrap_err();
    assert!(
        problems
            .iter()
            .any(|problem| problem.code == "duplicate_layer")
    );
}

#[test]
fn a_missing_figure_names_parameter_period_and_paper() {
    let book = Lawbook::builtin();
    let county: Region = "431123".parse().unwrap();
    let none = Confirmed::NONE;
    let refusal = book
        .yearly("average_wage_for_benefits", 2023, &county, &none)
        .unwrap_err();
    assert_eq!(refusal.code, "needs_document");
    assert_eq!(refusal.arg("parameter"), Some("average_wage_for_benefits"));
    assert_eq!(
        (refusal.arg("period"), refusal.arg("status")),
        (Some("2023"), Some("missing"))
    );
    assert!(refusal.arg("document").unwrap().contains("职工月平均工资"));
    for lang in [yiju_terms::Lang::Zh, yiju_terms::Lang::En] {
        let text = refusal.message(lang);
        assert!(
            text.contains("2023") && !text.contains('{') && !text.contains('⟦'),
            "{text}"
        );
    }
    let given = paper("average_wage_for_benefits", "2023", "6284.00");
    let answer = book
        .yearly("average_wage_for_benefits", 2023, &county, &given)
        .unwrap();
    assert_eq!(
        (answer.value.fen(), answer.status),
        (628_400, Status::Provisional)
    );
    assert_eq!(answer.document.as_deref(), Some("某文〔2024〕1号"));
    assert!(
        book.yearly("average_wage_for_benefits", 2024, &county, &given)
            .is_err()
    );
}

#[test]
fn a_provisional_figure_waits_for_its_paper() {
    let book = Lawbook::builtin();
    let day = at("431123", "2023-03-10");
    let key = "hospital_meal_per_day";
    let refusal = book.money(key, None, &day, &Confirmed::NONE).unwrap_err();
    assert_eq!(
        (refusal.code, refusal.arg("status")),
        ("needs_document", Some("provisional"))
    );
    assert!(
        refusal.arg("document").unwrap().contains("湖南"),
        "the nearest place names its paper"
    );
    for period in ["2023", "2022-01-01"] {
        let answer = book
            .money(key, None, &day, &paper(key, period, "20.00"))
            .unwrap();
        assert_eq!(
            (answer.value.fen(), answer.since.to_string().as_str()),
            (2_000, "2022-01-01")
        );
        assert_eq!(answer.status, Status::Provisional);
        assert!(answer.document.is_some());
    }
    assert!(
        book.money(key, None, &day, &paper(key, "2014-04-01", "20.00"))
            .is_err()
    );
    let bad = book
        .money(key, None, &day, &paper(key, "2023", "二十"))
        .unwrap_err();
    assert_eq!(bad.code, "bad_confirmation");
}

#[test]
fn a_confirmation_holds_at_its_place_and_never_beats_verified_law() {
    let book = Lawbook::builtin();
    let county: Region = "431123".parse().unwrap();
    let here = |code| Confirmed {
        rows: vec![row(
            "average_wage_for_benefits",
            "2023",
            "6284.00",
            Some(code),
        )],
    };
    assert!(
        book.yearly("average_wage_for_benefits", 2023, &county, &here("43"))
            .is_ok()
    );
    assert!(
        book.yearly("average_wage_for_benefits", 2023, &county, &here("44"))
            .is_err()
    );
    let lie = paper("disposable_income", "2024", "1.00");
    let answer = book
        .yearly("disposable_income", 2024, &county, &lie)
        .unwrap();
    assert_eq!(
        (answer.value.to_string().as_str(), answer.status),
        ("54188.00", Status::Verified)
    );
    let lie = paper("benefits.disability_lump_sum.months.7", "2023", "99");
    let day = at("431123", "2023-03-10");
    let answer = book
        .int("benefits.disability_lump_sum.months", Some("7"), &day, &lie)
        .unwrap();
    assert_eq!((answer.value, answer.document), (13, None));
}

#[test]
fn the_minimum_wage_of_the_county_needs_its_tier() {
    let book = Lawbook::builtin();
    let day = at("431123", "2023-03-10");
    let refusal = book
        .money("minimum_wage", None, &day, &Confirmed::NONE)
        .unwrap_err();
    assert_eq!(refusal.arg("parameter"), Some("minimum_wage"));
    assert!(refusal.arg("document").unwrap().contains("第几档"));
    let answer = book.money(
        "minimum_wage",
        None,
        &day,
        &paper("minimum_wage", "2023", "1550.00"),
    );
    assert_eq!(answer.unwrap().value.fen(), 155_000);
    // Once the tier is known, the table answers, if the office confirmed its row.
    let tier = [
        PLACE,
        INSTRUMENTS,
        (
            "shuangpai/wages/minimum_wage_tier.toml",
            "name = \"最低工资档次\"\nunit = \"text\"\n[[value]]\nfrom = 2022-04-01\nvalue = \"3\"\n\
         cite = \"县费率通知 @ 2023 § 1\"\nstatus = \"derived\"\n",
        ),
    ];
    let book = book.with_overlay(&tier).unwrap();
    let refusal = book
        .money("minimum_wage", None, &day, &Confirmed::NONE)
        .unwrap_err();
    assert_eq!(refusal.arg("parameter"), Some("minimum_wage.3"));
    let given = paper("minimum_wage.3", "2022-04-01", "1550.00");
    assert_eq!(
        book.money("minimum_wage", None, &day, &given)
            .unwrap()
            .value
            .fen(),
        155_000
    );
}
