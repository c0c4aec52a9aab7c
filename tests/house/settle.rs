//! Two dates: what was learnt late is found, settled, paid or asked back; in the end everybody has what full knowledge
//! from the start would have given.

use serde_json::{Value, json};
use yiju_actions::Office;
use yiju_actions::contribution_assessment::ContributionAssessment;
use yiju_actions::differences::differences;
use yiju_actions::fact_correction::FactCorrection;
use yiju_actions::recovery_receipt::RecoveryReceipt;
use yiju_actions::replay::{KnownAt, replay};
use yiju_actions::settlement::Settlement;
use yiju_lawbook::Lawbook;
use yiju_store::Store;
use yiju_store::tables::{AssessmentRow, SettlementLineRow, VoucherRow};
use yiju_terms::{Benefit, Money};
use yiju_tests::{day, on_both_stores, region, sqlite};

use crate::late::{
    THREE, assert_sound, case, codes, confirm, correct, decide, handle, in_hand, injured, month,
    pay, publish, run, settle, try_handle, yuan,
};

/// By hand. Average wage first 6,284.00, then 6,500.00; mean 3,000.00 lies under the 60 % floor.
/// Lump sum of grade 4: 21 × 3,770.40 = 79,178.40; 21 × 3,900.00 = 81,900.00; top-up 2,721.60.
/// Allowance: 75 % × 3,770.40 = 2,827.80; 75 % × 3,900.00 = 2,925.00; from September: 4 × 97.20 = 388.80.
/// Attendance (partial, 30 %): 1,885.20 and 1,950.00; 4 × 64.80 = 259.20. Together 3,369.60.
#[test]
fn a_late_average_wage_is_topped_up() {
    on_both_stores("settle_late_wage", |store| {
        let mut office = injured(store, "6284.00");
        decide(
            &mut office,
            &case(4, "3000.00", json!({"self_care_level": "partial"})),
            THREE,
        );
        for of in ["2023-09", "2023-10", "2023-11", "2023-12"] {
            pay(&mut office, of);
        }
        publish(&mut office, "2024-01-05", "6500.00");
        // The pay run of January is stopped until the settlement.
        let january = run(office.store, "2024-01");
        let refused = codes(try_handle(&mut office, "early", "2024-01-09", january));
        assert!(
            refused.iter().all(|code| *code == "pay_proof_differs") && refused.len() >= 3,
            "{refused:?}"
        );
        let through = month("2023-12");
        let open = differences(office.store, &region(), Lawbook::builtin(), through).unwrap();
        let top_up: Money = open
            .benefits
            .iter()
            .flat_map(|c| &c.differences)
            .map(|d| d.after - d.before)
            .sum();
        assert_eq!(top_up, yuan("3369.60"));
        settle(&mut office, "2023-12", "2024-01-10");
        pay(&mut office, "2024-01");
        // September to January: five months of the new amounts.
        assert_eq!(
            in_hand(office.store, "disability_lump_sum"),
            yuan("81900.00")
        );
        assert_eq!(
            in_hand(office.store, "disability_allowance"),
            yuan("14625.00")
        );
        assert_eq!(
            in_hand(office.store, "attendance_allowance"),
            yuan("9750.00")
        );
        assert_nothing_left(&mut office);
        assert_replayed(&mut office);
        assert_sound(office.store);
    });
}

/// A second settlement of the same months finds nothing.
fn assert_nothing_left(office: &mut Office<'_>) {
    let again = Settlement {
        through: month("2023-12"),
        settled_on: day("2024-02-01"),
        document: "再次".to_owned(),
    };
    assert_eq!(
        codes(try_handle(office, "again", "2024-02-01", again)),
        ["nothing_to_settle"]
    );
}

/// What was decided first is replayed to the fen as it was known then, and differently as it is known now.
fn assert_replayed(office: &mut Office<'_>) {
    let base = Lawbook::builtin();
    let then = replay(office.store, &region(), base, 1, KnownAt::Then).unwrap();
    assert!(then.is_same());
    let now = replay(office.store, &region(), base, 1, KnownAt::Seq(i64::MAX)).unwrap();
    assert!(!now.same_trace);
}

