//! What was decided against what is known now: the differences per person and per employer-month.

use std::collections::{BTreeMap, BTreeSet};

use yiju_lawbook::Lawbook;
use yiju_rules::settlement::{Due, settle};
use yiju_store::settlements::{self, Standing};
use yiju_store::tables::{AssessmentRow, BenefitLineRow};
use yiju_store::{Fault, Store};
use yiju_terms::{Benefit, Money, Month, Refusal, Region};

use crate::case_history::{Facts, History};
use crate::contribution_assessment::ContributionAssessment;
use crate::entitlement::{Entitlement, Knowledge, LineKey, Stretch, entitlement};
use crate::error::ActionError;
use crate::office::confirmed;
use crate::suspension::Suspended;

/// One benefit of one month that would be decided otherwise today. A one-off stands in the month of its decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenefitDifference {
    pub determination_id: i64,
    pub subject_id: String,
    pub person_id: String,
    pub key: LineKey,
    pub month: Month,
    pub before: Money,
    pub after: Money,
}

impl BenefitDifference {
    /// `top_up` or `recovery`.
    pub fn kind(&self) -> &'static str {
        match self.after > self.before {
            true => "top_up",
            false => "recovery",
        }
    }
}

/// One employer's month that would be assessed otherwise today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributionDifference {
    pub month: Month,
    pub before: Money,
    /// The assessment by what is known now.
    pub assessment: AssessmentRow,
}

impl ContributionDifference {
    pub fn after(&self) -> Money {
        Money::from_fen(self.assessment.amount_fen)
    }

    /// `back_payment` or `credit`.
    pub fn kind(&self) -> &'static str {
        match self.after() > self.before {
            true => "back_payment",
            false => "credit",
        }
    }
}

/// A determination that would come out otherwise, with everything that takes its place.
pub struct Changed {
    pub standing: Standing,
    pub facts: Facts,
    pub entitlement: Entitlement,
    pub differences: Vec<BenefitDifference>,
}

/// A case that could not be worked out again, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub determination_id: i64,
    pub subject_id: String,
    /// The benefit that cannot be worked out; absent where nothing of the case can.
    pub benefit: Option<Benefit>,
    pub refusal: Refusal,
}

impl Stopped {
    pub fn stops(&self, stem: &str) -> bool {
        self.benefit.is_none_or(|benefit| benefit.stem() == stem)
    }
}

/// Everything a settlement would change.
#[derive(Default)]
pub struct Differences {
    pub benefits: Vec<Changed>,
    pub contributions: Vec<ContributionDifference>,
    pub stopped: Vec<Stopped>,
}

impl Differences {
    pub fn is_empty(&self) -> bool {
        self.benefits.is_empty() && self.contributions.is_empty()
    }
}

/// All differences of the months through `through`. Changes nothing.
pub fn differences(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    through: Month,
) -> Result<Differences, ActionError> {
    let mut found = benefit_differences(store, region, book, through, None)?;
    contribution_differences(store, region, book, through, &mut found)?;
    Ok(found)
}

/// The differences of the determinations in `of`, or of all.
pub(crate) fn benefit_differences(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    through: Month,
    of: Option<&BTreeSet<i64>>,
) -> Result<Differences, Fault> {
    let confirmed = confirmed(store, region)?;
    let known = Knowledge {
        book,
        region,
        confirmed: &confirmed,
    };
    let history = History::at(store, region.code(), i64::MAX)?;
    let suspended = Suspended::read(store, region.code())?;
    let mut found = Differences::default();
    for standing in settlements::standing(store, region.code())? {
        let id = standing.determination.id;
        if of.is_some_and(|of| !of.contains(&id)) {
            continue;
        }
        let facts = history.facts(store, &standing, 0)?;
        compare((&known, &suspended), standing, facts, through, &mut found)?;
    }
    Ok(found)
}

