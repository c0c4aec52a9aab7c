//! 结算文书: which letters explain a settlement: one to each party, what is asked back, what takes the place of what.

use std::collections::BTreeSet;

use serde::Serialize;
use yiju_store::tables::SettlementLineRow;

use crate::settlement_report::SettlementReport;

/// A letter that a settlement calls for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LetterDue {
    /// `settlement`, `recovery`, `adjustment` or `refund`.
    pub kind: &'static str,
    /// `person` or `employer`.
    pub to_kind: &'static str,
    /// The number of the person or of the employer.
    pub to: String,
    /// The determination that changes, or the month of a refund.
    pub about: String,
}

/// The letters of a settlement that is not written yet, in the order of its lines.
pub fn of_report(report: &SettlementReport) -> Vec<LetterDue> {
    let benefits = report.benefits.iter().map(|line| {
        let asked_back = line.kind == "recovery";
        (line.determination, line.person.as_str(), asked_back)
    });
    let employers = report.contributions.iter().map(|line| {
        let month = line.month.to_string();
        let refund = (!line.refund.is_zero()).then_some(month);
        (line.employer.as_str(), refund)
    });
    letters(benefits, employers)
}

/// The letters of a settlement that was written; a refund has its letter when it is paid.
pub fn of_lines(lines: &[SettlementLineRow]) -> Vec<LetterDue> {
    let benefits = lines.iter().filter_map(|line| {
        let person = line.person_id.as_deref()?;
        Some((line.determination_id?, person, line.kind == "recovery"))
    });
    let employers = lines
        .iter()
        .filter_map(|line| Some((line.employer_id.as_deref()?, None)));
    letters(benefits, employers)
}

fn letters<'a>(
    benefits: impl Iterator<Item = (i64, &'a str, bool)>,
    employers: impl Iterator<Item = (&'a str, Option<String>)>,
) -> Vec<LetterDue> {
    let mut list: Vec<LetterDue> = Vec::new();
    let mut seen: BTreeSet<LetterDue> = BTreeSet::new();
    let mut add = |letter: LetterDue| {
        if seen.insert(letter.clone()) {
            list.push(letter);
        }
    };
    let letter = |kind, to_kind, to: &str, about: String| LetterDue {
        kind,
        to_kind,
        to: to.to_owned(),
        about,
    };
    for (determination, person, asked_back) in benefits {
        let about = determination.to_string();
        add(letter("settlement", "person", person, about.clone()));
        add(letter("adjustment", "person", person, about.clone()));
        if asked_back {
            add(letter("recovery", "person", person, about));
        }
    }
    for (employer, refund) in employers {
        add(letter("settlement", "employer", employer, String::new()));
        if let Some(month) = refund {
            add(letter("refund", "employer", employer, month));
        }
    }
    list
}

/// How many of each kind.
pub fn counts(letters: &[LetterDue]) -> Vec<(&'static str, usize)> {
    let kinds = ["settlement", "adjustment", "recovery", "refund"];
    let count = |kind: &'static str| (kind, letters.iter().filter(|one| one.kind == kind).count());
    kinds
        .into_iter()
        .map(count)
        .filter(|(_, n)| *n > 0)
        .collect()
}
