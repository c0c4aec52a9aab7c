//! Arrears over time: simple surcharge on what is still unpaid, deferrals left out, back-payment of whole months.

use yiju_lawbook::{At, Confirmed, Lawbook};
use yiju_terms::{Date, Exact, Money, Month, Refusal, Region, RiskClass};

use crate::contribution::{EmployerCase, assess};
use crate::operand::{Formula, formula};
use crate::reckon::{Reckoning, Sources};
use crate::trace::{NoTrace, Tracer};

/// An amount not paid in time.
#[doc(alias = "欠费")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrears {
    pub principal: Money,
    /// The first day of default: it is counted.
    pub default_on: Date,
}

/// Paid on the principal on a day; that day is no longer counted for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrincipalPayment {
    pub on: Date,
    pub amount: Money,
}

/// An approved deferral, both days included: no surcharge runs.
#[doc(alias = "缓缴")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deferral {
    pub from: Date,
    pub until: Date,
}

/// The surcharge up to the day before `on`, or up to the day of the last payment: simple interest on the principal
/// still unpaid each day, never on earlier surcharges; one rounding, half up, at the end. A cap on the principal holds
/// only where the law folder of the place sets one.
///
/// Errors: `not_in_force`/`needs_document` for a default before the law of 2011, `overpaid` when more was paid than owed.
#[doc(alias = "滞纳金")]
pub fn surcharge_until<T: Tracer>(
    sources: Sources<'_>,
    arrears: Arrears,
    payments: &[PrincipalPayment],
    deferrals: &[Deferral],
    on: Date,
    tracer: &mut T,
) -> Result<Money, Refusal> {
    let mut reckoning = Reckoning::new(sources, tracer);
    let since = arrears.default_on;
    let key = "contributions.late_surcharge.per_day";
    let per_day = reckoning.rate("surcharge_per_day", key, None, since)?;
    let mut exact = Exact::from(Money::ZERO);
    let mut parts: Vec<(Money, i64)> = Vec::new();
    let mut rest = arrears.principal;
    let mut from = since;
    let mut payments = payments.to_vec();
    payments.sort_by_key(|payment| payment.on);
    let ends = payments.iter().map(|p| (p.on.min(on), p.amount));
    for (until, paid) in ends.chain([(on, Money::ZERO)]) {
        let days = days_counted(from, until, deferrals);
        if days > 0 && rest > Money::ZERO {
            let part = Exact::from(rest).times_rate(per_day.value);
            exact = exact.plus(part.times(i128::from(days), 1));
            parts.push((rest, days));
        }
        from = from.max(until);
        rest -= paid;
        if rest < Money::ZERO {
            return Err(Refusal::new("overpaid").with("amount", -rest));
        }
    }
    let capped = cap(sources, arrears, exact)?;
    let part = |(rest, days): &(Money, i64)| formula!("{} × {}% × {}", *rest, per_day.value, *days);
    let formula = || Formula::sum(parts.iter().map(part));
    Ok(reckoning.round(capped, formula, Some(&per_day.citation)))
}

fn cap(sources: Sources<'_>, arrears: Arrears, exact: Exact) -> Result<Exact, Refusal> {
    let at = At::new(sources.region.clone(), arrears.default_on);
    let key = "contributions.late_surcharge.cap_percent";
    let percent = Lawbook::if_any(sources.book.rate(key, None, &at, sources.confirmed))?;
    let most = percent.map(|percent| Exact::from(arrears.principal).times_rate(percent.value));
    Ok(most.map_or(exact, |most| exact.min(most)))
}

/// Days from `from` up to the day before `until`, without those of a deferral.
fn days_counted(from: Date, until: Date, deferrals: &[Deferral]) -> i64 {
    let mut days = 0;
    let mut day = from;
    while day < until {
        let deferred = deferrals.iter().any(|d| d.from <= day && day <= d.until);
        days += i64::from(!deferred);
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    days
}

/// A month that should have been paid and was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedMonth {
    pub month: Month,
    pub risk_class: RiskClass,
    /// Percent of the class rate.
    pub experience_tier: u16,
    pub total_wages: Money,
    /// The first day of default.
    pub default_on: Date,
}

/// One month of a back-payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackPaidMonth {
    pub month: Month,
    /// By the rate of that month, not of today.
    pub amount: Money,
    pub surcharge: Money,
}

/// The months with their sums.
#[doc(alias = "补缴")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackPayment {
    pub months: Vec<BackPaidMonth>,
    pub amount: Money,
    pub surcharge: Money,
}

/// What an employer owes that pays missed months on `paid_on`: each month by its own law, each with its surcharge.
///
/// Errors: every refusal of every month.
pub fn back_payment(
    book: &Lawbook,
    region: &Region,
    owed: &[OwedMonth],
    paid_on: Date,
    confirmed: &Confirmed,
) -> Result<BackPayment, Vec<Refusal>> {
    let sources = Sources {
        book,
        confirmed,
        region,
    };
    let (mut months, mut refusals) = (Vec::new(), Vec::new());
    for one in owed {
        match back_paid_month(sources, one, paid_on) {
            Ok(month) => months.push(month),
            Err(found) => {
                // The same figure missing for two months is one refusal.
                for refusal in found {
                    if !refusals.contains(&refusal) {
                        refusals.push(refusal);
                    }
                }
            }
        }
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(BackPayment {
        amount: months.iter().map(|month| month.amount).sum(),
        surcharge: months.iter().map(|month| month.surcharge).sum(),
        months,
    })
}

fn back_paid_month(
    sources: Sources<'_>,
    owed: &OwedMonth,
    paid_on: Date,
) -> Result<BackPaidMonth, Vec<Refusal>> {
    let case = EmployerCase {
        region: sources.region.clone(),
        month: owed.month,
        risk_class: owed.risk_class,
        total_wages: owed.total_wages,
        experience_tier: owed.experience_tier,
    };
    let found = assess(sources.book, &case, sources.confirmed, &mut NoTrace)?;
    let arrears = Arrears {
        principal: found.amount,
        default_on: owed.default_on,
    };
    let surcharge = surcharge_until(sources, arrears, &[], &[], paid_on, &mut NoTrace);
    Ok(BackPaidMonth {
        month: owed.month,
        amount: found.amount,
        surcharge: surcharge.map_err(|one| vec![one])?,
    })
}
