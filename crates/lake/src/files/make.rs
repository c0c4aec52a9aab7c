//! A synthetic folder: people of invented counties, to try and to measure with. Memory does not grow with their number.

use std::path::Path;

use yiju_lawbook::{Confirmed, Lawbook};
use yiju_terms::{Month, Refusal, Region};

use super::fresh::Fresh;
use super::manifest::{Kind, Manifest, RegionEntry, VERSION};
use super::people_file::MonthFiles;
use super::{export, fault};
use crate::Stop;

/// What is asked for.
pub struct Make<'a> {
    pub people: u64,
    pub counties: u32,
    pub month: Month,
    pub book: &'a Lawbook,
    /// The papers every county has confirmed.
    pub papers: Confirmed,
    /// Rows of a row group ([`super::sheet::GROUP_ROWS`]).
    pub group_rows: usize,
}

/// Codes begin here: a province of the law folder, counties that nobody has.
const FIRST_CODE: u32 = 430_000;

/// Writes the folder. The same call gives the same bytes.
pub fn make(
    folder: &Path,
    asked: &Make<'_>,
    progress: &mut dyn FnMut(export::Step<'_>),
) -> Result<Manifest, Stop> {
    let counties = u64::from(asked.counties).min(asked.people);
    if counties == 0 {
        return Err(Refusal::new("lake_nobody").into());
    }
    let fresh = Fresh::begin(folder)?;
    let mut regions = Vec::new();
    for county in 0..counties {
        let people = asked.people / counties + u64::from(county < asked.people % counties);
        let code = FIRST_CODE + u32::try_from(county).unwrap_or_default();
        let region: Region = code
            .to_string()
            .parse()
            .map_err(|error| fault("a code", error))?;
        write_county(&fresh, &region, asked, people, county)?;
        let done = usize::try_from(county + 1).unwrap_or_default();
        progress(export::Step {
            region: region.code(),
            done,
            of: usize::try_from(counties).unwrap_or_default(),
            people,
        });
        regions.push(RegionEntry {
            region,
            seq: 0,
            head: yiju_store::journal::ORIGIN.to_owned(),
            law: asked.book.digest().to_owned(),
            confirmed: asked.papers.clone(),
        });
    }
    fresh.publish(Manifest {
        kind: Kind::Source,
        version: VERSION,
        synthetic: true,
        law: asked.book.digest().to_owned(),
        result: None,
        regions,
        files: Vec::new(),
    })
}

/// Employers of 1 to 20 people and now and then one of some hundreds; wages around 4,000 yuan, some below and above the limits.
fn write_county(
    fresh: &Fresh,
    region: &Region,
    asked: &Make<'_>,
    people: u64,
    seed: u64,
) -> Result<(), Stop> {
    let mut below = random(seed);
    let mut files = MonthFiles::begin(fresh, region, &asked.month.to_string(), asked.group_rows)?;
    let (mut left, mut number) = (people, 0u64);
    let mut wages: Vec<i64> = Vec::new();
    while left > 0 {
        let usual = match below(200) {
            0 => 100 + below(400),
            _ => 1 + below(16) + below(5),
        };
        let size = usual.min(left);
        wages.clear();
        for _ in 0..size {
            let wage = 150_000 + below(600_000) + below(600_000) + below(900_000);
            wages.push(i64::try_from(wage).unwrap_or_default());
        }
        number += 1;
        let class = i32::try_from(below(8)).unwrap_or_default() + 1;
        files.employer(&format!("E{number:06}"), class, 100, &wages)?;
        left -= size;
    }
    files.finish(fresh)?;
    Ok(())
}

/// Numbers below a limit, the same for the same seed (xorshift).
fn random(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 88_172_645_463_325_252;
    move |limit| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % limit
    }
}
