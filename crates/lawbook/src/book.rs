//! The law book itself: read once, then asked many times.

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use yiju_terms::{Benefit, Date, Region};

use crate::calendar::WorkCalendar;
use crate::load::{Instrument, Loaded, Sources, builtin_sources, data_digest, load, sources_of};
use crate::problem::Problem;
use crate::series::Quantity;
use crate::subject::Subject;

/// A parsed law folder.
#[doc(alias = "法规库")]
#[derive(Clone)]
pub struct Lawbook {
    sources: Sources,
    digest: String,
    pub(crate) data: Loaded,
    /// Every dated quantity, in the order of keys.
    pub(crate) quantities: Vec<Quantity>,
    /// Key and parameter name → place in `quantities`, so that either finds it with one hash.
    pub(crate) names: FxHashMap<String, usize>,
    /// The law files of the benefits, in the order of [`Benefit::ALL`].
    benefits: Vec<Option<Subject>>,
}

impl std::fmt::Debug for Lawbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lawbook")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// A value last verified longer ago than this is reported by `law check`.
pub(crate) const STALE_AFTER_DAYS: i32 = 365;

impl Lawbook {
    /// The law folder compiled into the program. A broken folder is a bug that the tests of this room catch.
    pub fn builtin() -> &'static Lawbook {
        static BUILTIN: OnceLock<Lawbook> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Lawbook::from_sources(builtin_sources()).unwrap_or_else(|problems| {
                let text = crate::problems_text(&problems, yiju_terms::Lang::En);
                panic!("the law folder compiled in is broken:\n{text}")
            })
        })
    }

    /// Reads a folder. Errors: every problem with its file and line.
    pub fn read(dir: &Path) -> Result<Lawbook, Vec<Problem>> {
        let (sources, problems) = sources_of(dir);
        if problems.is_empty() {
            return Lawbook::from_sources(sources);
        }
        let mut all = problems;
        all.extend(load(&sources).problems);
        Err(all)
    }

    /// Every problem of a folder, those included that do not keep it from being used: values last verified more than a
    /// year before `today`, or verified later than `today`.
    pub fn check(dir: &Path, today: Date) -> Vec<Problem> {
        let (sources, mut problems) = sources_of(dir);
        let loaded = load(&sources);
        problems.extend(stale(&loaded, today));
        problems.extend(loaded.problems);
        problems.sort();
        problems
    }

    /// Values of this book last verified more than a year before `today`, or later than `today`.
    pub fn stale(&self, today: Date) -> Vec<Problem> {
        stale(&self.data, today)
    }

    /// This book with more files: an extra local layer, as (path below the law folder, text). A path that is already
    /// there is a problem: shipped law is never replaced, only overlaid by a nearer place.
    pub fn with_overlay(&self, files: &[(&str, &str)]) -> Result<Lawbook, Vec<Problem>> {
        if files.is_empty() {
            return Ok(self.clone());
        }
        let mut sources = self.sources.clone();
        let mut problems = Vec::new();
        for (path, text) in files {
            if sources.insert((*path).into(), (*text).into()).is_some() {
                problems.push(Problem::new(path, 1, "duplicate_file"));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Lawbook::from_sources(sources)
    }

    fn from_sources(sources: Sources) -> Result<Lawbook, Vec<Problem>> {
        // Nearly every command begins with this: what can be done beside the reading is.
        let (mut data, digest) = std::thread::scope(|scope| {
            let digest = scope.spawn(|| data_digest(&sources));
            (
                load(&sources),
                digest.join().unwrap_or_else(|panic| resume_unwind(panic)),
            )
        });
        if !data.problems.is_empty() {
            return Err(data.problems);
        }
        let mut names = FxHashMap::default();
        let found = std::mem::take(&mut data.quantities);
        let quantities: Vec<Quantity> = found.into_values().collect();
        for (index, quantity) in quantities.iter().enumerate() {
            names.insert(quantity.key.clone(), index);
            names.insert(quantity.parameter.clone(), index);
        }
        let file = |benefit: &Benefit| data.subjects.get(&format!("benefits.{}", benefit.stem()));
        let benefits = Benefit::ALL.iter().map(|benefit| file(benefit).cloned());
        let benefits = benefits.collect();
        Ok(Lawbook {
            sources,
            digest,
            data,
            quantities,
            names,
            benefits,
        })
    }

    /// `sm3:…` over the sorted paths and bytes of the data files.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The newest year that somebody has read the law of: of a day of verification, or of a yearly figure.
    pub fn newest_year(&self) -> Option<i16> {
        let verified = self.data.verified.iter().map(|verified| verified.on.year());
        let layers = self.data.yearly.values().flat_map(|series| &series.layers);
        let yearly = layers.flat_map(|(_, rows)| rows.keys().copied());
        verified.chain(yearly).max()
    }

    pub fn calendar(&self) -> &WorkCalendar {
        &self.data.calendar
    }

    /// What the law files are about, by key.
    pub fn subject(&self, key: &str) -> Option<&Subject> {
        self.data.subjects.get(key)
    }

    /// The law file of a benefit.
    pub fn benefit(&self, benefit: Benefit) -> Option<&Subject> {
        self.benefits[benefit as usize].as_ref()
    }

    /// Every subject, in the order of keys; the benefits are those with `benefit`.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.data.subjects.values()
    }

    /// The texts read, by path; for the pages beside the data and for the handbook.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources
            .iter()
            .map(|(path, text)| (path.as_ref(), text.as_ref()))
    }

    /// The Chinese name of a place that has a law folder.
    pub fn place_name(&self, region: &Region) -> Option<&str> {
        let mut places = self.data.places.values();
        places
            .find(|place| place.region == *region)
            .map(|place| place.name.as_str())
    }

    /// Whether the place, or one around it, has a law folder of its own; the nation alone is not enough.
    pub fn is_written_for(&self, region: &Region) -> bool {
        let mut layers = region.layers();
        layers.any(|layer| layer != Region::nation() && self.place_name(&layer).is_some())
    }

    /// Every place with a law folder of its own and its Chinese name, outermost first.
    pub fn places(&self) -> Vec<(&Region, &str)> {
        let all = self.data.places.values();
        let mut places: Vec<_> = all.map(|p| (&p.region, p.name.as_str())).collect();
        places.sort();
        places
    }

    /// The instruments listed, in the order of the files.
    pub fn instruments(&self) -> &[Instrument] {
        &self.data.instruments
    }

    /// Our own one-line summaries of the articles that `citation` names; several articles give several lines.
    pub fn article_summaries(&self, citation: &str) -> Vec<&str> {
        let parts = crate::load::split_citation(citation).flatten();
        parts
            .filter_map(|(name, version, article)| {
                let mut all = self.data.instruments.iter();
                let instrument = all.find(|i| i.name == name && i.version == version)?;
                instrument.articles.get(article).map(String::as_str)
            })
            .collect()
    }
}

fn stale(loaded: &Loaded, today: Date) -> Vec<Problem> {
    let mut problems = Vec::new();
    for verified in &loaded.verified {
        let days = (today - verified.on).get_days();
        let problem = |code| {
            Problem::new(&verified.file, verified.line, code)
                .with("date", verified.on)
                .with("days", days)
        };
        if days > STALE_AFTER_DAYS {
            problems.push(problem("stale_verified_on"));
        } else if days < 0 {
            problems.push(problem("future_verified_on"));
        }
    }
    problems
}
