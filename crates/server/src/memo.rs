//! Figures, reports and settlements once computed. They follow from the journal and the law alone (a settlement from its
//! day as well), so they stay true until the journal grows; then everything here is forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use yiju_actions::settlement_report::SettlementReport;
use yiju_figures::{Basis, FigureValue};
use yiju_terms::{Date, Lang, Month};

/// What a basis was drilled for: year, stem, language, limit.
pub type BasisKey = (i64, String, Lang, usize);

/// What a settlement was worked out for: the last month, and the day on which money would move.
pub type SettlementKey = (Month, Date);

/// Values and bases as of one head of the journal.
#[derive(Default)]
pub struct Memo(Mutex<Known>);

#[derive(Default)]
struct Known {
    seq: i64,
    values: HashMap<(i64, String), FigureValue>,
    bases: HashMap<BasisKey, Basis>,
    reports: HashMap<i64, Arc<str>>,
    /// The last one only: each holds every line of a county.
    settlement: Option<(SettlementKey, Arc<SettlementReport>)>,
}

/// Bases hold records; more of them than this are not worth their room.
const BASES: usize = 256;
/// A settlement of more lines is worked out each time: it would take room for as long as nothing is entered.
const SETTLEMENT_LINES: usize = 100_000;

impl Memo {
    pub fn value(&self, seq: i64, year: i64, stem: &str) -> Option<FigureValue> {
        self.at(seq)?.values.get(&(year, stem.to_owned())).cloned()
    }

    pub fn keep_value(&self, seq: i64, year: i64, stem: &str, value: &FigureValue) {
        if let Some(mut known) = self.known_at(seq) {
            known.values.insert((year, stem.to_owned()), value.clone());
        }
    }

    pub fn basis(&self, seq: i64, key: &BasisKey) -> Option<Basis> {
        self.at(seq)?.bases.get(key).cloned()
    }

    pub fn keep_basis(&self, seq: i64, key: BasisKey, basis: &Basis) {
        if let Some(mut known) = self.known_at(seq)
            && known.bases.len() < BASES
        {
            known.bases.insert(key, basis.clone());
        }
    }

    /// The report of a year, set as HTML.
    pub fn report(&self, seq: i64, year: i64) -> Option<Arc<str>> {
        self.at(seq)?.reports.get(&year).cloned()
    }

    pub fn keep_report(&self, seq: i64, year: i64, html: &Arc<str>) {
        if let Some(mut known) = self.known_at(seq) {
            known.reports.insert(year, html.clone());
        }
    }

    pub fn settlement(&self, seq: i64, key: SettlementKey) -> Option<Arc<SettlementReport>> {
        let known = self.at(seq)?;
        let (of, found) = known.settlement.as_ref()?;
        (*of == key).then(|| found.clone())
    }

    pub fn keep_settlement(&self, seq: i64, key: SettlementKey, found: &Arc<SettlementReport>) {
        let lines = found.benefits.len() + found.contributions.len();
        if let Some(mut known) = self.known_at(seq)
            && lines <= SETTLEMENT_LINES
        {
            known.settlement = Some((key, found.clone()));
        }
    }

    fn at(&self, seq: i64) -> Option<MutexGuard<'_, Known>> {
        Some(self.lock()).filter(|known| known.seq == seq)
    }

    /// What is known at `seq`. Nothing for a page that read an older journal: what it made is out of date already.
    fn known_at(&self, seq: i64) -> Option<MutexGuard<'_, Known>> {
        let mut known = self.lock();
        if known.seq > seq {
            return None;
        }
        if known.seq < seq {
            *known = Known {
                seq,
                ..Known::default()
            };
        }
        Some(known)
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settlement(through: Month) -> Arc<SettlementReport> {
        Arc::new(SettlementReport {
            through,
            known_seq: 0,
            benefits: Vec::new(),
            contributions: Vec::new(),
            reasons: Vec::new(),
            totals: Vec::new(),
            stopped: Vec::new(),
            vouchers: Vec::new(),
            letters: Vec::new(),
        })
    }

    #[test]
    fn a_settlement_is_kept_for_its_months_and_day_until_the_journal_grows() {
        let memo = Memo::default();
        let (may, june) = (Month::new(2023, 5), Month::new(2023, 6));
        let (day, next) = (Date::constant(2023, 7, 1), Date::constant(2023, 7, 2));
        memo.keep_settlement(7, (may, day), &settlement(may));
        let found = |seq, key| memo.settlement(seq, key).map(|found| found.through);
        assert_eq!(found(7, (may, day)), Some(may));
        for key in [(june, day), (may, next)] {
            assert_eq!(found(7, key), None);
        }
        assert_eq!(found(8, (may, day)), None);
        // Made from an older journal: out of date, and what is newer stays.
        memo.keep_settlement(6, (june, day), &settlement(june));
        assert_eq!(found(6, (june, day)), None);
        assert_eq!(found(7, (may, day)), Some(may));
        memo.keep_settlement(8, (june, day), &settlement(june));
        assert_eq!(
            (found(8, (june, day)), found(7, (may, day))),
            (Some(june), None)
        );
    }
}
