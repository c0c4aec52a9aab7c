//! What a determination's facts give a right to, as stretches of months of one amount, by the law and papers known now.

use std::collections::BTreeSet;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::adjustment::yearly_adjustment;
use yiju_rules::settlement::Due;
use yiju_rules::{BenefitCase, BenefitItem, Determination, NoTrace, Sources, Trace, determine};
use yiju_terms::{Benefit, Date, Money, Month, Paid, Refusal, Region};

use crate::case_history::Facts;

/// The law and the papers by which facts are worked out.
pub struct Knowledge<'a> {
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub confirmed: &'a Confirmed,
}

/// Which line of a determination: benefit, dependent, who pays.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    pub benefit: String,
    pub dependent: Option<i64>,
    pub payer: String,
}

impl LineKey {
    pub fn of(item: &BenefitItem) -> LineKey {
        LineKey {
            benefit: item.benefit.stem().to_owned(),
            dependent: item.dependent.map(|number| number as i64),
            payer: item.payer.stem().to_owned(),
        }
    }
}

/// Months of one amount, or a one-off (`from` is absent).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub key: LineKey,
    pub from: Option<Month>,
    pub until: Option<Month>,
    pub amount: Money,
}

impl Stretch {
    /// The amounts due for the months through `through`; a one-off is due in `once`.
    pub fn dues(&self, name: &str, once: Month, through: Month) -> Vec<Due> {
        let due = |month| Due {
            key: name.to_owned(),
            month,
            amount: self.amount,
        };
        let Some(from) = self.from else {
            return vec![due(once)];
        };
        let last = self.until.map_or(through, |until| until.min(through));
        let mut dues = Vec::new();
        let mut month = from;
        while month <= last {
            dues.push(due(month));
            month = month.next();
        }
        dues
    }
}

/// The case by the papers known now, and what follows from it.
pub struct Entitlement {
    pub case: BenefitCase,
    pub result: Determination,
    pub stretches: Vec<Stretch>,
}

/// Works the case out again; before a re-appraisal the facts of then. The refusals of the result stop what they stop; a
/// yearly notice that is not known changes nothing.
pub fn entitlement(
    known: &Knowledge<'_>,
    facts: &Facts,
    through: Month,
) -> Result<Entitlement, Vec<Refusal>> {
    let mut whole = by_one_appraisal(known, &facts.now, through)?;
    let mut newer = &facts.now;
    for case in &facts.earlier {
        let earlier = by_one_appraisal(known, case, through)?;
        let appraised = newer.appraised_on.unwrap_or(newer.injured_on);
        whole.append(earlier, Month::of(appraised));
        newer = case;
    }
    Ok(whole)
}

/// `only` are the benefits the determination granted.
fn by_one_appraisal(
    known: &Knowledge<'_>,
    facts: &BenefitCase,
    through: Month,
) -> Result<Entitlement, Vec<Refusal>> {
    let mut case = facts.clone();
    case.confirmed = crate::office::without_law_files(known.confirmed.clone());
    let confirmed = case.confirmed.clone();
    let mut result = determine(known.book, &case, &confirmed, &mut Trace::default());
    let only = case.only.clone();
    result
        .items
        .retain(|item| only.is_empty() || only.contains(&item.benefit));
    let mut stretches = Vec::new();
    for item in &result.items {
        stretches.extend(stretches_of(known, &case, item, through)?);
    }
    Ok(Entitlement {
        case,
        result,
        stretches,
    })
}

impl Entitlement {
    /// Puts what an earlier appraisal gave before it: monthly benefits through `last`, one-offs that the later one does
    /// not give again (a new grade governs from the month after it and re-prices nothing before).
    fn append(&mut self, earlier: Entitlement, last: Month) {
        let given = |stretch: &Stretch| {
            let same = |own: &Stretch| {
                own.from.is_none()
                    && own.key.benefit == stretch.key.benefit
                    && own.key.dependent == stretch.key.dependent
            };
            self.stretches.iter().any(same)
        };
        let kept = earlier.stretches.into_iter().filter_map(|mut stretch| {
            match stretch.from {
                None if given(&stretch) => return None,
                None => {}
                Some(from) if from > last => return None,
                Some(_) => stretch.until = Some(stretch.until.map_or(last, |u| u.min(last))),
            }
            Some(stretch)
        });
        let kept: Vec<Stretch> = kept.collect();
        self.stretches.splice(0..0, kept);
        let first = self.result.refusals.len();
        let stops = earlier.result.stops.into_iter();
        self.result
            .stops
            .extend(stops.map(|(index, benefit)| (index + first, benefit)));
        self.result.refusals.extend(earlier.result.refusals);
        self.result.items.extend(earlier.result.items);
    }
}

