//! 支付批次与支付前重核清单: everything due for a month, each payee with what was decided and what comes out today; and the
//! run that pays it, which is refused while a difference is neither settled nor signed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use yiju_lawbook::Lawbook;
use yiju_store::cases::{DueLine, due_lines};
use yiju_store::sets::{Payable, payables};
use yiju_store::settlements::standing;
use yiju_store::tables::BenefitLineRow;
use yiju_store::{Fault, Store, as_known, journal};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::differences::{BenefitDifference, Differences, Stopped, benefit_differences, month_of};
use crate::entitlement::LineKey;
use crate::pay_batch::{PayBatch, PaymentOrder};
use crate::pay_proof::SignedDifference;
use crate::suspension::Suspended;

/// How a line of the run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Worked out again to the same fen.
    Same,
    Differs,
    /// Differs, and a second person answers for it.
    Signed,
    /// Rests on bills, a top-up or a determination that was settled: there is nothing to work out again.
    Given,
    /// Could not be worked out again; the reason is in the list.
    Unproved,
}

impl State {
    pub const ALL: [State; 5] = [
        State::Same,
        State::Differs,
        State::Signed,
        State::Given,
        State::Unproved,
    ];

    pub fn stem(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Differs => "differs",
            State::Signed => "signed",
            State::Given => "given",
            State::Unproved => "unproved",
        }
    }
}

/// A line of a month that is due.
#[derive(Clone, Debug, Serialize)]
pub struct ProofLine {
    pub person: String,
    pub determination: i64,
    pub line: i64,
    pub benefit: String,
    pub dependent: Option<i64>,
    pub month: Month,
    pub monthly: bool,
    pub decided: Money,
    /// What comes out today for the benefit and month; absent where nothing can be worked out.
    pub found: Option<Money>,
    pub state: State,
    /// The account last paid into.
    pub account: Option<String>,
}

/// A benefit of a month that comes out otherwise today: of this run, of a month paid before, or of a benefit that nobody
/// decided.
#[derive(Clone, Debug, Serialize)]
pub struct ProofDifference {
    pub person: String,
    pub subject: String,
    pub determination: i64,
    pub benefit: String,
    pub dependent: Option<i64>,
    pub month: Month,
    pub before: Money,
    pub after: Money,
    pub signed: Option<SignedDifference>,
}

/// A case that could not be worked out again.
#[derive(Clone, Debug, Serialize)]
pub struct Unproved {
    pub subject: String,
    pub code: &'static str,
    #[serde(skip)]
    pub refusal: Refusal,
}

#[derive(Clone, Debug, Serialize)]
pub struct PayRunProof {
    pub month: Month,
    pub known_seq: i64,
    pub lines: Vec<ProofLine>,
    pub differences: Vec<ProofDifference>,
    pub unproved: Vec<Unproved>,
    /// Lines that a suspension keeps out of the run: determination, benefit.
    pub suspended: Vec<(i64, String)>,
    pub amount: Money,
    pub payees: usize,
}

impl PayRunProof {
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// Differences that nobody answers for: they stop the run.
    pub fn open(&self) -> impl Iterator<Item = &ProofDifference> {
        self.differences.iter().filter(|one| one.signed.is_none())
    }

    pub fn is_proved(&self) -> bool {
        self.open().next().is_none()
    }

    /// The run that pays every line. `accounts` are those of people never paid before, by person. Errors: people without
    /// an account.
    pub fn run(
        &self,
        paid_on: Date,
        signed: Vec<SignedDifference>,
        accounts: &BTreeMap<String, String>,
    ) -> Result<PayBatch, Vec<Refusal>> {
        let mut payments = Vec::new();
        let mut without: BTreeSet<&str> = BTreeSet::new();
        for line in &self.lines {
            match accounts.get(&line.person).or(line.account.as_ref()) {
                Some(account) => payments.push(PaymentOrder {
                    determination_id: line.determination,
                    line: line.line,
                    month: line.month,
                    account_tail: account.clone(),
                }),
                None => {
                    without.insert(&line.person);
                }
            }
        }
        if !without.is_empty() {
            let refusal = |person| Refusal::new("account_missing").with("person", person);
            return Err(without.into_iter().map(refusal).collect());
        }
        Ok(PayBatch {
            month: self.month,
            paid_on,
            payments,
            signed,
        })
    }
}

/// Works every payee of a month out again. Changes nothing.
pub fn proof(
    store: &mut Store,
    region: &Region,
    book: &Lawbook,
    month: Month,
    signed: &[SignedDifference],
) -> Result<PayRunProof, Fault> {
    let found = benefit_differences(store, region, book, month, None)?;
    let mut standing_facts: BTreeMap<i64, String> = BTreeMap::new();
    for one in standing(store, region.code())? {
        let row = one.determination;
        standing_facts.insert(row.id, row.subject_id);
    }
    let due = due_lines(store, region.code())?;
    let suspended = Suspended::read(store, region.code())?;
    let holds = |line: &DueLine| suspended.holds(line.determination_id, &line.benefit, month);
    let held: Vec<(i64, String)> = due
        .iter()
        .filter(|line| line.is_due(&month.to_string()) && holds(line))
        .map(|line| (line.determination_id, line.benefit.clone()))
        .collect();
    let known = payables(
        store,
        region.code(),
        due.iter().map(|line| line.determination_id),
    )?;
    let differences = proof_differences(&found, signed);
    let mut desk = Desk {
        standing: &standing_facts,
        found: &found,
        differences: &differences,
        accounts: BTreeMap::new(),
    };
    let mut lines = Vec::new();
    for line in &due {
        let key = (line.determination_id, line.line);
        let Some(payable) = known.get(&key) else {
            continue;
        };
        for due_month in months(line, month)? {
            if line.is_monthly && suspended.holds(line.determination_id, &line.benefit, due_month) {
                continue;
            }
            lines.push(desk.line(store, region, payable, (due_month, line.is_monthly))?);
        }
    }
    Ok(PayRunProof {
        month,
        known_seq: journal::head(store, region.code())?.seq,
        amount: lines.iter().map(|line| line.decided).sum(),
        payees: heads(&lines),
        unproved: unproved(&found),
        suspended: held,
        lines,
        differences,
    })
}

