//! Showing the law to people: what is in force on a day, layer by layer, with article and status.

use std::collections::{BTreeMap, BTreeSet};

use yiju_terms::{Date, Refusal, Region, Status};

use crate::answer::At;
use crate::book::Lawbook;
use crate::series::{Cell, Layer, Quantity, Row, State, Unit, YearSeries};

/// One key of the law book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    pub key: String,
    /// The Chinese name.
    pub name: String,
    /// The name that refusals and confirmations use.
    pub parameter: String,
    pub unit: Unit,
    /// What the rows of a table are told apart by.
    pub by: Option<String>,
    /// By calendar or statistical year instead of by day.
    pub yearly: bool,
}

/// What is in force of one key.
#[derive(Clone, Debug)]
pub struct Shown {
    pub info: KeyInfo,
    /// Empty when nothing is in force or nothing is known.
    pub rows: Vec<ShownRow>,
    /// Why there are no rows: `missing` or `not_in_force`.
    pub absent: Option<&'static str>,
    /// Which paper to bring when something is missing or provisional.
    pub document: Option<String>,
    /// The next day on which something changes.
    pub changes_on: Option<Date>,
}

/// One value, or one row of a table.
#[derive(Clone, Debug)]
pub struct ShownRow {
    pub sub: Option<String>,
    pub value: String,
    pub since: Date,
    pub layer: Region,
    /// The name of the place whose law answers.
    pub layer_name: String,
    pub status: Status,
    pub citation: String,
    /// Our own summaries of the articles cited.
    pub summaries: Vec<String>,
    pub verified_on: Option<Date>,
    pub note: Option<String>,
}

impl Lawbook {
    /// Every key, sorted.
    pub fn keys(&self) -> Vec<KeyInfo> {
        let dated = self.quantities.iter().map(info);
        let yearly = self.data.yearly.values().map(yearly_info);
        let mut keys: Vec<KeyInfo> = dated.chain(yearly).collect();
        keys.sort_by(|a, b| a.key.cmp(&b.key));
        keys
    }

    /// Every day on which a dated quantity changes at `region`, nearest layers first; for walks over time.
    pub fn boundary_days(&self, key: &str, region: &Region) -> Vec<Date> {
        let Some(quantity) = self.quantity(key) else {
            return Vec::new();
        };
        let days = quantity
            .layers_of(region)
            .flat_map(|layer| layer.rows.iter().map(|row| row.from));
        days.collect::<BTreeSet<Date>>().into_iter().collect()
    }

    /// The years that a yearly series has at `region` or wider.
    pub fn years_of(&self, parameter: &str, region: &Region) -> Vec<i16> {
        let Some(series) = self.data.yearly.get(parameter) else {
            return Vec::new();
        };
        let layers = series
            .layers
            .iter()
            .filter(|(place, _)| region.is_within(place));
        let years = layers.flat_map(|(_, rows)| rows.keys().copied());
        years.collect::<BTreeSet<i16>>().into_iter().collect()
    }

    /// What is in force of `key` on the day: the key itself, its parameter name, or a whole file with all its quantities.
    pub fn show(&self, key: &str, at: &At) -> Result<Vec<Shown>, Refusal> {
        let exact = self.quantity(key).map(|quantity| quantity.key.as_str());
        let below = format!("{key}.");
        let dated = self.quantities.iter().filter(|quantity| {
            exact == Some(quantity.key.as_str()) || quantity.key.starts_with(&below)
        });
        let mut shown: Vec<Shown> = dated
            .map(|quantity| self.show_dated(quantity, at))
            .collect();
        if let Some(series) = self.data.yearly.get(key) {
            shown.push(self.show_yearly(series, at));
        }
        if shown.is_empty() {
            return Err(Refusal::new("unknown_parameter").with("parameter", key));
        }
        Ok(shown)
    }

