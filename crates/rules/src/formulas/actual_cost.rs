//! Kind `actual_cost`: bills, each judged by itself: what of it is paid, and why the rest is not.

use yiju_terms::{Benefit, Citation, Date, Exact, Money, Refusal};

use super::{NotDue, Outcome, Setting, Stop};
use crate::facts::{Expense, TravelPart};
use crate::operand::{Formula, formula};
use crate::reckon::Reckoning;
use crate::trace::Tracer;

type Excluded = (&'static str, Option<Citation>);

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    let mut outcome = Outcome::default();
    let mut stop = Stop::default();
    for (index, expense) in setting.case.expenses.iter().enumerate() {
        if expense.benefit == setting.benefit {
            stop.keep(one(setting, reckoning, (index, expense), &mut outcome));
            reckoning.tracer.take();
        }
    }
    match stop.0.is_empty() {
        true => Ok(outcome),
        false => Err(stop),
    }
}

fn one<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    (index, expense): (usize, &Expense),
    outcome: &mut Outcome,
) -> Result<(), Stop> {
    let not_due = |code, citation: Option<&Citation>| NotDue {
        expense: Some(index),
        ..setting.not_due(code, citation)
    };
    if let Some((code, citation)) = excluded(setting, reckoning, expense)? {
        outcome.not_due.push(not_due(code, citation.as_ref()));
        return Ok(());
    }
    reckoning.fact("bill", expense.amount, "yuan");
    let mut covered = expense.amount;
    if let Some(outside) = expense.outside_catalogue {
        reckoning.fact("outside_catalogue", outside, "yuan");
        covered -= outside;
    }
    if let Some(drug_class) = expense.drug_class {
        // Noted and of no effect: medical insurance's share of the patient has no place here.
        reckoning.fact("drug_class", drug_class.stem(), "");
    }
    let open = third_party(reckoning, expense, covered)?;
    let payable_part = match setting.benefit {
        Benefit::TravelLodgingExpense => travel(setting, reckoning, expense, open)?,
        Benefit::AssistiveDevice => device_limit(setting, reckoning, expense, open)?,
        _ => open,
    };
    if payable_part <= Money::ZERO {
        outcome.not_due.push(not_due("nothing_left_of_bill", None));
        return Ok(());
    }
    let formula = || bill_less([expense.amount, covered, open, payable_part]);
    let amount = reckoning.round(Exact::from(payable_part), formula, None);
    let payer = setting.payer(reckoning, None, expense.on)?;
    let mut payable = setting.payable(reckoning, amount, payer);
    payable.from = Some(expense.on);
    payable.until = Some(expense.on);
    payable.expense = Some(index);
    if expense.third_party_liable {
        payable.notes.push("advance_for_third_party");
    }
    outcome.due.push(payable);
    Ok(())
}

/// The bill less what was taken off at each stage: outside the catalogue, by a third party, over the standard.
fn bill_less([bill, covered, open, rest]: [Money; 4]) -> Formula {
    let stages = [bill - covered, covered - open, open - rest];
    let mut taken = stages.into_iter().filter(|part| *part != Money::ZERO);
    match (taken.next(), taken.next(), taken.next()) {
        (Some(a), Some(b), Some(c)) => formula!("{} − {} − {} − {}", bill, a, b, c),
        (Some(a), Some(b), None) => formula!("{} − {} − {}", bill, a, b),
        (Some(a), None, _) => formula!("{} − {}", bill, a),
        (None, ..) => formula!("{}", bill),
    }
}

