//! One moment of a store as a folder: the people of each assessed month, and the rows the figures are computed from.

use std::collections::BTreeMap;
use std::path::Path;

use yiju_actions::office;
use yiju_lawbook::Lawbook;
use yiju_store::tables::EmployerRow;
use yiju_store::{Store, as_known, extract, journal, migrate, register};
use yiju_terms::{Month, Refusal, Region};

use super::fresh::Fresh;
use super::manifest::{Kind, Manifest, RegionEntry, VERSION};
use super::people_file::MonthFiles;
use super::sheet::GROUP_ROWS;
use super::{fault, tables};
use crate::Stop;

/// What is asked for: no month or no region named means all there are.
pub struct Export<'a> {
    pub book: &'a Lawbook,
    pub regions: Vec<Region>,
    pub months: Vec<Month>,
    /// Whether an office's notice says that its data are invented.
    pub is_synthetic: fn(&str) -> bool,
}

/// How far an export has come: the region that is done, of how many, and its people.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    pub region: &'a str,
    pub done: usize,
    pub of: usize,
    pub people: u64,
}

/// Writes the folder. Refused: a folder that holds anything, a region the store has not, a month without people.
pub fn export(
    store: &mut Store,
    folder: &Path,
    asked: &Export<'_>,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Manifest, Stop> {
    let fresh = Fresh::begin(folder)?;
    // One snapshot for everything: whatever is written meanwhile belongs to a later export.
    let manifest = store.snapshot(|store| write(store, &fresh, asked, progress))?;
    fresh.publish(manifest)
}

fn write(
    store: &mut Store,
    fresh: &Fresh,
    asked: &Export<'_>,
    progress: &mut dyn FnMut(Step<'_>),
) -> Result<Manifest, Stop> {
    let mut codes = migrate::regions(store)?;
    let unknown = |region: &&Region| !codes.iter().any(|code| code == region.code());
    let refusals: Vec<Refusal> = asked
        .regions
        .iter()
        .filter(unknown)
        .map(|region| Refusal::new("office_missing").with("region", region))
        .collect();
    if !refusals.is_empty() {
        return Err(Stop::Refused(refusals));
    }
    if !asked.regions.is_empty() {
        codes.retain(|code| asked.regions.iter().any(|region| region.code() == code));
    }
    let mut manifest = Manifest {
        kind: Kind::Source,
        version: VERSION,
        synthetic: false,
        law: asked.book.digest().to_owned(),
        result: None,
        regions: Vec::new(),
        files: Vec::new(),
    };
    for (done, code) in codes.iter().enumerate() {
        let region: Region = code
            .parse()
            .map_err(|error| fault("reading a region", error))?;
        let office = register::office(store, code)?;
        manifest.synthetic |= office.is_some_and(|row| (asked.is_synthetic)(&row.notice));
        let confirmed = office::confirmed(store, &region)?;
        let head = journal::head(store, code)?;
        let mut people = 0;
        for month in months(store, code, &asked.months)? {
            people += month_of(store, fresh, &region, (month, head.seq))?;
        }
        tables::write(store, fresh, &region)?;
        manifest.regions.push(RegionEntry {
            law: office::lawbook_by(&confirmed, asked.book)?
                .digest()
                .to_owned(),
            region,
            seq: head.seq,
            head: head.digest,
            confirmed,
        });
        progress(Step {
            region: code,
            done: done + 1,
            of: codes.len(),
            people,
        });
    }
    Ok(manifest)
}

fn months(store: &mut Store, region: &str, asked: &[Month]) -> Result<Vec<Month>, Stop> {
    if !asked.is_empty() {
        return Ok(asked.to_vec());
    }
    let months = extract::assessed_months(store, region)?;
    let parsed = months.iter().map(|month| month.parse::<Month>());
    Ok(parsed
        .collect::<Result<_, _>>()
        .map_err(|error| fault("reading a month", error))?)
}

/// The people of a month, as 缴费核定 sees them: under cover on its last day at an active employer.
fn month_of(
    store: &mut Store,
    fresh: &Fresh,
    region: &Region,
    (month, seq): (Month, i64),
) -> Result<u64, Stop> {
    let (day, text) = (month.last_day().to_string(), month.to_string());
    let employers: BTreeMap<String, EmployerRow> =
        as_known::employers_on(store, region.code(), &day, seq)?
            .into_iter()
            .map(|row| (row.id.clone(), row))
            .collect();
    let mut files = MonthFiles::begin(fresh, region, &text, GROUP_ROWS)?;
    // The people of an employer come one after the other; only those of one are held.
    let (mut of, mut wages) = (String::new(), Vec::new());
    as_known::covered_wages(store, region.code(), (&day, &text), seq, |person| {
        if person.employer_id != of {
            write_employer(&mut files, employers.get(&of), &mut wages)?;
            person.employer_id.clone_into(&mut of);
        }
        wages.push(person.wage_fen);
        Ok::<(), Stop>(())
    })?;
    write_employer(&mut files, employers.get(&of), &mut wages)?;
    files.finish(fresh)
}

/// Writes an active employer with these people, who are then gone; people of any other are left out, as 缴费核定 does.
fn write_employer(
    files: &mut MonthFiles,
    employer: Option<&EmployerRow>,
    wages: &mut Vec<i64>,
) -> Result<(), Stop> {
    if let Some(employer) = employer.filter(|_| !wages.is_empty()) {
        let small = |value: i64| i32::try_from(value).unwrap_or_default();
        let (class, tier) = (small(employer.risk_class), small(employer.experience_tier));
        files.employer(&employer.id, class, tier, wages)?;
    }
    wages.clear();
    Ok(())
}
