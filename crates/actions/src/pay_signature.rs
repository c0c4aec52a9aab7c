//! 签字放行: what the proof of a pay run says against it and a second person answers for, as it is signed, kept and read again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use yiju_store::views::office::actors;
use yiju_store::views::settlement::signed_runs;
use yiju_store::{Fault, Store, register};
use yiju_terms::refusal::message_of;
use yiju_terms::{Lang, Month, Refusal};

use crate::office::Context;

/// Who may sign: they never draw up a run.
const SIGNERS: &[&str] = &["benefit_second_reviewer", "inspector"];

/// How many months of stored signatures are shown with a proof.
const MONTHS_SHOWN: i32 = 12;

/// A difference, a payee left out, or one who cannot be worked out again, that a second person answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    pub determination_id: i64,
    pub benefit: String,
    pub reason: String,
    /// Somebody who may not draw up a pay run.
    pub by: String,
    /// What the proof said when it was signed. The signature then holds for this and nothing that came later; one that
    /// names nothing holds for whatever the proof says of the benefit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Answered>,
}

/// A refusal of the proof as it is kept: without the signature it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub code: String,
    pub with: BTreeMap<String, String>,
}

impl Answered {
    pub fn of(refusal: &Refusal) -> Answered {
        let with = refusal.args.iter();
        Answered {
            code: refusal.code.to_owned(),
            with: with.map(|(k, v)| ((*k).to_owned(), v.clone())).collect(),
        }
    }

    /// The sentence of the proof, without what to do next.
    pub fn message(&self, lang: Lang) -> String {
        let with = self.with.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        message_of(lang, &self.code, with)
    }
}

impl Signature {
    pub fn is_for(&self, determination: i64, benefit: &str) -> bool {
        self.determination_id == determination && self.benefit == benefit
    }

    /// Whether it answers for what the proof says of the benefit now.
    pub(crate) fn covers(&self, refusal: &Refusal) -> bool {
        self.of.is_empty() || self.of.contains(&Answered::of(refusal))
    }
}

/// A signature that was stored with a run.
#[derive(Clone, Debug, Serialize)]
pub struct StoredSignature {
    pub run: i64,
    pub month: Month,
    pub matter: i64,
    /// The day the run was approved.
    pub on: String,
    pub signature: Signature,
    /// The signer's name and post.
    pub name: String,
    pub role: String,
}

/// The signatures of the runs of a month and of the year before it, the last first.
pub(crate) fn stored(
    store: &mut Store,
    region: &str,
    through: Month,
) -> Result<Vec<StoredSignature>, Fault> {
    #[derive(Deserialize)]
    struct Kept {
        #[serde(default)]
        signed: Vec<Signature>,
    }
    let from = through.plus(1 - MONTHS_SHOWN).to_string();
    let runs = signed_runs(store, region, &from, &through.to_string())?;
    let people = actors(store, region)?;
    let mut found = Vec::new();
    for run in runs {
        let unreadable = |error| Fault::new("reading the signatures of a pay run", error);
        let kept: Kept = serde_json::from_str(&run.proposal).map_err(unreadable)?;
        let month = crate::differences::month_of(&run.month)?;
        for signature in kept.signed {
            let person = people.get(&signature.by);
            found.push(StoredSignature {
                run: run.id,
                month,
                matter: run.matter_id,
                on: run.on.clone(),
                name: person.map(|row| row.name.clone()).unwrap_or_default(),
                role: person.map(|row| row.role.clone()).unwrap_or_default(),
                signature,
            });
        }
    }
    Ok(found)
}

/// Signatures that do not hold: by somebody who may not sign, or without a reason. Each is said once.
pub(crate) fn problems(
    signed: &[Signature],
    context: &mut Context<'_>,
) -> Result<Vec<Refusal>, Fault> {
    let mut refusals = Vec::new();
    let mut said = BTreeSet::new();
    for signature in signed {
        let person = register::actor(context.store, context.region.code(), &signature.by)?;
        let may = person.is_some_and(|person| SIGNERS.contains(&person.role.as_str()));
        let holds = may && !signature.reason.trim().is_empty();
        if !holds && said.insert((signature.determination_id, &signature.by)) {
            refusals.push(
                Refusal::new("signature_invalid")
                    .with("determination", signature.determination_id)
                    .with("actor", &signature.by),
            );
        }
    }
    Ok(refusals)
}
