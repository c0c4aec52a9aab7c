//! Who pays in place of the fund: an employer without insurance, in arrears, joined late, or late with its application.

use yiju_lawbook::Answer;
use yiju_terms::{Benefit, Citation, Date, Month, Paid, Payer, Refusal};

use crate::case::{BenefitCase, CaseKind};
use crate::facts::InsuranceStatus;
use crate::formulas::{Payable, Stop};
use crate::reckon::{Reckoning, Sources};
use crate::trace::{NoTrace, Step};

/// What the facts of insurance and application mean for one benefit that the law gives from the fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// The fund pays all.
    Whole,
    /// The employer pays all.
    Employer { cite: Citation },
    /// The fund pays first and recovers from the employer.
    #[doc(alias = "先行支付")]
    Advance { cite: Citation },
    /// The fund pays what arises from this day on.
    From {
        day: Date,
        cite: Citation,
        note: &'static str,
        provisional: bool,
    },
}

/// Errors: a block (arrears at the injury), a paper or a calendar that is missing.
pub(crate) fn cover(
    sources: Sources<'_>,
    case: &BenefitCase,
    benefit: Benefit,
) -> Result<Cover, Stop> {
    let mut tracer = NoTrace;
    let reckoning = Reckoning::new(sources, &mut tracer);
    let Some(insurance) = &case.insurance else {
        return late_application(sources, &reckoning, case, benefit);
    };
    match insurance.status {
        InsuranceStatus::Insured => late_application(sources, &reckoning, case, benefit),
        InsuranceStatus::InArrears => in_arrears(&reckoning, case),
        InsuranceStatus::Uninsured => {
            let on = case.injured_on;
            let uninsured = reckoning.text("coverage.who_pays.uninsured", None, on)?;
            if let Some(joined_on) = insurance.joined_on {
                return joined_late(&reckoning, benefit, joined_on, &uninsured);
            }
            if insurance.employer_refuses {
                let key = "coverage.who_pays.uninsured_refused";
                let cite = reckoning.text(key, None, on)?.citation;
                return Ok(Cover::Advance { cite });
            }
            Ok(Cover::Employer {
                cite: uninsured.citation,
            })
        }
    }
}

/// Whether a grace rule lets the fund pay is for the province to say: nothing is paid without that paper.
fn in_arrears(reckoning: &Reckoning<'_, NoTrace>, case: &BenefitCase) -> Result<Cover, Stop> {
    let key = "coverage.who_pays.in_arrears";
    let payer = reckoning.text(key, None, case.injured_on)?;
    match Payer::from_stem(&payer.value) {
        Some(Payer::Fund) => Ok(Cover::Whole),
        Some(Payer::Employer) => Ok(Cover::Employer {
            cite: payer.citation,
        }),
        None => Err(Refusal::new("wrong_unit")
            .with("parameter", key)
            .with("unit", "payer")
            .into()),
    }
}

/// Joined after the injury: only the new expenses that the notice names, and only from then on.
fn joined_late(
    reckoning: &Reckoning<'_, NoTrace>,
    benefit: Benefit,
    joined_on: Date,
    uninsured: &Answer<String>,
) -> Result<Cover, Stop> {
    let key = "coverage.who_pays.new_expenses";
    let named = reckoning.text(key, None, joined_on)?;
    if named.value.split(' ').any(|stem| stem == benefit.stem()) {
        return Ok(Cover::From {
            day: joined_on,
            cite: named.citation,
            note: "new_expenses_only",
            provisional: reckoning.is_provisional(),
        });
    }
    Ok(Cover::Employer {
        cite: uninsured.citation.clone(),
    })
}

