//! The benefits of a case: every line that is due, every line that is lawfully not, and what is missing for the rest.

use std::borrow::Cow;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Benefit, Date, Money, Paid, Payer, Refusal};

use crate::case::BenefitCase;
use crate::cover;
use crate::formulas::{self, Kind, NotDue, Payable, Setting, Stop};
use crate::own_wage::{OwnWage, own_wage};
use crate::reckon::{Reckoning, Sources};
use crate::schedule::{Unpaid, unpaid_months};
use crate::trace::{Step, Tracer};

/// One line of a determination.
#[doc(alias = "待遇核定项目")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenefitItem {
    pub benefit: Benefit,
    pub payer: Payer,
    pub paid: Paid,
    pub amount: Money,
    pub from: Option<Date>,
    pub until: Option<Date>,
    /// Index in the case's dependents.
    pub dependent: Option<usize>,
    /// Index in the case's expenses.
    pub expense: Option<usize>,
    /// Months without pay inside `from` … `until`.
    pub pauses: Vec<Unpaid>,
    /// Stems of the catalogs under `rules.note`.
    pub notes: Vec<&'static str>,
    pub trace: Vec<Step>,
    pub provisional: bool,
}

/// What follows from the facts of a case by the law in force.
#[doc(alias = "待遇核定")]
#[derive(Clone, Debug)]
pub struct Determination {
    pub own_wage: Option<OwnWage>,
    pub items: Vec<BenefitItem>,
    pub not_due: Vec<NotDue>,
    pub refusals: Vec<Refusal>,
    /// Which refusal (by index) stops which benefit; the other benefits are given.
    pub stops: Vec<(usize, Benefit)>,
    /// Digest of the law folder used.
    pub law: String,
}

/// Works out all benefits of the case. `confirmed` comes after what the case itself carries.
pub fn determine<T: Tracer>(
    book: &Lawbook,
    case: &BenefitCase,
    confirmed: &Confirmed,
    tracer: &mut T,
) -> Determination {
    let mut determination = Determination {
        own_wage: None,
        items: Vec::new(),
        not_due: Vec::new(),
        refusals: Vec::new(),
        stops: Vec::new(),
        law: book.digest().to_owned(),
    };
    let problems = case.problems(book);
    if !problems.is_empty() {
        let refuse = |field: &str, code: &str| {
            Refusal::new("facts_do_not_fit")
                .with("parameter", field)
                .with("problem", code)
        };
        determination.refusals = problems
            .iter()
            .map(|problem| refuse(&problem.field, problem.code))
            .collect();
        return determination;
    }
    let papers = papers(case, confirmed);
    let sources = Sources {
        book,
        confirmed: &papers,
        region: &case.region,
    };
    let wage = own_wage(sources, case, tracer);
    // Steps of a wage that could not be finished belong to no line.
    tracer.take();
    for benefit in Benefit::ALL {
        if case.only.is_empty() || case.only.contains(benefit) {
            one_benefit(
                sources,
                case,
                *benefit,
                wage.as_ref(),
                tracer,
                &mut determination,
            );
        }
    }
    determination.own_wage = wage.ok();
    determination
}

/// What the case itself carries, then what the office confirmed; copied only where both have something.
fn papers<'a>(case: &'a BenefitCase, confirmed: &'a Confirmed) -> Cow<'a, Confirmed> {
    match (case.confirmed.rows.is_empty(), confirmed.rows.is_empty()) {
        (true, _) => Cow::Borrowed(confirmed),
        (false, true) => Cow::Borrowed(&case.confirmed),
        (false, false) => {
            let both = case.confirmed.rows.iter().chain(&confirmed.rows);
            Cow::Owned(Confirmed {
                rows: both.cloned().collect(),
            })
        }
    }
}

fn one_benefit<T: Tracer>(
    sources: Sources<'_>,
    case: &BenefitCase,
    benefit: Benefit,
    own_wage: Result<&OwnWage, &Stop>,
    tracer: &mut T,
    into: &mut Determination,
) {
    let Some(subject) = sources.book.benefit(benefit) else {
        return;
    };
    let Some(kind) = subject.kind.as_deref().and_then(Kind::from_stem) else {
        return;
    };
    if !kind.concerns(case) {
        return;
    }
    let setting = Setting {
        case,
        benefit,
        subject,
        own_wage,
        cover: cover::cover(sources, case, benefit),
    };
    let mut reckoning = Reckoning::new(sources, tracer);
    let outcome = formulas::run(kind, &setting, &mut reckoning);
    reckoning.tracer.take();
    let paid = subject.paid.unwrap_or(Paid::Once);
    let finished = outcome.and_then(|outcome| {
        let items = finish(sources, &setting, paid, outcome.due)?;
        Ok((items, outcome.not_due))
    });
    match finished {
        Ok((items, not_due)) => {
            into.items.extend(items);
            into.not_due.extend(not_due);
        }
        Err(Stop(refusals)) => {
            for refusal in refusals {
                stop(into, refusal, benefit);
            }
        }
    }
}

/// The lines with their payers and the months that are not paid.
fn finish(
    sources: Sources<'_>,
    setting: &Setting<'_>,
    paid: Paid,
    due: Vec<Payable>,
) -> Result<Vec<BenefitItem>, Stop> {
    let case = setting.case;
    let event = match setting.benefit {
        Benefit::MedicalLumpSum | Benefit::EmploymentLumpSum => {
            case.leaving.as_ref().map(|leaving| leaving.on)
        }
        _ => case.died_on.or(case.appraised_on),
    };
    let event = event.unwrap_or(case.injured_on);
    let mut items = Vec::new();
    for payable in due {
        let lines = match payable.payer {
            Payer::Fund => setting.cover.clone()?.apply(payable, paid, event),
            Payer::Employer => vec![payable],
        };
        for mut line in lines {
            if paid == Paid::Monthly && line.dependent.is_none() && line.payer == Payer::Fund {
                line.pauses
                    .extend(unpaid_months(sources, &case.pauses, case.reference_day())?);
            }
            items.push(item(setting.benefit, paid, line));
        }
    }
    Ok(items)
}

fn item(benefit: Benefit, paid: Paid, payable: Payable) -> BenefitItem {
    BenefitItem {
        benefit,
        payer: payable.payer,
        paid,
        amount: payable.amount,
        from: payable.from,
        until: payable.until,
        dependent: payable.dependent,
        expense: payable.expense,
        pauses: payable.pauses,
        notes: payable.notes,
        trace: payable.trace,
        provisional: payable.provisional,
    }
}

/// The same figure missing for two lines is one refusal that stops both.
pub(crate) fn stop(into: &mut Determination, refusal: Refusal, benefit: Benefit) {
    let known = into.refusals.iter().position(|known| *known == refusal);
    let index = known.unwrap_or_else(|| {
        into.refusals.push(refusal);
        into.refusals.len() - 1
    });
    if !into.stops.contains(&(index, benefit)) {
        into.stops.push((index, benefit));
    }
}
