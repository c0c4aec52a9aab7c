//! Kind `survivor_shares`: a percentage of the base for each dependent each month, together never more than the base.

use yiju_lawbook::Answer;
use yiju_terms::{Citation, Date, Exact, Money, Month, Rate, Sex};

use super::shares::capped_shares;
use super::{NotDue, Outcome, Payable, Setting, Stop, excluded_after_leave};
use crate::case::{Dependent, Relation};
use crate::reckon::Reckoning;
use crate::retirement::{age_on, birthday};
use crate::trace::{Step, Tracer};

/// A dependent who has the right, with the share and its reason.
struct Entitled {
    index: usize,
    rate: Rate,
    citation: Citation,
    until: Option<Date>,
    notes: Vec<&'static str>,
}

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    if let Some(outcome) = excluded_after_leave(setting, reckoning)? {
        return Ok(outcome);
    }
    let on = setting.death_day()?;
    let mut outcome = Outcome::default();
    let mut entitled = Vec::new();
    for (index, dependent) in setting.case.dependents.iter().enumerate() {
        match eligibility(setting, reckoning, dependent, on)? {
            Ok(until) => entitled.push(share_of(setting, reckoning, index, until, on)?),
            Err((code, citation)) => outcome.not_due.push(NotDue {
                dependent: Some(index),
                ..setting.not_due(code, Some(&citation))
            }),
        }
    }
    if entitled.is_empty() {
        return Ok(outcome);
    }
    let base = setting.base(reckoning, setting.case.injured_on.year())?;
    let cap = reckoning.rate("cap_percent", &setting.key("cap_percent"), None, on)?;
    let payer = setting.payer(reckoning, None, on)?;
    let rates: Vec<Rate> = entitled.iter().map(|one| one.rate).collect();
    let total = Rate::from_ppm(rates.iter().map(|rate| rate.ppm()).sum());
    let summands = || {
        rates
            .iter()
            .map(|r| format!("{r}%"))
            .collect::<Vec<_>>()
            .join(" + ")
    };
    reckoning.result(
        "total_percent",
        total,
        "percent",
        summands,
        Some(&cap.citation),
    );
    let over = total > cap.value;
    // The law sets the cap but not how to share it: in proportion is custom.
    reckoning.mark_provisional(over);
    let amounts = capped_shares(base, &rates, cap.value);
    let common = reckoning.tracer.take();
    for (one, amount) in entitled.into_iter().zip(amounts) {
        trace_share(
            reckoning,
            &common,
            base,
            &one,
            total,
            over.then_some(&cap),
            amount,
        );
        let payable = setting.payable(reckoning, amount, payer);
        outcome.due.push(finish(setting, payable, one, over, on));
    }
    Ok(outcome)
}

fn finish(
    setting: &Setting<'_>,
    payable: Payable,
    mut one: Entitled,
    over: bool,
    on: Date,
) -> Payable {
    if over {
        one.notes.push("cut_in_proportion");
    }
    let after_leave = setting.case.after_injury_leave == Some(true);
    if after_leave {
        one.notes.push("own_wage_after_leave");
    }
    Payable {
        from: Some(Month::of(on).next().first_day()),
        until: one.until,
        dependent: Some(one.index),
        notes: one.notes,
        provisional: payable.provisional || after_leave,
        ..payable
    }
}

fn trace_share<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    common: &[Step],
    base: Exact,
    one: &Entitled,
    total: Rate,
    cap: Option<&Answer<Rate>>,
    amount: Money,
) {
    for step in common {
        reckoning.tracer.step(|| step.clone());
    }
    let rate = one.rate;
    reckoning
        .tracer
        .step(|| Step::new("percent", rate, "percent").cite(Some(&one.citation)));
    let formula = || match cap {
        Some(cap) => format!("{base} × {}% × {rate} ÷ {total}", cap.value),
        None => format!("{base} × {rate}%"),
    };
    reckoning.result("amount", amount, "yuan", formula, Some(&one.citation));
}

type NotEligible = (&'static str, Citation);

/// Whether the dependent has the right at the death, and until which day: kin never join later.
fn eligibility<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    dependent: &Dependent,
    on: Date,
) -> Result<Result<Option<Date>, NotEligible>, Stop> {
    let by_age = match dependent.relation {
        Relation::Spouse | Relation::Parent | Relation::Grandparent => false,
        Relation::Child | Relation::Grandchild | Relation::Sibling => true,
    };
    let row = match (by_age, dependent.sex) {
        (true, _) => "child",
        (false, Sex::Male) => "male",
        (false, Sex::Female) => "female",
    };
    let age = reckoning.number(&setting.key("age"), Some(row), on)?;
    let no = |code| Ok(Err((code, age.citation.clone())));
    if !dependent.relied_on {
        return no("did_not_rely_on");
    }
    if dependent.condition_met == Some(false) {
        return no("kin_condition_not_met");
    }
    if dependent.no_capacity {
        return Ok(Ok(None));
    }
    let years = age_on(dependent.birth, on);
    match (by_age, years < age.value) {
        (true, true) => {
            let last = birthday(dependent.birth, age.value).yesterday();
            Ok(Ok(last.ok()))
        }
        (true, false) => no("of_age"),
        (false, true) => no("under_age"),
        (false, false) => Ok(Ok(None)),
    }
}

fn share_of<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    index: usize,
    until: Option<Date>,
    on: Date,
) -> Result<Entitled, Stop> {
    let dependent = &setting.case.dependents[index];
    let row = match dependent.relation {
        Relation::Spouse => "spouse",
        _ => "other",
    };
    let percent = reckoning.percent(&setting.key("percent"), Some(row), on)?;
    let mut ppm = percent.value.ppm();
    if dependent.orphan_or_lone {
        ppm += reckoning
            .percent(&setting.key("extra_percent"), None, on)?
            .value
            .ppm();
    }
    let conditional = matches!(
        dependent.relation,
        Relation::Grandparent | Relation::Grandchild | Relation::Sibling
    );
    let mut notes = Vec::new();
    if conditional && dependent.condition_met.is_none() {
        notes.push("kin_condition_to_prove");
    }
    Ok(Entitled {
        index,
        rate: Rate::from_ppm(ppm),
        citation: percent.citation,
        until,
        notes,
    })
}
