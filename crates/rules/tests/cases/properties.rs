//! Properties on random cases: traced and untraced give the same fen, graver grades never get less, shares never pass
//! the wage, a prepared table gives what the single case gives, stored facts replay byte for byte.
use crate::common::{book, paper};
use proptest::prelude::*;
use serde_json::{Value, json};
use yiju_lawbook::Confirmed;
use yiju_rules::settlement::{AmountFrom, Due, monthly_dues, settle};
use yiju_rules::{
    BenefitCase, EmployerCase, NoTrace, RateTable, Trace, assess, determine, read_benefit_case,
};
use yiju_terms::{Benefit, Money, Month, RiskClass};

const KIN: [&str; 3] = ["child", "parent", "sibling"];
const LEVELS: [&str; 3] = ["total", "major", "partial"];
const TIERS: [u16; 5] = [50, 80, 100, 120, 150];

fn read(case: &Value) -> BenefitCase {
    read_benefit_case(&case.to_string(), book()).expect("a sound case")
}

fn lines(case: &BenefitCase) -> Vec<(Benefit, Money)> {
    let found = determine(book(), case, &Confirmed::NONE, &mut NoTrace);
    found
        .items
        .iter()
        .map(|item| (item.benefit, item.amount))
        .collect()
}

fn disability(grade: u8, mean: i64, extra: Value) -> BenefitCase {
    let mean = Money::from_fen(mean).to_string();
    let base = json!({"grade": grade, "own_wage_mean": mean, "birth": "1980-02-29",
                      "retirement_category": "male60"});
    read(&crate::common::disability(crate::common::with(base, extra)))
}

fn arbitrary_case() -> impl Strategy<Value = BenefitCase> {
    let leave_year = 2025..2045i32;
    (1..=10u8, 1..5_000_000i64, 0..4usize, leave_year).prop_map(|(grade, mean, level, year)| {
        let mut extra = json!({
            "hospital": [{"from": "2025-03-10", "to": "2025-05-01"}],
            "confirmed": [paper("average_wage_for_benefits", "2025", "6787.00"),
                          paper("hospital_meal_per_day", "2025", "20.00")],
            "leaving": {"on": format!("{year}-12-31"), "reason": "resigned"}, "as_of": "2025-12-31"});
        if level < 3 {
            extra["self_care_level"] = json!(LEVELS[level]);
        }
        disability(grade, mean, extra)
    })
}