/// An employer that applied too late bears what arose between the accident and the acceptance.
fn late_application(
    sources: Sources<'_>,
    reckoning: &Reckoning<'_, NoTrace>,
    case: &BenefitCase,
    benefit: Benefit,
) -> Result<Cover, Stop> {
    let Some(application) = &case.application else {
        return Ok(Cover::Whole);
    };
    let on = case.injured_on;
    let limit = sources.book.deadline("D-APP-U", on)?.value;
    let limit = application
        .extended_until
        .map_or(limit, |day| day.max(limit));
    let in_time = application
        .employer_applied_on
        .is_some_and(|applied| applied <= limit);
    if in_time {
        return Ok(Cover::Whole);
    }
    let key = "coverage.who_pays.late_application_benefits";
    let named = reckoning.text(key, None, on)?;
    let by_day = named.value.split(' ').any(|stem| stem == benefit.stem());
    let of_death = matches!(benefit, Benefit::FuneralGrant | Benefit::DeathLumpSum);
    if of_death && died_before(case, application.accepted_on) {
        let key = "coverage.who_pays.late_application_covers_death";
        let covers = reckoning.flag(key, on)?;
        return Ok(match covers.value {
            true => Cover::Employer {
                cite: covers.citation,
            },
            false => Cover::Whole,
        });
    }
    if !by_day {
        return Ok(Cover::Whole);
    }
    let start = reckoning.text("coverage.who_pays.late_application_from", None, on)?;
    if start.value != "accident" {
        return Err(Refusal::new("bad_confirmation")
            .with("parameter", "late_application_from")
            .with("period", on.year())
            .with("value", &start.value)
            .into());
    }
    Ok(Cover::From {
        day: application.accepted_on,
        cite: start.citation,
        note: "late_application",
        provisional: reckoning.is_provisional(),
    })
}

fn died_before(case: &BenefitCase, day: Date) -> bool {
    case.kind == CaseKind::Death && case.died_on.is_some_and(|died| died < day)
}

impl Cover {
    /// From this day on the fund pays the costs of single days.
    pub(crate) fn fund_from(&self) -> Option<Date> {
        match self {
            Cover::From { day, .. } => Some(*day),
            _ => None,
        }
    }

    /// Puts the right payer on a line that the law gives from the fund; a monthly line that runs over the day of
    /// joining becomes two. `event` is the day on which the right to a single payment arose.
    pub(crate) fn apply(&self, payable: Payable, paid: Paid, event: Date) -> Vec<Payable> {
        if payable.payer != Payer::Fund {
            return vec![payable];
        }
        match self {
            Cover::Whole => vec![payable],
            Cover::Employer { cite } => {
                vec![paid_by(
                    payable,
                    Payer::Employer,
                    cite,
                    "uninsured_employer_pays",
                )]
            }
            Cover::Advance { cite } => {
                vec![paid_by(payable, Payer::Fund, cite, "advance_to_recover")]
            }
            Cover::From {
                day,
                cite,
                note,
                provisional,
            } => {
                let mut payable = payable;
                payable.provisional |= provisional;
                match paid {
                    Paid::Monthly => monthly(payable, *day, cite, note),
                    Paid::Once => vec![by_day(payable, event, *day, cite, note)],
                    Paid::PerEvent => {
                        let from = payable.from.unwrap_or(event);
                        vec![by_day(payable, from, *day, cite, note)]
                    }
                }
            }
        }
    }
}

fn by_day(
    payable: Payable,
    arose: Date,
    day: Date,
    cite: &Citation,
    note: &'static str,
) -> Payable {
    let payer = match arose < day {
        true => Payer::Employer,
        false => Payer::Fund,
    };
    paid_by(payable, payer, cite, note)
}

/// The employer's months up to that of joining, the fund's after it. How a month is parted the notice does not say.
fn monthly(payable: Payable, day: Date, cite: &Citation, note: &'static str) -> Vec<Payable> {
    let last = Month::of(day).last_day();
    let first = Month::of(day).next().first_day();
    let before = payable.from.is_none_or(|from| from <= last);
    let after = payable.until.is_none_or(|until| until >= first);
    let mut lines = Vec::new();
    if before {
        let until = payable.until.map_or(last, |until| until.min(last));
        let line = Payable {
            until: Some(until),
            provisional: true,
            ..payable.clone()
        };
        lines.push(paid_by(line, Payer::Employer, cite, note));
    }
    if after {
        let from = payable.from.map_or(first, |from| from.max(first));
        let line = Payable {
            from: Some(from),
            provisional: true,
            ..payable
        };
        lines.push(paid_by(line, Payer::Fund, cite, note));
    }
    lines
}

/// The line with its payer, and the step that says why. A traced line has steps; an untraced one stays without.
fn paid_by(mut payable: Payable, payer: Payer, cite: &Citation, note: &'static str) -> Payable {
    payable.payer = payer;
    payable.notes.push(note);
    if !payable.trace.is_empty() {
        let step = Step::new("who_pays", payer.stem(), "").cite(Some(cite));
        payable.trace.push(step);
    }
    payable
}
