//! Asking the law book: the nearest layer in force on the day, or a refusal that says which paper to bring.

use std::sync::Arc;

use yiju_terms::{Citation, Date, Money, Rate, Refusal, Region, Status};

use crate::answer::{Answer, At, Confirmation, Confirmed};
use crate::book::Lawbook;
use crate::series::{Band, Cell, Layer, Quantity, Row, State, Unit};

/// What the layers say about a row on a day.
pub(crate) enum Found<'a> {
    Hit {
        row: &'a Row,
        cell: &'a Cell,
        layer: &'a Layer,
    },
    /// A rule ended and nothing wider stands behind it.
    NotInForce,
    /// A rule may exist; we do not have it.
    Missing,
}

impl Quantity {
    /// The nearest layer that says something on `at.on` about `sub`.
    pub(crate) fn find<'a>(&'a self, sub: Option<&str>, at: &'a At) -> Found<'a> {
        let mut ended = false;
        for layer in self.layers_of(&at.region) {
            let Some(row) = layer.on(at.on) else {
                continue;
            };
            let cell = match (&row.state, sub) {
                (State::One(cell), None) => Some(cell),
                (State::Table(table), Some(sub)) => table.get(sub),
                (State::Repealed, _) => {
                    ended = true;
                    None
                }
                (State::Unknown, _) => return Found::Missing,
                _ => None,
            };
            if let Some(cell) = cell {
                return Found::Hit { row, cell, layer };
            }
        }
        if ended || self.optional {
            Found::NotInForce
        } else {
            Found::Missing
        }
    }
}

impl Lawbook {
    pub(crate) fn quantity(&self, name: &str) -> Option<&Quantity> {
        self.names.get(name).map(|index| &self.quantities[*index])
    }

