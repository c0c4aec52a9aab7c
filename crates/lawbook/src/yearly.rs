//! Yearly figures: what the statistics say of a year at a place, or what the office confirmed.

use std::sync::Arc;

use yiju_terms::{Citation, Date, Money, Refusal, Region, Status};

use crate::answer::{Answer, At, Confirmed};
use crate::book::Lawbook;
use crate::lookup::{bad_confirmation, confirmed_layer};
use crate::series::{YearRow, YearSeries};

impl YearSeries {
    /// The row of the nearest layer that has this year.
    pub(crate) fn find(&self, year: i16, region: &Region) -> Option<(&Region, &YearRow)> {
        region.layers().find_map(|outer| {
            let (place, rows) = self.layers.iter().find(|(place, _)| *place == outer)?;
            rows.get(&year).map(|row| (place, row))
        })
    }
}

impl Lawbook {
    /// The figure of `year` from the statistics (which year a parameter goes by is said in `statistics/parameters.toml`).
    ///
    /// Errors: `needs_document`, `unknown_parameter`, `bad_confirmation`.
    pub fn yearly(
        &self,
        parameter: &str,
        year: i16,
        region: &Region,
        confirmed: &Confirmed,
    ) -> Result<Answer<Money>, Refusal> {
        let first_day = Date::new(year, 1, 1)
            .map_err(|_| Refusal::new("unknown_parameter").with("parameter", parameter))?;
        let Some(series) = self.data.yearly.get(parameter) else {
            // A figure that stands by day answers for the first day of the year.
            let at = At::new(region.clone(), first_day);
            return self.money(parameter, None, &at, confirmed);
        };
        match series.find(year, region) {
            Some((place, row)) if row.status != Status::Provisional => Ok(Answer {
                value: row.value,
                since: first_day,
                layer: place.clone(),
                status: row.status,
                citation: row.citation.clone(),
                verified_on: row.verified_on,
                document: None,
            }),
            found => {
                let layer = found.map(|(place, _)| place);
                yearly_confirmed(series, first_day, region, layer, confirmed)
            }
        }
    }
}

/// The figure that the office confirmed; `layer` is the place whose provisional row it confirms.
fn yearly_confirmed(
    series: &YearSeries,
    first_day: Date,
    region: &Region,
    layer: Option<&Region>,
    confirmed: &Confirmed,
) -> Result<Answer<Money>, Refusal> {
    let year = first_day.year();
    let found = confirmed.find(&[&series.parameter], None, (None, year), region);
    let Some(given) = found else {
        let status = if layer.is_some() {
            "provisional"
        } else {
            "missing"
        };
        return Err(Refusal::new("needs_document")
            .with("parameter", &series.parameter)
            .with("name", &series.name)
            .with("period", year)
            .with("document", series.document.as_deref().unwrap_or_default())
            .with("status", status));
    };
    let document: Arc<str> = given.document.as_str().into();
    Ok(Answer {
        value: given.value.parse().map_err(|_| bad_confirmation(given))?,
        since: first_day,
        layer: layer
            .cloned()
            .unwrap_or_else(|| confirmed_layer(given, region)),
        status: Status::Provisional,
        citation: Citation(document.clone()),
        verified_on: None,
        document: Some(document),
    })
}
