//! Old injuries: names counted once, counts of others kept beside them, joining the pool, checks of life.

use yiju_actions::legacy_check::{CheckedPerson, LegacyCheck};
use yiju_actions::legacy_count::{LegacyCount, StatedCount};
use yiju_actions::legacy_injury::{LegacyDependent, LegacyInjury, LegacyInjuryEntry};
use yiju_actions::legacy_pooling::LegacyPooling;
use yiju_actions::medical_claim::{Bill, MedicalClaim};
use yiju_actions::{ActionError, Office};
use yiju_rules::case::Relation;
use yiju_store::tables::LegacyCountRow;
use yiju_store::views::{Window, legacy as views};
use yiju_store::{Store, legacy};
use yiju_terms::{Benefit, Lang};
use yiju_tests::{REGION, day, found, on_both_stores};

use crate::late::{assert_sound, codes, confirm, handle, try_handle, yuan};

/// ID numbers of nobody: born in 1800, with a right check digit.
const NUMBERS: [&str; 4] = [
    "431123180001010019",
    "431123180001010027",
    "431123180001010035",
    "431123180001010043",
];

fn person(index: usize, pooled_on: Option<&str>) -> LegacyInjury {
    LegacyInjury {
        id: format!("L{:03}", index + 1),
        name: format!("测试{}", index + 1),
        id_number: NUMBERS[index].to_owned(),
        employer_name: "原测试农机厂".to_owned(),
        injured_on: day("1990-06-01"),
        grade: Some(6),
        pooled_on: pooled_on.map(day),
        reason: "测试原因".to_owned(),
        funding_source: "原单位".to_owned(),
        evidence: "原单位工伤档案".to_owned(),
        items: vec![Benefit::MedicalExpense],
        dependents: Vec::new(),
    }
}

fn enter(office: &mut Office<'_>, on: &str, people: Vec<LegacyInjury>) -> Result<i64, ActionError> {
    let key = format!("roster {on} {}", people.len());
    let proposal = LegacyInjuryEntry {
        from: day(on),
        people,
    };
    try_handle(office, &key, on, proposal)
}

/// One pooled person on the roster.
pub fn enter_one(office: &mut Office<'_>, on: &str) {
    enter(office, on, vec![person(0, Some("2011-12-01"))]).unwrap();
}

fn stated(measure: &str, source: &str, on: &str, people: i64, note: &str) -> StatedCount {
    StatedCount {
        measure: measure.to_owned(),
        source: source.to_owned(),
        counted_on: day(on),
        people,
        document: format!("{source}（测试）"),
        note: note.to_owned(),
    }
}