    /// A rate (unit percent or permille). `sub` picks one row of a table: a grade, a class, a level.
    ///
    /// Errors: `needs_document` (missing, or provisional and not confirmed), `not_in_force` (ended, or optional and not
    /// written), `unknown_parameter`, `wrong_unit`, `bad_confirmation`.
    pub fn rate(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<Rate>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::Rate(rate) => Some(*rate),
            _ => None,
        })
    }

    /// An amount of money (unit yuan). Errors as [`Self::rate`].
    pub fn money(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<Money>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::Money(money) => Some(*money),
            _ => None,
        })
    }

    /// A whole number (units months, days, years, times, number). Errors as [`Self::rate`].
    pub fn int(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<i64>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::Int(number) => Some(*number),
            _ => None,
        })
    }

    /// A yes or no (unit yes_no). Errors as [`Self::rate`].
    pub fn flag(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<bool>, Refusal> {
        self.int(key, sub, at, confirmed)
            .map(|answer| answer.map(|number| number == 1))
    }

    /// A word (unit text), e.g. the payer `fund`. Errors as [`Self::rate`].
    pub fn text(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<String>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::Text(text) => Some(text.to_string()),
            _ => None,
        })
    }

    /// A list of whole numbers (unit list), e.g. the allowed tiers. Errors as [`Self::rate`].
    pub fn list(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<Vec<i64>>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::List(list) => Some(list.clone()),
            _ => None,
        })
    }

    /// The experience rating table. Errors as [`Self::rate`].
    #[doc(alias = "费率浮动办法")]
    pub fn bands(&self, key: &str, at: &At) -> Result<Answer<Vec<Band>>, Refusal> {
        self.ask(key, None, at, &Confirmed::NONE, |cell| match cell {
            Cell::Bands(bands) => Some(bands.clone()),
            _ => None,
        })
    }

    /// A word read at once, without a copy of it. Errors as [`Self::rate`].
    pub fn text_as<T>(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
        read: impl Fn(&str) -> T,
    ) -> Result<Answer<T>, Refusal> {
        self.ask(key, sub, at, confirmed, |cell| match cell {
            Cell::Text(text) => Some(read(text)),
            _ => None,
        })
    }

    /// Whether a list of whole numbers holds `member`. Errors as [`Self::rate`].
    pub fn lists(
        &self,
        key: &str,
        member: i64,
        at: &At,
        confirmed: &Confirmed,
    ) -> Result<Answer<bool>, Refusal> {
        self.ask(key, None, at, confirmed, |cell| match cell {
            Cell::List(list) => Some(list.contains(&member)),
            _ => None,
        })
    }

    /// The highest row of a table by whole numbers, not above `number` and not under zero, that the law folder or the
    /// office has: the last row of such a table says "and more".
    pub fn row_not_above(&self, key: &str, number: i64, at: &At, confirmed: &Confirmed) -> i64 {
        let Some(quantity) = self.quantity(key) else {
            return number;
        };
        let lacks = |number: i64| {
            let sub = number.to_string();
            matches!(quantity.find(Some(&sub), at), Found::Missing)
                && confirmation(quantity, Some(&sub), at, None, confirmed).is_none()
        };
        if number <= 0 || !lacks(number) {
            return number;
        }
        let names = [quantity.parameter.as_str(), quantity.key.as_str()];
        let named = |name: &&str| {
            confirmed
                .rows
                .iter()
                .any(|row| row.parameter.starts_with(name))
        };
        // Above the highest row there is, one missing row is as good as another, unless a paper has one of them.
        let mut number = match names.iter().any(named) {
            true => number - 1,
            false => (number - 1).min(quantity.highest_row()),
        };
        while number > 0 && lacks(number) {
            number -= 1;
        }
        number.max(0)
    }

    /// Turns "there is no such rule here" into `None`, and keeps every other refusal:
    /// `Lawbook::if_any(book.rate("contributions.local_rate", …))`.
    pub fn if_any<T>(answer: Result<Answer<T>, Refusal>) -> Result<Option<Answer<T>>, Refusal> {
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(refusal) if refusal.code == "not_in_force" => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    fn ask<T>(
        &self,
        key: &str,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
        take: impl Fn(&Cell) -> Option<T>,
    ) -> Result<Answer<T>, Refusal> {
        let Some(quantity) = self.quantity(key) else {
            return Err(Refusal::new("unknown_parameter").with("parameter", key));
        };
        if let (Some(row_from), None) = (&quantity.row_from, sub) {
            return self.ask_by_place(quantity, row_from, at, confirmed, take);
        }
        self.ask_row(quantity, sub, at, confirmed, take)
    }

    /// Which row holds at the place is itself a value of the law (the minimum-wage tier of a county).
    fn ask_by_place<T>(
        &self,
        quantity: &Quantity,
        row_from: &str,
        at: &At,
        confirmed: &Confirmed,
        take: impl Fn(&Cell) -> Option<T>,
    ) -> Result<Answer<T>, Refusal> {
        if let Some(row) = confirmation(quantity, None, at, None, confirmed) {
            return answer_confirmed(quantity, row, at, None, &take);
        }
        match self.text(row_from, None, at, confirmed) {
            Ok(tier) => self.ask_row(quantity, Some(&tier.value), at, confirmed, take),
            Err(refusal) if refusal.code == "needs_document" => {
                let document = refusal.arg("document").or(quantity.document_at(&at.region));
                Err(needs(quantity, None, at, document, "missing"))
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn ask_row<T>(
        &self,
        quantity: &Quantity,
        sub: Option<&str>,
        at: &At,
        confirmed: &Confirmed,
        take: impl Fn(&Cell) -> Option<T>,
    ) -> Result<Answer<T>, Refusal> {
        match quantity.find(sub, at) {
            Found::Hit { row, cell, layer } if row.status != Status::Provisional => {
                let value = take(cell).ok_or_else(|| wrong_unit(quantity))?;
                Ok(Answer {
                    value,
                    since: row.from,
                    layer: layer.region.clone(),
                    status: row.status,
                    citation: row.citation.clone(),
                    verified_on: row.verified_on,
                    document: None,
                })
            }
            Found::Hit { row, layer, .. } => {
                match confirmation(quantity, sub, at, Some(row.from), confirmed) {
                    Some(found) => answer_confirmed(quantity, found, at, Some((row, layer)), &take),
                    None => {
                        let document = quantity.document_at(&at.region);
                        Err(needs(quantity, sub, at, document, "provisional"))
                    }
                }
            }
            Found::NotInForce => Err(Refusal::new("not_in_force")
                .with("parameter", &quantity.name)
                .with("on", at.on)),
            Found::Missing => match confirmation(quantity, sub, at, None, confirmed) {
                Some(found) => answer_confirmed(quantity, found, at, None, &take),
                None => {
                    let document = quantity.document_at(&at.region);
                    Err(needs(quantity, sub, at, document, "missing"))
                }
            },
        }
    }
}

fn confirmation<'c>(
    quantity: &Quantity,
    sub: Option<&str>,
    at: &At,
    from: Option<Date>,
    confirmed: &'c Confirmed,
) -> Option<&'c Confirmation> {
    let names = [quantity.parameter.as_str(), quantity.key.as_str()];
    confirmed.find(&names, sub, (from, at.on.year()), &at.region)
}

/// The law's own row, if there is one, still says since when and where; value and paper come from the office.
fn answer_confirmed<T>(
    quantity: &Quantity,
    given: &Confirmation,
    at: &At,
    row: Option<(&Row, &Layer)>,
    take: &impl Fn(&Cell) -> Option<T>,
) -> Result<Answer<T>, Refusal> {
    let cell = quantity
        .unit
        .read(&given.value)
        .ok_or_else(|| bad_confirmation(given))?;
    let value = take(&cell).ok_or_else(|| wrong_unit(quantity))?;
    let first_day = Date::new(at.on.year(), 1, 1).unwrap_or(at.on);
    let document: Arc<str> = given.document.as_str().into();
    Ok(Answer {
        value,
        since: row.map_or(first_day, |(row, _)| row.from),
        layer: row.map_or_else(
            || confirmed_layer(given, &at.region),
            |(_, l)| l.region.clone(),
        ),
        status: Status::Provisional,
        citation: Citation(document.clone()),
        verified_on: None,
        document: Some(document),
    })
}

pub(crate) fn confirmed_layer(given: &Confirmation, region: &Region) -> Region {
    given.region.clone().unwrap_or_else(|| region.clone())
}

fn needs(
    quantity: &Quantity,
    sub: Option<&str>,
    at: &At,
    document: Option<&str>,
    status: &str,
) -> Refusal {
    let parameter = match sub {
        Some(sub) => format!("{}.{sub}", quantity.parameter),
        None => quantity.parameter.clone(),
    };
    Refusal::new("needs_document")
        .with("parameter", parameter)
        .with("name", &quantity.name)
        .with("period", at.on.year())
        .with("document", document.unwrap_or(&quantity.name))
        .with("status", status)
}

pub(crate) fn bad_confirmation(given: &Confirmation) -> Refusal {
    Refusal::new("bad_confirmation")
        .with("parameter", &given.parameter)
        .with("period", &given.period)
        .with("value", &given.value)
}

fn wrong_unit(quantity: &Quantity) -> Refusal {
    Refusal::new("wrong_unit")
        .with("parameter", &quantity.key)
        .with("unit", Unit::stem(quantity.unit))
}
