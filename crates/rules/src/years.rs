//! What the calculators show of a benefit that goes by the average wage of the year paid for: one item for each year up
//! to the day of reference.
//!
//! The office's own payments walk the years one by one too; a stored determination keeps the amount of its day.

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Benefit, Date, Money, Month};

use crate::benefits::{BenefitItem, Determination, determine, stop};
use crate::case::BenefitCase;
use crate::formulas::Kind;
use crate::trace::Tracer;

/// As [`determine`], and each year of an attendance allowance by its own figure. A year whose figure is missing is
/// refused; the other years are given.
pub fn determine_by_years<T: Tracer>(
    book: &Lawbook,
    case: &BenefitCase,
    confirmed: &Confirmed,
    tracer: &mut T,
) -> Determination {
    let mut whole = determine(book, case, confirmed, tracer);
    let (Some(_), Some(appraised)) = (case.self_care_level, case.appraised_on) else {
        return whole;
    };
    let (first, last) = (Month::of(appraised).next(), case.reference_day());
    let asked = case.only.as_slice();
    let by_year = |benefit: &Benefit| {
        let kind = book
            .benefit(*benefit)
            .and_then(|subject| subject.kind.as_deref());
        kind.and_then(Kind::from_stem) == Some(Kind::PercentBySelfCare)
            && (asked.is_empty() || asked.contains(benefit))
    };
    // Facts that do not fit stop no benefit by name, and there is nothing to look at by years.
    let reckoned = whole.stops.len() >= whole.refusals.len();
    if !reckoned || first.year() >= last.year() {
        return whole;
    }
    for benefit in Benefit::ALL.iter().copied().filter(by_year) {
        let mut years = Years {
            book,
            case,
            confirmed,
            benefit,
            in_payment: None,
        };
        let mut items = Vec::new();
        for year in first.year()..=last.year() {
            let from = Month::new(year, 1).max(first).first_day();
            items.extend(years.priced(from, &mut whole, tracer));
        }
        let place = whole.items.iter().position(|item| item.benefit >= benefit);
        let place = place.unwrap_or(whole.items.len());
        whole.items.retain(|item| item.benefit != benefit);
        whole.items.splice(place..place, items);
    }
    whole
}

struct Years<'a> {
    book: &'a Lawbook,
    case: &'a BenefitCase,
    confirmed: &'a Confirmed,
    benefit: Benefit,
    /// What was paid in the year before: a fall needs a paper.
    in_payment: Option<Money>,
}

impl Years<'_> {
    /// The items of the year that begins with `from`; what is missing goes into the whole.
    fn priced<T: Tracer>(
        &mut self,
        from: Date,
        whole: &mut Determination,
        tracer: &mut T,
    ) -> Vec<BenefitItem> {
        let last = self.case.reference_day();
        let is_last = from.year() == last.year();
        let mut case = self.case.clone();
        case.only = vec![self.benefit];
        case.as_of = Some(if is_last { last } else { from });
        let known = self.case.attendance_in_payment.filter(|_| is_last);
        case.attendance_in_payment = self.in_payment.max(known);
        let found = determine(self.book, &case, self.confirmed, tracer);
        for refusal in found.refusals {
            stop(whole, refusal, self.benefit);
        }
        let until = (!is_last).then(|| Month::new(from.year(), 12).last_day());
        let items = found.items.into_iter();
        let items: Vec<_> = items.filter_map(|item| within(item, from, until)).collect();
        self.in_payment = items.last().map(|item| item.amount).or(self.in_payment);
        items
    }
}

/// The part of an item between two days, if there is one.
fn within(mut item: BenefitItem, from: Date, until: Option<Date>) -> Option<BenefitItem> {
    item.from = item.from.max(Some(from));
    item.until = match (item.until, until) {
        (Some(own), Some(until)) => Some(own.min(until)),
        (own, until) => own.or(until),
    };
    let is_empty = item
        .from
        .zip(item.until)
        .is_some_and(|(from, until)| until < from);
    (!is_empty).then_some(item)
}
