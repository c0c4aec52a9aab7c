//! Who may be enrolled, and whose wages are charged by the month.

use yiju_lawbook::{At, Lawbook};
use yiju_terms::{Citation, Date, Money, Refusal, Sex};

use crate::case::RetirementCategory;
use crate::reckon::{Reckoning, Sources};
use crate::retirement::{age_on, retirement_day};
use crate::trace::NoTrace;

const AGE_MAX: &str = "coverage.over_age.age_max";

/// Whether a person of an age may be enrolled on a day.
#[doc(alias = "参保资格")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Below the statutory retirement age.
    Ordinary,
    /// Past it, and to be insured all the same.
    #[doc(alias = "超龄参保")]
    OverAge { cite: Citation },
    /// Past it, and not to be insured by the law of the day.
    NotAdmitted { cite: Citation },
}

/// Errors: `needs_document` where two rules meet and the paper that joins them is missing.
pub fn admission(
    sources: Sources<'_>,
    birth: Date,
    sex: Sex,
    category: RetirementCategory,
    on: Date,
) -> Result<Admission, Refusal> {
    let mut tracer = NoTrace;
    let mut reckoning = Reckoning::new(sources, &mut tracer);
    if on < retirement_day(&mut reckoning, category, birth, on)? {
        return Ok(Admission::Ordinary);
    }
    let insured = reckoning.flag("coverage.over_age.insured", on)?;
    if !insured.value {
        return Ok(Admission::NotAdmitted {
            cite: insured.citation,
        });
    }
    let at = At::new(sources.region.clone(), on);
    let row = match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    };
    let most = sources.book.int(AGE_MAX, Some(row), &at, sources.confirmed);
    // The age of the limit itself is still admitted.
    let above = Lawbook::if_any(most)?.is_some_and(|most| age_on(birth, on) > most.value);
    if above {
        let admitted = reckoning.flag("coverage.over_age.above_age_max", on)?;
        if !admitted.value {
            return Ok(Admission::NotAdmitted {
                cite: admitted.citation,
            });
        }
    }
    Ok(Admission::OverAge {
        cite: insured.citation,
    })
}

/// One person's wage of a month with one employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerWage {
    pub person: String,
    pub wage: Money,
    /// Insured by the construction project, whose fee covers the wage.
    pub by_project: bool,
}

/// The wages of a month by how they are insured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WageTotals {
    /// Charged by the month.
    pub monthly: Money,
    /// Covered by a project's fee, not charged again.
    pub by_project: Money,
    pub persons_monthly: usize,
    pub persons_by_project: usize,
}

/// The wage total of an employer without those whom a project insures: one or the other, never both.
///
/// Errors: `insured_twice` for every person who stands in both.
#[doc(alias = "按项目参保人员工资不重复计费")]
pub fn wage_totals(rows: &[WorkerWage]) -> Result<WageTotals, Vec<Refusal>> {
    let mut totals = WageTotals::default();
    let mut twice: Vec<Refusal> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let conflict = rows[..index]
            .iter()
            .any(|other| other.person == row.person && other.by_project != row.by_project);
        if conflict {
            twice.push(Refusal::new("insured_twice").with("person", &row.person));
            continue;
        }
        match row.by_project {
            true => {
                totals.by_project += row.wage;
                totals.persons_by_project += 1;
            }
            false => {
                totals.monthly += row.wage;
                totals.persons_monthly += 1;
            }
        }
    }
    match twice.is_empty() {
        true => Ok(totals),
        false => Err(twice),
    }
}