    fn show_dated(&self, quantity: &Quantity, at: &At) -> Shown {
        let mut found: BTreeMap<Option<&str>, (&Row, &Cell, &Layer)> = BTreeMap::new();
        let mut absent = if quantity.optional {
            "not_in_force"
        } else {
            "missing"
        };
        for layer in quantity.layers_of(&at.region) {
            let Some(row) = layer.on(at.on) else {
                continue;
            };
            match &row.state {
                State::One(cell) => drop(found.entry(None).or_insert((row, cell, layer))),
                State::Table(table) => {
                    for (sub, cell) in table {
                        found.entry(Some(sub)).or_insert((row, cell, layer));
                    }
                }
                State::Repealed => absent = "not_in_force",
                State::Unknown => {
                    absent = "missing";
                    break;
                }
            }
        }
        let mut rows: Vec<ShownRow> = Vec::new();
        for (sub, (row, cell, layer)) in found {
            rows.push(self.shown_row(quantity.unit, sub, row, cell, layer));
        }
        // Grades and classes are numbers: 10 comes after 9.
        rows.sort_by_key(|row| {
            let sub = row.sub.clone().unwrap_or_default();
            (sub.parse::<u32>().unwrap_or(u32::MAX), sub)
        });
        let days = self.boundary_days(&quantity.key, &at.region);
        Shown {
            info: info(quantity),
            absent: rows.is_empty().then_some(absent),
            rows,
            document: quantity.document_at(&at.region).map(str::to_owned),
            changes_on: days.into_iter().find(|day| *day > at.on),
        }
    }

    fn shown_row(
        &self,
        unit: Unit,
        sub: Option<&str>,
        row: &Row,
        cell: &Cell,
        layer: &Layer,
    ) -> ShownRow {
        let summaries = self.article_summaries(&row.citation.0);
        ShownRow {
            sub: sub.map(str::to_owned),
            value: cell.show(unit),
            since: row.from,
            layer: layer.region.clone(),
            layer_name: self
                .place_name(&layer.region)
                .unwrap_or_default()
                .to_owned(),
            status: row.status,
            citation: row.citation.to_string(),
            summaries: summaries.into_iter().map(str::to_owned).collect(),
            verified_on: row.verified_on,
            note: row.note.clone(),
        }
    }

    fn show_yearly(&self, series: &YearSeries, at: &At) -> Shown {
        let year = at.on.year();
        let mut layers: Vec<_> = series
            .layers
            .iter()
            .filter(|(place, _)| at.region.is_within(place))
            .collect();
        layers.sort_by_key(|(place, _)| std::cmp::Reverse(place.code().len()));
        let found = layers
            .iter()
            .find_map(|(place, rows)| rows.get(&year).map(|row| (place, row)));
        let rows: Vec<ShownRow> = found
            .into_iter()
            .map(|(place, row)| ShownRow {
                sub: Some(year.to_string()),
                value: row.value.to_string(),
                since: Date::new(year, 1, 1).unwrap_or(at.on),
                layer: place.clone(),
                layer_name: self.place_name(place).unwrap_or_default().to_owned(),
                status: row.status,
                citation: row.citation.to_string(),
                summaries: self
                    .article_summaries(&row.citation.0)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                verified_on: row.verified_on,
                note: row.note.clone(),
            })
            .collect();
        Shown {
            info: yearly_info(series),
            absent: rows.is_empty().then_some("missing"),
            rows,
            document: series.document.clone(),
            changes_on: None,
        }
    }
}

fn info(quantity: &Quantity) -> KeyInfo {
    KeyInfo {
        key: quantity.key.clone(),
        name: quantity.name.clone(),
        parameter: quantity.parameter.clone(),
        unit: quantity.unit,
        by: quantity.by.clone(),
        yearly: false,
    }
}

fn yearly_info(series: &YearSeries) -> KeyInfo {
    KeyInfo {
        key: series.parameter.clone(),
        name: series.name.clone(),
        parameter: series.parameter.clone(),
        unit: series.unit,
        by: None,
        yearly: true,
    }
}