/// Grade 4 was a slip of the pen for grade 5: the lump sum falls from 21 to 18 months of 3,770.40, 11,311.20 come back.
#[test]
fn a_corrected_fact_is_asked_back_and_booked() {
    on_both_stores("settle_correction", |store| {
        let mut office = injured(store, "6284.00");
        decide(
            &mut office,
            &case(4, "3000.00", json!({})),
            &[Benefit::DisabilityLumpSum],
        );
        pay(&mut office, "2023-09");
        correct(&mut office, "2023-10-10", &case(5, "3000.00", json!({})));
        settle(&mut office, "2023-10", "2023-10-20");
        assert_eq!(
            in_hand(office.store, "disability_lump_sum"),
            yuan("67867.20")
        );
        let receipt = |on: &str, amount: &str| RecoveryReceipt {
            settlement_id: 1,
            determination_id: 1,
            benefit: Benefit::DisabilityLumpSum,
            received_on: day(on),
            amount: yuan(amount),
        };
        handle(
            &mut office,
            "back",
            "2023-11-10",
            receipt("2023-11-10", "10000.00"),
        );
        let over = try_handle(
            &mut office,
            "over",
            "2024-01-10",
            receipt("2024-01-10", "1311.21"),
        );
        assert_eq!(codes(over), ["recovered_too_much"]);
        handle(
            &mut office,
            "rest",
            "2024-01-10",
            receipt("2024-01-10", "1311.20"),
        );
        let vouchers = office
            .store
            .select::<VoucherRow>("pattern IN ('E11', 'E12') ORDER BY id", &[])
            .unwrap();
        let patterns: Vec<&str> = vouchers.iter().map(|v| v.pattern.as_str()).collect();
        assert_eq!(patterns, ["E11", "E12"]);
        assert_sound(office.store);
    });
}

/// The lower limit of the base moves with the average wage: 60 % of 6,000.00, then of 6,200.00.
#[test]
fn a_base_published_late_is_assessed_again() {
    on_both_stores("settle_base", |store| {
        let mut office = injured(store, "6284.00");
        for of in ["2023-02", "2023-03"] {
            handle(
                &mut office,
                &format!("assess {of}"),
                "2023-04-20",
                ContributionAssessment { month: month(of) },
            );
        }
        confirm(
            &mut office,
            "2023-10-05",
            "average_wage_for_contributions",
            "2023",
            "6200.00",
        );
        settle(&mut office, "2023-12", "2024-01-10");
        let rows = office
            .store
            .select::<AssessmentRow>("month = '2023-03' ORDER BY seq", &[])
            .unwrap();
        let bases: Vec<Money> = rows
            .iter()
            .map(|row| Money::from_fen(row.base_fen))
            .collect();
        assert_eq!(bases, [yuan("3600.00"), yuan("3720.00")]);
        let lines = office
            .store
            .select::<SettlementLineRow>("kind = 'back_payment'", &[])
            .unwrap();
        assert_eq!(lines.len(), 2);
    });
}

const MONTHS: [&str; 4] = ["2023-09", "2023-10", "2023-11", "2023-12"];

/// What is in hand of each of the three benefits.
fn all_in_hand(store: &mut Store) -> Vec<Money> {
    let of = |benefit: &Benefit| in_hand(store, benefit.stem());
    THREE.iter().map(of).collect()
}

fn known_from_the_start(average_wage: &str, case: &Value) -> Vec<Money> {
    let mut place = sqlite();
    let mut office = injured(&mut place.store, average_wage);
    decide(&mut office, case, THREE);
    MONTHS.iter().for_each(|of| pay(&mut office, of));
    all_in_hand(&mut place.store)
}

/// What was believed at first, and what was learnt after the month `through`.
struct Told<'a> {
    average_wage: [&'a str; 2],
    case: [Value; 2],
    through: &'a str,
}

