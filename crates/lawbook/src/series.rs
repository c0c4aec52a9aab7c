//! A quantity of the law over time and places: dated rows per layer, looked up by binary search.

use std::collections::{BTreeMap, HashMap};

use crate::bounds::Bounds;
use yiju_terms::{Citation, Date, Money, Rate, Region, Status};

/// What the number of a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Percent,
    Permille,
    Yuan,
    Months,
    Days,
    Years,
    Times,
    Number,
    Text,
    List,
    YesNo,
    Bands,
}

impl Unit {
    const STEMS: &[(Unit, &str)] = &[
        (Unit::Percent, "percent"),
        (Unit::Permille, "permille"),
        (Unit::Yuan, "yuan"),
        (Unit::Months, "months"),
        (Unit::Days, "days"),
        (Unit::Years, "years"),
        (Unit::Times, "times"),
        (Unit::Number, "number"),
        (Unit::Text, "text"),
        (Unit::List, "list"),
        (Unit::YesNo, "yes_no"),
        (Unit::Bands, "bands"),
    ];

    pub fn stem(self) -> &'static str {
        Unit::STEMS
            .iter()
            .find(|(unit, _)| *unit == self)
            .map_or("", |(_, stem)| stem)
    }

    pub fn from_stem(text: &str) -> Option<Unit> {
        Unit::STEMS
            .iter()
            .find(|(_, stem)| *stem == text)
            .map(|(unit, _)| *unit)
    }

    /// Reads a value as it is written in a law file or on a confirmation.
    pub(crate) fn read(self, text: &str) -> Option<Cell> {
        let text = text.trim();
        match self {
            Unit::Percent => text.parse().ok().map(Cell::Rate),
            Unit::Permille => permille(text).map(Cell::Rate),
            Unit::Yuan => text.parse().ok().map(Cell::Money),
            Unit::Months | Unit::Days | Unit::Years | Unit::Times | Unit::Number => {
                text.parse().ok().map(Cell::Int)
            }
            Unit::Text => (!text.is_empty()).then(|| Cell::Text(text.into())),
            Unit::List => text
                .split(',')
                .map(|part| part.trim().parse().ok())
                .collect::<Option<Vec<i64>>>()
                .map(Cell::List),
            Unit::YesNo => match text {
                "true" => Some(Cell::Int(1)),
                "false" => Some(Cell::Int(0)),
                _ => None,
            },
            Unit::Bands => None,
        }
    }
}

/// `1.8` ‰ is 1 800 ppm. Read through percent so that the same strict digits apply.
fn permille(text: &str) -> Option<Rate> {
    let percent: Rate = text.parse().ok()?;
    (percent.ppm() % 10 == 0).then(|| Rate::from_ppm(percent.ppm() / 10))
}

/// One band of the experience rating table: an indicator in a range moves the tier by some steps.
#[doc(alias = "浮动档次")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The Chinese name of the indicator, e.g. 支缴率.
    pub indicator: String,
    pub at_least: Rate,
    /// No upper bound when absent.
    pub below: Option<Rate>,
    /// Steps on the tier ladder; negative is cheaper.
    pub steps: i64,
}

/// A value as it stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Rate(Rate),
    Money(Money),
    Int(i64),
    Text(Box<str>),
    List(Vec<i64>),
    Bands(Vec<Band>),
}

impl Cell {
    /// The value as a person reads it, in the unit of the quantity.
    pub(crate) fn show(&self, unit: Unit) -> String {
        match self {
            Cell::Rate(rate) if unit == Unit::Permille => {
                Rate::from_ppm(rate.ppm() * 10).to_string()
            }
            Cell::Rate(rate) => rate.to_string(),
            Cell::Money(money) => money.to_string(),
            Cell::Int(flag) if unit == Unit::YesNo => (*flag == 1).to_string(),
            Cell::Int(number) => number.to_string(),
            Cell::Text(text) => text.to_string(),
            Cell::List(list) => {
                let parts: Vec<String> = list.iter().map(i64::to_string).collect();
                parts.join(", ")
            }
            Cell::Bands(bands) => bands.iter().map(show_band).collect::<Vec<_>>().join("; "),
        }
    }
}

