//! A construction project's cover: one fee from start to acceptance, extensions, supplements, the roster of a day.

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::contribution::{ProjectCase, assess_project};
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// A longer building time, filed with the office.
#[doc(alias = "延期")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    pub filed_on: Date,
    /// The last day of the longer time.
    pub until: Date,
}

/// The time for which a project insures everybody on its site.
#[doc(alias = "按项目参保的保障期")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectCover {
    /// The day on which the fee was paid; no cover before it.
    pub paid_on: Option<Date>,
    pub starts_on: Date,
    /// The planned last day.
    pub ends_on: Date,
    /// The acceptance of the finished work: the last day of cover, when earlier than the plan.
    #[doc(alias = "竣工验收")]
    pub accepted_on: Option<Date>,
    pub extensions: Vec<Extension>,
}

/// What a day of accident means for the cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverOnDay {
    Covered,
    FeeNotPaid,
    BeforeStart,
    AfterEnd,
    /// Between the planned end and an extension that was filed too late.
    InGap,
}

impl ProjectCover {
    /// The last day covered, as far as it is known.
    pub fn last_day(&self) -> Date {
        let extended = self.extensions.iter().map(|extension| extension.until);
        let planned = extended.fold(self.ends_on, Date::max);
        self.accepted_on.map_or(planned, |day| day.min(planned))
    }

    /// Whether an accident on `day` is covered: the first and the last day are, the day after is not.
    #[doc(alias = "事故日是否在保障期内")]
    pub fn on(&self, day: Date) -> CoverOnDay {
        if self.paid_on.is_none_or(|paid| day < paid) {
            return CoverOnDay::FeeNotPaid;
        }
        if day < self.starts_on {
            return CoverOnDay::BeforeStart;
        }
        if day > self.last_day() {
            return CoverOnDay::AfterEnd;
        }
        let mut end = self.ends_on;
        let mut extensions = self.extensions.clone();
        extensions.sort_by_key(|extension| extension.filed_on);
        for extension in extensions {
            if end < day && day < extension.filed_on {
                return CoverOnDay::InGap;
            }
            if extension.filed_on <= day || extension.filed_on <= end {
                end = end.max(extension.until);
            }
        }
        match day <= end {
            true => CoverOnDay::Covered,
            false => CoverOnDay::AfterEnd,
        }
    }
}

/// One person on the site's real-name roster.
#[doc(alias = "实名制名册")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterEntry {
    pub person: String,
    pub from: Date,
    /// The last day on the site; absent while it lasts.
    pub until: Option<Date>,
}

/// Everybody on the roster on `day`, each once, in order.
pub fn on_site(roster: &[RosterEntry], day: Date) -> Vec<&str> {
    let here =
        |entry: &&RosterEntry| entry.from <= day && entry.until.is_none_or(|until| day <= until);
    let mut persons: Vec<&str> = roster
        .iter()
        .filter(here)
        .map(|e| e.person.as_str())
        .collect();
    persons.sort_unstable();
    persons.dedup();
    persons
}

/// A project whose cost grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostIncrease {
    pub enrolled_in: Month,
    pub cost_before: Money,
    pub increased_in: Month,
    pub cost_after: Money,
}

/// The supplement to the fee: the fee on the new cost less the fee on the old, each rounded once.
///
/// Errors: the refusals of the rates; `needs_document` when the rate changed meanwhile and no paper says which holds.
#[doc(alias = "补缴工程造价增加部分")]
pub fn supplement(
    book: &Lawbook,
    region: &Region,
    increase: &CostIncrease,
    confirmed: &Confirmed,
) -> Result<Money, Vec<Refusal>> {
    let fee = |month: Month, cost: Money| {
        let case = ProjectCase {
            region: region.clone(),
            month,
            project_cost: cost,
        };
        assess_project(book, &case, confirmed, &mut NoTrace)
    };
    let paid = fee(increase.enrolled_in, increase.cost_before)?;
    let now = fee(increase.increased_in, increase.cost_after)?;
    if paid.rate == now.rate {
        return Ok(now.amount - paid.amount);
    }
    let sources = Sources {
        book,
        confirmed,
        region,
    };
    let mut tracer = NoTrace;
    let reckoning = Reckoning::new(sources, &mut tracer);
    let on = increase.increased_in.first_day();
    let key = "contributions.project_supplement.rate_of";
    let which = reckoning.text(key, None, on).map_err(|one| vec![one])?;
    let grown = increase.cost_after - increase.cost_before;
    let month = match which.value.as_str() {
        "enrollment" => increase.enrolled_in,
        "supplement" => increase.increased_in,
        _ => {
            let refusal = Refusal::new("wrong_unit").with("parameter", key);
            return Err(vec![refusal.with("unit", "enrollment/supplement")]);
        }
    };
    Ok(fee(month, grown)?.amount)
}
