//! The office at work: matters come in, pass four hands, and take effect.

use serde::Serialize;
use yiju_lawbook::{Confirmation, Confirmed, Lawbook};
use yiju_store::tables::{ActorRow, ApprovalRow, MatterRow, OfficeRow, StepRow};
use yiju_store::{
    Effect, Fault, Store, journal, matters, partitions, register, schema, settlements,
};
use yiju_terms::{Date, Refusal, Region};

use crate::error::ActionError;
use crate::items::{self, Action, ItemInfo, Rules};
use crate::permissions;

/// The four steps in order: 受理, 初审, 复核, 审批.
pub const STEPS: [&str; 4] = ["accept", "review", "second_review", "approve"];

/// What a check may look at.
pub struct Context<'a> {
    pub store: &'a mut Store,
    pub region: &'a Region,
    pub book: &'a Lawbook,
    pub today: Date,
}

/// An application as it arrives at the window.
pub struct Application<A> {
    pub applicant_kind: &'static str,
    pub applicant_id: String,
    pub subject: String,
    /// Persons the matter serves: a list of n people counts n.
    pub persons: i64,
    pub received_on: Date,
    pub materials: Vec<String>,
    /// Made by the sender; a repeated request gives the first matter back.
    pub request_key: String,
    pub proposal: A,
}

/// Four persons who carry a matter; the storage refuses the same person twice.
#[derive(Clone, Copy, Debug)]
pub struct Hands<'a> {
    pub accept: &'a str,
    pub review: &'a str,
    pub second_review: &'a str,
    pub approve: &'a str,
}

/// The office of one region over an open store.
pub struct Office<'a> {
    pub store: &'a mut Store,
    pub region: Region,
    pub book: &'a Lawbook,
}