fn learnt_late(told: &Told<'_>) -> Vec<Money> {
    let mut place = sqlite();
    let mut office = injured(&mut place.store, told.average_wage[0]);
    decide(&mut office, &told.case[0], THREE);
    for of in MONTHS.iter().filter(|of| **of <= told.through) {
        pay(&mut office, of);
    }
    publish(&mut office, "2024-01-02", told.average_wage[1]);
    correct(&mut office, "2024-01-03", &told.case[1]);
    settle(&mut office, told.through, "2024-01-04");
    pay(&mut office, "2023-12");
    all_in_hand(&mut place.store)
}

/// Pseudo-random cases from one seed: decided on a wrong average wage and a wrong mean, learnt late, settled, paid on.
#[test]
fn settled_late_is_decided_with_full_knowledge() {
    let mut state: u64 = 2023;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for round in 0..12 {
        let fen = |n: u64| Money::from_fen(n as i64).to_string();
        let (first, last) = (fen(500_000 + next(300_000)), fen(500_000 + next(300_000)));
        let (early, late) = (
            fen(200_000 + next(2_000_000)),
            fen(200_000 + next(2_000_000)),
        );
        let grade = 1 + next(4) as u8;
        let level = ["partial", "major", "total"][next(3) as usize];
        let extra = json!({"self_care_level": level});
        let through = ["2023-10", "2023-11", "2023-12"][next(3) as usize];

        let full = known_from_the_start(&last, &case(grade, &late, extra.clone()));
        let told = Told {
            average_wage: [&first, &last],
            case: [
                case(grade, &early, extra.clone()),
                case(grade, &late, extra),
            ],
            through,
        };
        let learnt = learnt_late(&told);
        assert_eq!(
            learnt, full,
            "round {round}: grade {grade}, wage {first} → {last}, mean {early} → {late}, through {through}"
        );
    }
}

/// By hand. Grade 4 and partly dependent until December, grade 3 and mostly dependent from January 2024 on; the average wage
/// of 2024 is not out, so January and February stand on that of 2023. Attendance 4 × 1,885.20 + 2 × 2,513.60 = 12,568.00;
/// allowance 4 × 2,827.80 + 2 × 3,016.32 = 17,343.84.
#[test]
fn a_reappraisal_stays_monthly_and_asks_nothing_back() {
    on_both_stores("settle_reappraisal", |store| {
        let mut office = injured(store, "6284.00");
        let partly = json!({"self_care_level": "partial"});
        decide(&mut office, &case(4, "3000.00", partly), THREE);
        for of in MONTHS.iter().chain(&["2024-01"]) {
            pay(&mut office, of);
        }
        let mut review = case(3, "3000.00", json!({"self_care_level": "major"}));
        review["appraised_on"] = json!("2023-12-15");
        let correction = |case: &Value| FactCorrection {
            determination_id: 1,
            case: serde_json::from_value(case.clone()).unwrap(),
            reason: "复查鉴定".to_owned(),
            document: "测复鉴〔2023〕1号".to_owned(),
        };
        // Alone the new conclusion would ask everything back that was paid before it.
        let alone = try_handle(&mut office, "alone", "2024-02-05", correction(&review));
        assert_eq!(codes(alone), ["earlier_appraisal_missing"]);
        review["earlier_appraisal"] = json!({"grade": 4, "appraised_on": "2023-08-01"});
        handle(&mut office, "review", "2024-02-05", correction(&review));
        settle(&mut office, "2024-01", "2024-02-08");
        pay(&mut office, "2024-02");
        let recovered = office
            .store
            .select::<SettlementLineRow>("kind = 'recovery'", &[])
            .unwrap();
        assert!(recovered.is_empty(), "{recovered:?}");
        assert_eq!(
            in_hand(office.store, "attendance_allowance"),
            yuan("12568.00")
        );
        assert_eq!(
            in_hand(office.store, "disability_allowance"),
            yuan("17343.84")
        );
        assert_sound(office.store);
    });
}
