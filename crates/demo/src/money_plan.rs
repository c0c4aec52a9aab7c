//! Settles wages and building costs so that the year's sums come out: with the real rules, before anything is written.

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::{
    ContributionLimits, NoTrace, ProjectCase, RateTable, Sources, assess_project,
    contribution_base, contribution_limits,
};
use yiju_terms::{Date, Money, Month, Refusal, Region, RiskClass};

use crate::calibration::{self as goal, YEAR};
use crate::county::{County, Member};
use crate::random::apportion;

/// What an employer owes for a month, by the plan.
#[derive(Clone, Copy, Default)]
pub(crate) struct Due {
    pub amount: Money,
    pub relief: Money,
}

/// The plan's money: the wage scale found, and what every employer owes every month.
pub(crate) struct MoneyPlan {
    /// Wages are the raw wages times this, in permille.
    pub scale: i64,
    /// By employer, then by month (0 is January).
    pub dues: Vec<[Due; 12]>,
}

pub(crate) struct Law<'a> {
    pub book: &'a Lawbook,
    pub confirmed: &'a Confirmed,
    pub region: &'a Region,
}

/// A member's declared wage, in whole yuan.
pub(crate) fn wage(member: &Member, scale: i64) -> Money {
    Money::from_yuan(member.raw_wage.fen() * scale / 100_000)
}

/// The wage from July on, where the employer declares anew.
pub(crate) fn raised(wage: Money) -> Money {
    Money::from_yuan(wage.fen() * 105 / 10_000)
}

fn covered(member: &Member, day: Date) -> bool {
    member.from <= day && member.until.is_none_or(|until| until > day)
}

/// Heads' bases by employer for a month's last day.
fn bases(county: &County, month: Month, scale: i64, limits: &ContributionLimits) -> Vec<Money> {
    let last = month.last_day();
    let mut bases = vec![Money::ZERO; county.employers.len()];
    for member in county.members.iter().filter(|m| covered(m, last)) {
        let mut amount = wage(member, scale);
        let raises = county.employers[member.employer].raises_wages && month.month() >= 7;
        // Joiners after July come with the wage of their day.
        if raises && member.from < Date::constant(YEAR, 7, 1) {
            amount = raised(amount);
        }
        bases[member.employer] += contribution_base(amount, limits.floor, limits.ceiling);
    }
    bases
}

/// What everyone owes at a wage scale.
fn dues(
    law: &Law<'_>,
    county: &County,
    classes: &[RiskClass],
    scale: i64,
) -> Result<Vec<[Due; 12]>, Vec<Refusal>> {
    let sources = Sources {
        book: law.book,
        confirmed: law.confirmed,
        region: law.region,
    };
    let limits = contribution_limits(sources, YEAR, &mut NoTrace).map_err(|one| vec![one])?;
    let mut dues = vec![[Due::default(); 12]; county.employers.len()];
    for (index, month) in Month::year_months(YEAR).enumerate() {
        let table = RateTable::prepare(law.book, law.region, month, law.confirmed);
        for (at, base) in bases(county, month, scale, &limits).into_iter().enumerate() {
            let result = table.assess(classes[at], base, 100, &mut NoTrace)?;
            dues[at][index] = Due {
                amount: result.amount,
                relief: result.relief_local() + result.relief_temporary(),
            };
        }
    }
    Ok(dues)
}

fn relief(dues: &[[Due; 12]]) -> Money {
    dues.iter().flatten().map(|due| due.relief).sum()
}

/// The scale whose relief comes nearest to the goal: relief grows with wages, so a bisection finds it.
pub(crate) fn settle(
    law: &Law<'_>,
    county: &mut County,
    classes: &[RiskClass],
) -> Result<MoneyPlan, Vec<Refusal>> {
    let (mut low, mut high) = (500, 2_000);
    while high - low > 1 {
        let middle = (low + high) / 2;
        match relief(&dues(law, county, classes, middle)?) < goal::RELIEF {
            true => low = middle,
            false => high = middle,
        }
    }
    let dues = dues(law, county, classes, high)?;
    let plan = MoneyPlan { scale: high, dues };
    settle_projects(law, county, &plan)?;
    Ok(plan)
}

impl MoneyPlan {
    /// What arrives within the year: late payers pay a month later, so their December does not.
    pub fn arriving(&self, county: &County) -> Money {
        let months = |at: usize| if county.employers[at].is_late { 11 } else { 12 };
        let sum = |at: usize| {
            self.dues[at][..months(at)]
                .iter()
                .map(|due| due.amount)
                .sum::<Money>()
        };
        (0..county.employers.len()).map(sum).sum()
    }
}

/// New building sites pay what is missing to the goal; their costs follow from the fee.
fn settle_projects(
    law: &Law<'_>,
    county: &mut County,
    plan: &MoneyPlan,
) -> Result<(), Vec<Refusal>> {
    let missing = goal::RECEIVED - plan.arriving(county);
    assert!(
        missing > Money::ZERO,
        "the building sites have something left to pay: {missing}"
    );
    let rate = assess_project(
        law.book,
        &ProjectCase {
            region: law.region.clone(),
            month: Month::new(YEAR, 6),
            project_cost: Money::from_yuan(1_000),
        },
        law.confirmed,
        &mut NoTrace,
    )?
    .rate;
    let fresh: Vec<usize> = (0..county.projects.len())
        .filter(|at| !county.projects[*at].is_opening)
        .collect();
    let weights: Vec<i64> = fresh
        .iter()
        .map(|at| county.projects[*at].workers.len() as i64)
        .collect();
    for (at, fee) in fresh.iter().zip(apportion(missing.fen(), &weights)) {
        let yuan = i128::from(fee) * 1_000_000 / i128::from(rate.ppm()) / 100;
        // Contracts are written in whole hundred yuan.
        county.projects[*at].cost = Money::from_yuan(yuan as i64 / 100 * 100);
    }
    Ok(())
}
