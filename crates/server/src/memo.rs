//! Figures once computed. A figure of a year follows from the journal and the law alone, so it stays true until the
//! journal grows; then everything here is forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use yiju_figures::{Basis, FigureValue};
use yiju_terms::Lang;

/// What a basis was drilled for: year, stem, language, limit.
pub type BasisKey = (i64, String, Lang, usize);

/// Values and bases as of one head of the journal.
#[derive(Default)]
pub struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    seq: i64,
    values: HashMap<(i64, String), FigureValue>,
    bases: HashMap<BasisKey, Basis>,
    reports: HashMap<i64, Arc<str>>,
}

/// Bases hold records; more of them than this are not worth their room.
const BASES: usize = 256;

impl Memo {
    pub fn value(&self, seq: i64, year: i64, stem: &str) -> Option<FigureValue> {
        self.at(seq)?.values.get(&(year, stem.to_owned())).cloned()
    }

    pub fn keep_value(&self, seq: i64, year: i64, stem: &str, value: &FigureValue) {
        let mut known = self.known_at(seq);
        known.values.insert((year, stem.to_owned()), value.clone());
    }

    pub fn basis(&self, seq: i64, key: &BasisKey) -> Option<Basis> {
        self.at(seq)?.bases.get(key).cloned()
    }

    pub fn keep_basis(&self, seq: i64, key: BasisKey, basis: &Basis) {
        let mut known = self.known_at(seq);
        if known.bases.len() < BASES {
            known.bases.insert(key, basis.clone());
        }
    }

    /// The report of a year, set as HTML.
    pub fn report(&self, seq: i64, year: i64) -> Option<Arc<str>> {
        self.at(seq)?.reports.get(&year).cloned()
    }

    pub fn keep_report(&self, seq: i64, year: i64, html: &Arc<str>) {
        self.known_at(seq).reports.insert(year, html.clone());
    }

    fn at(&self, seq: i64) -> Option<MutexGuard<'_, Known>> {
        Some(self.lock()).filter(|known| known.seq == seq)
    }

    /// What is known at `seq`; a page that read an older journal must not bring old values back.
    fn known_at(&self, seq: i64) -> MutexGuard<'_, Known> {
        let mut known = self.lock();
        if known.seq != seq {
            *known = Known {
                seq,
                ..Known::default()
            };
        }
        known
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