proptest! {
    #[test]
    fn traced_and_untraced_give_the_same_fen(case in arbitrary_case()) {
        let traced = determine(book(), &case, &Confirmed::NONE, &mut Trace::default());
        let untraced = determine(book(), &case, &Confirmed::NONE, &mut NoTrace);
        let fen = |found: &yiju_rules::Determination| -> Vec<_> {
            found.items.iter().map(|i| (i.benefit, i.payer, i.amount, i.from, i.until, i.provisional)).collect()
        };
        prop_assert_eq!(fen(&traced), fen(&untraced));
        prop_assert_eq!(&traced.refusals, &untraced.refusals);
        prop_assert!(traced.items.iter().all(|item| !item.trace.is_empty()));
        prop_assert!(untraced.items.iter().all(|item| item.trace.is_empty()));
    }

    #[test]
    fn the_last_step_of_a_line_is_its_amount(case in arbitrary_case()) {
        let found = determine(book(), &case, &Confirmed::NONE, &mut Trace::default());
        for item in &found.items {
            let mut amounts = item.trace.iter().filter(|step| step.stem == "amount");
            let last = amounts.next_back().map(|step| step.value.clone());
            prop_assert_eq!(last.map(|value| value.to_string()), Some(item.amount.to_string()));
        }
    }

    #[test]
    fn a_graver_grade_never_gets_less(grade in 1..10u8, mean in 1..5_000_000i64) {
        let graver = lines(&disability(grade, mean, json!({})));
        let lighter = lines(&disability(grade + 1, mean, json!({})));
        for (benefit, amount) in lighter {
            let other = graver.iter().find(|(known, _)| *known == benefit).map(|(_, amount)| *amount);
            prop_assert!(other >= Some(amount), "{:?}", benefit);
        }
    }

    #[test]
    fn survivor_pensions_never_pass_the_own_wage(
        mean in 1..5_000_000i64,
        kin in prop::collection::vec((0..3usize, any::<bool>()), 1..9),
    ) {
        let kin: Vec<Value> = kin.iter().map(|(relation, lone)| json!({
            "relation": KIN[*relation], "birth": "2015-01-01", "sex": "female",
            "no_capacity": *relation == 1, "orphan_or_lone": lone, "relied_on": true})).collect();
        let case = read(&crate::common::death(json!({
            "own_wage_mean": Money::from_fen(mean).to_string(), "dependents": kin})));
        let found = determine(book(), &case, &Confirmed::NONE, &mut NoTrace);
        let shares = found.items.iter().filter(|item| item.benefit == Benefit::SurvivorPension);
        let sum: Money = shares.clone().map(|item| item.amount).sum();
        let wage = found.own_wage.expect("an own wage").amount;
        prop_assert!(yiju_terms::Exact::from(sum) <= wage, "{} of {}", sum, wage);
        prop_assert_eq!(shares.count(), case.dependents.len());
        prop_assert!(found.items.iter().all(|item| item.amount >= Money::ZERO));
    }

    #[test]
    fn a_prepared_table_gives_what_the_single_case_gives(
        class in 1..=8u8, tier in 0..5usize, wages in 1..100_000_000_000i64, month in 0..30i32,
    ) {
        let month = "2023-01".parse::<Month>().unwrap().plus(month);
        let case = EmployerCase {
            region: "431123".parse().unwrap(),
            month,
            risk_class: RiskClass::new(class).unwrap(),
            total_wages: Money::from_fen(wages),
            experience_tier: TIERS[tier],
        };
        let table = RateTable::prepare(book(), &case.region, month, &Confirmed::NONE);
        let batch = table.assess(case.risk_class, case.total_wages, case.experience_tier, &mut NoTrace);
        let mut trace = Trace::default();
        let single = assess(book(), &case, &Confirmed::NONE, &mut trace);
        prop_assert_eq!(&batch, &single);
        if let Ok(found) = single {
            prop_assert!(found.rate <= found.reference_rate && found.reference_rate <= found.base_rate);
            let step = trace.steps.iter().find(|step| step.stem == "amount").unwrap();
            prop_assert_eq!(step.value.to_string(), found.amount.to_string());
        }
    }

    #[test]
    fn what_was_decided_and_what_was_settled_make_what_was_due(
        before in prop::collection::vec((0..6usize, 0..24i32, -100_000..1_000_000i64), 0..40),
        after in prop::collection::vec((0..6usize, 0..24i32, -100_000..1_000_000i64), 0..40),
    ) {
        let first = "2024-01".parse::<Month>().unwrap();
        let dues = |rows: &[(usize, i32, i64)]| -> Vec<Due> {
            rows.iter().map(|(key, month, fen)| Due {
                key: format!("line {key}"), month: first.plus(*month), amount: Money::from_fen(*fen),
            }).collect()
        };
        let (before, after) = (dues(&before), dues(&after));
        let settled = settle(&before, &after);
        let sum = |dues: &[Due]| -> Money { dues.iter().map(|due| due.amount).sum() };
        prop_assert_eq!(sum(&before) + settled.top_up - settled.recovery, sum(&after));
        // Paying the differences leaves nothing to settle; line by line.
        let mut paid = before.clone();
        paid.extend(settled.lines.iter().map(|line| Due {
            key: line.key.clone(), month: line.month, amount: line.change,
        }));
        prop_assert!(settle(&paid, &after).lines.is_empty());
        prop_assert!(settled.lines.iter().all(|line| line.before + line.change == line.after));
    }

    #[test]
    fn decide_learn_late_and_settle_is_to_decide_with_full_knowledge(
        grade in 1..=4u8, mean in 200_000..3_000_000i64, early in 400_000..900_000i64, late in 400_000..900_000i64,
        level in 0..3usize,
    ) {
        let decide = |average: i64| -> Vec<Due> {
            let average = Money::from_fen(average).to_string();
            let case = disability(grade, mean, json!({
                "self_care_level": LEVELS[level], "as_of": "2025-12-31",
                "confirmed": [paper("average_wage_for_benefits", "2025", &average)]}));
            let found = determine(book(), &case, &Confirmed::NONE, &mut NoTrace);
            let through = "2025-12".parse::<Month>().unwrap();
            let monthly = found.items.iter().filter(|item| item.from.is_some());
            monthly.flat_map(|item| {
                let from = item.from.expect("a first month");
                monthly_dues(item.benefit.stem(), &[AmountFrom { from, amount: item.amount }], through)
            }).collect()
        };
        let (before, full) = (decide(early), decide(late));
        prop_assert_eq!(full.len(), 8, "allowance and attendance, September to December");
        let settled = settle(&before, &full);
        let sum = |dues: &[Due]| -> Money { dues.iter().map(|due| due.amount).sum() };
        prop_assert_eq!(sum(&before) + settled.top_up - settled.recovery, sum(&full));
        let replayed = decide(early);
        prop_assert_eq!(replayed, before, "the old decision is replayed to the fen");
    }

    #[test]
    fn stored_facts_replay_byte_for_byte(case in arbitrary_case()) {
        let text = serde_json::to_string(&case).unwrap();
        let again: BenefitCase = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&serde_json::to_string(&again).unwrap(), &text);
        let out = |case: &BenefitCase| {
            let found = determine(book(), case, &Confirmed::NONE, &mut Trace::default());
            serde_json::to_string(&found.output(yiju_terms::Lang::Zh)).unwrap()
        };
        prop_assert_eq!(out(&case), out(&again));
    }

    #[test]
    fn any_text_is_answered_and_never_panics(text in "\\PC{0,60}") {
        let _ = read_benefit_case(&text, book());
        let _ = yiju_rules::read_contribution_case(&text, book());
    }
}