fn compare(
    (known, suspended): (&Knowledge<'_>, &Suspended),
    standing: Standing,
    facts: Facts,
    through: Month,
    found: &mut Differences,
) -> Result<(), Fault> {
    let subject_id = standing.determination.subject_id.clone();
    let determination_id = standing.determination.id;
    let stop = |benefit: Option<Benefit>, refusal: Refusal| Stopped {
        determination_id,
        subject_id: subject_id.clone(),
        benefit,
        refusal,
    };
    let now = match entitlement(known, &facts, through) {
        Ok(now) => now,
        Err(refusals) => {
            let stops = refusals.into_iter().map(|refusal| stop(None, refusal));
            found.stopped.extend(stops);
            return Ok(());
        }
    };
    // A benefit that cannot be worked out now is no difference: it is said, not settled.
    let stopped: BTreeSet<&str> = now.result.stops.iter().map(|(_, b)| b.stem()).collect();
    let refused = now.result.stops.iter().filter_map(|(index, benefit)| {
        let only = &facts.now.only;
        let granted = only.is_empty() || only.contains(benefit);
        let refusal = now.result.refusals.get(*index).filter(|_| granted)?;
        Some(stop(Some(*benefit), refusal.clone()))
    });
    found.stopped.extend(refused);
    let decided: Vec<Stretch> = standing
        .lines
        .iter()
        .filter(|line| line.paid != "top_up" && !stopped.contains(line.benefit.as_str()))
        .map(stretch_of)
        .collect::<Result<_, Fault>>()?;
    // Also not of an earlier stage: without the paper the whole lump sum would look like a top-up.
    let comes_out = now.stretches.iter();
    let comes_out = comes_out.filter(|stretch| !stopped.contains(stretch.key.benefit.as_str()));
    let comes_out: Vec<Stretch> = comes_out.cloned().collect();
    let mut differences = differ(&standing, &decided, &comes_out, through)?;
    // A month for which payment was suspended is not made up: it is owed by neither amount.
    differences.retain(|difference| {
        let of = difference.determination_id;
        !suspended.holds(of, &difference.key.benefit, difference.month)
    });
    if !differences.is_empty() {
        found.benefits.push(Changed {
            standing,
            facts,
            entitlement: now,
            differences,
        });
    }
    Ok(())
}

fn differ(
    standing: &Standing,
    decided: &[Stretch],
    now: &[Stretch],
    through: Month,
) -> Result<Vec<BenefitDifference>, Fault> {
    let determination = &standing.determination;
    let once = month_of(&determination.decided_on[..7])?;
    let mut keys: BTreeMap<String, LineKey> = BTreeMap::new();
    let mut dues = |stretches: &[Stretch]| -> Vec<Due> {
        let mut dues = Vec::new();
        for stretch in stretches {
            let key = &stretch.key;
            let name = format!("{} {:?} {}", key.benefit, key.dependent, key.payer);
            dues.extend(stretch.dues(&name, once, through));
            keys.insert(name, key.clone());
        }
        dues
    };
    let (before, after) = (dues(decided), dues(now));
    let settled = settle(&before, &after);
    let line = |line: yiju_rules::settlement::Difference| BenefitDifference {
        determination_id: determination.id,
        subject_id: determination.subject_id.clone(),
        person_id: determination.person_id.clone(),
        key: keys[&line.key].clone(),
        month: line.month,
        before: line.before,
        after: line.after,
    };
    Ok(settled.lines.into_iter().map(line).collect())
}

pub(crate) fn month_of(text: &str) -> Result<Month, Fault> {
    text.parse()
        .map_err(|error| Fault::new("reading a month", format!("{text}: {error}")))
}

/// A stored line as a stretch.
pub fn stretch_of(line: &BenefitLineRow) -> Result<Stretch, Fault> {
    let month = |text: &Option<String>| text.as_deref().map(month_of).transpose();
    Ok(Stretch {
        key: LineKey {
            benefit: line.benefit.clone(),
            dependent: line.dependent,
            payer: line.payer.clone(),
        },
        from: month(&line.from_month)?,
        until: month(&line.until_month)?,
        amount: Money::from_fen(line.amount_fen),
    })
}

fn contribution_differences(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    through: Month,
    found: &mut Differences,
) -> Result<(), ActionError> {
    for text in settlements::assessed_months(store, region.code(), &through.to_string())? {
        let month = month_of(&text)?;
        let assessed = settlements::assessments(store, region.code(), &text)?;
        let mut now: BTreeMap<String, AssessmentRow> = ContributionAssessment { month }
            .lines(store, region, book)?
            .into_iter()
            .map(|row| (row.payer_id.clone(), row))
            .collect();
        for row in assessed {
            let before = Money::from_fen(row.amount_fen);
            // Nobody is under cover there any more: the month falls to nothing.
            let assessment = now.remove(&row.payer_id).unwrap_or_else(|| emptied(&row));
            if assessment.amount_fen != row.amount_fen {
                found.contributions.push(ContributionDifference {
                    month,
                    before,
                    assessment,
                });
            }
        }
        let late = now.into_values().map(|assessment| ContributionDifference {
            month,
            before: Money::ZERO,
            assessment,
        });
        found.contributions.extend(late);
    }
    Ok(())
}

fn emptied(row: &AssessmentRow) -> AssessmentRow {
    AssessmentRow {
        persons: 0,
        base_fen: 0,
        amount_fen: 0,
        relief_local_fen: 0,
        relief_temporary_fen: 0,
        ..row.clone()
    }
}
