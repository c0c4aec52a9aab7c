//! A very small office, computed by hand; the same on SQLite and (where `YIJU_TEST_POSTGRES` names one) PostgreSQL.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod plans;
mod rows;
mod year;

use yiju_figures::{Basis, FigureValue};
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_terms::{Lang, Region};

use crate::rows::{REGION, YEAR, s};
use crate::year::fill;

/// A fresh store: an own file, or an own schema of the server.
struct Place {
    store: Store,
    _folder: tempfile::TempDir,
}

fn places(name: &str) -> Vec<Place> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    let mut places = vec![Place {
        store: Store::open(&url).unwrap(),
        _folder: folder,
    }];
    // `./test` starts a server and names it; without one the same scenario runs on SQLite alone.
    if let Ok(url) = std::env::var("YIJU_TEST_POSTGRES") {
        let mut store = Store::open(&url).unwrap();
        let name = format!("figures_{name}_{}", std::process::id());
        store
            .script(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}; SET search_path TO {name}"))
            .unwrap();
        places.push(Place {
            store,
            _folder: tempfile::tempdir().unwrap(),
        });
    }
    places
}

fn value(store: &mut Store, stem: &str) -> FigureValue {
    let region: Region = REGION.parse().unwrap();
    yiju_figures::compute(store, Lawbook::builtin(), &region, YEAR, stem).unwrap()
}

fn basis(store: &mut Store, stem: &str) -> Basis {
    let region: Region = REGION.parse().unwrap();
    yiju_figures::drill(
        store,
        Lawbook::builtin(),
        &region,
        YEAR,
        stem,
        Lang::Zh,
        100,
    )
    .unwrap()
}

/// By hand, from the rows above.
const EXPECTED: &[(&str, &str)] = &[
    ("employers_insured", "1"),
    ("projects_insured", "1"),
    // P1, P3 at E1 and P5 on J1.
    ("persons_insured", "3"),
    ("persons_insured_by_project", "1"),
    ("coverage_target", "2"),
    ("coverage_completion", "150"),
    // 5 + 1; the receipt is internal, the declaration of 2024 is not in the year.
    ("matters_handled", "6"),
    ("matters_on_time", "50"),
    ("determinations_on_time", "0"),
    ("contributions_received", "105.00"),
    ("contributions_assessed", "140.00"),
    ("collection_rate", "75"),
    ("arrears_at_year_end", "35.00"),
    ("relief_local", "80.00"),
    ("relief_temporary", "60.00"),
    ("relief_total", "140.00"),
    ("fund_expenditure", "50.00"),
    ("expenditure_by_benefit", "50.00"),
    ("benefit_person_times", "2"),
    ("benefit_recipients", "1"),
    ("payments_returned", "0"),
    ("payments_success_rate", "100"),
    ("accident_notices", "1"),
    // Reported on 3 March, entered on the 21st.
    ("accident_notices_registered", "0"),
    ("accident_notices_on_time", "0"),
    // 1 ÷ 3
    ("injury_incidence", "33.33"),
    ("recognitions", "1"),
    ("appraisals", "1"),
    ("legacy_pooled", "1"),
    ("legacy_unpooled", "2"),
    ("legacy_surveyed", "3"),
    ("legacy_documented", "100"),
    ("legacy_entered_early", "100"),
    ("legacy_funding_named", "50"),
    ("legacy_recipients", "0"),
    ("survey_answered", "400"),
    ("satisfaction", "96.50"),
    ("authorized_posts", "8"),
    ("filled_posts", "3"),
    ("staffing_rate", "37.50"),
    ("department_office_outturn", "14.80"),
    ("department_public_outturn", "30.00"),
    ("department_three_public_outturn", "10.20"),
    ("department_public_initial", "34.00"),
    ("department_procurement_initial", "4.00"),
    ("department_procurement_adjusted", "5.00"),
    ("department_procurement_outturn", "5.00"),
    ("department_procurement_adjustment", "1.00"),
    ("department_office_adjustment", "0.00"),
    ("appropriations_received", "40.00"),
    ("project_appropriations_received", "10.00"),
    ("department_total_outturn", "30.00"),
    ("department_office_prior_outturn", "—"),
    ("budget_execution_rate", "88.24"),
    ("books_closed", "0"),
    ("training_sessions", "0"),
];

#[test]
fn the_figures_are_what_the_hand_says() {
    for mut place in places("values") {
        fill(&mut place.store);
        for (stem, expected) in EXPECTED {
            assert_eq!(value(&mut place.store, stem).shown, *expected, "{stem}");
        }
    }
}