impl<'a> Office<'a> {
    pub fn new(store: &'a mut Store, region: Region, book: &'a Lawbook) -> Office<'a> {
        Office {
            store,
            region,
            book,
        }
    }

    /// Creates tables where there are none, the office and its staff. Refused where the office already stands.
    pub fn found(&mut self, office: &OfficeRow, staff: &[ActorRow]) -> Result<(), ActionError> {
        keep_within_reach(self.store, &office.region)?;
        schema::prepare(self.store)?;
        partitions::attach(self.store, &office.region)?;
        self.store.transaction(|store| {
            if register::office(store, &office.region)?.is_some() {
                return Err(Refusal::new("office_exists")
                    .with("region", &office.region)
                    .into());
            }
            store.insert(office)?;
            for actor in staff {
                if !permissions::ROLES.contains(&actor.role.as_str()) {
                    return Err(Refusal::new("role_unknown")
                        .with("role", &actor.role)
                        .into());
                }
                store.insert(actor)?;
            }
            Ok(())
        })
    }

    /// 受理: checks the whole application and opens the matter. All reasons against it come back together.
    pub fn accept<A: Action>(
        &mut self,
        actor: &str,
        application: &Application<A>,
    ) -> Result<i64, ActionError> {
        let item = items::find(A::ITEM).expect("every action is in the item table");
        let proposal = to_json(&application.proposal)?;
        let Application {
            applicant_kind,
            applicant_id,
            subject,
            persons,
            received_on,
            materials,
            request_key,
            ..
        } = application;
        let written = Application {
            applicant_kind,
            applicant_id: applicant_id.clone(),
            subject: subject.clone(),
            persons: *persons,
            received_on: *received_on,
            materials: materials.clone(),
            request_key: request_key.clone(),
            proposal,
        };
        self.accept_written(item, actor, &written)
    }

    /// The same for a proposal that came as JSON, e.g. from a file.
    pub fn accept_written(
        &mut self,
        item: &'static ItemInfo,
        actor: &str,
        application: &Application<String>,
    ) -> Result<i64, ActionError> {
        let region = self.region.clone();
        let book = self.book;
        keep_within_reach(self.store, region.code())?;
        self.store.transaction(|store| {
            let earlier =
                matters::matter_of_request(store, region.code(), &application.request_key)?;
            if let Some(id) = earlier {
                return Ok(id);
            }
            let mut refusals = right_to(store, &region, actor, item, "accept")?;
            if application.persons < 0 {
                refusals
                    .push(Refusal::new("persons_negative").with("persons", application.persons));
            }
            let mut context = Context {
                store,
                region: &region,
                book,
                today: application.received_on,
            };
            refusals.extend((item.check)(&application.proposal, &mut context)?);
            if !refusals.is_empty() {
                return Err(ActionError::Refused(refusals));
            }
            let due_on = due_on(book, item, application.received_on)?;
            let id = matters::next_id(store, "matter", region.code())?;
            store.insert(&MatterRow {
                region: region.code().to_owned(),
                id,
                item: item.stem.to_owned(),
                applicant_kind: application.applicant_kind.to_owned(),
                applicant_id: application.applicant_id.clone(),
                subject: application.subject.clone(),
                persons: application.persons,
                received_on: application.received_on.to_string(),
                due_on,
                materials: application.materials.join("、"),
                proposal: application.proposal.clone(),
                request_key: application.request_key.clone(),
            })?;
            let step = step(&region, id, 1, "accept", actor, application.received_on);
            matters::add_step(store, &step)?;
            Ok(id)
        })
    }

    /// 初审 or 复核. Refused out of order, without the right, or by a person who holds another step.
    pub fn review(
        &mut self,
        kind: &'static str,
        actor: &str,
        matter: i64,
        on: Date,
    ) -> Result<(), ActionError> {
        assert!(kind == "review" || kind == "second_review");
        self.step(kind, actor, matter, on, "pass", None)
    }

    /// Sends the matter back to its first step, with the reason.
    pub fn send_back(
        &mut self,
        kind: &'static str,
        actor: &str,
        matter: i64,
        on: Date,
        reason: &str,
    ) -> Result<(), ActionError> {
        self.step(kind, actor, matter, on, "return", Some(reason))
    }

    /// Ends the matter without effect, with the reason.
    pub fn refuse(
        &mut self,
        kind: &'static str,
        actor: &str,
        matter: i64,
        on: Date,
        reason: &str,
    ) -> Result<(), ActionError> {
        self.step(kind, actor, matter, on, "refuse", Some(reason))
    }

    fn step(
        &mut self,
        kind: &'static str,
        actor: &str,
        matter: i64,
        on: Date,
        outcome: &str,
        reason: Option<&str>,
    ) -> Result<(), ActionError> {
        let region = self.region.clone();
        keep_within_reach(self.store, region.code())?;
        self.store.transaction(|store| {
            let (item, number) = expect_step(store, &region, matter, kind, actor)?;
            let refusals = right_to(store, &region, actor, item, kind)?;
            if !refusals.is_empty() {
                return Err(ActionError::Refused(refusals));
            }
            let mut row = step(&region, matter, number, kind, actor, on);
            row.outcome = outcome.to_owned();
            row.reason = reason.map(str::to_owned);
            matters::add_step(store, &row)?;
            Ok(())
        })
    }

    /// 审批: the matter takes effect in the same transaction, with one journal entry.
    pub fn approve(
        &mut self,
        actor: &str,
        matter: i64,
        on: Date,
    ) -> Result<journal::Head, ActionError> {
        let region = self.region.clone();
        let book = self.book;
        keep_within_reach(self.store, region.code())?;
        self.store.transaction(|store| {
            let (item, number) = expect_step(store, &region, matter, "approve", actor)?;
            let mut refusals = right_to(store, &region, actor, item, "approve")?;
            let row = matters::matter(store, region.code(), matter)?.expect("the step found it");
            let mut context = Context {
                store,
                region: &region,
                book,
                today: on,
            };
            refusals.extend((item.check)(&row.proposal, &mut context)?);
            if !refusals.is_empty() {
                return Err(ActionError::Refused(refusals));
            }
            let step = step(&region, matter, number, "approve", actor, on);
            matters::add_step(store, &step)?;
            let approval = approval(store, &region, matter, on)?;
            store.insert(&approval)?;
            let day = on.to_string();
            let mut effect = Effect::begin(store, region.code(), matter, item.stem, &day)?;
            let rules = Rules {
                region: &region,
                book,
            };
            (item.apply)(&row.proposal, &mut effect, &rules)?;
            Ok(effect.finish()?)
        })
    }

    /// Carries an application through all four hands on the given days: one call for routine business and for tests.
    pub fn handle<A: Action>(
        &mut self,
        hands: &Hands<'_>,
        application: &Application<A>,
        approved_on: Date,
    ) -> Result<i64, ActionError> {
        let matter = self.accept(hands.accept, application)?;
        self.carry(hands, matter, approved_on)
    }

    /// Carries an accepted matter through the other three hands; does nothing to one that was approved before.
    pub fn carry(
        &mut self,
        hands: &Hands<'_>,
        matter: i64,
        approved_on: Date,
    ) -> Result<i64, ActionError> {
        if matters::approval(self.store, self.region.code(), matter)?.is_some() {
            return Ok(matter);
        }
        self.review("review", hands.review, matter, approved_on)?;
        self.review("second_review", hands.second_review, matter, approved_on)?;
        self.approve(hands.approve, matter, approved_on)?;
        Ok(matter)
    }

    /// Runs several acts in one commit: one fsync, many answers. Each act inside still stands or falls alone.
    pub fn together<T>(
        &mut self,
        work: impl FnOnce(&mut Office<'_>) -> Result<T, ActionError>,
    ) -> Result<T, ActionError> {
        let region = self.region.clone();
        let book = self.book;
        self.store.transaction(|store| {
            let mut office = Office {
                store,
                region,
                book,
            };
            work(&mut office)
        })
    }
}

