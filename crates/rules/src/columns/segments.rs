//! Spans of days on which no figure of the law changes, each with what the law says there.

use yiju_terms::{Date, Exact};

use crate::own_wage::bounds;
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// A value for each span of days.
pub(super) struct Segments<V> {
    /// The first days of the spans, ascending.
    starts: Vec<Date>,
    values: Vec<V>,
}

impl<V> Segments<V> {
    /// The spans that cover `days`, cut at every day on which one of `keys` changes and at every New Year (yearly
    /// figures and confirmations change there), with `ask` on the first day of each.
    pub fn of(
        sources: Sources<'_>,
        keys: &[&str],
        days: &[Date],
        mut ask: impl FnMut(&mut Reckoning<'_, NoTrace>, Date) -> V,
    ) -> Segments<V> {
        let years =
            (days.iter().map(|day| day.year()).min()).zip(days.iter().map(|day| day.year()).max());
        let mut starts: Vec<Date> = Vec::new();
        if let Some((first, last)) = years {
            starts.extend((first..=last).filter_map(|year| Date::new(year, 1, 1).ok()));
            for key in keys {
                let changes = sources.book.boundary_days(key, sources.region);
                let inside = |day: &Date| (first..=last).contains(&day.year());
                starts.extend(changes.into_iter().filter(inside));
            }
        }
        starts.sort_unstable();
        starts.dedup();
        let mut tracer = NoTrace;
        let mut reckoning = Reckoning::new(sources, &mut tracer);
        let values = starts.iter().map(|day| ask(&mut reckoning, *day)).collect();
        Segments { starts, values }
    }

    /// The value on a day that was among `days`.
    pub fn on(&self, day: Date) -> &V {
        let after = self.starts.partition_point(|start| *start <= day);
        &self.values[after.saturating_sub(1)]
    }
}

/// The bounds of the own wage by the day of injury; `None` where a figure is missing.
pub(super) type WageBounds = Segments<Option<(Exact, Exact)>>;

pub(super) fn wage_bounds(sources: Sources<'_>, injured_on: &[Date]) -> WageBounds {
    let keys = [
        "wages.own_wage.floor_percent",
        "wages.own_wage.ceiling_percent",
    ];
    Segments::of(sources, &keys, injured_on, |reckoning, day| {
        let found = bounds(reckoning, day).ok()?;
        Some((found.floor, found.ceiling))
    })
}