fn unproved(found: &Differences) -> Vec<Unproved> {
    let one = |stopped: &Stopped| Unproved {
        subject: stopped.subject_id.clone(),
        code: stopped.refusal.code,
        refusal: stopped.refusal.clone(),
    };
    found.stopped.iter().map(one).collect()
}

fn heads(lines: &[ProofLine]) -> usize {
    let people: BTreeSet<&str> = lines.iter().map(|line| line.person.as_str()).collect();
    people.len()
}

/// The months of a line that are due and not paid, through the month of the run; a one-off is paid with the run. Months
/// before the first one that this program paid were paid by other means.
fn months(line: &DueLine, through: Month) -> Result<Vec<Month>, Fault> {
    let Some(from) = line.from_month.as_deref().filter(|_| line.is_monthly) else {
        return Ok(vec![through]);
    };
    let first = line.first_paid.as_deref().unwrap_or(from);
    let mut month = month_of(first.max(from))?;
    let mut months = Vec::new();
    while month <= through {
        if line.is_due(&month.to_string()) {
            months.push(month);
        }
        month = month.next();
    }
    Ok(months)
}

fn proof_differences(found: &Differences, signed: &[SignedDifference]) -> Vec<ProofDifference> {
    let all = found.benefits.iter().flat_map(|one| &one.differences);
    let of_fund = all.filter(|difference| difference.key.payer == "fund");
    let line = |difference: &BenefitDifference| {
        let signs = |signed: &&SignedDifference| {
            signed.determination_id == difference.determination_id
                && signed.benefit == difference.key.benefit
        };
        ProofDifference {
            person: difference.person_id.clone(),
            subject: difference.subject_id.clone(),
            determination: difference.determination_id,
            benefit: difference.key.benefit.clone(),
            dependent: difference.key.dependent,
            month: difference.month,
            before: difference.before,
            after: difference.after,
            signed: signed.iter().find(signs).cloned(),
        }
    };
    of_fund.map(line).collect()
}

struct Desk<'a> {
    /// Determinations that stand and rest on facts, with their subjects.
    standing: &'a BTreeMap<i64, String>,
    found: &'a Differences,
    differences: &'a [ProofDifference],
    accounts: BTreeMap<String, Option<String>>,
}

impl Desk<'_> {
    fn line(
        &mut self,
        store: &mut Store,
        region: &Region,
        payable: &Payable,
        (month, monthly): (Month, bool),
    ) -> Result<ProofLine, Fault> {
        let row = &payable.line;
        let decided = Money::from_fen(row.amount_fen);
        let key = LineKey {
            benefit: row.benefit.clone(),
            dependent: row.dependent,
            payer: row.payer.clone(),
        };
        let (state, found) = self.state(row, &key, monthly.then_some(month));
        let person = payable.person_id.clone();
        if !self.accounts.contains_key(&person) {
            let account = as_known::last_account(store, region.code(), &person)?;
            self.accounts.insert(person.clone(), account);
        }
        Ok(ProofLine {
            account: self.accounts[&person].clone(),
            person,
            determination: row.determination_id,
            line: row.line,
            benefit: key.benefit,
            dependent: key.dependent,
            month,
            monthly,
            decided,
            found,
            state,
        })
    }

    /// The state of a line, and what comes out for it. `month` is absent for a one-off, which stands in the month of its
    /// decision.
    fn state(
        &self,
        row: &BenefitLineRow,
        key: &LineKey,
        month: Option<Month>,
    ) -> (State, Option<Money>) {
        let id = row.determination_id;
        let standing = self.standing.get(&id).filter(|_| row.paid != "top_up");
        let Some(subject) = standing else {
            return (State::Given, None);
        };
        let difference = self.differences.iter().find(|difference| {
            difference.determination == id
                && difference.benefit == key.benefit
                && difference.dependent == key.dependent
                && month.is_none_or(|month| difference.month == month)
        });
        if let Some(difference) = difference {
            let state = match difference.signed {
                Some(_) => State::Signed,
                None => State::Differs,
            };
            return (state, Some(difference.after));
        }
        let mut stopped = self.found.stopped.iter();
        match stopped.any(|one| one.subject_id == *subject && one.stops(&key.benefit)) {
            true => (State::Unproved, None),
            false => (State::Same, Some(Money::from_fen(row.amount_fen))),
        }
    }
}
