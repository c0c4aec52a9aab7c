//! The employers of one county while its people pass by.

use yiju_rules::ContributionLimits;
use yiju_rules::columns::add_to_bases;
use yiju_terms::{Money, RiskClass};

use crate::Stop;
use crate::files::FileEntry;
use crate::files::people::{Piece, damaged};
use crate::law::RegionTerms;
use crate::totals::Line;

/// Sums by employer, of all people seen so far.
pub struct County {
    bases: Vec<Money>,
    people: Vec<u32>,
    risk_class: Vec<i32>,
    experience_tier: Vec<i32>,
    rows: u64,
    wages_fen: i64,
}

/// Why a county's lines could not be made: the file is wrong, or the law lacks something.
pub enum Reason {
    File(String),
    Law(Stop),
}

impl Reason {
    pub fn named(self, entry: &FileEntry) -> Stop {
        match self {
            Reason::File(why) => damaged(entry, why),
            Reason::Law(stop) => stop,
        }
    }
}

impl County {
    pub fn of(employers: usize) -> County {
        County {
            bases: vec![Money::ZERO; employers],
            people: vec![0; employers],
            risk_class: vec![0; employers],
            experience_tier: vec![0; employers],
            rows: 0,
            wages_fen: 0,
        }
    }

    /// Errors: what is wrong with the file.
    pub fn add(&mut self, piece: &Piece, limits: &ContributionLimits) -> Result<(), String> {
        let employers = self.bases.len();
        // One pass that the compiler does eight numbers at a time, so that no later one meets a wrong index.
        let greatest = piece.employer.iter().map(|e| *e as u32).max().unwrap_or(0);
        if greatest as usize >= employers {
            return Err(format!("employer {greatest} of {employers}"));
        }
        let wages = &piece.wage_fen;
        self.wages_fen = sum_of(wages)
            .and_then(|sum| self.wages_fen.checked_add(sum))
            .ok_or("the sum of wages is too large")?;
        self.rows += wages.len() as u64;
        let people = piece.employer.iter().map(|employer| *employer as u32);
        let wages = wages.iter().map(|fen| Money::from_fen(*fen));
        add_to_bases(&mut self.bases, people.zip(wages), limits);
        self.count(piece)
    }

    /// Heads, class and tier by employer: people of an employer stand together, so this goes from run to run.
    fn count(&mut self, piece: &Piece) -> Result<(), String> {
        let employer = &piece.employer;
        for cells in [&piece.risk_class, &piece.experience_tier] {
            if let Some(at) = changes_within(employer, cells) {
                return Err(two_classes(employer[at]));
            }
        }
        let mut first = 0;
        for next in 1..=employer.len() {
            if employer.get(next) == employer.get(first) {
                continue;
            }
            let index = employer[first] as usize;
            let found = (piece.risk_class[first], piece.experience_tier[first]);
            let known = (self.risk_class[index], self.experience_tier[index]);
            if self.people[index] > 0 && known != found {
                return Err(two_classes(employer[first]));
            }
            (self.risk_class[index], self.experience_tier[index]) = found;
            self.people[index] += u32::try_from(next - first).unwrap_or(u32::MAX);
            first = next;
        }
        Ok(())
    }

    /// Adds the employers of other row groups of the same county.
    pub fn join(&mut self, other: &County) -> Result<(), String> {
        self.rows += other.rows;
        self.wages_fen += other.wages_fen;
        for at in 0..self.bases.len() {
            if other.people[at] == 0 {
                continue;
            }
            let class = (other.risk_class[at], other.experience_tier[at]);
            let known = (self.risk_class[at], self.experience_tier[at]);
            if self.people[at] > 0 && known != class {
                return Err(two_classes(at));
            }
            (self.risk_class[at], self.experience_tier[at]) = class;
            self.people[at] += other.people[at];
            self.bases[at] += other.bases[at];
        }
        Ok(())
    }

    /// Errors where rows, wages, classes or tiers are not those of the manifest.
    pub fn matches(&self, entry: &FileEntry) -> Result<(), String> {
        if self.rows != entry.rows {
            return Err(format!("{} ≠ {} rows", self.rows, entry.rows));
        }
        let of_people = |cells: &[i32]| {
            let pairs = self.people.iter().zip(cells);
            pairs
                .map(|(people, cell)| i64::from(*people) * i64::from(*cell))
                .sum()
        };
        let found = [
            ("wage_fen", self.wages_fen),
            ("risk_class", of_people(&self.risk_class)),
            ("experience_tier", of_people(&self.experience_tier)),
        ];
        same_sums(entry, &found)
    }

    /// What each employer owes.
    pub fn lines(&self, region: i32, terms: &RegionTerms) -> Result<Vec<Line>, Reason> {
        let wrong = |at: usize| Reason::File(format!("employer {at}: no people, or no such class"));
        let mut classes = Vec::with_capacity(self.bases.len());
        let mut tiers = Vec::with_capacity(self.bases.len());
        for at in 0..self.bases.len() {
            let class = u8::try_from(self.risk_class[at])
                .ok()
                .and_then(RiskClass::new);
            classes.push(class.ok_or_else(|| wrong(at))?);
            tiers.push(u16::try_from(self.experience_tier[at]).map_err(|_| wrong(at))?);
        }
        let amounts = terms
            .amounts(&classes, &tiers, &self.bases)
            .map_err(Reason::Law)?;
        let line = |at: usize| {
            let people = i64::from(self.people[at]);
            Line {
                provisional: terms.is_provisional(classes[at]),
                ..Line::of(region, at, people, self.bases[at], &amounts)
            }
        };
        Ok((0..self.bases.len()).map(line).collect())
    }
}

/// Errors where the manifest has another sum of one of these columns. Folders of before have none of class and tier, but of
/// wages all have one.
pub fn same_sums(entry: &FileEntry, found: &[(&str, i64)]) -> Result<(), String> {
    for (column, sum) in found {
        match entry.sums.get(*column) {
            Some(said) if said != sum => return Err(format!("{column} {sum} ≠ {said}")),
            None if *column == "wage_fen" => return Err(format!("{column} {sum} ≠ —")),
            _ => {}
        }
    }
    Ok(())
}

/// The sum of some wages; nothing where it does not fit.
fn sum_of(wages: &[i64]) -> Option<i64> {
    // Fewer than 2^20 numbers below 2^40 cannot overflow: then the compiler adds several at a time.
    let bits = wages.iter().fold(0, |bits, wage| bits | wage);
    if (0..1 << 40).contains(&bits) && wages.len() < 1 << 20 {
        return Some(wages.iter().fold(0, |sum, wage| sum.wrapping_add(*wage)));
    }
    wages
        .iter()
        .try_fold(0i64, |sum, wage| sum.checked_add(*wage))
}

/// A row in which a cell is another than in the row before, of the same employer. One pass without branches, and a
/// second one only where there is such a row.
fn changes_within(employer: &[i32], cells: &[i32]) -> Option<usize> {
    let (next, other) = (employer.get(1..)?, cells.get(1..)?);
    let mut pairs = employer.iter().zip(cells).zip(next.iter().zip(other));
    let changes =
        |((of, cell), (next, other)): ((&i32, &i32), (&i32, &i32))| (of == next) & (cell != other);
    let any = pairs.clone().fold(false, |any, pair| any | changes(pair));
    any.then(|| pairs.position(changes)).flatten()
}

#[cold]
fn two_classes(employer: impl std::fmt::Display) -> String {
    format!("employer {employer} has two classes or tiers")
}
