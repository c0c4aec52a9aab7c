//! The contribution of an employer for a month, and of a construction project: rate, amount, relief.

use yiju_lawbook::{Answer, At, Confirmed, Lawbook};
use yiju_terms::{Citation, Exact, Money, Month, Rate, Refusal, Region, RiskClass, Status};

use crate::case::ContributionCase;
use crate::operand::{Operand, formula};
use crate::rates::ClassRates;
use crate::trace::{Step, Tracer};

const REDUCTION: &str = "contributions.temporary_reduction.percent";
const COVERS_PROJECTS: &str = "contributions.temporary_reduction.covers_projects";
const PROJECT_RATE: &str = "contributions.project_rate";

const PPM: i64 = 1_000_000;
/// One percent in parts per million.
const PERCENT: i64 = 10_000;

/// What an employer owes for a month depends on these.
#[doc(alias = "单位缴费核定")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerCase {
    pub region: Region,
    pub month: Month,
    pub risk_class: RiskClass,
    pub total_wages: Money,
    /// Percent of the class rate: 50, 80, 100, 120, 150.
    pub experience_tier: u16,
}

/// What a construction project owes depends on these.
#[doc(alias = "建设项目参保")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectCase {
    pub region: Region,
    pub month: Month,
    pub project_cost: Money,
}

/// A contribution with the rates and reliefs behind it. Each amount is rounded half up once.
#[doc(alias = "工伤保险费")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContributionResult {
    /// The industry base rate (of a project: the project rate) times the tier.
    pub base_rate: Rate,
    /// The lower local rate times the tier, where the place has one.
    pub local_rate: Option<Rate>,
    /// The rate without the temporary reduction.
    pub reference_rate: Rate,
    /// The rate applied.
    pub rate: Rate,
    pub base_amount: Money,
    pub reference_amount: Money,
    pub amount: Money,
    /// Whether a figure used rests on a paper of the office, not on the law folder alone.
    pub provisional: bool,
}

impl ContributionResult {
    /// Relief by the temporary reduction: the reference amount less the amount.
    #[doc(alias = "减免")]
    pub fn relief(&self) -> Money {
        self.reference_amount - self.amount
    }

    /// Relief by a lower local rate: what the base rate would give less the reference amount.
    pub fn relief_local(&self) -> Money {
        self.base_amount - self.reference_amount
    }

    /// Of the whole relief, the part of the temporary reduction (the same as [`Self::relief`]).
    pub fn relief_temporary(&self) -> Money {
        self.relief()
    }
}

/// `base × rate`, rounded half up to the fen. Whole wage bills fit into 64 bits, where a division costs a tenth.
#[inline]
pub(crate) fn share(base: Money, rate: Rate) -> Money {
    match base.fen().checked_mul(rate.ppm()) {
        Some(product) if product >= 0 => {
            Money::from_fen((product / PPM) + i64::from(product % PPM * 2 >= PPM))
        }
        _ => Exact::from(base).times_rate(rate).round_half_up(),
    }
}

pub(crate) fn of_answer<V>(
    stem: &'static str,
    answer: &Answer<V>,
    value: impl Into<Operand>,
    unit: &'static str,
) -> Step {
    Step {
        status: Some(answer.status),
        since: Some(answer.since),
        layer: Some(answer.layer.clone()),
        document: answer.document.clone(),
        ..Step::new(stem, value, unit).cite(Some(&answer.citation))
    }
}

/// The citations are the articles of the rate without the reduction, and of the reduction.
pub(crate) fn trace_amounts<T: Tracer>(
    base: Money,
    result: &ContributionResult,
    (reference_cite, reduction_cite): (&Citation, &Citation),
    tracer: &mut T,
) {
    let exact = |rate: Rate| Exact::from(base).times_rate(rate);
    tracer.step(|| {
        let formula = formula!("{} × {}%", base, result.rate).equals(exact(result.rate));
        Step::new("amount", result.amount, "yuan")
            .formula(formula)
            .cite(Some(reduction_cite))
    });
    tracer.step(|| {
        let reference = result.reference_rate;
        let formula = formula!("{} × {}%", base, reference).equals(exact(reference));
        Step::new("reference_amount", result.reference_amount, "yuan")
            .formula(formula)
            .cite(Some(reference_cite))
    });
    tracer.step(|| {
        let formula = formula!("{} − {}", result.reference_amount, result.amount);
        Step::new("relief", result.relief(), "yuan")
            .formula(formula)
            .cite(Some(reduction_cite))
    });
}

pub(crate) fn kept<V>(answer: Result<V, Refusal>, refusals: &mut Vec<Refusal>) -> Option<V> {
    answer.map_err(|refusal| refusals.push(refusal)).ok()
}

/// `rate` less the reduction. Errors: a result finer than rates are written.
pub(crate) fn reduced(rate: Rate, reduction: Rate) -> Result<Rate, Refusal> {
    rate.times(Rate::from_ppm(PPM - reduction.ppm()))
        .ok_or_else(|| too_fine(rate))
}

