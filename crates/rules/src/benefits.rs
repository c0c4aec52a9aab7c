//! The benefits of a case: every line that is due, every line that is lawfully not, and what is missing for the rest.

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Benefit, Date, Money, Paid, Payer, Refusal};

use crate::case::BenefitCase;
use crate::formulas::{self, Kind, NotDue, Payable, Setting, Stop};
use crate::own_wage::{OwnWage, own_wage};
use crate::reckon::{Reckoning, Sources};
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
    let mut papers = case.confirmed.clone();
    papers.rows.extend(confirmed.rows.iter().cloned());
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

fn one_benefit<T: Tracer>(
    sources: Sources<'_>,
    case: &BenefitCase,
    benefit: Benefit,
    own_wage: Result<&OwnWage, &Stop>,
    tracer: &mut T,
    into: &mut Determination,
) {
    let Some(subject) = sources
        .book
        .subject(&format!("benefits.{}", benefit.stem()))
    else {
        return;
    };
    let Some(kind) = subject.kind.as_deref().and_then(Kind::from_stem) else {
        return;
    };
    let setting = Setting {
        case,
        benefit,
        subject,
        own_wage,
    };
    let mut reckoning = Reckoning::new(sources, tracer);
    let outcome = formulas::run(kind, &setting, &mut reckoning);
    reckoning.tracer.take();
    match outcome {
        Ok(outcome) => {
            let paid = subject.paid.unwrap_or(Paid::Once);
            let items = outcome.due.into_iter();
            into.items
                .extend(items.map(|payable| item(benefit, paid, payable)));
            into.not_due.extend(outcome.not_due);
        }
        Err(Stop(refusals)) => {
            for refusal in refusals {
                stop(into, refusal, benefit);
            }
        }
    }
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
        notes: payable.notes,
        trace: payable.trace,
        provisional: payable.provisional,
    }
}

/// The same figure missing for two lines is one refusal that stops both.
fn stop(into: &mut Determination, refusal: Refusal, benefit: Benefit) {
    let known = into.refusals.iter().position(|known| *known == refusal);
    let index = known.unwrap_or_else(|| {
        into.refusals.push(refusal);
        into.refusals.len() - 1
    });
    if !into.stops.contains(&(index, benefit)) {
        into.stops.push((index, benefit));
    }
}
