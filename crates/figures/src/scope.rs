//! Where a figure is computed: one store, one region, one year; fills the named places of the queries.

use std::collections::BTreeMap;

use yiju_lawbook::Lawbook;
use yiju_store::{Fault, Row, Value};
use yiju_terms::exact::div_half_up;
use yiju_terms::{Month, Region};

use crate::answer::{FigureValue, Part, show, target};
use crate::figure::{Breakdown, Figure, Measure, Query};
use crate::rows::Rows;

pub(crate) struct Scope<'a> {
    pub store: &'a mut dyn Rows,
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub year: i16,
}

/// The places a query may name, longest first so that none is a prefix of another.
const PLACES: [&str; 5] = [":region", ":year", ":from", ":to", ":a"];

impl<'a> Scope<'a> {
    pub fn new(
        store: &'a mut dyn Rows,
        book: &'a Lawbook,
        region: &'a Region,
        year: i16,
    ) -> Scope<'a> {
        Scope {
            store,
            book,
            region,
            year,
        }
    }

    /// The figure's value with its parts.
    pub fn value(&mut self, figure: &Figure) -> Result<FigureValue, Fault> {
        let value = self.measure(figure)?;
        let parts = match figure.breakdown {
            Some(breakdown) => self.parts(figure, &breakdown)?,
            None => Vec::new(),
        };
        Ok(FigureValue::new(figure, self.year, value, parts))
    }

    fn measure(&mut self, figure: &Figure) -> Result<Option<i64>, Fault> {
        match figure.measure {
            Measure::Count => {
                let query = records(figure);
                if query.keep.is_some() {
                    return Ok(Some(self.records(figure, &query)?.len() as i64));
                }
                self.number(figure, "CAST(COUNT(*) AS BIGINT)", query.sql)
            }
            Measure::Sum(column) => {
                let sum = format!("CAST(SUM({column}) AS BIGINT)");
                self.number(figure, &sum, records(figure).sql)
            }
            Measure::Posted => {
                let sql = figure.vouchers.expect("a posted figure has vouchers");
                self.number(figure, "CAST(COALESCE(SUM(amount), 0) AS BIGINT)", sql)
            }
            Measure::Single(sql) => {
                let rows = self.rows(figure, sql)?;
                Ok(rows.first().and_then(|row| row.opt_int(0)))
            }
            Measure::Total(stems) => self.total(stems),
            Measure::Difference(left, right) => {
                let (left, right) = (self.other(left)?, self.other(right)?);
                Ok(left.zip(right).map(|(left, right)| left - right))
            }
            Measure::Quotient {
                numerator,
                denominator,
                scale,
            } => {
                let (above, below) = (self.other(numerator)?, self.other(denominator)?);
                let parts = above.zip(below).filter(|(_, below)| *below > 0);
                Ok(parts.map(|(above, below)| quotient(above, below, scale)))
            }
            Measure::Target(stem) => {
                let target = target(self.store, self.region, self.year, stem)?;
                Ok(target.map(|target| target.value))
            }
        }
    }

    fn total(&mut self, stems: &[&str]) -> Result<Option<i64>, Fault> {
        let mut total = Some(0);
        for stem in stems {
            let value = self.other(stem)?;
            total = total.zip(value).map(|(sum, value)| sum + value);
        }
        Ok(total)
    }

    fn other(&mut self, stem: &str) -> Result<Option<i64>, Fault> {
        let figure = crate::find(stem).expect("the registry test knows every input");
        self.measure(figure)
    }

    fn number(&mut self, figure: &Figure, select: &str, inner: &str) -> Result<Option<i64>, Fault> {
        let rows = self.rows(
            figure,
            &format!("SELECT {select} FROM ({inner}) AS records"),
        )?;
        Ok(rows.first().and_then(|row| row.opt_int(0)))
    }

    fn parts(&mut self, figure: &Figure, breakdown: &Breakdown) -> Result<Vec<Part>, Fault> {
        let rows = self.rows(figure, breakdown.sql)?;
        let mut found: Vec<(String, i64)> = rows
            .iter()
            .map(|row| (row.text(0).to_owned(), row.int(1)))
            .collect();
        if let Some(fold) = breakdown.fold {
            found = folded(found, fold);
        }
        if breakdown.monthly {
            let value_of = |month: &str| {
                let hit = found.iter().find(|(key, _)| key == month);
                hit.map_or(0, |(_, value)| *value)
            };
            found = Month::year_months(self.year)
                .map(|month| month.to_string())
                .map(|month| (month.clone(), value_of(&month)))
                .collect();
        }
        let part = |(key, value): (String, i64)| Part {
            key,
            value,
            shown: show(figure.unit, value),
        };
        Ok(found.into_iter().map(part).collect())
    }

    /// The records of a figure, those left out by `keep` gone.
    pub fn records(&mut self, figure: &Figure, query: &Query) -> Result<Vec<Row>, Fault> {
        let mut rows = self.rows(figure, query.sql)?;
        if let Some(keep) = query.keep {
            rows.retain(keep);
        }
        Ok(rows)
    }

    /// Runs a query of the figure with its places filled.
    pub fn rows(&mut self, figure: &Figure, sql: &str) -> Result<Vec<Row>, Fault> {
        self.store.keep_to(self.region.code())?;
        let (sql, values) = self.bind(figure, sql);
        self.store.query(&sql, &values)
    }

    /// The same, row by row.
    pub fn each(
        &mut self,
        figure: &Figure,
        sql: &str,
        mut take: impl FnMut(Row) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.store.keep_to(self.region.code())?;
        let (sql, values) = self.bind(figure, sql);
        self.store.each(&sql, &values, &mut take)
    }

    /// The journal entries that brought the records of a query, and how many records there are.
    pub fn sequences(&mut self, figure: &Figure, sql: &str) -> Result<(Vec<i64>, usize), Fault> {
        let grouped = format!(
            "SELECT records.seq, CAST(COUNT(*) AS BIGINT) FROM ({sql}) AS records GROUP BY records.seq"
        );
        let (mut sequences, mut total) = (Vec::new(), 0);
        self.each(figure, &grouped, |row| {
            sequences.extend(row.opt_int(0));
            total += usize::try_from(row.int(1)).unwrap_or_default();
            Ok(())
        })?;
        Ok((sequences, total))
    }

    /// Names become numbers in order of first use: a place that is not used must not be given (PostgreSQL refuses it).
    fn bind(&self, figure: &Figure, sql: &str) -> (String, Vec<Value>) {
        let mut text = sql
            .replace(":leaves", &leaves(figure.parameter))
            .replace(":counted", &counted());
        let mut values = Vec::new();
        for place in PLACES {
            if !text.contains(place) {
                continue;
            }
            values.push(self.place(figure, place));
            text = text.replace(place, &format!("${}", values.len()));
        }
        (text, values)
    }

    fn place(&self, figure: &Figure, place: &str) -> Value {
        match place {
            ":region" => self.region.code().into(),
            ":year" => i64::from(self.year).into(),
            ":from" => self.first_day().into(),
            ":to" => self.last_day().into(),
            _ => figure.parameter.into(),
        }
    }

    pub fn first_day(&self) -> String {
        Month::new(self.year, 1).first_day().to_string()
    }

    pub fn last_day(&self) -> String {
        Month::new(self.year, 12).last_day().to_string()
    }
}