fn count(office: &mut Office<'_>, key: &str, counts: Vec<StatedCount>) -> Vec<&'static str> {
    codes(try_handle(
        office,
        key,
        "2024-03-01",
        LegacyCount { counts },
    ))
}

fn kept(store: &mut Store) -> Vec<(String, String, i64)> {
    let line = |row: LegacyCountRow| (row.measure, row.source, row.people);
    legacy::counts(store, REGION)
        .unwrap()
        .into_iter()
        .map(line)
        .collect()
}

/// The naive program counts rows (an updated person twice), lets the last count stand for all, or adds 63 and 148 up.
#[test]
fn t42_old_injuries_are_counted_once_and_counts_of_others_kept_by_source_and_day() {
    on_both_stores("legacy_counts", |store| {
        let mut office = found(store);
        let three = vec![
            person(0, Some("2011-12-01")),
            person(1, None),
            person(2, None),
        ];
        enter(&mut office, "2023-03-13", three).unwrap();
        let mut moved = person(1, None);
        moved.funding_source = "县财政".to_owned();
        enter(&mut office, "2023-09-01", vec![moved]).unwrap();
        // The same person under a new number, and another person under a taken number.
        let mut again = person(1, None);
        again.id = "L009".to_owned();
        let mut taken = person(3, None);
        taken.id = "L003".to_owned();
        let refused = codes(enter(&mut office, "2023-10-09", vec![again, taken]));
        assert_eq!(refused, ["legacy_person_twice", "legacy_number_taken"]);
        assert_ties(office.store, "2023-12-31", 1, 2);

        let report = "自评报告正文";
        let said = vec![
            stated("pooled", report, "2023-12-31", 63, ""),
            stated("unpooled", report, "2023-12-31", 148, ""),
            stated("pooled", "项目绩效表", "2023-12-31", 60, ""),
            stated("all", "摸底调查", "2023-06-30", 208, ""),
            stated("all", "摸底调查", "2023-12-31", 211, ""),
        ];
        assert_eq!(count(&mut office, "counts", said), [""; 0]);
        let mut people: Vec<i64> = kept(office.store).iter().map(|(.., n)| *n).collect();
        people.sort_unstable();
        assert_eq!(people, [60, 63, 148, 208, 211]);
        // The same source for the same day again: only as a correction with its reason, and only of that source.
        let twice = vec![stated("pooled", report, "2023-12-31", 60, "")];
        assert_eq!(
            count(&mut office, "twice", twice),
            ["legacy_counted_before"]
        );
        let corrected = vec![stated("pooled", report, "2023-12-31", 62, "复核更正")];
        assert_eq!(count(&mut office, "corrected", corrected), [""; 0]);
        let pooled: Vec<(String, i64)> = kept(office.store)
            .into_iter()
            .filter(|(measure, ..)| measure == "pooled")
            .map(|(_, source, people)| (source, people))
            .collect();
        let expected = [(report.to_owned(), 62), ("项目绩效表".to_owned(), 60)];
        assert!(
            pooled.len() == 2 && expected.iter().all(|e| pooled.contains(e)),
            "{pooled:?}"
        );
        // None of it touches the roster.
        assert_ties(office.store, "2023-12-31", 1, 2);
        assert_sound(office.store);
    });
}

/// The roster's own counts: groups, names behind them and the whole agree on every day.
fn assert_ties(store: &mut Store, on: &str, pooled: i64, unpooled: i64) {
    let all = Window {
        number: 1,
        size: 500,
    };
    let groups = views::groups(store, REGION, on).unwrap();
    let names = |store: &mut Store, pool: Option<bool>| {
        let found = views::roster(store, REGION, on, pool, "", all).unwrap();
        assert_eq!(found.total, found.rows.len() as i64);
        found.total
    };
    for (pool, expected) in [(true, pooled), (false, unpooled)] {
        let grouped = groups.iter().filter(|group| group.pooled == pool);
        assert_eq!(grouped.map(|group| group.count).sum::<i64>(), expected);
        assert_eq!(names(store, Some(pool)), expected);
    }
    assert_eq!(names(store, None), pooled + unpooled);
}

fn joining(fee: &str, items: &[Benefit]) -> LegacyPooling {
    LegacyPooling {
        id: "L002".to_owned(),
        pooled_on: day("2023-06-15"),
        funding_source: "县财政".to_owned(),
        fee_paid: yuan(fee),
        document: "测纳统〔2023〕1号".to_owned(),
        items: items.to_vec(),
    }
}

fn bill(number: &str, on: &str, benefit: Benefit) -> Bill {
    Bill {
        number: number.to_owned(),
        on: day(on),
        institution: "测试医院".to_owned(),
        benefit: benefit.stem().to_owned(),
        asked: yuan("100.00"),
        taken_off: yuan("0.00"),
        taken_off_because: String::new(),
    }
}

fn claim(office: &mut Office<'_>, key: &str, bills: Vec<Bill>) -> Vec<&'static str> {
    let proposal = MedicalClaim {
        subject_kind: "legacy".to_owned(),
        subject_id: "L002".to_owned(),
        decided_on: day("2023-07-10"),
        bills,
    };
    codes(try_handle(office, key, "2023-07-10", proposal))
}

#[test]
fn joining_the_pool_needs_the_papers_of_the_place_and_pays_from_its_month() {
    on_both_stores("legacy_pooling", |store| {
        let mut office = found(store);
        let people = vec![person(0, Some("2011-12-01")), person(1, None)];
        enter(&mut office, "2023-03-13", people).unwrap();
        // By an entry nobody joins.
        let flipped = vec![person(1, Some("2023-06-15"))];
        let refused = codes(enter(&mut office, "2023-06-16", flipped));
        assert_eq!(refused, ["legacy_pool_by_matter"]);
        let one = &[Benefit::MedicalExpense];
        let refused = try_handle(&mut office, "join", "2023-06-15", joining("5000.00", one));
        let Err(ActionError::Refused(refused)) = refused else {
            panic!("no paper is known for the place");
        };
        assert_eq!(refused.len(), 3, "{refused:?}");
        for refusal in &refused {
            assert_eq!(refusal.code, "needs_document");
            let message = refusal.message(Lang::Zh);
            assert!(message.contains("老工伤"), "{message}");
        }
        for (name, value) in [
            ("items", "medical_expense"),
            ("fee", "5000.00"),
            ("back_pay", "false"),
        ] {
            let parameter = format!("legacy_pooling_{name}");
            confirm(&mut office, "2023-06-15", &parameter, "2023", value);
        }
        let both = &[Benefit::MedicalExpense, Benefit::DisabilityAllowance];
        let short = try_handle(&mut office, "short", "2023-06-15", joining("4999.99", both));
        assert_eq!(codes(short), ["legacy_item_outside", "legacy_fee_short"]);
        handle(&mut office, "join", "2023-06-15", joining("5000.00", one));
        let again = try_handle(&mut office, "again", "2023-06-16", joining("5000.00", one));
        assert_eq!(codes(again), ["legacy_pooled_before"]);
        assert_ties(office.store, "2023-06-14", 1, 1);
        assert_ties(office.store, "2023-06-15", 2, 0);
        let bills = vec![
            bill("TEST0001", "2023-05-31", Benefit::MedicalExpense),
            bill("TEST0002", "2023-07-01", Benefit::RehabilitationExpense),
        ];
        let refused = claim(&mut office, "early", bills);
        assert_eq!(refused, ["legacy_no_back_pay", "legacy_item_outside"]);
        let in_time = vec![bill("TEST0001", "2023-06-01", Benefit::MedicalExpense)];
        assert_eq!(claim(&mut office, "in time", in_time.clone()), [""; 0]);
        assert_eq!(claim(&mut office, "twice", in_time), ["bill_twice"]);
        assert_sound(office.store);
    });
}

#[test]
fn the_roster_keeps_dependants_and_checks_of_life() {
    let mut place = yiju_tests::sqlite();
    let mut office = found(&mut place.store);
    let mut one = person(0, Some("2011-12-01"));
    one.dependents = vec![LegacyDependent {
        name: "测试配偶".to_owned(),
        relation: Relation::Spouse,
        birth: day("1950-01-01"),
        no_capacity: true,
    }];
    enter(&mut office, "2023-03-13", vec![one.clone()]).unwrap();
    one.dependents.push(LegacyDependent {
        name: "测试子女".to_owned(),
        relation: Relation::Child,
        ..one.dependents[0].clone()
    });
    enter(&mut office, "2023-04-13", vec![one]).unwrap();
    let names: Vec<String> = legacy::dependents(office.store, REGION, "L001")
        .unwrap()
        .into_iter()
        .map(|row| row.name)
        .collect();
    assert_eq!(names, ["测试配偶", "测试子女"]);

    let check = |id: &str, outcome: &str, document: &str| LegacyCheck {
        checked_on: day("2023-05-08"),
        people: vec![CheckedPerson {
            id: id.to_owned(),
            outcome: outcome.to_owned(),
            method: "数据比对".to_owned(),
            document: document.to_owned(),
        }],
    };
    for (key, wrong, code) in [
        ("unknown", check("L777", "alive", ""), "subject_unknown"),
        ("word", check("L001", "asleep", "证明"), "event_unknown"),
        ("paper", check("L001", "dead", ""), "document_missing"),
    ] {
        assert_eq!(
            codes(try_handle(&mut office, key, "2023-05-08", wrong)),
            [code]
        );
    }
    handle(
        &mut office,
        "alive",
        "2023-05-08",
        check("L001", "alive", ""),
    );
    let checks = legacy::last_checks(office.store, REGION, "2023-12-31").unwrap();
    assert_eq!(checks["L001"].checked_on, "2023-05-08");
    assert!(
        legacy::last_checks(office.store, REGION, "2023-05-07")
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_old_injury_with_impossible_facts_is_refused_with_all_reasons_and_not_stored() {
    let mut place = yiju_tests::sqlite();
    let mut office = found(&mut place.store);
    let mut wrong = person(0, Some("1989-01-01"));
    wrong.grade = Some(11);
    wrong.evidence = " ".to_owned();
    wrong.funding_source = String::new();
    wrong.id_number = "431123180002300019".to_owned();
    let refused = codes(enter(&mut office, "2023-03-13", vec![wrong]));
    assert_eq!(
        refused,
        [
            "grade_out_of_range",
            "evidence_missing",
            "legacy_funding_missing",
            "legacy_dates",
            "id_number_date"
        ]
    );
    assert_ties(office.store, "2023-12-31", 0, 0);
}
