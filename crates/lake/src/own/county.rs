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
        let wages = piece.wage_fen.iter();
        let sum = wages
            .clone()
            .try_fold(0i64, |sum, wage| sum.checked_add(*wage));
        self.wages_fen = sum
            .and_then(|sum| self.wages_fen.checked_add(sum))
            .ok_or("the sum of wages is too large")?;
        self.rows += piece.wage_fen.len() as u64;
        let people = piece.employer.iter().map(|employer| *employer as u32);
        add_to_bases(
            &mut self.bases,
            people.zip(wages.map(|fen| Money::from_fen(*fen))),
            limits,
        );
        self.count(piece)
    }

    /// Heads, class and tier by employer: people of an employer stand together, so this goes from run to run.
    fn count(&mut self, piece: &Piece) -> Result<(), String> {
        let mut at = 0;
        while at < piece.employer.len() {
            let of = piece.employer[at];
            let (class, tier) = (piece.risk_class[at], piece.experience_tier[at]);
            let rest = &piece.employer[at..];
            let run = rest
                .iter()
                .position(|employer| *employer != of)
                .unwrap_or(rest.len());
            let end = at + run;
            let same = |cells: &[i32], value| cells[at..end].iter().all(|cell| *cell == value);
            let index = of as usize;
            let (known_class, known_tier) = (self.risk_class[index], self.experience_tier[index]);
            let fits = self.people[index] == 0 || (known_class == class && known_tier == tier);
            if !fits || !same(&piece.risk_class, class) || !same(&piece.experience_tier, tier) {
                return Err(format!("employer {of} has two classes or tiers"));
            }
            self.risk_class[index] = class;
            self.experience_tier[index] = tier;
            self.people[index] += u32::try_from(run).unwrap_or(u32::MAX);
            at = end;
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
                return Err(format!("employer {at} has two classes or tiers"));
            }
            (self.risk_class[at], self.experience_tier[at]) = class;
            self.people[at] += other.people[at];
            self.bases[at] += other.bases[at];
        }
        Ok(())
    }

    /// Errors where rows or wages are not those of the manifest.
    pub fn matches(&self, entry: &FileEntry) -> Result<(), String> {
        let said = entry.sums.get("wage_fen").copied().unwrap_or_default();
        match self.rows == entry.rows && self.wages_fen == said {
            true => Ok(()),
            false => Err(format!(
                "{} ≠ {} rows, wage_fen {} ≠ {said}",
                self.rows, entry.rows, self.wages_fen
            )),
        }
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
            Line::of(region, at, people, self.bases[at], &amounts)
        };
        Ok((0..self.bases.len()).map(line).collect())
    }
}
