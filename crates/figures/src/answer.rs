//! The value of a figure, and the target set for it.

use serde::Serialize;
use yiju_store::Fault;
use yiju_terms::{Money, Rate, Region};

use crate::figure::{Kind, Unit};
use crate::rows::Rows;

/// A computed figure. `value` is fen, a count or ppm, by `unit`; where `known` is false there is nothing to say yet
/// (no survey held, no target set) and `value` is 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureValue {
    pub stem: &'static str,
    pub year: i16,
    pub value: i64,
    pub known: bool,
    /// Stem of the unit.
    pub unit: &'static str,
    /// `stock` or `flow`.
    pub kind: &'static str,
    /// Without the unit: a count as it is, money in yuan, a share in percent; `—` where not known.
    pub shown: String,
    pub parts: Vec<Part>,
}

/// One part of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    pub key: String,
    pub value: i64,
    pub shown: String,
}

/// A target as set: `operator` is `at_least` or `at_most`; the value is in the figure's own unit.
#[doc(alias = "年度指标值")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub operator: String,
    pub value: i64,
    pub document: String,
    pub seq: i64,
}

impl FigureValue {
    pub(crate) fn new(
        figure: &crate::Figure,
        year: i16,
        value: Option<i64>,
        parts: Vec<Part>,
    ) -> FigureValue {
        FigureValue {
            stem: figure.stem,
            year,
            value: value.unwrap_or(0),
            known: value.is_some(),
            unit: figure.unit.stem(),
            kind: Kind::stem(figure.kind),
            shown: value.map_or_else(|| "—".to_owned(), |value| show(figure.unit, value)),
            parts,
        }
    }

    /// The value, or nothing where it is not known.
    pub fn get(&self) -> Option<i64> {
        self.known.then_some(self.value)
    }

    /// Money in 万元 with `digits` decimals, for reports.
    pub fn wan(&self, digits: u32) -> String {
        Money::from_fen(self.value).wan(digits)
    }
}

/// A value as a reader sees it, without its unit.
pub fn show(unit: Unit, value: i64) -> String {
    match unit {
        Unit::Fen => Money::from_fen(value).to_string(),
        Unit::Ppm => percent(value),
        _ => value.to_string(),
    }
}

/// Ppm as percent with at most two decimals, rounded half up: `103.71`, `100`.
pub fn percent(ppm: i64) -> String {
    let hundredths = yiju_terms::exact::div_half_up(i128::from(ppm), 100) as i64;
    let text = Rate::from_ppm(hundredths * 100).to_string();
    text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
}

pub(crate) fn target(
    store: &mut dyn Rows,
    region: &Region,
    year: i16,
    stem: &str,
) -> Result<Option<Target>, Fault> {
    let rows = store.query(
        "SELECT operator, value, document, seq FROM target WHERE region = $1 AND year = $2 AND figure = $3 ORDER BY seq DESC LIMIT 1",
        &[region.code().into(), i64::from(year).into(), stem.into()],
    )?;
    Ok(rows.first().map(|row| Target {
        operator: row.text(0).to_owned(),
        value: row.int(1),
        document: row.text(2).to_owned(),
        seq: row.int(3),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_percent_as_people_write_it() {
        assert_eq!(percent(1_037_126), "103.71");
        assert_eq!(percent(995_000), "99.50");
        assert_eq!(percent(1_000_000), "100");
        assert_eq!(percent(0), "0");
    }
}