/// The budget lines under a line, as a list of SQL texts. They come from the law folder, never from a user.
fn leaves(line: &str) -> String {
    quoted(yiju_ledger::department::leaves(line))
}

/// The items that count as a service to people.
fn counted() -> String {
    let items = yiju_actions::ITEMS.iter().filter(|item| item.counted);
    quoted(items.map(|item| item.stem))
}

fn quoted<'s>(stems: impl IntoIterator<Item = &'s str>) -> String {
    let texts: Vec<String> = stems.into_iter().map(|s| format!("'{s}'")).collect();
    texts.join(", ")
}

fn folded(parts: Vec<(String, i64)>, fold: fn(&str) -> &'static str) -> Vec<(String, i64)> {
    let mut sums: BTreeMap<&'static str, i64> = BTreeMap::new();
    for (key, value) in parts {
        *sums.entry(fold(&key)).or_default() += value;
    }
    let owned = |(key, value): (&str, i64)| (key.to_owned(), value);
    sums.into_iter().map(owned).collect()
}

fn records(figure: &Figure) -> Query {
    figure.records.expect("a counted figure has records")
}

fn quotient(above: i64, below: i64, scale: i64) -> i64 {
    let scaled = i128::from(above) * i128::from(scale);
    i64::try_from(div_half_up(scaled, i128::from(below))).expect("a quotient of two figures fits")
}
