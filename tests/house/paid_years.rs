//! What is paid by the average wage of the year paid for: each year by its own, in the determination, in a settlement and
//! in the pay run.

use serde_json::json;
use yiju_actions::benefit_determination::BenefitDetermination;
use yiju_actions::differences::differences;
use yiju_actions::replay::{KnownAt, replay};
use yiju_actions::{ActionError, Office};
use yiju_lawbook::Lawbook;
use yiju_store::tables::BenefitLineRow;
use yiju_terms::{Benefit, Lang, Money};
use yiju_tests::{REGION, day, on_both_stores, region};

use crate::late::{
    assert_sound, codes, confirm, handle, injured, month, notice_of, publish, recognition, run,
    settle, try_handle, yuan,
};

/// Hurt in 2021, appraised on 2022-01-18: grade 4, partly dependent, decided in January 2023.
fn decision() -> BenefitDetermination {
    BenefitDetermination {
        subject_kind: "injury".to_owned(),
        subject_id: "G2021-001".to_owned(),
        decided_on: day("2023-02-10"),
        case: serde_json::from_value(json!({
            "region": REGION, "kind": "disability", "injured_on": "2021-05-10",
            "own_wage_mean": "5000.00", "grade": 4, "appraised_on": "2022-01-18",
            "self_care_level": "partial", "as_of": "2023-02-10",
        }))
        .unwrap(),
        benefits: vec![Benefit::AttendanceAllowance],
    }
}

fn old_injury(office: &mut Office<'_>) {
    let notice = notice_of("G2021-001", "2023-02-02", "2023-02-03");
    handle(office, "old notice", "2023-02-03", notice);
    let recognized = recognition("G2021-001", ["2023-02-04", "2023-02-05", "2023-02-06"]);
    handle(office, "old recognized", "2023-02-06", recognized);
}

/// From, until, amount of every line of the attendance allowance of a determination.
fn lines(office: &mut Office<'_>, determination: i64) -> Vec<(String, String, Money)> {
    let rows = office
        .store
        .select::<BenefitLineRow>(
            "determination_id = $1 AND paid = 'monthly'",
            &[determination.into()],
        )
        .unwrap();
    let text = |month: &Option<String>| month.clone().unwrap_or_default();
    let line = |row: &BenefitLineRow| {
        let amount = Money::from_fen(row.amount_fen);
        (text(&row.from_month), text(&row.until_month), amount)
    };
    rows.iter().map(line).collect()
}

fn line(from: &str, until: &str, amount: &str) -> (String, String, Money) {
    (from.to_owned(), until.to_owned(), yuan(amount))
}

fn refused_without_2022(office: &mut Office<'_>) {
    let refused = try_handle(office, "too early", "2023-02-10", decision());
    let Err(ActionError::Refused(refusals)) = refused else {
        panic!("2022 has no average wage yet");
    };
    let said = refusals[0].message(Lang::Zh);
    assert_eq!(refusals[0].code, "needs_document", "{said}");
    assert!(said.contains("2022"), "{said}");
}

/// Comes out as it was decided, to the step.
fn assert_replayed(office: &mut Office<'_>, determination: i64) {
    let book = Lawbook::builtin();
    let found = replay(office.store, &region(), book, determination, KnownAt::Then).unwrap();
    assert!(found.is_same(), "{:?}", found.lines);
}

/// By hand, 30 %: 2022 5,977.00 → 1,793.10; 2023 6,284.00 → 1,885.20, later 6,500.00 → 1,950.00. The paper on 2023 comes
/// late: 12 months of 64.80 are 777.60, and nothing for 2022.
#[test]
fn each_year_is_paid_by_its_own_average_wage() {
    on_both_stores("paid_years", |store| {
        let mut office = injured(store, "6284.00");
        old_injury(&mut office);
        refused_without_2022(&mut office);
        confirm(
            &mut office,
            "2023-02-10",
            "average_wage_for_benefits",
            "2022",
            "5977.00",
        );
        handle(&mut office, "decision", "2023-02-10", decision());
        let first = [
            line("2022-02", "2022-12", "1793.10"),
            line("2023-01", "", "1885.20"),
        ];
        assert_eq!(lines(&mut office, 1), first);
        assert_replayed(&mut office, 1);
        publish(&mut office, "2024-01-05", "6500.00");
        let through = month("2023-12");
        let open = differences(office.store, &region(), Lawbook::builtin(), through).unwrap();
        let of_2022 =
            |d: &&yiju_actions::differences::BenefitDifference| d.month < month("2023-01");
        let all: Vec<_> = open.benefits.iter().flat_map(|c| &c.differences).collect();
        assert_eq!(all.iter().filter(|d| of_2022(d)).count(), 0);
        assert_eq!(all.len(), 12);
        let owed: Money = all.iter().map(|d| d.after - d.before).sum();
        assert_eq!(owed, yuan("777.60"));
        settle(&mut office, "2023-12", "2024-01-10");
        let second = [
            line("2022-02", "2022-12", "1793.10"),
            line("2023-01", "", "1950.00"),
        ];
        assert_eq!(lines(&mut office, 2), second);
        assert_replayed(&mut office, 2);
        assert_sound(office.store);
    });
}

/// A later year: nothing changes before its wage is published; a higher one stops the run until it is settled (30 % of
/// 6,711.00 is 2,013.30); a lower one changes nothing without a paper.
#[test]
fn a_later_year_is_paid_as_before_until_its_wage_is_there_and_never_falls() {
    on_both_stores("later_years", |store| {
        let mut office = injured(store, "6284.00");
        old_injury(&mut office);
        confirm(
            &mut office,
            "2023-02-10",
            "average_wage_for_benefits",
            "2022",
            "5977.00",
        );
        handle(&mut office, "decision", "2023-02-10", decision());
        let found = |office: &mut Office<'_>| {
            let book = Lawbook::builtin();
            let open = differences(office.store, &region(), book, month("2024-03")).unwrap();
            let all = open.benefits.iter().flat_map(|c| &c.differences);
            all.map(|d| (d.month, d.after)).collect::<Vec<_>>()
        };
        assert_eq!(found(&mut office), []);
        confirm(
            &mut office,
            "2024-02-05",
            "average_wage_for_benefits",
            "2024",
            "6000.00",
        );
        assert_eq!(found(&mut office), [], "30 % of 6,000.00 would be a fall");
        confirm(
            &mut office,
            "2024-03-05",
            "average_wage_for_benefits",
            "2024",
            "6711.00",
        );
        let risen: Vec<_> = ["2024-01", "2024-02", "2024-03"]
            .iter()
            .map(|of| (month(of), yuan("2013.30")))
            .collect();
        assert_eq!(found(&mut office), risen);
        let march = run(office.store, "2024-03");
        let refused = codes(try_handle(&mut office, "march", "2024-03-20", march));
        assert!(refused.contains(&"pay_proof_differs"), "{refused:?}");
    });
}
