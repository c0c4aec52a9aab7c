//! 案情沿革: the facts of a determination as they were known at an entry of the journal, and before a re-appraisal the
//! facts that held until then.

use std::collections::BTreeMap;

use yiju_rules::BenefitCase;
use yiju_store::settlements::{self, Standing};
use yiju_store::tables::{FactCorrectionRow, ReplacementRow};
use yiju_store::{Fault, Store};

/// The facts of a case, newest first: each later one holds until the re-appraisal of the one before it.
#[derive(Clone, Debug)]
pub struct Facts {
    pub now: BenefitCase,
    pub earlier: Vec<BenefitCase>,
    /// The correction that brought `now`, where there was one.
    pub correction: Option<FactCorrectionRow>,
}

/// Corrections as known at an entry of the journal, and which determination took the place of which.
pub struct History {
    corrections: BTreeMap<i64, Vec<FactCorrectionRow>>,
    replaces: BTreeMap<i64, ReplacementRow>,
}

impl History {
    pub fn at(store: &mut Store, region: &str, known_seq: i64) -> Result<History, Fault> {
        let mut corrections: BTreeMap<i64, Vec<FactCorrectionRow>> = BTreeMap::new();
        for row in settlements::all_corrections(store, region, known_seq)? {
            corrections
                .entry(row.determination_id)
                .or_default()
                .push(row);
        }
        Ok(History {
            corrections,
            replaces: settlements::replacements(store, region)?,
        })
    }

    /// What a determination took the place of.
    pub fn replacement(&self, determination: i64) -> Option<&ReplacementRow> {
        self.replaces.get(&determination)
    }

    /// The facts of a determination, without the last `skip` corrections.
    pub fn facts(
        &self,
        store: &mut Store,
        standing: &Standing,
        skip: usize,
    ) -> Result<Facts, Fault> {
        let texts = self.texts(store, standing, skip)?;
        let mut cases = Vec::with_capacity(texts.len());
        for text in &texts {
            cases.push(read_facts(text)?);
        }
        let now = cases.first().cloned();
        let now = now.ok_or_else(|| Fault::new("reading the facts of a case", "there are none"))?;
        let mut earlier: Vec<BenefitCase> = Vec::new();
        while let Some(stage) = before(earlier.last().unwrap_or(&now), &now, &cases) {
            earlier.push(stage);
        }
        let own = self.corrections.get(&standing.determination.id);
        let correction = own.and_then(|rows| rows.iter().rev().nth(skip)).cloned();
        Ok(Facts {
            now,
            earlier,
            correction,
        })
    }

    /// Every text of facts the case ever had, newest first.
    fn texts(
        &self,
        store: &mut Store,
        standing: &Standing,
        skip: usize,
    ) -> Result<Vec<String>, Fault> {
        let determination = &standing.determination;
        let mut texts = self.of(determination.id, skip);
        texts.push(determination.facts.clone());
        let mut id = determination.id;
        while let Some(replaced) = self.replaces.get(&id) {
            id = replaced.replaces;
            texts.extend(self.of(id, 0));
            let found = settlements::determination(store, &determination.region, id)?;
            texts.extend(found.map(|found| found.determination.facts));
        }
        Ok(texts)
    }

    fn of(&self, determination: i64, skip: usize) -> Vec<String> {
        let rows = self.corrections.get(&determination);
        let newest_first = rows.into_iter().flatten().rev().skip(skip);
        newest_first.map(|row| row.facts.clone()).collect()
    }
}

/// The stage that held before `newer`: what was appraised then, and all other facts as they are known now, so that a
/// correction reaches back before a re-appraisal.
fn before(newer: &BenefitCase, now: &BenefitCase, cases: &[BenefitCase]) -> Option<BenefitCase> {
    let named = newer.earlier_appraisal.as_ref()?;
    // An appraisal that is said to be earlier and is not would go round in a circle.
    newer.appraised_on.filter(|on| named.appraised_on < *on)?;
    let same = |case: &&BenefitCase| {
        case.grade == Some(named.grade) && case.appraised_on == Some(named.appraised_on)
    };
    let then = cases.iter().find(same);
    Some(BenefitCase {
        grade: Some(named.grade),
        appraised_on: Some(named.appraised_on),
        self_care_level: then.map_or(now.self_care_level, |then| then.self_care_level),
        earlier_appraisal: then.and_then(|then| then.earlier_appraisal.clone()),
        ..now.clone()
    })
}

pub(crate) fn read_facts(text: &str) -> Result<BenefitCase, Fault> {
    serde_json::from_str(text).map_err(|error| Fault::new("reading the facts of a case", error))
}