fn show_band(band: &Band) -> String {
    let below = band
        .below
        .map_or_else(|| "∞".to_owned(), |rate| format!("{rate}%"));
    format!(
        "{} [{}%, {below}) {:+}",
        band.indicator, band.at_least, band.steps
    )
}

/// What a row says from its day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    One(Cell),
    Table(BTreeMap<Box<str>, Cell>),
    /// The rule ended; the next wider layer answers, if it has one.
    Repealed,
    /// There is a rule here, but we do not have the paper: nothing wider may answer instead.
    Unknown,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub from: Date,
    pub state: State,
    pub status: Status,
    pub citation: Citation,
    pub verified_on: Option<Date>,
    pub note: Option<String>,
}

/// The rows of one place, in the order of their days.
#[derive(Clone, Debug)]
pub(crate) struct Layer {
    pub region: Region,
    /// Which paper to bring here when the quantity is missing or provisional.
    pub document: Option<String>,
    pub rows: Vec<Row>,
}

impl Layer {
    /// The row in force on `day`.
    pub(crate) fn on(&self, day: Date) -> Option<&Row> {
        let after = self.rows.partition_point(|row| row.from <= day);
        after.checked_sub(1).map(|index| &self.rows[index])
    }
}

/// A quantity of the law: one key, all places, all times.
#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub key: String,
    pub name: String,
    /// The name by which refusals and confirmations call it.
    pub parameter: String,
    pub unit: Unit,
    /// What the rows of a table are told apart by (`grade`, `risk_class`, …).
    pub by: Option<String>,
    /// The key of the quantity that tells which row of the table holds at a place.
    pub row_from: Option<String>,
    /// Which paper to bring where no layer names its own.
    pub document: Option<String>,
    /// Where nothing is written, nothing applies (a local rate, a rebate): absence is not a gap.
    pub optional: bool,
    pub bounds: Bounds,
    pub layers: Vec<Layer>,
}

impl Quantity {
    /// The paper that the office of `region` must bring: the nearest layer knows best.
    pub(crate) fn document_at<'a>(&'a self, region: &'a Region) -> Option<&'a str> {
        let nearest = self
            .layers_of(region)
            .find_map(|layer| layer.document.as_deref());
        nearest.or(self.document.as_deref())
    }

    /// From the nearest layer outwards, without building the layers of the region.
    pub(crate) fn layers_of<'a>(&'a self, region: &'a Region) -> impl Iterator<Item = &'a Layer> {
        region
            .layers()
            .filter_map(|place| self.layers.iter().find(|layer| layer.region == place))
    }

    /// The highest number by which a row of a table is told, anywhere and at any time; zero without one.
    pub(crate) fn highest_row(&self) -> i64 {
        let rows = self.layers.iter().flat_map(|layer| &layer.rows);
        let tables = rows.filter_map(|row| match &row.state {
            State::Table(table) => Some(table.keys()),
            _ => None,
        });
        let numbers = tables.flatten().filter_map(|name| name.parse().ok());
        numbers.max().unwrap_or(0)
    }
}

/// A series by year, from the CSV files.
#[derive(Clone, Debug)]
pub(crate) struct YearSeries {
    pub parameter: String,
    pub name: String,
    pub unit: Unit,
    pub document: Option<String>,
    pub bounds: Bounds,
    pub layers: Vec<(Region, HashMap<i16, YearRow>)>,
}

#[derive(Clone, Debug)]
pub(crate) struct YearRow {
    pub value: Money,
    pub status: Status,
    pub citation: Citation,
    pub verified_on: Option<Date>,
    pub note: Option<String>,
}
