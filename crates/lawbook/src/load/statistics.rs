//! Statistics: CSV files with one figure a row, and the list of what the figures are.

use std::collections::{BTreeMap, HashMap};

use yiju_terms::{Citation, Date, Region, Status};

use super::fields::status_of;
use super::parameters::{read_bounds, read_unit, row_is_known};
use super::source::Sources;
use super::{CitedAt, Fields, Loaded, SourceText, ValueAt, VerifiedAt};
use crate::series::{Cell, Layer, Quantity, Row, State, Unit, YearRow, YearSeries};

const YEAR_COLUMNS: &[&str] = &[
    "parameter",
    "region",
    "year",
    "value",
    "status",
    "verified_on",
    "cite",
    "note",
];
const DATE_COLUMNS: &[&str] = &[
    "parameter",
    "region",
    "row",
    "from",
    "value",
    "status",
    "verified_on",
    "cite",
    "note",
];

/// Reads `statistics/parameters.toml`: name, unit, whether by year or by day, and which paper to bring.
pub(super) fn load_definitions(sources: &Sources, loaded: &mut Loaded) {
    const FILE: &str = "statistics/parameters.toml";
    let Some(text) = sources.get(FILE) else {
        return;
    };
    let source = SourceText::new(FILE, text);
    let table = source.parse();
    let root = Fields::new(&source, &table, 0);
    for fields in root.tables("parameter") {
        define(&fields, loaded);
        fields.finish();
    }
    root.finish();
    loaded.problems.extend(source.into_problems());
}

fn define(fields: &Fields<'_, '_>, loaded: &mut Loaded) {
    let (parameter, name) = (
        fields.required_text("parameter"),
        fields.required_text("name"),
    );
    let (unit, period) = (read_unit(fields), fields.required_text("period"));
    let bounds = read_bounds(fields, unit);
    let document = fields.required_text("document");
    let (by, row_from) = (fields.text("by"), fields.text("row_from"));
    fields.text("note");
    let (Some(parameter), Some(name), Some(unit)) = (parameter, name, unit) else {
        return;
    };
    match period.as_deref() {
        Some("year") => {
            let series = YearSeries {
                parameter: parameter.clone(),
                name,
                unit,
                document,
                bounds,
                layers: Vec::new(),
            };
            loaded.yearly.insert(parameter, series);
        }
        Some("day") => {
            let quantity = Quantity {
                key: parameter.clone(),
                name,
                parameter: parameter.clone(),
                unit,
                by,
                row_from,
                document,
                optional: false,
                bounds,
                layers: Vec::new(),
            };
            loaded.quantities.insert(parameter, quantity);
        }
        Some(other) => {
            let args = [("field", "period".to_owned()), ("word", other.to_owned())];
            fields.report(fields.offset, "unknown_word", &args);
        }
        None => {}
    }
}

/// One line of a CSV file with the names of its columns.
struct Line<'s, 't> {
    source: &'s SourceText<'t>,
    offset: usize,
    cells: HashMap<&'static str, String>,
}

