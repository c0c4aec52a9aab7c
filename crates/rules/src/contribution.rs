//! The contribution of an employer for a month, and of a construction project: rate, amount, relief.

use yiju_lawbook::{Answer, At, Confirmed, Lawbook};
use yiju_terms::{Exact, Money, Month, Rate, Refusal, Region, RiskClass, Status};

use crate::case::ContributionCase;
use crate::trace::{Step, Tracer};

const BASE_RATE: &str = "contributions.industry_base_rate";
const LOCAL_RATE: &str = "contributions.local_rate";
const TIERS: &str = "contributions.experience_tiers";
const REDUCTION: &str = "contributions.temporary_reduction.percent";
const KEEPS_LOWER: &str = "contributions.temporary_reduction.keeps_lower_local_rate";
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

/// The rates of one class at a place in a month, asked once and used for any number of employers.
#[derive(Clone, Debug)]
pub struct ClassRates {
    base: Answer<Rate>,
    local: Option<Answer<Rate>>,
    reduction: Answer<Rate>,
    keeps_lower: Option<Answer<bool>>,
    tiers: Answer<Vec<i64>>,
    class: RiskClass,
    reference: Rate,
    applied: Rate,
    provisional: bool,
}

impl ClassRates {
    /// Errors: every figure that is missing or not confirmed.
    pub fn ask(
        book: &Lawbook,
        region: &Region,
        month: Month,
        class: RiskClass,
        confirmed: &Confirmed,
    ) -> Result<ClassRates, Vec<Refusal>> {
        let at = At::new(region.clone(), month.first_day());
        let class_text = class.get().to_string();
        let row = Some(class_text.as_str());
        let mut refusals = Vec::new();
        let base = kept(book.rate(BASE_RATE, row, &at, confirmed), &mut refusals);
        let local = Lawbook::if_any(book.rate(LOCAL_RATE, row, &at, confirmed));
        let local = kept(local, &mut refusals).flatten();
        let tiers = kept(book.list(TIERS, row, &at, confirmed), &mut refusals);
        let reduction = kept(book.rate(REDUCTION, None, &at, confirmed), &mut refusals);
        // Whether a lower local rate is kept matters only where both are there.
        let both = local.is_some() && reduction.as_ref().is_some_and(|r| r.value > Rate::ZERO);
        let keeps_lower = match both {
            true => kept(book.flag(KEEPS_LOWER, None, &at, confirmed), &mut refusals),
            false => None,
        };
        let (Some(base), Some(tiers), Some(reduction), true) =
            (base, tiers, reduction, refusals.is_empty())
        else {
            return Err(refusals);
        };
        Self::combine(class, base, local, reduction, keeps_lower, tiers).map_err(|one| vec![one])
    }

    /// The keep-lower test is made per class: before the tier, on the rates of the class.
    fn combine(
        class: RiskClass,
        base: Answer<Rate>,
        local: Option<Answer<Rate>>,
        reduction: Answer<Rate>,
        keeps_lower: Option<Answer<bool>>,
        tiers: Answer<Vec<i64>>,
    ) -> Result<ClassRates, Refusal> {
        let local_rate = local.as_ref().map(|answer| answer.value);
        let reference = local_rate.map_or(base.value, |local| local.min(base.value));
        let keeps = keeps_lower.as_ref().is_none_or(|answer| answer.value);
        let applied = match keeps {
            true => reduced(base.value, reduction.value)?.min(reference),
            false => reduced(reference, reduction.value)?,
        };
        let statuses = [base.status, reduction.status, tiers.status];
        let provisional = statuses.contains(&Status::Provisional)
            || local
                .as_ref()
                .is_some_and(|answer| answer.status == Status::Provisional)
            || keeps_lower
                .as_ref()
                .is_some_and(|answer| answer.status == Status::Provisional);
        Ok(ClassRates {
            base,
            local,
            reduction,
            keeps_lower,
            tiers,
            class,
            reference,
            applied,
            provisional,
        })
    }

    /// The contribution on `total_wages` at `tier` (percent). Errors: a tier that the class does not have.
    pub fn assess<T: Tracer>(
        &self,
        total_wages: Money,
        tier: u16,
        tracer: &mut T,
    ) -> Result<ContributionResult, Refusal> {
        if !self.tiers.value.contains(&i64::from(tier)) {
            return Err(self.no_such_tier(tier));
        }
        let times = |rate: Rate| tiered(rate, tier);
        let local_rate = match &self.local {
            Some(local) => Some(times(local.value)?),
            None => None,
        };
        let (base_rate, reference_rate) = (times(self.base.value)?, times(self.reference)?);
        let rate = times(self.applied)?;
        let amount_at = |rate: Rate| Exact::from(total_wages).times_rate(rate).round_half_up();
        let result = ContributionResult {
            base_rate,
            local_rate,
            reference_rate,
            rate,
            base_amount: amount_at(base_rate),
            reference_amount: amount_at(reference_rate),
            amount: amount_at(rate),
            provisional: self.provisional,
        };
        self.trace(tier, tracer);
        trace_amounts(total_wages, &result, tracer);
        Ok(result)
    }

