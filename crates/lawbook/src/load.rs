//! Reading the law folder: texts in, a law book or the list of everything that is wrong out.

mod cite;
mod fields;
mod life;
mod parameters;
mod small_files;
mod source;
mod statistics;

pub use cite::Instrument;
pub(crate) use cite::{CitedAt, split_citation};
pub(crate) use fields::{Fields, SourceText};
pub(crate) use parameters::{read_basis, row_is_known};
pub(crate) use source::{Sources, builtin_sources, data_digest, sources_of};

use std::collections::BTreeMap;

use yiju_terms::{Date, Region};

use crate::calendar::WorkCalendar;
use crate::deadline::DeadlineRule;
use crate::ground::Ground;
use crate::life::CaseLife;
use crate::problem::Problem;
use crate::series::{Cell, Layer, Quantity, YearSeries};
use crate::subject::Subject;

/// A place folder of the law: its region and its Chinese name.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub region: Region,
    pub name: String,
}

/// A day on which someone verified a value, with its place in the files (for the staleness check).
#[derive(Clone, Debug)]
pub(crate) struct VerifiedAt {
    pub file: String,
    pub line: usize,
    pub on: Date,
}

/// A value with its place in the files, to be held against the bounds of its quantity once all files are read.
#[derive(Clone, Debug)]
pub(crate) struct ValueAt {
    pub file: String,
    pub line: usize,
    /// The key of a dated quantity, or the name of a yearly series.
    pub key: String,
    pub cell: Cell,
}

/// Everything read so far, with the problems met on the way.
#[derive(Clone, Default)]
pub(crate) struct Loaded {
    pub places: BTreeMap<String, Place>,
    pub quantities: BTreeMap<String, Quantity>,
    pub subjects: BTreeMap<String, Subject>,
    pub yearly: BTreeMap<String, YearSeries>,
    pub deadlines: BTreeMap<String, DeadlineRule>,
    pub grounds: BTreeMap<String, Ground>,
    pub calendar: WorkCalendar,
    pub life: CaseLife,
    pub instruments: Vec<Instrument>,
    pub cited: Vec<CitedAt>,
    pub verified: Vec<VerifiedAt>,
    pub values: Vec<ValueAt>,
    pub problems: Vec<Problem>,
}

/// Folders of `law/` that other rooms read.
const FOREIGN: &[&str] = &["accounts", "evaluation"];

/// Whether this room reads the file at `path` (below the law folder).
pub(crate) fn is_ours(path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let data = path.ends_with(".toml") || path.ends_with(".csv");
    (data || path.ends_with(".md")) && !FOREIGN.contains(&folder)
}

/// Reads all texts and keeps going after each problem.
pub(crate) fn load(sources: &Sources) -> Loaded {
    let mut loaded = Loaded::default();
    load_places(sources, &mut loaded);
    statistics::load_definitions(sources, &mut loaded);
    for (path, text) in sources.iter().filter(|(path, _)| !path.ends_with(".md")) {
        load_file(path, text, &mut loaded);
    }
    cite::check(&mut loaded);
    crate::ground::check(&mut loaded);
    check_quantities(&mut loaded);
    check_values(&mut loaded);
    life::check(&mut loaded);
    loaded.problems.sort();
    loaded.problems.dedup();
    loaded
}

fn load_places(sources: &Sources, loaded: &mut Loaded) {
    for (path, text) in sources.iter() {
        let Some(folder) = path.strip_suffix("/place.toml") else {
            continue;
        };
        let source = SourceText::new(path, text);
        let place = small_files::place(&source);
        loaded.problems.extend(source.into_problems());
        if let Some(place) = place {
            loaded.places.insert(folder.to_owned(), place);
        }
    }
}

