//! Medical bills of the plan: they fill the year up to its payments and its spending.

use jiff::ToSpan;
use yiju_rules::{NoTrace, determine};
use yiju_terms::{Date, Money, Month, Paid, Payer};

use crate::calibration::{self as goal, YEAR};
use crate::cases::CasePlan;
use crate::county::day;
use crate::money_plan::Law;
use crate::random::{Random, apportion};

/// A medical bill of the plan; `case` is an injury's or an old injury's number.
pub(crate) struct BillPlan {
    pub subject_kind: &'static str,
    pub subject_id: String,
    pub filed_on: Date,
    pub treated_on: Date,
    pub payable: Money,
}

/// Payments and money the grants of the plan bring within the year, by the rules.
pub(crate) fn granted(law: &Law<'_>, cases: &[CasePlan]) -> (i64, Money) {
    let (mut payments, mut total) = (0, Money::ZERO);
    for grant in cases.iter().flat_map(|case| &case.grants) {
        let mut facts = grant.case.clone();
        facts.only = grant.benefits.clone();
        let result = determine(law.book, &facts, law.confirmed, &mut NoTrace);
        assert!(
            result.refusals.is_empty(),
            "a planned grant is refused: {:?}",
            result.refusals
        );
        for item in result.items.iter().filter(|item| item.payer == Payer::Fund) {
            let times = match item.paid {
                Paid::Monthly => months_within_year(item.from, item.until),
                _ => 1,
            };
            payments += times;
            total += Money::from_fen(item.amount.fen() * times);
        }
    }
    (payments, total)
}

fn months_within_year(from: Option<Date>, until: Option<Date>) -> i64 {
    let first = from
        .map_or(Month::new(YEAR, 1), Month::of)
        .max(Month::new(YEAR, 1));
    let last = until
        .map_or(Month::new(YEAR, 12), Month::of)
        .min(Month::new(YEAR, 12));
    i64::from((last.since(first) + 1).max(0))
}

/// Bills that fill the year up to its payments and its spending.
pub(crate) fn bills(
    law: &Law<'_>,
    cases: &[CasePlan],
    pooled: &[String],
    seed: u64,
) -> Vec<BillPlan> {
    let (payments, total) = granted(law, cases);
    let count = goal::PAYMENTS - payments;
    // A year never comes out at a round sum.
    let odd = Random::new(seed, "spent").between(40_000, 380_000);
    let rest = goal::SPENT - total - Money::from_fen(odd);
    assert!(
        count > 40 && rest > Money::from_yuan(10_000 * count / 4),
        "{count} bills for {rest}"
    );
    let mut random = Random::new(seed, "bills");
    let recognized: Vec<(&CasePlan, Date)> = cases
        .iter()
        .filter_map(|case| {
            let event = case
                .events
                .iter()
                .find(|event| event.kind == "recognized")?;
            let on = event.on.max(day(1, 9));
            (on < day(10, 25) && case.severity != "fatal").then_some((case, on))
        })
        .collect();
    let weights: Vec<i64> = (0..count)
        .map(|_| random.bell_permille().pow(2) / 1_000 + 150)
        .collect();
    let mut bills = Vec::new();
    for (index, amount) in apportion(rest.fen(), &weights).into_iter().enumerate() {
        let payable = Money::from_fen(amount);
        if index % 7 == 6 {
            let treated_on = day(1 + (index as i8 / 7) % 10, 12);
            bills.push(BillPlan {
                subject_kind: "legacy",
                subject_id: pooled[index * 5 % pooled.len()].clone(),
                filed_on: treated_on.saturating_add(12.days()),
                treated_on,
                payable,
            });
            continue;
        }
        let (case, recognized_on) = recognized[index % recognized.len()];
        let round = (index / recognized.len()) as i64;
        bills.push(BillPlan {
            subject_kind: "injury",
            subject_id: case.id.clone(),
            filed_on: recognized_on.saturating_add((8 + round * 20).days()),
            treated_on: case.injured_on.saturating_add((1 + round * 5).days()),
            payable,
        });
    }
    bills
}