fn stretches_of(
    known: &Knowledge<'_>,
    case: &BenefitCase,
    item: &BenefitItem,
    through: Month,
) -> Result<Vec<Stretch>, Vec<Refusal>> {
    let key = LineKey::of(item);
    let (Paid::Monthly, Some(since)) = (item.paid, item.from) else {
        return Ok(vec![Stretch {
            key,
            from: None,
            until: None,
            amount: item.amount,
        }]);
    };
    let (mut from, last) = (Month::of(since), item.until.map(Month::of));
    let mut amount = item.amount;
    let mut stretches = Vec::new();
    let push = |from: Month, until: Option<Month>, amount: Money, into: &mut Vec<Stretch>| {
        for (from, until) in without_pauses(item, from, until) {
            into.push(Stretch {
                key: key.clone(),
                from: Some(from),
                until,
                amount,
            });
        }
    };
    for month in notice_months(known, item.benefit) {
        let ended = last.is_some_and(|last| last < month);
        if month <= from || ended || month > through.next() {
            continue;
        }
        let after = adjusted(known, case, item, amount, since, month)?;
        if after != amount {
            push(from, Some(month.previous()), amount, &mut stretches);
            (from, amount) = (month, after);
        }
    }
    push(from, last, amount, &mut stretches);
    Ok(stretches)
}

/// The parts of `from` … `until` that are not paused.
pub(crate) fn without_pauses(
    item: &BenefitItem,
    from: Month,
    until: Option<Month>,
) -> Vec<(Month, Option<Month>)> {
    let mut parts = Vec::new();
    let mut start = from;
    for pause in &item.pauses {
        if until.is_some_and(|until| until < pause.from) || pause.until.is_some_and(|p| p < start) {
            continue;
        }
        if start < pause.from {
            parts.push((start, Some(pause.from.previous())));
        }
        let Some(resumed) = pause.until else {
            return parts;
        };
        start = resumed.next();
    }
    if until.is_none_or(|until| start <= until) {
        parts.push((start, until));
    }
    parts
}

/// The first months of the yearly notices on a benefit.
fn notice_months(known: &Knowledge<'_>, benefit: Benefit) -> BTreeSet<Month> {
    let key = format!("adjustments.{}.fixed", benefit.stem());
    let days = known.book.boundary_days(&key, known.region);
    days.into_iter().map(Month::of).collect()
}

fn adjusted(
    known: &Knowledge<'_>,
    case: &BenefitCase,
    item: &BenefitItem,
    amount: Money,
    since: Date,
    month: Month,
) -> Result<Money, Vec<Refusal>> {
    let Some(row) = adjustment_row(case, item) else {
        return Ok(amount);
    };
    let sources = Sources {
        book: known.book,
        confirmed: known.confirmed,
        region: known.region,
    };
    let benefit = item.benefit;
    let found = yearly_adjustment(sources, benefit, &row, amount, since, month, &mut NoTrace)?;
    Ok(found.after)
}

/// The row of the yearly notice: the grade, the self-care level, or the kind of dependent.
fn adjustment_row(case: &BenefitCase, item: &BenefitItem) -> Option<String> {
    match item.benefit {
        Benefit::DisabilityAllowance => case.grade.map(|grade| grade.to_string()),
        Benefit::AttendanceAllowance => case.self_care_level.map(|level| level.stem().to_owned()),
        Benefit::SurvivorPension => {
            let dependent = case.dependents.get(item.dependent?)?;
            Some(
                match (dependent.orphan_or_lone, dependent.relation) {
                    (true, _) => "orphan_or_lone",
                    (false, yiju_rules::case::Relation::Spouse) => "spouse",
                    _ => "other",
                }
                .to_owned(),
            )
        }
        _ => None,
    }
}