fn load_file(path: &str, text: &str, loaded: &mut Loaded) {
    let parts: Vec<&str> = path.split('/').collect();
    let source = SourceText::new(path, text);
    match parts.as_slice() {
        ["instruments.toml"] | [_, "instruments.toml"] => cite::load_instruments(&source, loaded),
        ["statistics", "parameters.toml"] | [_, "place.toml"] => {}
        ["statistics", file] if file.ends_with(".csv") => statistics::load(&source, loaded),
        ["national", "case_life.toml"] => life::load(&source, loaded),
        ["national", "letters.toml"] => crate::ground::load(&source, loaded),
        [_, "deadlines.toml"] => small_files::deadlines(&source, loaded),
        [.., "calendar", _] => small_files::calendar_year(&source, loaded),
        [folder, shelf @ .., file] if file.ends_with(".toml") => {
            match loaded.places.get(*folder).cloned() {
                Some(place) => {
                    let stem = file.trim_end_matches(".toml");
                    let key = shelf
                        .iter()
                        .chain([&stem])
                        .copied()
                        .collect::<Vec<_>>()
                        .join(".");
                    parameters::load(&source, &place, &key, loaded);
                }
                None => source.problem(0, Problem::new(path, 1, "no_place").with("folder", folder)),
            }
        }
        _ => source.problem(0, Problem::new(path, 1, "unknown_file")),
    }
    loaded.problems.extend(source.into_problems());
}

/// Adds a layer of rows to a quantity; two files for one place and key would make the answer depend on their order.
pub(crate) fn add_layer(loaded: &mut Loaded, file: &str, line: usize, found: Quantity) {
    let Some(known) = loaded.quantities.get_mut(&found.key) else {
        loaded.quantities.insert(found.key.clone(), found);
        return;
    };
    if known.unit != found.unit || known.by != found.by {
        loaded.problems.push(
            Problem::new(file, line, "unit_conflict")
                .with("key", &found.key)
                .with("unit", found.unit.stem())
                .with("known", known.unit.stem()),
        );
        return;
    }
    for layer in found.layers {
        if known
            .layers
            .iter()
            .any(|other| other.region == layer.region)
        {
            let problem = Problem::new(file, line, "duplicate_layer")
                .with("key", &found.key)
                .with("region", &layer.region);
            loaded.problems.push(problem);
        } else {
            known.layers.push(layer);
        }
    }
    known.optional |= found.optional;
    known.bounds = std::mem::take(&mut known.bounds).wider(found.bounds);
    known.row_from = known.row_from.take().or(found.row_from);
}

/// Rows must follow each other in time: a row out of order is a typing error somewhere.
pub(crate) fn check_order(source: &SourceText<'_>, layer: &Layer, offsets: &[usize]) {
    for (index, pair) in layer.rows.windows(2).enumerate() {
        let offset = offsets.get(index + 1).copied().unwrap_or(0);
        let (before, after) = (pair[0].from, pair[1].from);
        if after == before {
            source.report(offset, "duplicate_from", &[("from", after.to_string())]);
        } else if after < before {
            let args = [("from", after.to_string()), ("before", before.to_string())];
            source.report(offset, "dates_out_of_order", &args);
        }
    }
}

/// What can only be seen once all files are read.
fn check_quantities(loaded: &mut Loaded) {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for quantity in loaded.quantities.values() {
        if let Some(other) = names.insert(&quantity.parameter, &quantity.key) {
            problems.push(
                Problem::new("", 0, "duplicate_parameter")
                    .with("parameter", &quantity.parameter)
                    .with("first", other)
                    .with("second", &quantity.key),
            );
        }
        if let Some(row_from) = &quantity.row_from
            && !loaded.quantities.contains_key(row_from)
        {
            problems.push(
                Problem::new("", 0, "unknown_row_from")
                    .with("key", &quantity.key)
                    .with("row_from", row_from),
            );
        }
    }
    loaded.problems.extend(problems);
}

/// A value that cannot be right is a typing error, whoever made it.
fn check_values(loaded: &mut Loaded) {
    for value in std::mem::take(&mut loaded.values) {
        let dated = loaded.quantities.get(&value.key);
        let dated = dated.map(|found| (&found.name, found.unit, &found.bounds));
        let yearly = loaded.yearly.get(&value.key);
        let yearly = yearly.map(|found| (&found.name, found.unit, &found.bounds));
        let Some((name, unit, bounds)) = dated.or(yearly) else {
            continue;
        };
        if let Some(outside) = bounds.outside(unit, &value.cell) {
            let problem = Problem::new(&value.file, value.line, "absurd_value")
                .with("text", value.cell.show(unit))
                .with("name", name)
                .with("unit", unit.stem())
                .with("least", outside.least)
                .with("most", outside.most);
            loaded.problems.push(problem);
        }
    }
}
