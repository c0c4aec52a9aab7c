//! Yearly adjustments of monthly benefits: by the notice of the year, never by a guess.

use yiju_lawbook::Answer;
use yiju_terms::{Benefit, Date, Exact, Money, Month, Rate, Refusal};

use crate::operand::formula;
use crate::reckon::{Reckoning, Sources};
use crate::trace::Tracer;

/// A monthly amount before and after the adjustment of a year.
#[doc(alias = "待遇调整")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjustment {
    pub before: Money,
    pub after: Money,
    /// The first month of the new amount.
    pub from: Month,
}

impl Adjustment {
    /// What is owed for the months from the first adjusted one through `through`, paid in one sum.
    #[doc(alias = "补发")]
    pub fn back_pay(&self, through: Month) -> Money {
        let months = i64::from(through.since(self.from) + 1).max(0);
        Money::from_fen((self.after - self.before).fen() * months)
    }
}

/// The amount of a monthly benefit after the adjustment that takes effect with `month`.
///
/// `row` is the grade, `spouse`/`other`/`orphan_or_lone`, or the self-care level. The new amount is the old one, plus
/// the fixed amount, plus the percentage of the old one, rounded half up once. Who became entitled on or after the
/// notice's cut-off day keeps the old amount. Errors: every part of the notice that is missing, at once.
pub fn yearly_adjustment<T: Tracer>(
    sources: Sources<'_>,
    benefit: Benefit,
    row: &str,
    in_payment: Money,
    entitled_since: Date,
    month: Month,
    tracer: &mut T,
) -> Result<Adjustment, Vec<Refusal>> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let on = month.first_day();
    let key = |part: &str| format!("adjustments.{}.{part}", benefit.stem());
    let mut refusals = Vec::new();
    let cut_off = day_of(reckoning.text(&key("entitled_before"), None, on));
    let fixed = reckoning.money("adjustment_fixed", &key("fixed"), Some(row), on);
    let percent = reckoning.rate("adjustment_percent", &key("percent"), Some(row), on);
    let (cut_off, fixed, percent) = (
        keep(cut_off, &mut refusals),
        keep(fixed, &mut refusals),
        keep(percent, &mut refusals),
    );
    let (Some(cut_off), Some(fixed), Some(percent)) = (cut_off, fixed, percent) else {
        return Err(refusals);
    };
    let mut after = in_payment;
    if entitled_since < cut_off {
        after = raised(&mut reckoning, in_payment, &fixed, &percent);
    }
    Ok(Adjustment {
        before: in_payment,
        after,
        from: month,
    })
}

fn keep<V>(answer: Result<V, Refusal>, refusals: &mut Vec<Refusal>) -> Option<V> {
    answer.map_err(|refusal| refusals.push(refusal)).ok()
}

fn raised<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    in_payment: Money,
    fixed: &Answer<Money>,
    percent: &Answer<Rate>,
) -> Money {
    let share = Exact::from(in_payment).times_rate(percent.value);
    let exact = Exact::from(in_payment + fixed.value).plus(share);
    let formula = || {
        let (fixed, percent) = (fixed.value, percent.value);
        formula!("{} + {} + {} × {}%", in_payment, fixed, in_payment, percent)
    };
    reckoning.round(exact, formula, Some(&fixed.citation))
}

fn day_of(answer: Result<Answer<String>, Refusal>) -> Result<Date, Refusal> {
    let answer = answer?;
    let wrong = |_| {
        Refusal::new("wrong_unit")
            .with("parameter", "entitled_before")
            .with("unit", "YYYY-MM-DD")
    };
    answer.value.parse().map_err(wrong)
}