/// What the office has confirmed with documents; of two papers on one figure the later counts.
pub fn confirmed(store: &mut Store, region: &Region) -> Result<Confirmed, Fault> {
    confirmed_at(store, region, i64::MAX)
}

/// The same as it was at an entry of the journal.
pub fn confirmed_at(store: &mut Store, region: &Region, seq: i64) -> Result<Confirmed, Fault> {
    let mut confirmed = Confirmed::default();
    for row in settlements::confirmations_at(store, region.code(), seq)? {
        let same = |old: &Confirmation| old.parameter == row.parameter && old.period == row.period;
        confirmed.rows.retain(|old| !same(old));
        confirmed.rows.push(Confirmation {
            parameter: row.parameter,
            period: row.period,
            value: row.value,
            document: row.document,
            region: None,
        });
    }
    Ok(confirmed)
}

/// A confirmation whose parameter begins so carries a whole law file of the locality: `law_file:<path below law/>`.
pub const LAW_FILE: &str = "law_file:";

/// Single figures only: whole law files are part of the law digest, not of a case's facts.
pub(crate) fn without_law_files(mut confirmed: Confirmed) -> Confirmed {
    confirmed
        .rows
        .retain(|row| !row.parameter.starts_with(LAW_FILE));
    confirmed
}

/// The law as this office uses it: the law folder with the local files the office has confirmed, in their order.
pub fn lawbook(store: &mut Store, region: &Region, base: &Lawbook) -> Result<Lawbook, ActionError> {
    lawbook_by(&confirmed(store, region)?, base)
}

/// The same from the confirmations alone.
pub fn lawbook_by(confirmed: &Confirmed, base: &Lawbook) -> Result<Lawbook, ActionError> {
    overlay(base, &law_files(confirmed))
}

/// Path and text of every local law file among the confirmations.
pub(crate) fn law_files(confirmed: &Confirmed) -> Vec<(&str, &str)> {
    let file = |row: &'_ Confirmation| row.parameter.starts_with(LAW_FILE);
    let rows = confirmed.rows.iter().filter(|row| file(row));
    rows.map(|row| (&row.parameter[LAW_FILE.len()..], row.value.as_str()))
        .collect()
}

/// `base` with local files laid over it; refused as a whole when one of them has a fault.
pub fn overlay(base: &Lawbook, files: &[(&str, &str)]) -> Result<Lawbook, ActionError> {
    base.with_overlay(files).map_err(|problems| {
        let text = yiju_lawbook::problems_text(&problems, yiju_terms::Lang::Zh);
        Refusal::new("law_file_faulty")
            .with("problems", text)
            .into()
    })
}

/// Refused where the session was opened for another county, city or province.
pub(crate) fn keep_within_reach(store: &Store, region: &str) -> Result<(), ActionError> {
    if store.admits(region) {
        return Ok(());
    }
    Err(Refusal::new("region_out_of_reach")
        .with("region", region)
        .with("reach", store.reach())
        .into())
}

pub(crate) fn to_json(value: &impl Serialize) -> Result<String, ActionError> {
    serde_json::to_string(value).map_err(|error| {
        Refusal::new("proposal_unreadable")
            .with("error", error)
            .into()
    })
}

pub(crate) fn step(
    region: &Region,
    matter: i64,
    number: i64,
    kind: &str,
    actor: &str,
    on: Date,
) -> StepRow {
    StepRow {
        region: region.code().to_owned(),
        matter_id: matter,
        number,
        kind: kind.to_owned(),
        actor_id: actor.to_owned(),
        done_on: on.to_string(),
        outcome: "pass".to_owned(),
        reason: None,
    }
}

