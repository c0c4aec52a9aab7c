//! Kind `survivor_shares`: a percentage of the base for each dependent each month, together never more than the base.

use yiju_lawbook::Answer;
use yiju_terms::{Citation, Date, Exact, Money, Month, Payer, Rate};

use super::dependents::{Entitled, entitled};
use super::shares::capped_shares;
use super::{Outcome, Payable, Setting, Stop, chosen_elsewhere, excluded_after_leave};
use crate::case::CaseKind;
use crate::operand::{Formula, formula};
use crate::reckon::Reckoning;
use crate::trace::{Step, Tracer};

/// Months in which the same dependents share.
struct Span {
    from: Date,
    until: Option<Date>,
}

/// What all shares of a span rest on.
struct Pot {
    base: Exact,
    cap: Answer<Rate>,
    payer: Payer,
    total: Rate,
    over: bool,
    /// The steps before the shares part.
    common: Vec<Step>,
}

pub(super) fn run<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
) -> Result<Outcome, Stop> {
    if let Some(outcome) = excluded_after_leave(setting, reckoning)? {
        return Ok(outcome);
    }
    if let Some(outcome) = chosen_elsewhere(setting, reckoning)? {
        return Ok(outcome);
    }
    let (entitled, not_due) = entitled(setting, reckoning, setting.death_day()?)?;
    let mut outcome = Outcome {
        due: Vec::new(),
        not_due,
    };
    if entitled.is_empty() {
        return Ok(outcome);
    }
    let spans = spans(setting, reckoning, &entitled)?;
    let parted = spans.len() > 1;
    for span in spans {
        let sharing: Vec<&Entitled> = entitled
            .iter()
            .filter(|one| !parted || one.shares_in(&span))
            .collect();
        if sharing.is_empty() {
            break;
        }
        let pot = pot(setting, reckoning, &sharing)?;
        let rates: Vec<Rate> = sharing.iter().map(|one| one.rate).collect();
        let amounts = capped_shares(pot.base, &rates, pot.cap.value);
        for (one, amount) in sharing.into_iter().zip(amounts) {
            trace_share(reckoning, &pot, one, amount);
            let payable = setting.payable(reckoning, amount, pot.payer);
            outcome
                .due
                .push(finish(setting, payable, one, &span, pot.over));
        }
    }
    Ok(outcome)
}

impl Entitled {
    fn shares_in(&self, span: &Span) -> bool {
        self.until.is_none_or(|until| span.from <= until)
    }
}

/// One span, unless shares that were cut rise again when somebody leaves: then one for each set of dependents.
fn spans<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    entitled: &[Entitled],
) -> Result<Vec<Span>, Stop> {
    let first = first_month(setting, reckoning)?;
    let whole = Span {
        from: first.first_day(),
        until: None,
    };
    let on = setting.death_day()?;
    let total: i64 = entitled.iter().map(|one| one.rate.ppm()).sum();
    let cap = reckoning.percent(&setting.key("cap_percent"), None, on)?;
    let seen_until = setting.case.reference_day();
    let mut ends: Vec<Month> = entitled
        .iter()
        .filter_map(|one| one.until.filter(|until| *until < seen_until))
        .map(Month::of)
        .filter(|month| *month >= first)
        .collect();
    ends.sort_unstable();
    ends.dedup();
    if total <= cap.value.ppm() || ends.is_empty() {
        return Ok(vec![whole]);
    }
    let rise = reckoning.flag(&setting.key("shares_rise"), seen_until)?;
    if !rise.value {
        return Ok(vec![whole]);
    }
    let mut spans = Vec::new();
    let mut from = whole.from;
    for month in ends {
        spans.push(Span {
            from,
            until: Some(month.last_day()),
        });
        from = month.next().first_day();
    }
    spans.push(Span { from, until: None });
    Ok(spans)
}

/// The month after the death; of a missing person the month after those of continued wages.
fn first_month<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
) -> Result<Month, Stop> {
    let on = setting.death_day()?;
    if setting.case.kind != CaseKind::Missing {
        return Ok(Month::of(on).next());
    }
    let key = "benefits.entitlement.missing_wage_months";
    let months = reckoning.number(key, None, on)?.value;
    Ok(Month::of(on).plus(i32::try_from(months).unwrap_or(0)))
}

fn pot<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &mut Reckoning<'_, T>,
    sharing: &[&Entitled],
) -> Result<Pot, Stop> {
    let on = setting.death_day()?;
    let base = setting.base(reckoning, setting.case.injured_on.year())?;
    let cap = reckoning.rate("cap_percent", &setting.key("cap_percent"), None, on)?;
    let payer = setting.payer(reckoning, None, on)?;
    let total = Rate::from_ppm(sharing.iter().map(|one| one.rate.ppm()).sum());
    let summands = || Formula::sum(sharing.iter().map(|one| formula!("{}%", one.rate)));
    let cite = Some(&cap.citation);
    reckoning.result("total_percent", total, "percent", summands, cite);
    let over = total > cap.value;
    // The law sets the cap but not how to share it: in proportion is custom.
    reckoning.mark_provisional(over);
    Ok(Pot {
        base,
        cap,
        payer,
        total,
        over,
        common: reckoning.tracer.take(),
    })
}

fn finish(
    setting: &Setting<'_>,
    payable: Payable,
    one: &Entitled,
    span: &Span,
    over: bool,
) -> Payable {
    let mut notes = one.notes.clone();
    if over {
        notes.push("cut_in_proportion");
    }
    let after_leave = setting.case.after_injury_leave == Some(true);
    if after_leave {
        notes.push("own_wage_after_leave");
    }
    if setting.case.kind == CaseKind::Missing {
        notes.push("missing_person");
    }
    let until = match (one.until, span.until) {
        (Some(own), Some(span)) => Some(own.min(span)),
        (own, span) => own.or(span),
    };
    Payable {
        from: Some(span.from),
        until,
        dependent: Some(one.index),
        notes,
        pauses: one.pauses.clone(),
        provisional: payable.provisional || after_leave,
        ..payable
    }
}

fn trace_share<T: Tracer>(
    reckoning: &mut Reckoning<'_, T>,
    pot: &Pot,
    one: &Entitled,
    amount: Money,
) {
    for step in &pot.common {
        reckoning.tracer.step(|| step.clone());
    }
    let (rate, base, total) = (one.rate, pot.base, pot.total);
    let cite: Option<&Citation> = Some(&one.citation);
    reckoning
        .tracer
        .step(|| Step::new("percent", rate, "percent").cite(cite));
    let formula = || match pot.over {
        true => formula!("{} × {}% × {} ÷ {}", base, pot.cap.value, rate, total),
        false => formula!("{} × {}%", base, rate),
    };
    reckoning.result("amount", amount, "yuan", formula, cite);
}