impl Line<'_, '_> {
    fn get(&self, column: &'static str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn report(&self, code: &'static str, args: &[(&'static str, String)]) {
        self.source.report(self.offset, code, args);
    }

    fn parse<T: std::str::FromStr>(&self, column: &'static str, unit: &str) -> Option<T> {
        let value = self.get(column).parse().ok();
        if value.is_none() {
            let args = [
                ("text", self.get(column).to_owned()),
                ("unit", unit.to_owned()),
            ];
            self.report("bad_value", &args);
        }
        value
    }

    /// Status, citation and day verified, each checked.
    fn basis(&self, loaded: &mut Loaded) -> Option<(Status, Citation, Option<Date>)> {
        let status = status_of(self.get("status"));
        if status.is_none() {
            self.report(
                "unknown_status",
                &[("status", self.get("status").to_owned())],
            );
        }
        let line = self.source.line(self.offset);
        let file = self.source.file.to_owned();
        let cite = self.get("cite").to_owned();
        if cite.is_empty() {
            self.report("missing_cite", &[]);
        } else {
            let cite = cite.clone();
            loaded.cited.push(CitedAt {
                file: file.clone(),
                line,
                cite,
            });
        }
        let mut verified_on = None;
        if self.get("verified_on").is_empty() {
            if status == Some(Status::Verified) {
                self.report("missing_verified_on", &[]);
            }
        } else if let Some(on) = self.parse::<Date>("verified_on", "date") {
            verified_on = Some(on);
            loaded.verified.push(VerifiedAt { file, line, on });
        }
        Some((status?, Citation(cite.into()), verified_on))
    }

    /// Keeps the value to be judged once all files are read.
    fn judge(&self, cell: Cell, values: &mut Vec<ValueAt>) {
        values.push(ValueAt {
            file: self.source.file.to_owned(),
            line: self.source.line(self.offset),
            key: self.get("parameter").to_owned(),
            cell,
        });
    }

    fn note(&self) -> Option<String> {
        Some(self.get("note").to_owned()).filter(|note| !note.is_empty())
    }
}

/// Reads one CSV file; its header tells whether the rows stand by year or by day.
pub(super) fn load(source: &SourceText<'_>, loaded: &mut Loaded) {
    let mut columns: Option<&'static [&'static str]> = None;
    let mut offset = 0;
    for text in source.text.split_inclusive('\n') {
        let start = offset;
        offset += text.len();
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let Some(cells) = split_csv(text) else {
            source.report(
                start,
                "bad_csv",
                &[("columns", columns.unwrap_or(&[]).join(","))],
            );
            continue;
        };
        let Some(names) = columns else {
            columns = [YEAR_COLUMNS, DATE_COLUMNS]
                .into_iter()
                .find(|names| cells == **names);
            if columns.is_none() {
                source.report(start, "bad_csv", &[("columns", YEAR_COLUMNS.join(","))]);
                return;
            }
            continue;
        };
        if cells.len() != names.len() {
            source.report(start, "bad_csv", &[("columns", names.join(","))]);
            continue;
        }
        let cells = names.iter().copied().zip(cells).collect();
        let line = Line {
            source,
            offset: start,
            cells,
        };
        if names.len() == YEAR_COLUMNS.len() {
            load_year(&line, loaded);
        } else {
            load_day(&line, loaded);
        }
    }
}

fn load_year(line: &Line<'_, '_>, loaded: &mut Loaded) {
    let region: Option<Region> = line.parse("region", "region");
    let year: Option<i16> = line.parse("year", "year");
    let value = line.parse("value", Unit::Yuan.stem());
    let basis = line.basis(loaded);
    let Some(series) = loaded.yearly.get_mut(line.get("parameter")) else {
        line.report(
            "unknown_parameter",
            &[("parameter", line.get("parameter").to_owned())],
        );
        return;
    };
    let (Some(region), Some(year), Some(value), Some((status, citation, verified_on))) =
        (region, year, value, basis)
    else {
        return;
    };
    line.judge(Cell::Money(value), &mut loaded.values);
    let note = line.note();
    let row = YearRow {
        value,
        status,
        citation,
        verified_on,
        note,
    };
    let rows = match series.layers.iter_mut().find(|(place, _)| *place == region) {
        Some((_, rows)) => rows,
        None => {
            series.layers.push((region, HashMap::new()));
            &mut series.layers.last_mut().expect("a layer was just added").1
        }
    };
    if rows.insert(year, row).is_some() {
        line.report("duplicate_from", &[("from", year.to_string())]);
    }
}

fn load_day(line: &Line<'_, '_>, loaded: &mut Loaded) {
    let region: Option<Region> = line.parse("region", "region");
    let from: Option<Date> = line.parse("from", "date");
    let basis = line.basis(loaded);
    let Some(quantity) = loaded.quantities.get_mut(line.get("parameter")) else {
        line.report(
            "unknown_parameter",
            &[("parameter", line.get("parameter").to_owned())],
        );
        return;
    };
    let cell = quantity.unit.read(line.get("value"));
    if cell.is_none() {
        let unit = quantity.unit.stem().to_owned();
        line.report(
            "bad_value",
            &[("text", line.get("value").to_owned()), ("unit", unit)],
        );
    }
    let name = line.get("row");
    if !row_is_known(quantity.by.as_deref(), name) {
        let by = quantity.by.clone().unwrap_or_default();
        line.report("unknown_row", &[("row", name.to_owned()), ("by", by)]);
    }
    let (Some(region), Some(from), Some(cell), Some((status, citation, verified_on))) =
        (region, from, cell, basis)
    else {
        return;
    };
    line.judge(cell.clone(), &mut loaded.values);
    let row = Row {
        from,
        state: State::One(cell),
        status,
        citation,
        verified_on,
        note: line.note(),
    };
    place_row(line, quantity, region, row);
}

/// Puts a row behind the rows of its place. Rows of one day make one table; an earlier day is out of order.
fn place_row(line: &Line<'_, '_>, quantity: &mut Quantity, region: Region, row: Row) {
    let known = quantity
        .layers
        .iter()
        .position(|layer| layer.region == region);
    let index = known.unwrap_or_else(|| {
        quantity.layers.push(Layer {
            region,
            document: None,
            rows: Vec::new(),
        });
        quantity.layers.len() - 1
    });
    let rows = &mut quantity.layers[index].rows;
    let name = line.get("row");
    let from = ("from", row.from.to_string());
    match (rows.last_mut(), row.state) {
        (Some(last), _) if last.from > row.from => {
            line.report(
                "dates_out_of_order",
                &[from, ("before", last.from.to_string())],
            );
        }
        (Some(last), State::One(cell)) if last.from == row.from => {
            let taken = match &mut last.state {
                State::Table(table) if !name.is_empty() => {
                    table.insert(name.into(), cell).is_some()
                }
                _ => true,
            };
            if taken {
                line.report("duplicate_from", &[from]);
            }
        }
        (_, State::One(cell)) if !name.is_empty() => {
            let state = State::Table(BTreeMap::from([(name.into(), cell)]));
            rows.push(Row { state, ..row });
        }
        (_, state) => rows.push(Row { state, ..row }),
    }
}

/// Splits one CSV line; fields may stand in double quotes, doubled inside. `None` when a quote stays open.
fn split_csv(text: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let cell = cells.last_mut()?;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    (!quoted).then(|| {
        cells
            .into_iter()
            .map(|cell| cell.trim().to_owned())
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::split_csv;

    #[test]
    fn splits_quotes() {
        assert_eq!(
            split_csv(r#"a,"b,""c""",d"#).unwrap(),
            ["a", "b,\"c\"", "d"]
        );
        assert_eq!(split_csv(r#"a,"b"#), None);
    }
}
