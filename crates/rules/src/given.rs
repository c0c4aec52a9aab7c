//! What is asked of a case that somebody hands in, beside what holds for every case: figures from papers that can be, days
//! within reason, a tier that there is.

use serde_json::Value;
use yiju_lawbook::{At, ConfirmationFault, Confirmed, GivenConfirmation, Lawbook};
use yiju_terms::{Date, Month, Region, RiskClass};

use crate::input::parse_date;
use crate::problem::InputProblem;
use crate::rates::TIERS;
use crate::sense::{self, EARLIEST_INJURY_YEAR, OLDEST_YEARS};
use crate::shapes::{Field, Shape};

/// How far after the newest figure of the law folder a day may lie: later ones are typing errors.
const YEARS_AHEAD: i16 = 25;

/// What is wrong with the figures that the case brings from papers; what has the wrong shape is reported as that.
pub(crate) fn confirmed(value: &Value, book: &Lawbook) -> Vec<InputProblem> {
    let rows = sense::list(value, "confirmed");
    let text = |row: usize, field: &str| {
        let text = rows[row].get(field).and_then(Value::as_str);
        text.filter(|text| !text.trim().is_empty())
    };
    let regions: Vec<Option<Region>> = (0..rows.len())
        .map(|row| text(row, "region").and_then(|region| region.parse().ok()))
        .collect();
    let given: Vec<GivenConfirmation<'_>> = (0..rows.len())
        .map(|row| GivenConfirmation {
            parameter: text(row, "parameter"),
            period: text(row, "period"),
            value: text(row, "value"),
            region: regions[row].as_ref(),
        })
        .collect();
    let problem = |fault: ConfirmationFault| {
        let field = format!("confirmed[{}].{}", fault.row, fault.field);
        InputProblem {
            args: fault.args,
            ..InputProblem::new(fault.code, field)
        }
    };
    let faults = book.confirmation_faults(&given).into_iter();
    faults.map(problem).collect()
}

/// Days and months long past or far ahead. What is told of a field already is not told again.
pub(crate) fn days(
    value: &Value,
    fields: &[Field],
    book: &Lawbook,
    told: &[InputProblem],
) -> Vec<InputProblem> {
    let Some(newest) = book.newest_year() else {
        return Vec::new();
    };
    let mut walk = Days {
        latest: newest + YEARS_AHEAD,
        found: Vec::new(),
    };
    walk.object(value, fields, "");
    let is_new = |one: &InputProblem| !told.iter().any(|other| other.field == one.field);
    walk.found.into_iter().filter(is_new).collect()
}

struct Days {
    latest: i16,
    found: Vec<InputProblem>,
}

impl Days {
    fn object(&mut self, value: &Value, fields: &[Field], at: &str) {
        for field in fields {
            if let Some(inner) = value.get(field.name) {
                let dot = if at.is_empty() { "" } else { "." };
                self.value(inner, &field.shape, &format!("{at}{dot}{}", field.name));
            }
        }
    }

    fn value(&mut self, value: &Value, shape: &Shape, at: &str) {
        let text = value.as_str();
        match shape {
            Shape::Object(fields) => self.object(value, fields, at),
            Shape::List(item) => {
                for (index, value) in value.as_array().into_iter().flatten().enumerate() {
                    self.value(value, item, &format!("{at}[{index}]"));
                }
            }
            Shape::Date => {
                // A birth may lie a long life before the first injury.
                let earliest = EARLIEST_INJURY_YEAR - OLDEST_YEARS;
                if let Some(day) = text.and_then(parse_date) {
                    self.judge("day_out_of_range", at, (day, day.year()), earliest);
                }
            }
            Shape::Month => {
                if let Some(month) = text.and_then(|text| text.parse::<Month>().ok()) {
                    let year = month.year();
                    self.judge(
                        "month_out_of_range",
                        at,
                        (month, year),
                        EARLIEST_INJURY_YEAR,
                    );
                }
            }
            _ => {}
        }
    }

    fn judge(
        &mut self,
        code: &'static str,
        at: &str,
        (text, year): (impl std::fmt::Display, i16),
        earliest: i16,
    ) {
        if !(earliest..=self.latest).contains(&year) {
            let problem = InputProblem::new(code, at)
                .with("text", text)
                .with("from", earliest)
                .with("until", self.latest);
            self.found.push(problem);
        }
    }
}

/// A tier that no class has is no tier; one that this class does not have is refused with its article.
pub(crate) fn unknown_tier(value: &Value, book: &Lawbook) -> Option<InputProblem> {
    let text = value.get("experience_tier")?.as_str()?;
    let tier: u16 = text.parse().ok()?;
    let field = |name: &str| value.get(name).and_then(Value::as_str);
    let region = field("region").and_then(|text| text.parse().ok());
    let month = field("month").and_then(|text| text.parse::<Month>().ok());
    let on = month.map(Month::first_day);
    let newest = || Date::new(book.newest_year()?, 1, 1).ok();
    let at = At::new(region.unwrap_or_else(Region::nation), on.or_else(newest)?);
    let mut known: Vec<i64> = Vec::new();
    for class in (1..).map_while(RiskClass::new) {
        let class = class.get().to_string();
        // Where the tiers of a time are not known, the refusal of the calculation says so.
        let tiers = book.list(TIERS, Some(&class), &at, &Confirmed::NONE).ok()?;
        known.extend(tiers.value);
    }
    known.sort_unstable();
    known.dedup();
    if known.contains(&i64::from(tier)) {
        return None;
    }
    let known: Vec<String> = known.iter().map(i64::to_string).collect();
    let problem = InputProblem::new("unknown_tier", "experience_tier").with("text", text);
    Some(problem.with("known", known.join("、")))
}
