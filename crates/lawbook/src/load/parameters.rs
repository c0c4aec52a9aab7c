//! Parameter files: one subject, one or more quantities, dated rows with citation and status.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::DeValue;
use yiju_terms::{Benefit, Citation, Date, Paid, Status};

use super::fields::scalar_text;
use super::{
    CitedAt, Fields, Loaded, Place, SourceText, ValueAt, VerifiedAt, add_layer, check_order,
};
use crate::bounds::Bounds;
use crate::series::{Band, Cell, Layer, Quantity, Row, State, Unit};
use crate::subject::Subject;

/// Reads one file: a quantity of its own when it has a `unit`, and one per remaining table.
pub(crate) fn load(source: &SourceText<'_>, place: &Place, key: &str, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    let Some(name) = root.required_text("name") else {
        return;
    };
    load_subject(&root, key, &name, loaded);
    root.text("note");
    if root.get("unit").is_some() || root.get("value").is_some() {
        load_quantity(source, &root, place, key.to_owned(), name.clone(), loaded);
    }
    for part in root.unseen_tables() {
        let Some(fields) = root.table(part) else {
            continue;
        };
        let part_name = fields.text("name").unwrap_or_else(|| name.clone());
        fields.text("note");
        load_quantity(
            source,
            &fields,
            place,
            format!("{key}.{part}"),
            part_name,
            loaded,
        );
        fields.finish();
    }
    root.finish();
}

fn load_subject(root: &Fields<'_, '_>, key: &str, name: &str, loaded: &mut Loaded) {
    let benefit = key.strip_prefix("benefits.").and_then(Benefit::from_stem);
    let paid = root.text("paid").and_then(|stem| {
        let paid = Paid::from_stem(&stem);
        if paid.is_none() {
            root.report(
                root.offset,
                "unknown_word",
                &[("field", "paid".into()), ("word", stem)],
            );
        }
        paid
    });
    let (kind, base) = (root.text("kind"), root.text("base"));
    let fresh = Subject {
        key: key.to_owned(),
        name: name.to_owned(),
        benefit,
        kind,
        base,
        paid,
    };
    let known = loaded
        .subjects
        .entry(key.to_owned())
        .or_insert_with(|| fresh.clone());
    // A place may add what the wider layer leaves open.
    known.kind = known.kind.take().or(fresh.kind);
    known.base = known.base.take().or(fresh.base);
    known.paid = known.paid.or(fresh.paid);
}

fn load_quantity(
    source: &SourceText<'_>,
    fields: &Fields<'_, '_>,
    place: &Place,
    key: String,
    name: String,
    loaded: &mut Loaded,
) {
    let unit = read_unit(fields);
    let by = fields.text("by");
    let parameter = fields.text("parameter").unwrap_or_else(|| key.clone());
    let row_from = fields.text("row_from");
    let document = fields.text("document");
    let optional = fields.flag("optional");
    let bounds = read_bounds(fields, unit);
    let mut layer = Layer {
        region: place.region.clone(),
        document,
        rows: Vec::new(),
    };
    let mut offsets = Vec::new();
    for row in fields.tables("value") {
        let offset = row.offset;
        let read = read_row(
            source,
            row,
            unit.unwrap_or(Unit::Text),
            by.as_deref(),
            loaded,
        );
        if let Some(row) = read {
            layer.rows.push(row);
            offsets.push(offset);
        }
    }
    check_order(source, &layer, &offsets);
    let read = source.take_values().into_iter();
    loaded.values.extend(read.map(|(line, cell)| ValueAt {
        file: source.file.to_owned(),
        line,
        key: key.clone(),
        cell,
    }));
    if let Some(unit) = unit {
        let line = source.line(fields.offset);
        let quantity = Quantity {
            key,
            name,
            parameter,
            unit,
            by,
            row_from,
            document: None,
            optional,
            bounds,
            layers: vec![layer],
        };
        add_layer(loaded, source.file, line, quantity);
    }
}

/// `least` and `most`, where the bounds of the unit do not fit the quantity.
pub(crate) fn read_bounds(fields: &Fields<'_, '_>, unit: Option<Unit>) -> Bounds {
    let bound = |name: &str| {
        let value = fields.get(name)?;
        let text = scalar_text(value.get_ref());
        let cell = text
            .as_deref()
            .zip(unit)
            .and_then(|(text, unit)| unit.read(text));
        if let (None, Some(unit)) = (&cell, unit) {
            let shown = text.unwrap_or_else(|| value.get_ref().type_str().to_owned());
            let args = [("text", shown), ("unit", unit.stem().to_owned())];
            fields.report(value.span().start, "bad_value", &args);
        }
        cell
    };
    Bounds {
        least: bound("least"),
        most: bound("most"),
    }
}

pub(crate) fn read_unit(fields: &Fields<'_, '_>) -> Option<Unit> {
    let text = fields.required_text("unit")?;
    let unit = Unit::from_stem(&text);
    if unit.is_none() {
        let offset = fields.get("unit").map_or(fields.offset, |v| v.span().start);
        fields.report(offset, "unknown_unit", &[("unit", text)]);
    }
    unit
}

fn read_row(
    source: &SourceText<'_>,
    fields: Fields<'_, '_>,
    unit: Unit,
    by: Option<&str>,
    loaded: &mut Loaded,
) -> Option<Row> {
    let from = fields.required_date("from");
    let state = read_state(&fields, unit, by);
    // Where the paper is missing there is nothing to cite yet.
    let unknown = matches!(state, Some(State::Unknown));
    let basis = read_basis(source, &fields, unknown, loaded);
    let note = fields.text("note");
    let sound = fields.finish();
    let (citation, status, verified_on) = basis?;
    match (sound, from, state) {
        (true, Some(from), Some(state)) => Some(Row {
            from,
            state,
            status,
            citation,
            verified_on,
            note,
        }),
        _ => None,
    }
}