    #[cold]
    fn no_such_tier(&self, tier: u16) -> Refusal {
        let known: Vec<String> = self.tiers.value.iter().map(i64::to_string).collect();
        Refusal::new("no_such_tier")
            .with("tier", tier)
            .with("class", self.class.get())
            .with("known", known.join(", "))
            .cite(&self.tiers.citation)
    }

    fn trace<T: Tracer>(&self, tier: u16, tracer: &mut T) {
        tracer.step(|| of_answer("base_rate", &self.base, self.base.value, "percent"));
        if let Some(local) = &self.local {
            tracer.step(|| of_answer("local_rate", local, local.value, "percent"));
        }
        let reduction = &self.reduction;
        tracer.step(|| of_answer("temporary_reduction", reduction, reduction.value, "percent"));
        if let Some(keeps) = &self.keeps_lower {
            tracer.step(|| of_answer("keeps_lower_local_rate", keeps, keeps.value, ""));
        }
        tracer.step(|| of_answer("experience_tier", &self.tiers, tier, "percent"));
        tracer.step(|| {
            let formula = format!("{}% × {tier}%", self.reference);
            let value = tiered(self.reference, tier).unwrap_or_default();
            Step::new("reference_rate", value, "percent").formula(formula)
        });
        tracer.step(|| {
            let formula = format!("{}% × {tier}%", self.applied);
            let value = tiered(self.applied, tier).unwrap_or_default();
            Step::new("rate", value, "percent")
                .formula(formula)
                .cite(Some(&self.reduction.citation))
        });
    }
}

fn of_answer<V>(
    stem: &'static str,
    answer: &Answer<V>,
    value: impl std::fmt::Display,
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

fn trace_amounts<T: Tracer>(base: Money, result: &ContributionResult, tracer: &mut T) {
    let exact = |rate: Rate| Exact::from(base).times_rate(rate);
    tracer.step(|| {
        let formula = format!("{base} × {}% = {}", result.rate, exact(result.rate));
        Step::new("amount", result.amount, "yuan").formula(formula)
    });
    tracer.step(|| {
        let reference = result.reference_rate;
        let formula = format!("{base} × {reference}% = {}", exact(reference));
        Step::new("reference_amount", result.reference_amount, "yuan").formula(formula)
    });
    tracer.step(|| {
        let formula = format!("{} − {}", result.reference_amount, result.amount);
        Step::new("relief", result.relief(), "yuan").formula(formula)
    });
}

fn kept<V>(answer: Result<V, Refusal>, refusals: &mut Vec<Refusal>) -> Option<V> {
    answer.map_err(|refusal| refusals.push(refusal)).ok()
}

/// `rate` less the reduction. Errors: a result finer than rates are written.
fn reduced(rate: Rate, reduction: Rate) -> Result<Rate, Refusal> {
    rate.times(Rate::from_ppm(PPM - reduction.ppm()))
        .ok_or_else(|| too_fine(rate))
}

fn tiered(rate: Rate, tier: u16) -> Result<Rate, Refusal> {
    rate.times(Rate::from_ppm(i64::from(tier) * PERCENT))
        .ok_or_else(|| too_fine(rate))
}

#[cold]
fn too_fine(rate: Rate) -> Refusal {
    Refusal::new("rate_too_fine").with("rate", rate)
}

/// The rates of all eight classes at a place in a month: prepared once, then a million employers a second.
#[doc(alias = "费率表")]
#[derive(Clone, Debug)]
pub struct RateTable {
    classes: Vec<Result<ClassRates, Vec<Refusal>>>,
}

impl RateTable {
    /// Classes whose figures are missing keep their refusals; the others still answer.
    pub fn prepare(
        book: &Lawbook,
        region: &Region,
        month: Month,
        confirmed: &Confirmed,
    ) -> RateTable {
        let classes = (1..).map_while(RiskClass::new);
        RateTable {
            classes: classes
                .map(|class| ClassRates::ask(book, region, month, class, confirmed))
                .collect(),
        }
    }

    /// The same figures as [`assess`], without asking the law book again.
    pub fn assess<T: Tracer>(
        &self,
        class: RiskClass,
        total_wages: Money,
        tier: u16,
        tracer: &mut T,
    ) -> Result<ContributionResult, Vec<Refusal>> {
        match &self.classes[usize::from(class.get()) - 1] {
            Ok(rates) => rates
                .assess(total_wages, tier, tracer)
                .map_err(|one| vec![one]),
            Err(refusals) => Err(refusals.clone()),
        }
    }
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
    let amount_at = |rate: Rate| {
        Exact::from(case.project_cost)
            .times_rate(rate)
            .round_half_up()
    };
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
    trace_amounts(case.project_cost, &result, tracer);
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
