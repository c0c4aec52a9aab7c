//! Whether a figure that somebody confirms from a paper can be one: a known name, a period of the right form, a value
//! in its bounds, and no two values for the same thing; and which figures the law folder has no need of.

use yiju_terms::{Date, Lang, Region, Status, words};

use crate::answer::{At, Confirmation};
use crate::book::Lawbook;
use crate::load::row_is_known;
use crate::lookup::Found;
use crate::series::{Cell, Quantity, State, Unit, YearSeries};

/// A confirmation as far as it could be read: what is absent here is reported elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct GivenConfirmation<'a> {
    pub parameter: Option<&'a str>,
    pub period: Option<&'a str>,
    pub value: Option<&'a str>,
    pub region: Option<&'a Region>,
}

impl<'a> From<&'a Confirmation> for GivenConfirmation<'a> {
    fn from(row: &'a Confirmation) -> GivenConfirmation<'a> {
        GivenConfirmation {
            parameter: Some(&row.parameter),
            period: Some(&row.period),
            value: Some(&row.value),
            region: row.region.as_ref(),
        }
    }
}

/// What is wrong with a confirmation. The words are in the catalogs under `refusal.<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmationFault {
    /// Which of the confirmations, from zero.
    pub row: usize,
    /// Which field of it: `parameter`, `period` or `value`.
    pub field: &'static str,
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

/// A sound confirmation that no question will ask for. The words are in the catalogs under `rules.confirmed.<code>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedConfirmation {
    pub row: usize,
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

/// What a name stands for.
enum Target<'b> {
    Dated(&'b Quantity, Option<String>),
    Yearly(&'b YearSeries),
}

impl Target<'_> {
    fn name(&self) -> &str {
        match self {
            Target::Dated(quantity, _) => &quantity.name,
            Target::Yearly(series) => &series.name,
        }
    }

    fn unit(&self) -> Unit {
        match self {
            Target::Dated(quantity, _) => quantity.unit,
            Target::Yearly(series) => series.unit,
        }
    }

    /// Both names of a quantity are one thing.
    fn is(&self, other: &Target<'_>) -> bool {
        match (self, other) {
            (Target::Dated(one, sub), Target::Dated(two, other)) => {
                one.key == two.key && sub == other
            }
            (Target::Yearly(one), Target::Yearly(two)) => one.parameter == two.parameter,
            _ => false,
        }
    }
}