pub(crate) fn tiered(rate: Rate, tier: u16) -> Result<Rate, Refusal> {
    rate.times(Rate::from_ppm(i64::from(tier) * PERCENT))
        .ok_or_else(|| too_fine(rate))
}

#[cold]
fn too_fine(rate: Rate) -> Refusal {
    Refusal::new("rate_too_fine").with("rate", rate)
}

/// What an employer owes for a month. Errors: every figure missing, and a tier that the class does not have.
pub fn assess<T: Tracer>(
    book: &Lawbook,
    case: &EmployerCase,
    confirmed: &Confirmed,
    tracer: &mut T,
) -> Result<ContributionResult, Vec<Refusal>> {
    let rates = ClassRates::ask(book, &case.region, case.month, case.risk_class, confirmed)?;
    rates
        .assess(case.total_wages, case.experience_tier, tracer)
        .map_err(|one| vec![one])
}

/// What a construction project owes: its cost times the project rate. The temporary reduction reaches it only where the
/// notice says so.
pub fn assess_project<T: Tracer>(
    book: &Lawbook,
    case: &ProjectCase,
    confirmed: &Confirmed,
    tracer: &mut T,
) -> Result<ContributionResult, Vec<Refusal>> {
    let at = At::new(case.region.clone(), case.month.first_day());
    let mut refusals = Vec::new();
    let base = kept(book.rate(PROJECT_RATE, None, &at, confirmed), &mut refusals);
    let covers = kept(
        book.flag(COVERS_PROJECTS, None, &at, confirmed),
        &mut refusals,
    );
    let reduction = match covers.as_ref().is_some_and(|answer| answer.value) {
        true => kept(book.rate(REDUCTION, None, &at, confirmed), &mut refusals),
        false => None,
    };
    let (Some(base), Some(covers), true) = (base, covers, refusals.is_empty()) else {
        return Err(refusals);
    };
    let cut = reduction.as_ref().map_or(Rate::ZERO, |answer| answer.value);
    let rate = reduced(base.value, cut).map_err(|one| vec![one])?;
    let amount_at = |rate: Rate| share(case.project_cost, rate);
    let mut statuses = [base.status, covers.status]
        .into_iter()
        .chain(reduction.as_ref().map(|r| r.status));
    let result = ContributionResult {
        base_rate: base.value,
        local_rate: None,
        reference_rate: base.value,
        rate,
        base_amount: amount_at(base.value),
        reference_amount: amount_at(base.value),
        amount: amount_at(rate),
        provisional: statuses.any(|status| status == Status::Provisional),
    };
    tracer.step(|| of_answer("project_rate", &base, base.value, "percent"));
    tracer.step(|| of_answer("reduction_covers_projects", &covers, covers.value, ""));
    if let Some(reduction) = &reduction {
        tracer.step(|| of_answer("temporary_reduction", reduction, reduction.value, "percent"));
    }
    trace_amounts(
        case.project_cost,
        &result,
        (&base.citation, &covers.citation),
        tracer,
    );
    Ok(result)
}

/// A case as it comes in JSON, with the papers it carries. Errors: every figure missing.
pub fn assess_case<T: Tracer>(
    book: &Lawbook,
    case: &ContributionCase,
    tracer: &mut T,
) -> Result<ContributionResult, Vec<Refusal>> {
    match case.clone() {
        ContributionCase::Employer {
            region,
            month,
            risk_class,
            total_wages,
            experience_tier,
            confirmed,
        } => {
            let fact = |name: &str| vec![Refusal::new("needs_fact").with("parameter", name)];
            let case = EmployerCase {
                region,
                month,
                risk_class: RiskClass::new(risk_class).ok_or_else(|| fact("risk_class"))?,
                total_wages,
                experience_tier: experience_tier
                    .parse()
                    .map_err(|_| fact("experience_tier"))?,
            };
            assess(book, &case, &confirmed, tracer)
        }
        ContributionCase::Project {
            region,
            month,
            project_cost,
            confirmed,
        } => {
            let case = ProjectCase {
                region,
                month,
                project_cost,
            };
            assess_project(book, &case, &confirmed, tracer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quick_share_is_the_exact_one(fen in any::<i32>(), large in any::<i64>(), ppm in 0..1_000_000i64) {
            for fen in [i64::from(fen), large / 2] {
                let (base, rate) = (Money::from_fen(fen), Rate::from_ppm(ppm));
                prop_assert_eq!(share(base, rate), Exact::from(base).times_rate(rate).round_half_up());
            }
        }
    }

    #[test]
    fn a_half_fen_is_rounded_up() {
        assert_eq!(
            share(Money::from_fen(50), Rate::from_ppm(10_000)),
            Money::from_fen(1)
        );
        assert_eq!(
            share(Money::from_fen(49), Rate::from_ppm(10_000)),
            Money::from_fen(0)
        );
    }
}
