//! 支付批次与支付前重核清单: everything due for a month, each payee with what was decided and what comes out today; and the
//! run that pays it, which is refused while a difference is neither settled nor signed, or a payee who cannot be worked out again is not signed for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use yiju_store::{Fault, Store};
use yiju_terms::{Date, Money, Month, Refusal, Region};

use crate::differences::BenefitDifference;
use crate::pay_batch::{PayBatch, PaymentOrder};
use crate::pay_proof;
pub use crate::pay_run_lines::proof;
use crate::pay_signature::{Answered, Signature, StoredSignature, stored};

/// How a line of the run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Worked out again to the same fen.
    Same,
    Differs,
    /// Differs or cannot be worked out, and a second person answers for it.
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
    /// The decided amount rests on a provisional figure of the law.
    pub provisional: bool,
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
    /// Whether the run pays on its determination; another one is settled without stopping the run.
    pub in_run: bool,
    pub signed: Option<Signature>,
}

impl ProofDifference {
    pub(crate) fn of(
        difference: &BenefitDifference,
        in_run: bool,
        signed: Option<Signature>,
    ) -> ProofDifference {
        ProofDifference {
            person: difference.person_id.clone(),
            subject: difference.subject_id.clone(),
            determination: difference.determination_id,
            benefit: difference.key.benefit.clone(),
            dependent: difference.key.dependent,
            month: difference.month,
            before: difference.before,
            after: difference.after,
            in_run,
            signed,
        }
    }

    fn goes_on_with(&self, next: &ProofDifference, last: Month) -> bool {
        self.determination == next.determination
            && (&self.benefit, self.dependent) == (&next.benefit, next.dependent)
            && (self.before, self.after) == (next.before, next.after)
            && last.next() == next.month
    }
}

/// Months in a row that differ alike: they are said in one line.
pub struct DifferenceRun<'a> {
    pub first: &'a ProofDifference,
    pub last: Month,
    pub months: usize,
}

impl DifferenceRun<'_> {
    /// `2023-05`, or `2023-05…2023-12`.
    pub fn span(&self) -> String {
        match self.months {
            1 => self.first.month.to_string(),
            _ => format!("{}…{}", self.first.month, self.last),
        }
    }

    /// What the proof says of it.
    pub(crate) fn refusal(&self) -> Refusal {
        let one = self.first;
        Refusal::new("pay_proof_differs")
            .with("determination", one.determination)
            .with("benefit", format!("@benefit.{}", one.benefit))
            .with("month", self.span())
            .with("before", one.before)
            .with("after", one.after)
    }
}

/// The list month after month, in its order.
pub fn difference_runs(list: &[ProofDifference]) -> Vec<DifferenceRun<'_>> {
    let mut runs: Vec<DifferenceRun<'_>> = Vec::new();
    for one in list {
        match runs.last_mut() {
            Some(run) if run.first.goes_on_with(one, run.last) => {
                run.last = one.month;
                run.months += 1;
            }
            _ => runs.push(DifferenceRun {
                first: one,
                last: one.month,
                months: 1,
            }),
        }
    }
    runs
}

/// A benefit, or a whole case, that could not be worked out again.
#[derive(Clone, Debug, Serialize)]
pub struct Unproved {
    pub subject: String,
    pub determination: i64,
    /// Absent where nothing of the case comes out and the run pays nothing of it.
    pub benefit: Option<String>,
    pub code: &'static str,
    #[serde(skip)]
    pub refusal: Refusal,
    /// Whether the run pays it: then it is signed for or stops the run.
    pub in_run: bool,
    pub signed: Option<Signature>,
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
    /// Signatures kept with the runs of the month and of the year before it.
    pub signatures: Vec<StoredSignature>,
    pub amount: Money,
    pub payees: usize,
}

impl PayRunProof {
    pub fn count(&self, state: State) -> usize {
        self.lines.iter().filter(|line| line.state == state).count()
    }

    /// Differences of the run that nobody answers for, months alike as one: they stop it.
    pub fn open(&self) -> impl Iterator<Item = DifferenceRun<'_>> {
        let runs = difference_runs(&self.differences).into_iter();
        runs.filter(|run| run.first.in_run && run.first.signed.is_none())
    }

    /// What the run pays, cannot be worked out and nobody answers for: it stops the run as well.
    pub fn open_unproved(&self) -> impl Iterator<Item = &Unproved> {
        let open = |one: &&Unproved| one.in_run && one.signed.is_none();
        self.unproved.iter().filter(open)
    }

    pub fn is_proved(&self) -> bool {
        self.open().next().is_none() && self.open_unproved().next().is_none()
    }

    /// Whether somebody should look at it, be it for this run or for a settlement.
    pub fn is_clean(&self) -> bool {
        self.differences.iter().all(|one| one.signed.is_some())
            && self.unproved.iter().all(|one| one.signed.is_some())
    }

    /// The signature with what it answers for by this proof.
    fn sealed(&self, signature: Signature) -> Signature {
        let of_it = |id: i64, benefit: &str| signature.is_for(id, benefit);
        let differ = difference_runs(&self.differences).into_iter();
        let differ = differ.filter(|run| run.first.in_run);
        let differ = differ.filter(|run| of_it(run.first.determination, &run.first.benefit));
        let mut of: Vec<Answered> = differ.map(|run| Answered::of(&run.refusal())).collect();
        for one in self.unproved.iter().filter(|one| one.in_run) {
            let benefit = one.benefit.as_deref().unwrap_or_default();
            if of_it(one.determination, benefit) {
                let says = pay_proof::unproved(one.determination, benefit, self.month);
                of.extend([Answered::of(&says), Answered::of(&one.refusal)]);
            }
        }
        of.dedup();
        Signature { of, ..signature }
    }

    /// Reads the stored signatures again, after a run.
    pub fn read_signatures(&mut self, store: &mut Store, region: &Region) -> Result<(), Fault> {
        self.signatures = stored(store, region.code(), self.month)?;
        Ok(())
    }

    /// The run that pays every line. `accounts` are those of people never paid before, by person. Errors: people without
    /// an account, nobody to be paid.
    pub fn run(
        &self,
        paid_on: Date,
        signed: Vec<Signature>,
        accounts: &BTreeMap<String, String>,
    ) -> Result<PayBatch, Vec<Refusal>> {
        if self.lines.is_empty() {
            let nothing = Refusal::new("nothing_due").with("month", self.month);
            return Err(vec![nothing]);
        }
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
            signed: signed.into_iter().map(|one| self.sealed(one)).collect(),
        })
    }
}
