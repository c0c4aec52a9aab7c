//! An item through the months: the yearly notices, and for what is paid by the average wage of the year paid for each
//! year by its own wage.

use std::collections::BTreeSet;

use yiju_rules::adjustment::yearly_adjustment;
use yiju_rules::{BenefitCase, BenefitItem, NoTrace, Sources, Trace, determine};
use yiju_terms::{Benefit, Date, Money, Month, Paid, Refusal};

use crate::entitlement::{Knowledge, LineKey, Stretch};

/// The item, year by year where its amount hangs on the year, and its months of one amount each.
#[derive(Default)]
pub(crate) struct Timeline {
    pub items: Vec<BenefitItem>,
    pub stretches: Vec<Stretch>,
    /// What is missing for a year before the day of reference: then the item gives nothing.
    pub missing: Vec<Refusal>,
}

/// Errors: a yearly notice of which a part is missing.
pub(crate) fn timeline(
    known: &Knowledge<'_>,
    case: &BenefitCase,
    item: BenefitItem,
    through: Month,
) -> Result<Timeline, Vec<Refusal>> {
    let (Paid::Monthly, Some(since)) = (item.paid, item.from) else {
        let stretch = Stretch {
            key: LineKey::of(&item),
            from: None,
            until: None,
            amount: item.amount,
        };
        return Ok(Timeline {
            items: vec![item],
            stretches: vec![stretch],
            missing: Vec::new(),
        });
    };
    let mut walk = Walk {
        known,
        case,
        since,
        last: item.until.map(Month::of),
        through: through.max(Month::of(case.reference_day())),
        notices: notice_months(known, item.benefit),
        from: Month::of(since),
        amount: item.amount,
        item: &item,
        found: Timeline::default(),
    };
    match item.notes.contains(&OF_YEAR_PAID_FOR) {
        true => walk.year_by_year()?,
        false => walk.at_once()?,
    }
    Ok(walk.found)
}

/// The note of an item that hangs on the average wage of the year paid for.
const OF_YEAR_PAID_FOR: &str = "average_wage_of_year_paid_for";

struct Walk<'a> {
    known: &'a Knowledge<'a>,
    case: &'a BenefitCase,
    item: &'a BenefitItem,
    since: Date,
    last: Option<Month>,
    through: Month,
    notices: BTreeSet<Month>,
    /// The stretch that is open.
    from: Month,
    amount: Money,
    found: Timeline,
}

impl Walk<'_> {
    fn at_once(&mut self) -> Result<(), Vec<Refusal>> {
        let end = self.last.unwrap_or(self.through.next());
        self.notices_within(self.from, end.min(self.through.next()))?;
        self.close(self.last);
        self.found.items.push(self.item.clone());
        Ok(())
    }

    /// Each year by its own wage, a fall only with a paper. The wage of a year after the day of reference may not be
    /// published yet: then the amount stays, and what is too little is topped up later.
    fn year_by_year(&mut self) -> Result<(), Vec<Refusal>> {
        let (first, reference) = (self.from, self.case.reference_day().year());
        let end = self
            .last
            .map_or(self.through, |last| last.min(self.through));
        let mut in_payment = None;
        for year in first.year()..=end.year().max(first.year()) {
            let start = january(year).max(first);
            if start > first {
                // One of January comes before the new wage, which lowers nothing.
                self.notices_within(start.previous(), start)?;
                in_payment = Some(self.amount);
            }
            match self.priced(start, in_payment) {
                Ok(item) => self.take_up(start, item),
                Err(_) if year > reference => {
                    // Not even the first year can be priced yet: the item is paid as it came out.
                    if self.found.items.is_empty() {
                        self.found.items.push(self.item.clone());
                    }
                }
                Err(missing) => {
                    self.found = Timeline::default();
                    self.found.missing = missing;
                    return Ok(());
                }
            }
            let december = january(year + 1).previous();
            self.notices_within(start, end.next().min(december))?;
        }
        self.close(self.last);
        Ok(())
    }

    /// The item of a year: from `start`, with `in_payment` paid before.
    fn priced(&self, start: Month, in_payment: Option<Money>) -> Result<BenefitItem, Vec<Refusal>> {
        let mut case = self.case.clone();
        let reference = case.reference_day();
        let asked = case.attendance_in_payment;
        case.only = vec![self.item.benefit];
        if start.year() != reference.year() {
            case.as_of = Some(start.first_day());
        }
        let known_then = asked.filter(|_| start.year() >= reference.year());
        case.attendance_in_payment = in_payment.max(known_then);
        let confirmed = case.confirmed.clone();
        let mut result = determine(self.known.book, &case, &confirmed, &mut Trace::default());
        let same = |item: &BenefitItem| LineKey::of(item) == LineKey::of(self.item);
        match result.items.iter().position(same) {
            Some(place) => Ok(result.items.swap_remove(place)),
            None => Err(result.refusals),
        }
    }

    fn take_up(&mut self, start: Month, mut item: BenefitItem) {
        if start > Month::of(self.since) {
            item.from = Some(start.first_day());
            if let Some(before) = self.found.items.last_mut() {
                before.until = Some(start.previous().last_day());
            }
        }
        self.change(start, item.amount);
        self.found.items.push(item);
    }

    /// The notices whose first month is after `after` and not after `until`.
    fn notices_within(&mut self, after: Month, until: Month) -> Result<(), Vec<Refusal>> {
        let months: Vec<Month> = self.notices.iter().copied().collect();
        for month in months {
            let first = month <= Month::of(self.since) || month <= after;
            let ended = self.last.is_some_and(|last| last < month);
            if first || ended || month > until {
                continue;
            }
            let after = adjusted(
                self.known,
                self.case,
                self.item,
                (self.amount, self.since),
                month,
            )?;
            self.change(month, after);
        }
        Ok(())
    }

    /// From a month on another amount.
    fn change(&mut self, month: Month, amount: Money) {
        if month > self.from && amount != self.amount {
            self.close(Some(month.previous()));
            self.from = month;
        }
        self.amount = amount;
    }

    fn close(&mut self, until: Option<Month>) {
        for (from, until) in without_pauses(self.item, self.from, until) {
            self.found.stretches.push(Stretch {
                key: LineKey::of(self.item),
                from: Some(from),
                until,
                amount: self.amount,
            });
        }
    }
}

fn january(year: i16) -> Month {
    Month::new(year, 1)
}

/// The parts of `from` … `until` that are not paused.
fn without_pauses(
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
    (amount, since): (Money, Date),
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
