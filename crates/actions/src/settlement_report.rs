//! 重算结算清单: every difference with its reason, the totals by kind, and the vouchers that would book them. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use yiju_lawbook::Lawbook;
use yiju_store::tables::AssessmentRow;
use yiju_store::{Fault, Store, journal, register, settlements};
use yiju_terms::{Date, Lang, Money, Month, Region, words};

use crate::benefit_determination::cite_of;
use crate::differences::{Changed, ContributionDifference, differences};
use crate::entitlement::LineKey;
use crate::error::ActionError;
use crate::late_news::{Inquiry, News, assessed_at};
use crate::settlement_letters::{self, LetterDue};
use crate::settlement_vouchers::{Expected, expected};

/// One person's month of one benefit. A one-off stands in the month of its decision.
#[derive(Clone, Debug, Serialize)]
pub struct BenefitLine {
    /// `top_up` or `recovery`.
    pub kind: &'static str,
    pub determination: i64,
    pub subject_kind: String,
    pub subject: String,
    pub person: String,
    pub benefit: String,
    pub dependent: Option<i64>,
    pub payer: String,
    pub month: Month,
    pub before: Money,
    pub after: Money,
    pub difference: Money,
    pub cite: String,
    /// Indexes into the reasons of the report.
    pub reasons: Vec<usize>,
}

/// One employer's month.
#[derive(Clone, Debug, Serialize)]
pub struct ContributionLine {
    /// `back_payment` or `credit`.
    pub kind: &'static str,
    pub employer: String,
    pub month: Month,
    pub before: Money,
    pub after: Money,
    pub difference: Money,
    /// What arrived for the month so far.
    pub received: Money,
    /// The part of a credit that was paid and can go back.
    pub refund: Money,
    pub rate: yiju_terms::Rate,
    pub base: Money,
    pub cite: String,
    pub reasons: Vec<usize>,
}

/// Why something comes out otherwise, said once however many lines it explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub kind: &'static str,
    pub seq: Option<i64>,
    pub recorded_on: String,
    pub matter: Option<i64>,
    pub document: String,
    pub says: String,
}

impl Reason {
    fn of(news: &News) -> Reason {
        Reason {
            kind: news.kind,
            seq: news.seq,
            recorded_on: news.recorded_on.clone(),
            matter: news.matter_id,
            document: news.document.clone(),
            says: news.says.clone(),
        }
    }

    /// The reason as a sentence.
    pub fn message(&self, lang: Lang) -> String {
        let seq = self.seq.map(|seq| seq.to_string()).unwrap_or_default();
        let says = self.says_in(lang);
        let args = [
            ("seq", seq.as_str()),
            ("on", self.recorded_on.as_str()),
            ("document", self.document.as_str()),
            ("says", says.as_str()),
        ];
        words::text(lang, &format!("settle.reason.{}", self.kind), &args)
    }

    /// A paper's figure by its name, where the catalogs have one.
    fn says_in(&self, lang: Lang) -> String {
        let named = self.says.split_once(' ').filter(|_| self.kind == "paper");
        let key = |name: &str| format!("rules.step.{name}");
        match named {
            Some((name, rest)) if words::has(lang, &key(name)) => {
                format!("{} {rest}", words::word(lang, &key(name)))
            }
            _ => self.says.clone(),
        }
    }
}

/// The sum of a kind and who pays or is paid.
#[derive(Clone, Debug, Serialize)]
pub struct Total {
    pub kind: &'static str,
    /// `fund` or `employer`.
    pub payer: String,
    pub lines: usize,
    /// Persons or employers.
    pub heads: usize,
    pub amount: Money,
}

/// A case that could not be worked out again.
#[derive(Clone, Debug, Serialize)]
pub struct StoppedCase {
    pub subject: String,
    pub code: &'static str,
    #[serde(skip)]
    pub refusal: yiju_terms::Refusal,
}

/// Everything a settlement of the months through `through` would change.
#[derive(Clone, Debug, Serialize)]
pub struct SettlementReport {
    pub through: Month,
    pub known_seq: i64,
    pub benefits: Vec<BenefitLine>,
    pub contributions: Vec<ContributionLine>,
    pub reasons: Vec<Reason>,
    pub totals: Vec<Total>,
    pub stopped: Vec<StoppedCase>,
    pub vouchers: Vec<Expected>,
    pub letters: Vec<LetterDue>,
}

impl SettlementReport {
    pub fn is_empty(&self) -> bool {
        self.benefits.is_empty() && self.contributions.is_empty()
    }
}

/// Lists the differences. `base` is the program's law folder; `on` is the day on which money would move.
pub fn report(
    store: &mut Store,
    region: &Region,
    base: &Lawbook,
    through: Month,
    on: Date,
) -> Result<SettlementReport, ActionError> {
    let mut inquiry = Inquiry::open(store, region, base, through)?;
    let book = inquiry.book().clone();
    let found = differences(store, region, &book, through)?;
    let mut report = SettlementReport {
        through,
        known_seq: journal::head(store, region.code())?.seq,
        benefits: Vec::new(),
        contributions: Vec::new(),
        reasons: Vec::new(),
        totals: Vec::new(),
        stopped: Vec::new(),
        vouchers: expected(store, region, &found, on)?,
        letters: Vec::new(),
    };
    for changed in &found.benefits {
        let reasons = inquiry.of_benefits(store, changed)?;
        add_benefits(&mut report, changed, &reasons);
    }
    add_contributions(
        store,
        region,
        &mut report,
        &mut inquiry,
        &found.contributions,
    )?;
    report.totals = totals(&report);
    report.letters = settlement_letters::of_report(&report);
    report.stopped = found
        .stopped
        .into_iter()
        .map(|stopped| StoppedCase {
            subject: stopped.subject_id,
            code: stopped.refusal.code,
            refusal: stopped.refusal,
        })
        .collect();
    Ok(report)
}

