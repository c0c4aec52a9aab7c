//! What a determination's facts give a right to, as stretches of months of one amount, by the law and papers known now.

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_rules::settlement::Due;
use yiju_rules::{BenefitCase, BenefitItem, Determination, Trace, determine};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::case_history::Facts;
use crate::timeline::timeline;

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

/// What the facts of one determination give, through the month of the decision at least.
pub fn decided(
    known: &Knowledge<'_>,
    facts: &BenefitCase,
    through: Month,
) -> Result<Entitlement, Vec<Refusal>> {
    by_one_appraisal(known, facts, through)
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

/// `only` are the benefits the determination granted. A benefit with a month that cannot be priced gives no item.
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
    let granted = |item: &BenefitItem| only.is_empty() || only.contains(&item.benefit);
    let mut stretches = Vec::new();
    for item in std::mem::take(&mut result.items) {
        if !granted(&item) {
            continue;
        }
        let benefit = item.benefit;
        let found = timeline(known, &case, item, through)?;
        result.items.extend(found.items);
        stretches.extend(found.stretches);
        let first = result.refusals.len();
        let stops = (first..).zip(&found.missing).map(|(at, _)| (at, benefit));
        result.stops.extend(stops);
        result.refusals.extend(found.missing);
    }
    Ok(Entitlement {
        case,
        result,
        stretches,
    })
}

impl Entitlement {
    /// The item behind a stretch: of its line and months.
    pub fn item_of(&self, stretch: &Stretch) -> Option<&BenefitItem> {
        item_of(&self.result.items, stretch)
    }

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

/// The item of a line whose months hold the first one of the stretch; of one-offs the one of that amount.
pub fn item_of<'i>(items: &'i [BenefitItem], stretch: &Stretch) -> Option<&'i BenefitItem> {
    let mut of_line = items.iter().filter(|item| LineKey::of(item) == stretch.key);
    let month = |day: Option<Date>| day.map(Month::of);
    let holds = |item: &&BenefitItem| match (stretch.from, month(item.from)) {
        (Some(start), Some(from)) => {
            from <= start && month(item.until).is_none_or(|until| start <= until)
        }
        _ => item.amount == stretch.amount,
    };
    of_line.clone().find(holds).or_else(|| of_line.next())
}
