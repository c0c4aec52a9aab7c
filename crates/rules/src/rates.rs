//! The rates of the eight classes at a place in a month: asked once, used for any number of employers.

use yiju_lawbook::{Answer, At, Confirmed, Lawbook};
use yiju_terms::{Citation, Money, Month, Rate, Refusal, Region, RiskClass, Status};

use crate::contribution::{
    ContributionResult, kept, of_answer, reduced, share, tiered, trace_amounts,
};
use crate::operand::formula;
use crate::trace::{Step, Tracer};

const BASE_RATE: &str = "contributions.industry_base_rate";
const LOCAL_RATE: &str = "contributions.local_rate";
pub(crate) const TIERS: &str = "contributions.experience_tiers";
const REDUCTION: &str = "contributions.temporary_reduction.percent";
const KEEPS_LOWER: &str = "contributions.temporary_reduction.keeps_lower_local_rate";

/// The rates of one class at a place in a month, asked once and used for any number of employers.
#[derive(Clone, Debug)]
pub struct ClassRates {
    base: Answer<Rate>,
    local: Option<Answer<Rate>>,
    reduction: Answer<Rate>,
    keeps_lower: Option<Answer<bool>>,
    tiers: Answer<Vec<i64>>,
    class: RiskClass,
    /// Without the reduction, and as applied; both before the tier.
    reference: Rate,
    applied: Rate,
    by_tier: Vec<TierRates>,
    provisional: bool,
}

/// The rates of a class at one tier, multiplied out so that a batch only multiplies wages.
#[derive(Clone, Copy, Debug)]
struct TierRates {
    tier: u16,
    base: Rate,
    local: Option<Rate>,
    reference: Rate,
    applied: Rate,
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
        let by_tier = tiers
            .value
            .iter()
            .filter_map(|tier| u16::try_from(*tier).ok());
        let by_tier = by_tier
            .map(|tier| {
                Ok(TierRates {
                    tier,
                    base: tiered(base.value, tier)?,
                    local: local_rate.map(|rate| tiered(rate, tier)).transpose()?,
                    reference: tiered(reference, tier)?,
                    applied: tiered(applied, tier)?,
                })
            })
            .collect::<Result<Vec<TierRates>, Refusal>>()?;
        Ok(ClassRates {
            base,
            local,
            reduction,
            keeps_lower,
            tiers,
            class,
            reference,
            applied,
            by_tier,
            provisional,
        })
    }

    /// The industry base rate, before the tier.
    pub fn base(&self) -> &Answer<Rate> {
        &self.base
    }

    /// The lower local rate, where the place has one.
    pub fn local(&self) -> Option<&Answer<Rate>> {
        self.local.as_ref()
    }

    /// The temporary reduction; zero where none holds.
    pub fn reduction(&self) -> &Answer<Rate> {
        &self.reduction
    }

    /// The tiers of the class, in percent.
    pub fn tiers(&self) -> &Answer<Vec<i64>> {
        &self.tiers
    }

    /// The contribution on `total_wages` at `tier` (percent). Errors: a tier that the class does not have.
    pub fn assess<T: Tracer>(
        &self,
        total_wages: Money,
        tier: u16,
        tracer: &mut T,
    ) -> Result<ContributionResult, Refusal> {
        let Some(rates) = self.by_tier.iter().find(|rates| rates.tier == tier) else {
            return Err(self.no_such_tier(tier));
        };
        let result = ContributionResult {
            base_rate: rates.base,
            local_rate: rates.local,
            reference_rate: rates.reference,
            rate: rates.applied,
            base_amount: share(total_wages, rates.base),
            reference_amount: share(total_wages, rates.reference),
            amount: share(total_wages, rates.applied),
            provisional: self.provisional,
        };
        self.trace(rates, tracer);
        trace_amounts(
            total_wages,
            &result,
            (self.reference_cite(), &self.reduction.citation),
            tracer,
        );
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

    /// The article of the rate without the reduction: the local one where it is the lower.
    fn reference_cite(&self) -> &Citation {
        match &self.local {
            Some(local) if local.value < self.base.value => &local.citation,
            _ => &self.base.citation,
        }
    }

    fn trace<T: Tracer>(&self, rates: &TierRates, tracer: &mut T) {
        let tier = rates.tier;
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
            let formula = formula!("{}% × {}%", self.reference, tier);
            Step::new("reference_rate", rates.reference, "percent")
                .formula(formula)
                .cite(Some(self.reference_cite()))
        });
        tracer.step(|| {
            let formula = formula!("{}% × {}%", self.applied, tier);
            Step::new("rate", rates.applied, "percent")
                .formula(formula)
                .cite(Some(&reduction.citation))
        });
    }
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

    /// The rates of one class. Errors: what is missing for it.
    pub fn class(&self, class: RiskClass) -> Result<&ClassRates, Vec<Refusal>> {
        self.classes[usize::from(class.get()) - 1]
            .as_ref()
            .map_err(Clone::clone)
    }

    /// Whether a figure that the class's rate was made of is provisional. A class that is refused is not.
    pub fn is_provisional(&self, class: RiskClass) -> bool {
        let rates = &self.classes[usize::from(class.get()) - 1];
        rates.as_ref().is_ok_and(|rates| rates.provisional)
    }

    /// The same figures as [`crate::assess`], without asking the law book again.
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