type Args = Vec<(&'static str, String)>;

impl Lawbook {
    /// Everything wrong with confirmations, all of them at once.
    pub fn confirmation_faults(&self, rows: &[GivenConfirmation<'_>]) -> Vec<ConfirmationFault> {
        let mut faults = Vec::new();
        let mut sound: Vec<(usize, Target<'_>, Cell)> = Vec::new();
        for (row, given) in rows.iter().enumerate() {
            let mut fault = |field, (code, args): (&'static str, Args)| {
                faults.push(ConfirmationFault {
                    row,
                    field,
                    code,
                    args,
                });
            };
            let Some(parameter) = given.parameter else {
                continue;
            };
            let target = match self.target(parameter) {
                Ok(target) => target,
                Err(wrong) => {
                    fault("parameter", wrong);
                    continue;
                }
            };
            let period = given
                .period
                .and_then(|text| period_fault(&target, parameter, text));
            if let Some(wrong) = period {
                fault("period", wrong);
            }
            match given.value.map(|text| read_value(&target, parameter, text)) {
                Some(Ok(cell)) => {
                    let earlier = sound.iter().find(|(at, other, value)| {
                        other.is(&target) && *value != cell && meet(&rows[*at], given)
                    });
                    if let Some((at, ..)) = earlier {
                        fault("value", twice(&target, parameter, (*at, row), rows));
                    }
                    sound.push((row, target, cell));
                }
                Some(Err(wrong)) => fault("value", wrong),
                None => {}
            }
        }
        faults
    }

    /// The confirmations that are not asked for at `region`: the law folder has a verified or derived figure, which
    /// comes first, or has no such rule in the period.
    pub fn unused_confirmations(
        &self,
        rows: &[Confirmation],
        region: &Region,
    ) -> Vec<UnusedConfirmation> {
        let one = |(row, given): (usize, &Confirmation)| {
            let (code, mut args) = self.why_unused(given, region)?;
            args.push(("parameter", given.parameter.clone()));
            args.push(("period", given.period.clone()));
            args.push(("given", given.value.clone()));
            Some(UnusedConfirmation { row, code, args })
        };
        rows.iter().enumerate().filter_map(one).collect()
    }

    fn why_unused(&self, given: &Confirmation, region: &Region) -> Option<(&'static str, Args)> {
        let target = self.target(&given.parameter).ok()?;
        let name = ("name", target.name().to_owned());
        if let Some(place) = given
            .region
            .as_ref()
            .filter(|place| !region.is_within(place))
        {
            return Some(("elsewhere", vec![name, ("region", place.code().to_owned())]));
        }
        let known = match &target {
            Target::Yearly(series) => {
                let (_, row) = series.find(given.period.parse().ok()?, region)?;
                (row.status != Status::Provisional).then(|| row.value.to_string())
            }
            Target::Dated(quantity, sub) => {
                let row_of_place = quantity.row_from.is_some() && sub.is_none();
                if row_of_place {
                    return None;
                }
                match self.is_asked_for(quantity, sub.as_deref(), &given.period, region) {
                    Asked::Yes => return None,
                    Asked::Known(value) => Some(value),
                    Asked::Never => return Some(("not_asked", vec![name])),
                }
            }
        }?;
        Some(("known", vec![name, ("known", known)]))
    }

    fn is_asked_for(
        &self,
        quantity: &Quantity,
        sub: Option<&str>,
        period: &str,
        region: &Region,
    ) -> Asked {
        let day: Option<Date> = period.parse().ok();
        let days = match (day, period.parse::<i16>()) {
            (Some(day), _) => vec![day],
            (None, Ok(year)) => {
                let changes = self.boundary_days(&quantity.key, region).into_iter();
                let first = Date::new(year, 1, 1).ok();
                first
                    .into_iter()
                    .chain(changes.filter(|day| day.year() == year))
                    .collect()
            }
            _ => return Asked::Yes,
        };
        let mut known = None;
        for on in days {
            match quantity.find(sub, &At::new(region.clone(), on)) {
                Found::Missing if day.is_none() => return Asked::Yes,
                Found::Hit { row, .. } if row.status == Status::Provisional => {
                    if day.is_none_or(|day| day == row.from) {
                        return Asked::Yes;
                    }
                }
                Found::Hit { cell, .. } => known = known.or(Some(cell.show(quantity.unit))),
                Found::Missing | Found::NotInForce => {}
            }
        }
        known.map_or(Asked::Never, Asked::Known)
    }

    /// What a confirmation may call `parameter`. Errors: no such name, or a table without its row.
    fn target(&self, parameter: &str) -> Result<Target<'_>, (&'static str, Args)> {
        if let Some(series) = self.data.yearly.get(parameter) {
            return Ok(Target::Yearly(series));
        }
        if let Some(quantity) = self.quantity(parameter) {
            return match quantity.by.is_some() && quantity.row_from.is_none() {
                true => Err(row_fault(quantity, parameter)),
                false => Ok(Target::Dated(quantity, None)),
            };
        }
        let dots = parameter.match_indices('.').map(|(at, _)| at);
        for at in dots.rev() {
            let Some(quantity) = self.quantity(&parameter[..at]) else {
                continue;
            };
            let sub = &parameter[at + 1..];
            let is_row = quantity.by.is_some()
                && !sub.is_empty()
                && row_is_known(quantity.by.as_deref(), sub);
            return match is_row {
                true => Ok(Target::Dated(quantity, Some(sub.to_owned()))),
                false => Err(row_fault(quantity, &parameter[..at])),
            };
        }
        let args = vec![
            ("parameter", parameter.to_owned()),
            ("known", self.usual_names().join(", ")),
        ];
        Err(("confirmed_unknown", args))
    }

    /// The names that papers are mostly brought for: the yearly series, and quantities with a name beside their key.
    fn usual_names(&self) -> Vec<&str> {
        let yearly = self.data.yearly.keys().map(String::as_str);
        let named = self
            .quantities
            .iter()
            .filter(|quantity| quantity.parameter != quantity.key || quantity.row_from.is_some());
        let mut names: Vec<&str> = yearly.collect();
        names.extend(named.map(|quantity| quantity.parameter.as_str()));
        names
    }

    /// The Chinese name of a parameter, with the row of a table behind it; `None` for what the law folder does not know.
    pub fn parameter_name(&self, parameter: &str, lang: Lang) -> Option<String> {
        let target = self.target(parameter).ok()?;
        let Target::Dated(quantity, Some(row)) = &target else {
            return Some(target.name().to_owned());
        };
        let by = quantity.by.as_deref().unwrap_or_default();
        let key = match words::has(lang, &format!("lawbook.row.{by}")) {
            true => format!("lawbook.row.{by}"),
            false => "lawbook.row".to_owned(),
        };
        let args = [("name", quantity.name.as_str()), ("row", row.as_str())];
        Some(words::text(lang, &key, &args))
    }
}

enum Asked {
    Yes,
    /// The law folder's own figure comes first.
    Known(String),
    Never,
}

/// Whether two confirmations speak of the same period and of places that have a place in common.
fn meet(one: &GivenConfirmation<'_>, other: &GivenConfirmation<'_>) -> bool {
    let places = match (one.region, other.region) {
        (Some(one), Some(other)) => one.is_within(other) || other.is_within(one),
        _ => true,
    };
    one.period.is_some() && one.period == other.period && places
}

fn twice(
    target: &Target<'_>,
    parameter: &str,
    (at, row): (usize, usize),
    rows: &[GivenConfirmation<'_>],
) -> (&'static str, Args) {
    let value = |row: usize| rows[row].value.unwrap_or_default().to_owned();
    let args = vec![
        ("name", target.name().to_owned()),
        ("parameter", parameter.to_owned()),
        ("period", rows[row].period.unwrap_or_default().to_owned()),
        ("first", (at + 1).to_string()),
        ("first_value", value(at)),
        ("second", (row + 1).to_string()),
        ("second_value", value(row)),
    ];
    ("confirmed_twice", args)
}

fn row_fault(quantity: &Quantity, parameter: &str) -> (&'static str, Args) {
    let rows = quantity.layers.iter().flat_map(|layer| &layer.rows);
    let table = rows.rev().find_map(|row| match &row.state {
        State::Table(table) => Some(table),
        _ => None,
    });
    let row = table.and_then(|table| table.keys().next());
    let args = vec![
        ("name", quantity.name.clone()),
        ("parameter", parameter.to_owned()),
        (
            "example",
            format!("{parameter}.{}", row.map_or("1", |row| row)),
        ),
    ];
    match quantity.by {
        Some(_) => ("confirmed_row", args),
        None => ("confirmed_no_rows", args),
    }
}

fn period_fault(target: &Target<'_>, parameter: &str, text: &str) -> Option<(&'static str, Args)> {
    let is_year =
        text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    let is_day = text.len() == 10 && text.parse::<Date>().is_ok();
    let (fits, code) = match target {
        Target::Yearly(_) => (is_year, "confirmed_year"),
        Target::Dated(..) => (is_year || is_day, "confirmed_period"),
    };
    let args = || {
        vec![
            ("name", target.name().to_owned()),
            ("parameter", parameter.to_owned()),
            ("text", text.to_owned()),
        ]
    };
    (!fits).then(|| (code, args()))
}

fn read_value(
    target: &Target<'_>,
    parameter: &str,
    text: &str,
) -> Result<Cell, (&'static str, Args)> {
    let unit = target.unit();
    let bounds = match target {
        Target::Dated(quantity, _) => &quantity.bounds,
        Target::Yearly(series) => &series.bounds,
    };
    let mut args = vec![
        ("name", target.name().to_owned()),
        ("parameter", parameter.to_owned()),
        ("text", text.to_owned()),
    ];
    // Blanks around it would be kept, and trouble whoever asks for the value later.
    let read = Some(text).filter(|text| text.trim() == *text);
    let read = read.and_then(|text| unit.read(text));
    if let Some(cell) = &read
        && bounds.outside(unit, cell).is_none()
    {
        return Ok(cell.clone());
    }
    if let Some((least, most)) = bounds.of(unit) {
        args.push(("least", least.show(unit)));
        args.push(("most", most.show(unit)));
    }
    let code = match unit {
        Unit::Percent => "confirmed_percent",
        Unit::Permille => "confirmed_permille",
        Unit::Yuan => "confirmed_yuan",
        Unit::Months | Unit::Days | Unit::Years | Unit::Times | Unit::Number => "confirmed_whole",
        Unit::Text => "confirmed_text",
        Unit::List => "confirmed_list",
        Unit::YesNo => "confirmed_yes_no",
        Unit::Bands => "confirmed_bands",
    };
    Err((code, args))
}
