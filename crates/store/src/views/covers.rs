//! Where people are under cover, with the payers' names: for a list of people of one region or of several.

use std::collections::BTreeMap;

use super::people::{CoverLine, PersonLine};
use crate::engine::{Fault, Store};
use crate::sets::{self, CoverChange};

/// Where these people are under cover on the day, with the names of the employers and projects: three statements for all.
pub(super) fn add(store: &mut Store, people: &mut [PersonLine], on: &str) -> Result<(), Fault> {
    for people in people.chunks_mut(sets::LONGEST) {
        let pairs = people
            .iter()
            .map(|one| (one.region.as_str(), one.id.as_str()));
        let mut changes = cover_changes(store, pairs, on)?;
        for person in people.iter_mut() {
            let of = (person.region.clone(), person.id.clone());
            person.covers = standing(changes.remove(&of).unwrap_or_default());
        }
        for kind in ["employer", "project"] {
            let covers = || {
                people
                    .iter()
                    .flat_map(|one| one.covers.iter().map(|c| (&one.region, c)))
            };
            let pairs = covers().filter(|(_, cover)| cover.kind == kind);
            let pairs = pairs.map(|(region, cover)| (region.as_str(), cover.id.as_str()));
            let names = payer_names(store, kind, pairs)?;
            for person in people.iter_mut() {
                for cover in person.covers.iter_mut().filter(|cover| cover.kind == kind) {
                    let of = (person.region.clone(), cover.id.clone());
                    cover.name = names.get(&of).unwrap_or(&cover.id).clone();
                }
            }
        }
    }
    Ok(())
}

/// The covers that stand after these changes of one person in the order of time, without the payers' names.
fn standing(mut changes: Vec<CoverChange>) -> Vec<CoverLine> {
    // Stable: within a cover the order of time stays.
    changes.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
    let mut last: Vec<CoverChange> = Vec::new();
    for change in changes {
        match last.last_mut() {
            Some(known) if known.kind == change.kind && known.id == change.id => *known = change,
            _ => last.push(change),
        }
    }
    let on = last.into_iter().filter(|change| change.is_on);
    on.map(|change| CoverLine {
        kind: change.kind,
        id: change.id,
        name: String::new(),
        since: change.valid_from,
    })
    .collect()
}

const COVER_CHANGES: &str =
    "SELECT region, person_id, cover_kind, cover_id, valid_from, state, seq FROM enrollment
     WHERE region = {region} AND person_id IN ({list}) AND valid_from <= $1";

/// The changes of cover up to a day, by region and person, in the order of time.
fn cover_changes<'t>(
    store: &mut Store,
    people: impl Iterator<Item = (&'t str, &'t str)>,
    on: &str,
) -> Result<BTreeMap<(String, String), Vec<CoverChange>>, Fault> {
    let mut rows = sets::rows_of_pairs(store, COVER_CHANGES, &[on.into()], people)?;
    // Here: the parts of a statement about several regions come one after the other.
    rows.sort_by(|(_, a), (_, b)| (a.text(4), a.int(6)).cmp(&(b.text(4), b.int(6))));
    let mut found: BTreeMap<_, Vec<CoverChange>> = BTreeMap::new();
    for (person, row) in rows {
        found.entry(person).or_default().push(CoverChange {
            kind: row.text(2).to_owned(),
            id: row.text(3).to_owned(),
            valid_from: row.text(4).to_owned(),
            is_on: row.text(5) == "on",
        });
    }
    Ok(found)
}

/// The latest names of employers (`employer`) or projects (`project`), by region and number.
fn payer_names<'t>(
    store: &mut Store,
    kind: &str,
    payers: impl Iterator<Item = (&'t str, &'t str)>,
) -> Result<BTreeMap<(String, String), String>, Fault> {
    let sql = format!(
        "SELECT region, id, valid_from, seq, name FROM {kind} WHERE region = {{region}} AND id IN ({{list}})"
    );
    let mut found: BTreeMap<(String, String), (String, i64, String)> = BTreeMap::new();
    for (payer, row) in sets::rows_of_pairs(store, &sql, &[], payers)? {
        let version = (row.text(2).to_owned(), row.int(3), row.text(4).to_owned());
        let known = found.entry(payer).or_default();
        *known = version.max(std::mem::take(known));
    }
    let names = found.into_iter().map(|(payer, version)| (payer, version.2));
    Ok(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::plan;

    /// A look-up by the region alone read a million rows to find one.
    #[test]
    fn covers_are_found_by_the_person() {
        let sql = COVER_CHANGES
            .replace("{region}", "$2")
            .replace("{list}", "$3");
        let plan = plan(
            &sql,
            &["9999-12-31".into(), "431123".into(), "P00000001".into()],
        );
        assert!(plan[0].contains("person_id=?"), "{plan:?}");
    }
}
