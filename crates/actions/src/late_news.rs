//! Why a decision comes out otherwise: what the office learnt after it, with the journal entry and the paper that brought it.
//!
//! A piece of news is the reason of a difference when without it the month would come out otherwise. Where several only
//! matter together, all of them are named.

use std::collections::{BTreeMap, BTreeSet};

use yiju_lawbook::{Confirmation, Confirmed, Lawbook};
use yiju_rules::{EmployerCase, Sources, Trace, assess, contribution_limits};
use yiju_store::tables::{AssessmentRow, ConfirmationRow, EmployerRow};
use yiju_store::{Fault, Store, as_known, settlements};
use yiju_terms::{Money, Month, Region, RiskClass};

use crate::benefit_determination::cites;
use crate::case_history::{Facts, History};
use crate::contribution_assessment::{ContributionAssessment, View};
use crate::differences::{Changed, ContributionDifference, month_of};
use crate::entitlement::{Entitlement, Knowledge, LineKey, entitlement};
use crate::error::ActionError;
use crate::office::{LAW_FILE, confirmed, law_files, overlay};

/// A late fact, paper, correction or notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// `correction`, `reappraisal`, `paper`, `law_file`, `employer`, `enrollment`, `wage_declaration`, or `law` when the
    /// program's own law folder is another one.
    pub kind: &'static str,
    /// The journal entry that brought it, and the day of that entry (none: the program brought it).
    pub seq: Option<i64>,
    pub recorded_on: String,
    pub matter_id: Option<i64>,
    /// The paper, or the subject of the matter.
    pub document: String,
    /// What it says: a parameter with its value, the reason of a correction, since when a register entry holds.
    pub says: String,
}

/// Reads the office's knowledge once and answers for many differences.
pub struct Inquiry<'a> {
    base: &'a Lawbook,
    book: Lawbook,
    region: &'a Region,
    confirmed: Confirmed,
    papers: Vec<ConfirmationRow>,
    history: History,
    through: Month,
    /// The law folder without one of the office's files, by the entry that brought the file.
    without: BTreeMap<i64, Lawbook>,
    /// A month assessed without one of the papers; every employer that differs asks for it.
    assessed: BTreeMap<(i64, Month), Vec<AssessmentRow>>,
}

type Amounts = BTreeMap<(LineKey, Month), Money>;