/// The earlier of the law's deadline (where one is in force) and the office's promise; nothing for items done at once.
pub(crate) fn due_on(
    book: &Lawbook,
    item: &ItemInfo,
    received_on: Date,
) -> Result<Option<String>, ActionError> {
    let mut days = Vec::new();
    if let Some(code) = item.deadline {
        match book.deadline(code, received_on) {
            Ok(answer) => days.push(answer.value),
            // Before the regulation there was no such deadline; the promise alone counts.
            Err(refusal) if refusal.code == "not_in_force" => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    if let Some(promised) = item.promised_days {
        days.push(book.calendar().add_working_days(received_on, promised)?);
    }
    Ok(days.into_iter().min().map(|day| day.to_string()))
}

/// Whether the person works here and holds a role that may take the step.
pub(crate) fn right_to(
    store: &mut Store,
    region: &Region,
    actor: &str,
    item: &ItemInfo,
    kind: &str,
) -> Result<Vec<Refusal>, Fault> {
    let Some(person) = register::actor(store, region.code(), actor)? else {
        return Ok(vec![Refusal::new("actor_unknown").with("actor", actor)]);
    };
    let allowed = permissions::family(item.family).roles(kind);
    if allowed.contains(&person.role.as_str()) {
        return Ok(Vec::new());
    }
    let roles: Vec<String> = allowed.iter().map(|role| format!("@role.{role}")).collect();
    Ok(vec![
        Refusal::new("no_right")
            .with("actor", actor)
            .with("role", format!("@role.{}", person.role))
            .with("item", format!("@item.{}", item.stem))
            .with("step", format!("@step.{kind}"))
            .with("roles", roles.join("、")),
    ])
}

/// The item and the next step number, if `kind` is what the matter waits for and the person may still take it.
fn expect_step(
    store: &mut Store,
    region: &Region,
    matter: i64,
    kind: &str,
    actor: &str,
) -> Result<(&'static ItemInfo, i64), ActionError> {
    let Some(row) = matters::matter(store, region.code(), matter)? else {
        return Err(Refusal::new("matter_unknown").with("matter", matter).into());
    };
    let steps = matters::steps(store, region.code(), matter)?;
    let expected = next_step(&steps);
    if expected != Some(kind) {
        return Err(Refusal::new("step_out_of_order")
            .with("matter", matter)
            .with("step", format!("@step.{kind}"))
            .with(
                "expected",
                expected.map_or("—".to_owned(), |kind| format!("@step.{kind}")),
            )
            .into());
    }
    let holds_other = steps.iter().any(|s| s.actor_id == actor && s.kind != kind);
    if holds_other {
        return Err(Refusal::new("same_person")
            .with("matter", matter)
            .with("actor", actor)
            .into());
    }
    let item = items::find(&row.item).ok_or_else(|| items::unknown(&row.item))?;
    Ok((item, steps.len() as i64 + 1))
}

/// What a matter with these steps waits for; nothing when it was approved or refused.
pub fn next_step(steps: &[StepRow]) -> Option<&'static str> {
    let last = steps.last()?;
    match last.outcome.as_str() {
        "refuse" => None,
        // A matter sent back starts over at the first check; the window completes the papers meanwhile.
        "return" => Some("review"),
        _ => {
            let at = STEPS.iter().position(|step| *step == last.kind)?;
            STEPS.get(at + 1).copied()
        }
    }
}

fn approval(
    store: &mut Store,
    region: &Region,
    matter: i64,
    on: Date,
) -> Result<ApprovalRow, Fault> {
    let steps = matters::steps(store, region.code(), matter)?;
    Ok(approval_of(&steps, region, matter, on))
}

pub(crate) fn approval_of(
    steps: &[StepRow],
    region: &Region,
    matter: i64,
    on: Date,
) -> ApprovalRow {
    // The last person who passed a step is the one who answers for it.
    let holder = |kind: &str| {
        let step = steps
            .iter()
            .rfind(|s| s.kind == kind && s.outcome == "pass");
        step.map(|s| s.actor_id.clone()).unwrap_or_default()
    };
    ApprovalRow {
        region: region.code().to_owned(),
        matter_id: matter,
        approved_on: on.to_string(),
        accepted_by: holder("accept"),
        accept_kind: "accept".to_owned(),
        reviewed_by: holder("review"),
        review_kind: "review".to_owned(),
        second_reviewed_by: holder("second_review"),
        second_review_kind: "second_review".to_owned(),
        approved_by: holder("approve"),
        approve_kind: "approve".to_owned(),
    }
}