/// Why nothing of the bill is paid.
fn excluded<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    expense: &Expense,
) -> Result<Option<Excluded>, Stop> {
    if expense.malpractice {
        let paid = reckoning.flag("benefits.entitlement.malpractice_paid", expense.on)?;
        if !paid.value {
            return Ok(Some(("malpractice", Some(paid.citation))));
        }
    }
    if expense.unrelated_disease {
        return Ok(Some(("unrelated_disease", None)));
    }
    let fact = |name: &str| Stop::from(Refusal::new("needs_fact").with("parameter", name));
    let by_agreement = matches!(
        setting.benefit,
        Benefit::MedicalExpense | Benefit::RehabilitationExpense | Benefit::AssistiveDevice
    );
    if by_agreement && !expense.emergency {
        let name = "expenses.agreement_institution";
        if !expense.agreement_institution.ok_or_else(|| fact(name))? {
            return Ok(Some(("not_agreement_institution", None)));
        }
    }
    let approved = matches!(
        setting.benefit,
        Benefit::TravelLodgingExpense | Benefit::AssistiveDevice
    );
    if approved && !expense.approved.ok_or_else(|| fact("expenses.approved"))? {
        return Ok(Some(("not_approved", None)));
    }
    if setting.benefit == Benefit::AssistiveDevice {
        return too_early(setting, reckoning, expense);
    }
    Ok(None)
}

/// What a third party has paid is taken off, but only of the benefits that the law names: an award stops nothing else.
fn third_party<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    expense: &Expense,
    part: Money,
) -> Result<Money, Stop> {
    let Some(paid) = expense.third_party_paid else {
        return Ok(part);
    };
    let key = "coverage.who_pays.third_party_offset";
    let named = reckoning.text(key, None, expense.on)?;
    if !named
        .value
        .split(' ')
        .any(|stem| stem == expense.benefit.stem())
    {
        return Ok(part);
    }
    let rest = (part - paid).max(Money::ZERO);
    let formula = || formula!("max(0, {} − {})", part, paid);
    reckoning.result(
        "after_third_party",
        rest,
        "yuan",
        formula,
        Some(&named.citation),
    );
    Ok(rest)
}

fn travel<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    expense: &Expense,
    part: Money,
) -> Result<Money, Stop> {
    let fact = |name: &str| Stop::from(Refusal::new("needs_fact").with("parameter", name));
    let key = match expense.part.ok_or_else(|| fact("expenses.part"))? {
        TravelPart::Transport => {
            let by_ticket = reckoning.flag(&setting.key("transport_by_ticket"), expense.on)?;
            return match by_ticket.value {
                true => Ok(part),
                false => Ok(Money::ZERO),
            };
        }
        TravelPart::Lodging => setting.key("lodging_per_day"),
        TravelPart::Food => setting.key("food_per_day"),
    };
    let days = expense.days.ok_or_else(|| fact("expenses.days"))?;
    let standard = reckoning.money("standard_per_day", &key, None, expense.on)?;
    let most = Money::from_fen(standard.value.fen() * i64::from(days));
    let formula = || formula!("{} × {}", standard.value, days);
    reckoning.result(
        "most_by_standard",
        most,
        "yuan",
        formula,
        Some(&standard.citation),
    );
    Ok(part.min(most))
}

fn device(expense: &Expense) -> Result<&str, Stop> {
    let missing = || Refusal::new("needs_fact").with("parameter", "expenses.device");
    Ok(expense.device.as_deref().ok_or_else(missing)?)
}

fn device_limit<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    expense: &Expense,
    part: Money,
) -> Result<Money, Stop> {
    let row = device(expense)?;
    let key = setting.key("limit");
    let limit = reckoning.money("device_limit", &key, Some(row), expense.on)?;
    Ok(part.min(limit.value))
}

/// A device fitted again before the least life of the last one is over.
fn too_early<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    expense: &Expense,
) -> Result<Option<Excluded>, Stop> {
    let Some(last) = expense.last_fitted_on else {
        return Ok(None);
    };
    let row = device(expense)?;
    let life = reckoning.number(&setting.key("life_months"), Some(row), expense.on)?;
    let again_from = month_later(last, life.value);
    Ok((expense.on < again_from).then_some(("device_life_not_over", Some(life.citation))))
}

fn month_later(from: Date, months: i64) -> Date {
    let span = jiff::Span::new().try_months(months);
    span.and_then(|span| from.checked_add(span))
        .unwrap_or(Date::MAX)
}