impl<'a> Inquiry<'a> {
    /// `base` is the program's law folder, without the office's own files.
    pub fn open(
        store: &mut Store,
        region: &'a Region,
        base: &'a Lawbook,
        through: Month,
    ) -> Result<Inquiry<'a>, ActionError> {
        let confirmed = confirmed(store, region)?;
        let book = overlay(base, &law_files(&confirmed))?;
        Ok(Inquiry {
            base,
            book,
            region,
            papers: settlements::confirmations_at(store, region.code(), i64::MAX)?,
            history: History::at(store, region.code(), i64::MAX)?,
            confirmed,
            through,
            without: BTreeMap::new(),
            assessed: BTreeMap::new(),
        })
    }

    /// The law as the office uses it.
    pub fn book(&self) -> &Lawbook {
        &self.book
    }

    pub fn region(&self) -> &'a Region {
        self.region
    }

    /// The articles of an employer's month: the limits of the base, the rates of its class.
    pub fn articles(
        &self,
        store: &mut Store,
        difference: &ContributionDifference,
    ) -> Result<String, Fault> {
        let day = difference.month.last_day().to_string();
        let employers = as_known::employers_on(store, self.region.code(), &day, i64::MAX)?;
        let payer = &difference.assessment.payer_id;
        let employer = employers.into_iter().find(|row| row.id == *payer);
        let sources = Sources {
            book: &self.book,
            confirmed: &self.confirmed,
            region: self.region,
        };
        let mut trace = Trace::default();
        // What is missing here was refused before; the articles that are there are named.
        let _ = contribution_limits(sources, difference.month.year(), &mut trace);
        if let Some(case) = employer.and_then(|row| self.case(&row, difference)) {
            let _ = assess(&self.book, &case, &self.confirmed, &mut trace);
        }
        Ok(cites(&trace.steps))
    }

    fn case(&self, row: &EmployerRow, difference: &ContributionDifference) -> Option<EmployerCase> {
        Some(EmployerCase {
            region: self.region.clone(),
            month: difference.month,
            risk_class: RiskClass::new(u8::try_from(row.risk_class).ok()?)?,
            total_wages: Money::from_fen(difference.assessment.base_fen),
            experience_tier: u16::try_from(row.experience_tier).ok()?,
        })
    }

    /// The reasons of every difference of a changed determination, in their order.
    pub fn of_benefits(
        &mut self,
        store: &mut Store,
        changed: &Changed,
    ) -> Result<Vec<Vec<News>>, ActionError> {
        let since = changed.standing.determination.seq;
        let mut candidates: Vec<(News, Amounts)> = Vec::new();
        if changed.facts.correction.is_some() {
            let before = self.history.facts(store, &changed.standing, 1)?;
            let amounts = self.amounts(None, &before, changed)?;
            candidates.push((self.correction(store, changed)?, amounts));
        }
        for paper in self.papers_since(since) {
            let amounts = self.amounts(Some(&paper), &changed.facts, changed)?;
            candidates.push((self.paper(store, &paper)?, amounts));
        }
        let mut reasons = Vec::new();
        for difference in &changed.differences {
            let place = (difference.key.clone(), difference.month);
            let decisive = |(_, amounts): &&(News, Amounts)| {
                amounts.get(&place).copied().unwrap_or_default() != difference.after
            };
            reasons.push(chosen(&candidates, decisive, self.law()));
        }
        Ok(reasons)
    }

    /// The reasons of an employer's month. `assessed_at` is what was known when the month was assessed.
    pub fn of_contribution(
        &mut self,
        store: &mut Store,
        difference: &ContributionDifference,
        assessed_at: i64,
    ) -> Result<Vec<News>, ActionError> {
        let (region, payer) = (self.region.code(), difference.assessment.payer_id.as_str());
        let day = difference.month.last_day().to_string();
        let month = difference.month.to_string();
        let mut reasons = Vec::new();
        for news in as_known::register_news(store, region, payer, (&day, &month), assessed_at)? {
            reasons.push(self.register(store, &news)?);
        }
        let mut candidates: Vec<(News, Money)> = Vec::new();
        for paper in self.papers_since(assessed_at) {
            let rows = self.assessed_without(store, &paper, difference.month)?;
            let row = rows.iter().find(|row| row.payer_id == payer);
            let amount = Money::from_fen(row.map_or(0, |row| row.amount_fen));
            candidates.push((self.paper(store, &paper)?, amount));
        }
        let decisive = |(_, amount): &&(News, Money)| *amount != difference.after();
        match reasons.is_empty() {
            true => Ok(chosen(&candidates, decisive, self.law())),
            false => {
                let papers = candidates.iter().filter(decisive);
                reasons.extend(papers.map(|(news, _)| news.clone()));
                Ok(reasons)
            }
        }
    }

    /// The last paper on each figure that came after an entry.
    fn papers_since(&self, seq: i64) -> Vec<ConfirmationRow> {
        let last = |row: &&ConfirmationRow| {
            let later = |other: &ConfirmationRow| {
                other.parameter == row.parameter
                    && other.period == row.period
                    && other.seq > row.seq
            };
            row.seq > seq && !self.papers.iter().any(later)
        };
        self.papers.iter().filter(last).cloned().collect()
    }

    /// What the office had confirmed without one paper: an earlier one on the same figure counts again.
    fn confirmed_without(&self, paper: &ConfirmationRow) -> Confirmed {
        let mut confirmed = self.confirmed.clone();
        let same =
            |parameter: &str, period: &str| parameter == paper.parameter && period == paper.period;
        confirmed
            .rows
            .retain(|row| !same(&row.parameter, &row.period));
        let earlier = self
            .papers
            .iter()
            .rfind(|row| same(&row.parameter, &row.period) && row.seq < paper.seq);
        confirmed.rows.extend(earlier.map(|row| Confirmation {
            parameter: row.parameter.clone(),
            period: row.period.clone(),
            value: row.value.clone(),
            document: row.document.clone(),
            region: None,
        }));
        confirmed
    }

    fn law_without(
        &mut self,
        paper: &ConfirmationRow,
        confirmed: &Confirmed,
    ) -> Result<&Lawbook, ActionError> {
        if !paper.parameter.starts_with(LAW_FILE) {
            return Ok(&self.book);
        }
        if !self.without.contains_key(&paper.seq) {
            // A file that others build on cannot be left out alone: then it is no single reason.
            let book = overlay(self.base, &law_files(confirmed)).unwrap_or(self.book.clone());
            self.without.insert(paper.seq, book);
        }
        Ok(&self.without[&paper.seq])
    }

    fn amounts(
        &mut self,
        without: Option<&ConfirmationRow>,
        facts: &Facts,
        changed: &Changed,
    ) -> Result<Amounts, ActionError> {
        let confirmed = match without {
            Some(paper) => self.confirmed_without(paper),
            None => self.confirmed.clone(),
        };
        let (region, through) = (self.region, self.through);
        let book = match without {
            Some(paper) => self.law_without(paper, &confirmed)?,
            None => &self.book,
        };
        let knowledge = Knowledge {
            book,
            region,
            confirmed: &confirmed,
        };
        let once = month_of(&changed.standing.determination.decided_on[..7])?;
        match entitlement(&knowledge, facts, through) {
            Ok(found) => Ok(by_month(&found, once, through)),
            // Without the news the case could not be worked out at all: the news is the reason.
            Err(_) => Ok(Amounts::new()),
        }
    }

    fn assessed_without(
        &mut self,
        store: &mut Store,
        paper: &ConfirmationRow,
        month: Month,
    ) -> Result<&[AssessmentRow], ActionError> {
        if self.assessed.contains_key(&(paper.seq, month)) {
            return Ok(&self.assessed[&(paper.seq, month)]);
        }
        let confirmed = self.confirmed_without(paper);
        let region = self.region;
        let view = View {
            book: self.law_without(paper, &confirmed)?,
            region,
            confirmed: &confirmed,
            day: month.last_day(),
            known_seq: i64::MAX,
        };
        let rows = match (ContributionAssessment { month }).lines_by(store, &view) {
            Ok(rows) => rows,
            Err(ActionError::Refused(_)) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        Ok(self.assessed.entry((paper.seq, month)).or_insert(rows))
    }

    fn paper(&self, store: &mut Store, paper: &ConfirmationRow) -> Result<News, Fault> {
        let is_file = paper.parameter.starts_with(LAW_FILE);
        let says = match is_file {
            true => paper.parameter[LAW_FILE.len()..].to_owned(),
            false => format!("{} {} = {}", paper.parameter, paper.period, paper.value),
        };
        let kind = if is_file { "law_file" } else { "paper" };
        self.news(store, kind, paper.seq, paper.document.clone(), says)
    }

    fn correction(&self, store: &mut Store, changed: &Changed) -> Result<News, Fault> {
        let row = changed.facts.correction.as_ref();
        let row = row.ok_or_else(|| Fault::new("reading a correction", "there is none"))?;
        let kind = match changed.facts.earlier.is_empty() {
            true => "correction",
            false => "reappraisal",
        };
        self.news(
            store,
            kind,
            row.seq,
            row.document.clone(),
            row.reason.clone(),
        )
    }

    fn register(&self, store: &mut Store, news: &as_known::News) -> Result<News, Fault> {
        let kind = match news.table.as_str() {
            "employer" => "employer",
            "enrollment" => "enrollment",
            _ => "wage_declaration",
        };
        let mut found = self.news(
            store,
            kind,
            news.seq,
            String::new(),
            news.valid_from.clone(),
        )?;
        if let Some(entry) = as_known::entry(store, self.region.code(), news.seq)? {
            found.document = entry.subject;
        }
        Ok(found)
    }

    fn news(
        &self,
        store: &mut Store,
        kind: &'static str,
        seq: i64,
        document: String,
        says: String,
    ) -> Result<News, Fault> {
        let entry = as_known::entry(store, self.region.code(), seq)?;
        Ok(News {
            kind,
            seq: Some(seq),
            matter_id: entry.as_ref().map(|entry| entry.matter_id),
            recorded_on: entry.map(|entry| entry.recorded_on).unwrap_or_default(),
            document,
            says,
        })
    }

    fn law(&self) -> News {
        News {
            kind: "law",
            seq: None,
            recorded_on: String::new(),
            matter_id: None,
            document: String::new(),
            says: self.book.digest().to_owned(),
        }
    }
}