/// Citation, status and the day last verified; common to values and deadlines.
pub(crate) fn read_basis(
    source: &SourceText<'_>,
    fields: &Fields<'_, '_>,
    unknown: bool,
    loaded: &mut Loaded,
) -> Option<(Citation, Status, Option<Date>)> {
    let cite = fields.text("cite");
    if let Some(cite) = &cite {
        let offset = fields.get("cite").map_or(fields.offset, |v| v.span().start);
        loaded.cited.push(CitedAt {
            file: source.file.to_owned(),
            line: source.line(offset),
            cite: cite.clone(),
        });
    } else if !unknown && fields.get("cite").is_none() {
        fields.report(fields.offset, "missing_cite", &[]);
    }
    let status = if unknown {
        Some(Status::Provisional)
    } else {
        fields.status()
    };
    let verified_on = fields.date("verified_on");
    match verified_on {
        Some(on) => {
            let offset = fields
                .get("verified_on")
                .map_or(fields.offset, |v| v.span().start);
            loaded.verified.push(VerifiedAt {
                file: source.file.to_owned(),
                line: source.line(offset),
                on,
            });
        }
        None if status == Some(Status::Verified) && fields.get("verified_on").is_none() => {
            fields.report(fields.offset, "missing_verified_on", &[]);
        }
        None => {}
    }
    Some((
        Citation(cite.unwrap_or_default().into()),
        status?,
        verified_on,
    ))
}

fn read_state(fields: &Fields<'_, '_>, unit: Unit, by: Option<&str>) -> Option<State> {
    let (repealed, unknown) = (fields.flag("repealed"), fields.flag("unknown"));
    let value = fields.get("value");
    let rows = fields.get("rows").and_then(|_| fields.table("rows"));
    let bands = fields.tables("band");
    let given = [
        repealed,
        unknown,
        value.is_some(),
        rows.is_some(),
        !bands.is_empty(),
    ];
    if given.iter().filter(|present| **present).count() != 1 {
        fields.report(fields.offset, "one_value", &[]);
        return None;
    }
    if repealed {
        return Some(State::Repealed);
    }
    if unknown {
        return Some(State::Unknown);
    }
    if let Some(value) = value {
        return read_cell(fields, value, unit).map(State::One);
    }
    if let Some(rows) = rows {
        return read_table(&rows, unit, by).map(State::Table);
    }
    read_bands(bands).map(|bands| State::One(Cell::Bands(bands)))
}

fn read_cell(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>, unit: Unit) -> Option<Cell> {
    let text = scalar_text(value.get_ref());
    let Some(cell) = text.as_deref().and_then(|text| unit.read(text)) else {
        let shown = text.unwrap_or_else(|| value.get_ref().type_str().to_owned());
        let args = [("text", shown), ("unit", unit.stem().to_owned())];
        fields.report(value.span().start, "bad_value", &args);
        return None;
    };
    fields.read(value.span().start, &cell);
    Some(cell)
}

fn read_table(
    rows: &Fields<'_, '_>,
    unit: Unit,
    by: Option<&str>,
) -> Option<BTreeMap<Box<str>, Cell>> {
    let mut table = BTreeMap::new();
    let mut sound = true;
    for (row, offset, value) in rows.entries() {
        if !row_is_known(by, row) {
            let args = [
                ("row", row.to_owned()),
                ("by", by.unwrap_or_default().to_owned()),
            ];
            rows.report(offset, "unknown_row", &args);
            sound = false;
        }
        match read_cell(rows, value, unit) {
            Some(cell) => drop(table.insert(row.into(), cell)),
            None => sound = false,
        }
    }
    sound.then_some(table)
}

/// Whether `row` belongs to the closed list that a table is told apart by; open lists accept any row.
pub(crate) fn row_is_known(by: Option<&str>, row: &str) -> bool {
    let number_up_to = |limit: u8| row.parse::<u8>().is_ok_and(|n| (1..=limit).contains(&n));
    match by {
        Some("grade") => number_up_to(10),
        Some("risk_class") => number_up_to(8),
        Some("self_care_level") => matches!(row, "total" | "major" | "partial"),
        Some("sex") => matches!(row, "male" | "female"),
        Some("retirement_category") => matches!(row, "male60" | "female55" | "female50"),
        Some("years_left") => row.parse::<u8>().is_ok_and(|n| n <= 5),
        Some("industry") => (2..=4).contains(&row.len()) && row.bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    }
}

fn read_bands(bands: Vec<Fields<'_, '_>>) -> Option<Vec<Band>> {
    let mut read = Vec::new();
    let mut sound = true;
    for fields in bands {
        let indicator = fields.required_text("indicator");
        let at_least = fields.required_text("at_least");
        let below = fields.text("below");
        let steps = fields.integer("steps");
        if steps.is_none() && fields.get("steps").is_none() {
            fields.missing("steps");
        }
        let rate = |text: Option<String>, name: &'static str| {
            let text = text?;
            let rate = text.parse().ok();
            if rate.is_none() {
                let offset = fields.get(name).map_or(fields.offset, |v| v.span().start);
                let args = [("text", text), ("unit", Unit::Percent.stem().to_owned())];
                fields.report(offset, "bad_value", &args);
            }
            rate
        };
        let (at_least, below) = (rate(at_least, "at_least"), rate(below, "below"));
        sound &= fields.finish();
        if let (Some(indicator), Some(at_least), Some(steps)) = (indicator, at_least, steps) {
            read.push(Band {
                indicator,
                at_least,
                below,
                steps,
            });
        }
    }
    sound.then_some(read)
}