#[test]
fn every_figure_opens_and_has_words() {
    for mut place in places("words") {
        fill(&mut place.store);
        for figure in yiju_figures::all() {
            for lang in [Lang::Zh, Lang::En] {
                let words = [
                    figure.name(lang),
                    figure.definition(lang),
                    figure.formula(lang),
                    figure.unit_word(lang),
                ];
                assert!(!words.join("").contains('⟦'), "{}: {words:?}", figure.stem);
            }
            let basis = basis(&mut place.store, figure.stem);
            let text = serde_json::to_string(&basis).unwrap();
            assert!(!text.contains('⟦'), "{}: {text}", figure.stem);
            for row in &basis.records.rows {
                assert_eq!(row.len(), basis.records.headers.len(), "{}", figure.stem);
            }
            // Nobody's name or number leaves whole.
            assert!(
                !text.contains("王小明") && !text.contains("19900101") && !text.contains("张三丰"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_figure_opens_to_records_vouchers_matters_and_articles() {
    for mut place in places("drill") {
        fill(&mut place.store);
        let received = basis(&mut place.store, "contributions_received");
        assert_eq!(received.records.total, 2);
        let vouchers: Vec<String> = received
            .vouchers
            .iter()
            .map(|v| format!("{} {}", v.number, v.amount))
            .collect();
        assert_eq!(vouchers, ["1 70.00", "2 35.00"]);
        assert_eq!(
            received.matters.iter().map(|m| m.id).collect::<Vec<_>>(),
            [2]
        );
        assert!(
            received.articles[0].starts_with("社会保险法 @ 2018 § 60"),
            "{:?}",
            received.articles
        );
        assert!(
            received
                .remarks
                .iter()
                .any(|remark| remark.contains("一致")),
            "{:?}",
            received.remarks
        );
        let months: Vec<i64> = received
            .figure
            .parts
            .iter()
            .map(|part| part.value)
            .collect();
        assert_eq!(months, [0, 0, 7_000, 3_500, 0, 0, 0, 0, 0, 0, 0, 0]);

        let handled = basis(&mut place.store, "matters_handled");
        assert_eq!(
            handled.matters.iter().map(|m| m.id).collect::<Vec<_>>(),
            [1, 2]
        );

        let industries = value(&mut place.store, "injuries_by_industry");
        assert_eq!(industries.parts.len(), 1);
        assert_eq!(
            (industries.parts[0].key.as_str(), industries.parts[0].value),
            ("b", 1)
        );

        let completion = basis(&mut place.store, "coverage_completion");
        assert_eq!(completion.records.rows[0][..2], [s("参保人数"), s("3")]);
        let target = basis(&mut place.store, "coverage_target");
        // The last record of this office is older than the year's end.
        for said in ["只登记到", "绩效目标批复"] {
            let mut remarks = target.remarks.iter();
            assert!(remarks.any(|remark| remark.contains(said)), "{said}");
        }
        assert_eq!(target.matters.len(), 1);
    }
}

/// Counts and sums are taken over the records shown; a figure that says otherwise is broken.
#[test]
fn counts_agree_with_their_records() {
    for mut place in places("counts") {
        fill(&mut place.store);
        for figure in yiju_figures::all() {
            let basis = basis(&mut place.store, figure.stem);
            match figure.measure {
                yiju_figures::Measure::Count => {
                    assert_eq!(
                        basis.figure.value, basis.records.total as i64,
                        "{}",
                        figure.stem
                    );
                }
                yiju_figures::Measure::Posted => {
                    let sum: i64 = basis.vouchers.iter().map(|v| v.amount.fen()).sum();
                    assert_eq!(basis.figure.value, sum, "{}", figure.stem);
                }
                _ => {}
            }
            if !basis.figure.parts.is_empty() {
                let parts: i64 = basis.figure.parts.iter().map(|part| part.value).sum();
                assert_eq!(basis.figure.value, parts, "{}", figure.stem);
            }
        }
    }
}

#[test]
fn stems_are_unique_and_inputs_exist() {
    let mut seen = std::collections::BTreeSet::new();
    for figure in yiju_figures::all() {
        assert!(seen.insert(figure.stem), "{} twice", figure.stem);
        for input in figure.inputs() {
            assert!(
                yiju_figures::find(input).is_some(),
                "{} needs {input}",
                figure.stem
            );
        }
    }
}