/// The decisive news; all where none decides alone; the program's law folder where there is none at all.
fn chosen<T>(
    candidates: &[(News, T)],
    decisive: impl FnMut(&&(News, T)) -> bool,
    law: News,
) -> Vec<News> {
    let mut reasons: Vec<News> = candidates
        .iter()
        .filter(decisive)
        .map(|(news, _)| news.clone())
        .collect();
    if reasons.is_empty() {
        reasons.extend(candidates.iter().map(|(news, _)| news.clone()));
    }
    if reasons.is_empty() {
        reasons.push(law);
    }
    reasons
}

fn by_month(found: &Entitlement, once: Month, through: Month) -> Amounts {
    let mut amounts = Amounts::new();
    for stretch in &found.stretches {
        for due in stretch.dues("", once, through) {
            *amounts.entry((stretch.key.clone(), due.month)).or_default() += due.amount;
        }
    }
    amounts
}

/// What was known when each employer's month was assessed, by payer; for an employer that was left out then, what the
/// others' assessments had read.
pub fn assessed_at(assessed: &[AssessmentRow], payer: &str) -> i64 {
    let own = assessed.iter().find(|row| row.payer_id == payer);
    let all: BTreeSet<i64> = assessed.iter().map(|row| row.known_seq).collect();
    own.map(|row| row.known_seq)
        .or(all.first().copied())
        .unwrap_or_default()
}