/// The numbers of the reasons, each kept once.
fn numbered(report: &mut SettlementReport, news: &[News]) -> Vec<usize> {
    let mut numbers = Vec::new();
    for one in news.iter().map(Reason::of) {
        let known = report.reasons.iter().position(|reason| *reason == one);
        numbers.push(known.unwrap_or(report.reasons.len()));
        if known.is_none() {
            report.reasons.push(one);
        }
    }
    numbers
}

fn add_benefits(report: &mut SettlementReport, changed: &Changed, reasons: &[Vec<News>]) {
    let determination = &changed.standing.determination;
    for (difference, news) in changed.differences.iter().zip(reasons) {
        let reasons = numbered(report, news);
        report.benefits.push(BenefitLine {
            kind: difference.kind(),
            determination: determination.id,
            subject_kind: determination.subject_kind.clone(),
            subject: determination.subject_id.clone(),
            person: determination.person_id.clone(),
            benefit: difference.key.benefit.clone(),
            dependent: difference.key.dependent,
            payer: difference.key.payer.clone(),
            month: difference.month,
            before: difference.before,
            after: difference.after,
            difference: difference.after - difference.before,
            cite: cite(changed, &difference.key),
            reasons,
        });
    }
}

/// The articles of the line as it comes out; of one that falls away, as it was decided.
fn cite(changed: &Changed, key: &LineKey) -> String {
    let items = &changed.entitlement.result.items;
    let item = items.iter().find(|item| LineKey::of(item) == *key);
    let stored = || {
        let lines = changed.standing.lines.iter();
        let mut same = lines.filter(|line| line.benefit == key.benefit);
        same.next()
            .map(|line| line.cite.clone())
            .unwrap_or_default()
    };
    item.map_or_else(stored, cite_of)
}

fn add_contributions(
    store: &mut Store,
    region: &Region,
    report: &mut SettlementReport,
    inquiry: &mut Inquiry<'_>,
    found: &[ContributionDifference],
) -> Result<(), ActionError> {
    let mut assessed: BTreeMap<Month, Vec<AssessmentRow>> = BTreeMap::new();
    for difference in found {
        let month = difference.month;
        if let std::collections::btree_map::Entry::Vacant(entry) = assessed.entry(month) {
            let rows = settlements::assessments(store, region.code(), &month.to_string())?;
            entry.insert(rows);
        }
        let payer = difference.assessment.payer_id.clone();
        let then = assessed_at(&assessed[&month], &payer);
        let news = inquiry.of_contribution(store, difference, then)?;
        let reasons = numbered(report, &news);
        report
            .contributions
            .push(contribution_line(store, inquiry, difference, reasons)?);
    }
    Ok(())
}

fn contribution_line(
    store: &mut Store,
    inquiry: &Inquiry<'_>,
    difference: &ContributionDifference,
    reasons: Vec<usize>,
) -> Result<ContributionLine, Fault> {
    let cite = inquiry.articles(store, difference)?;
    let region = inquiry.region();
    let payer = difference.assessment.payer_id.clone();
    let month = difference.month.to_string();
    let received = register::received_fen(store, region.code(), "employer", &payer, &month)?;
    let received = Money::from_fen(received);
    Ok(ContributionLine {
        kind: difference.kind(),
        employer: payer,
        month: difference.month,
        before: difference.before,
        after: difference.after(),
        difference: difference.after() - difference.before,
        received,
        refund: (received - difference.after()).max(Money::ZERO),
        rate: yiju_terms::Rate::from_ppm(difference.assessment.rate_ppm),
        base: Money::from_fen(difference.assessment.base_fen),
        cite,
        reasons,
    })
}

fn totals(report: &SettlementReport) -> Vec<Total> {
    let mut sums: BTreeMap<(&'static str, String), (usize, BTreeSet<&str>, Money)> =
        BTreeMap::new();
    for line in &report.benefits {
        let entry = sums.entry((line.kind, line.payer.clone())).or_default();
        entry.0 += 1;
        entry.1.insert(&line.person);
        entry.2 += line.difference.abs();
    }
    for line in &report.contributions {
        let entry = sums.entry((line.kind, "employer".to_owned())).or_default();
        entry.0 += 1;
        entry.1.insert(&line.employer);
        entry.2 += line.difference.abs();
        if line.refund > Money::ZERO {
            let entry = sums.entry(("refund", "employer".to_owned())).or_default();
            entry.0 += 1;
            entry.1.insert(&line.employer);
            entry.2 += line.refund;
        }
    }
    let total = |((kind, payer), (lines, heads, amount)): (_, (usize, BTreeSet<&str>, Money))| {
        let (kind, payer): (&'static str, String) = (kind, payer);
        Total {
            kind,
            payer,
            lines,
            heads: heads.len(),
            amount,
        }
    };
    sums.into_iter()
        .map(|(key, value)| total((key, value)))
        .collect()
}
