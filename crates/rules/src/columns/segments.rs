//! Spans of days on which no figure of the law changes, each with what the law says there.

use yiju_terms::{Date, Exact};

use crate::amounts::Parts;
use crate::day_number::DayNumber;
use crate::own_wage::bounds;
use crate::reckon::{Reckoning, Sources};
use crate::trace::NoTrace;

/// A value for each span of days.
pub(super) struct Segments<V> {
    first: DayNumber,
    /// The span of every day number from `first` on: looking a day up is one load.
    spans: Vec<u16>,
    values: Vec<V>,
}

impl<V> Segments<V> {
    /// The spans that cover the years of `days`, cut at every day on which one of `keys` changes and at every New Year
    /// (yearly figures and confirmations change there), with `ask` on the first day of each.
    pub fn of(
        sources: Sources<'_>,
        keys: &[&str],
        days: &[Date],
        mut ask: impl FnMut(&mut Reckoning<'_, NoTrace>, Date) -> V,
    ) -> Segments<V> {
        let Some((first, last)) = years(days) else {
            return Segments {
                first: DayNumber::of_year(0),
                spans: Vec::new(),
                values: Vec::new(),
            };
        };
        let mut starts: Vec<Date> = (first..=last)
            .filter_map(|year| Date::new(year, 1, 1).ok())
            .collect();
        for key in keys {
            let changes = sources.book.boundary_days(key, sources.region);
            let inside = |day: &Date| (first..=last).contains(&day.year());
            starts.extend(changes.into_iter().filter(inside));
        }
        starts.sort_unstable();
        starts.dedup();
        let mut tracer = NoTrace;
        let mut reckoning = Reckoning::new(sources, &mut tracer);
        let values = starts.iter().map(|day| ask(&mut reckoning, *day)).collect();
        let first = DayNumber::of_year(first);
        let numbers = DayNumber::of_year(last + 1).since(first);
        let mut spans = vec![0; usize::try_from(numbers).unwrap_or(0)];
        for (span, start) in starts.iter().enumerate() {
            let from = usize::try_from(DayNumber::of(*start).since(first)).unwrap_or(0);
            spans[from..].fill(u16::try_from(span).expect("fewer spans than days"));
        }
        Segments {
            first,
            spans,
            values,
        }
    }

    /// The value on a day of the years given.
    #[inline]
    pub fn on(&self, day: DayNumber) -> &V {
        &self.values[usize::from(self.spans[day.since(self.first) as usize])]
    }

    /// Every value turned into another; nothing where one cannot be.
    pub fn convert<W>(&self, convert: impl FnMut(&V) -> Option<W>) -> Option<Segments<W>> {
        let values: Option<Vec<W>> = self.values.iter().map(convert).collect();
        Some(Segments {
            first: self.first,
            spans: self.spans.clone(),
            values: values?,
        })
    }

    pub fn values(&self) -> &[V] {
        &self.values
    }
}

/// The first and the last year of some days.
fn years(days: &[Date]) -> Option<(i16, i16)> {
    let first = days.first()?.year();
    let both =
        |(least, most): (i16, i16), day: &Date| (least.min(day.year()), most.max(day.year()));
    Some(days.iter().fold((first, first), both))
}

/// The bounds of the own wage by the day of injury; `None` where a figure is missing.
pub(super) type WageBounds<N> = Option<(N, N)>;

pub(super) const BOUND_KEYS: [&str; 2] = [
    "wages.own_wage.floor_percent",
    "wages.own_wage.ceiling_percent",
];

pub(super) fn wage_bounds(
    sources: Sources<'_>,
    injured_on: &[Date],
) -> Segments<WageBounds<Exact>> {
    Segments::of(sources, &BOUND_KEYS, injured_on, bounds_on)
}

pub(super) fn bounds_on(reckoning: &mut Reckoning<'_, NoTrace>, day: Date) -> WageBounds<Exact> {
    let found = bounds(reckoning, day).ok()?;
    Some((found.floor, found.ceiling))
}

/// The same bounds in hundredths of a fen; nothing where one does not fit.
pub(super) fn in_parts(bounds: &WageBounds<Exact>) -> Option<WageBounds<Parts>> {
    let Some((floor, ceiling)) = bounds else {
        return Some(None);
    };
    Some(Some((
        Parts::from_exact(*floor)?,
        Parts::from_exact(*ceiling)?,
    )))
}
