//! The small files of the law folder: places, deadlines, the holiday notices.

use yiju_terms::{Date, Region};

use super::fields::date_of;
use super::parameters::read_basis;
use super::{Fields, Loaded, Place, SourceText};
use crate::calendar::CalendarYear;
use crate::deadline::{DeadlineKind, DeadlineRule, DeadlineUnit, DeadlineVersion};

/// `place.toml`: which region a folder is the law of.
pub(super) fn place(source: &SourceText<'_>) -> Option<Place> {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    let name = root.required_text("name");
    // The nation's code is the empty text, so the text reader (which refuses empty) does not fit.
    let region = match root.get("region") {
        None => {
            root.missing("region");
            None
        }
        Some(value) => {
            let code = value.get_ref().as_str().unwrap_or("?");
            let region = code.parse::<Region>().ok();
            if region.is_none() {
                let args = [("text", code.to_owned()), ("unit", "region".to_owned())];
                root.report(value.span().start, "bad_value", &args);
            }
            region
        }
    };
    root.finish();
    Some(Place {
        region: region?,
        name: name?,
    })
}

/// `deadlines.toml`: the catalogue of deadlines.
pub(super) fn deadlines(source: &SourceText<'_>, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    root.text("name");
    root.text("note");
    for fields in root.tables("deadline") {
        let (code, name) = (fields.required_text("code"), fields.required_text("name"));
        let start = fields.required_text("start");
        let kind = closed_word(
            &fields,
            "kind",
            DeadlineKind::from_stem,
            DeadlineKind::Limit,
        );
        let note = fields.text("note");
        let mut versions: Vec<DeadlineVersion> = Vec::new();
        for value in fields.tables("value") {
            let offset = value.offset;
            let Some(version) = version(source, value, loaded) else {
                continue;
            };
            if let Some(last) = versions.last()
                && last.from >= version.from
            {
                let same = last.from == version.from;
                let code = if same {
                    "duplicate_from"
                } else {
                    "dates_out_of_order"
                };
                let from = ("from", version.from.to_string());
                source.report(offset, code, &[from, ("before", last.from.to_string())]);
            }
            versions.push(version);
        }
        if versions.is_empty() {
            fields.missing("value");
        }
        let offset = fields.offset;
        fields.finish();
        if let (Some(code), Some(name), Some(start), Some(kind)) = (code, name, start, kind) {
            let rule = DeadlineRule {
                code: code.clone(),
                name,
                start,
                kind,
                note,
                versions,
            };
            if loaded.deadlines.insert(code.clone(), rule).is_some() {
                source.report(offset, "duplicate_deadline", &[("code", code)]);
            }
        }
    }
    root.finish();
}

fn closed_word<T>(
    fields: &Fields<'_, '_>,
    name: &'static str,
    read: fn(&str) -> Option<T>,
    default: T,
) -> Option<T> {
    let Some(stem) = fields.text(name) else {
        return Some(default);
    };
    let word = read(&stem);
    if word.is_none() {
        let offset = fields.get(name).map_or(fields.offset, |v| v.span().start);
        fields.report(
            offset,
            "unknown_word",
            &[("field", name.to_owned()), ("word", stem)],
        );
    }
    word
}

fn version(
    source: &SourceText<'_>,
    fields: Fields<'_, '_>,
    loaded: &mut Loaded,
) -> Option<DeadlineVersion> {
    let from = fields.required_date("from");
    let length = fields.integer("length");
    if length.is_none() && fields.get("length").is_none() {
        fields.missing("length");
    }
    let unit = match fields.required_text("unit") {
        Some(_) => closed_word(
            &fields,
            "unit",
            DeadlineUnit::from_stem,
            DeadlineUnit::CalendarDays,
        ),
        None => None,
    };
    let extension = fields.integer("extension");
    let basis = read_basis(source, &fields, false, loaded);
    fields.finish();
    let (citation, status, verified_on) = basis?;
    Some(DeadlineVersion {
        from: from?,
        length: i32::try_from(length?).ok()?,
        unit: unit?,
        extension: extension.and_then(|days| i32::try_from(days).ok()),
        citation,
        status,
        verified_on,
    })
}

/// `calendar/<year>.toml`: the yearly holiday notice of the State Council.
pub(super) fn calendar_year(source: &SourceText<'_>, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    root.required_text("name");
    root.text("note");
    let year = root.integer("year");
    if year.is_none() && root.get("year").is_none() {
        root.missing("year");
    }
    let basis = read_basis(source, &root, false, loaded);
    let mut rest_days = Vec::new();
    let mut working_days = Vec::new();
    for holiday in root.tables("holiday") {
        holiday.required_text("name");
        let (from, to) = (holiday.required_date("from"), holiday.required_date("to"));
        match (from, to) {
            (Some(from), Some(to)) if from <= to && (to - from).get_days() < 31 => {
                rest_days.extend(
                    from.series(jiff::Span::new().days(1))
                        .take_while(|d| *d <= to),
                );
            }
            (Some(from), Some(to)) => {
                let args = [("from", to.to_string()), ("before", from.to_string())];
                holiday.report(holiday.offset, "dates_out_of_order", &args);
            }
            _ => {}
        }
        working_days.extend(shifted_days(&holiday));
        holiday.finish();
    }
    root.finish();
    let (Some(year), Some((citation, status, _))) = (year, basis) else {
        return;
    };
    let Ok(year) = i16::try_from(year) else {
        return;
    };
    let calendar = CalendarYear {
        year,
        rest_days,
        working_days,
        citation,
        status,
    };
    if !loaded.calendar.add(calendar) {
        source.report(0, "duplicate_from", &[("from", year.to_string())]);
    }
}

/// The weekend days that are worked to make up for a holiday.
fn shifted_days(holiday: &Fields<'_, '_>) -> Vec<Date> {
    let Some(value) = holiday.get("workdays") else {
        return Vec::new();
    };
    let mut days = Vec::new();
    let items = value.get_ref().as_array();
    for item in items.into_iter().flat_map(|array| array.iter()) {
        match date_of(item.get_ref()) {
            Some(day) if crate::calendar::is_weekend(day) => days.push(day),
            Some(day) => {
                let args = [("day", day.to_string())];
                holiday.report(item.span().start, "workday_not_weekend", &args);
            }
            None => {
                let args = [
                    ("field", "workdays".to_owned()),
                    ("want", "date".to_owned()),
                ];
                holiday.report(item.span().start, "wrong_type", &args);
            }
        }
    }
    if items.is_none() {
        let args = [("field", "workdays".to_owned()), ("want", "[…]".to_owned())];
        holiday.report(value.span().start, "wrong_type", &args);
    }
    days
}
