//! All four hands in one act: for lists that four persons have signed before they reach the program.

use serde::Serialize;
use yiju_store::tables::{ApprovalRow, MatterRow, StepHolderRow, StepRow};
use yiju_store::{Effect, Fault, Store, Table, journal, matters};
use yiju_terms::{Date, Refusal, Region};

use crate::error::ActionError;
use crate::items::{self, Action, ItemInfo, Rules};
use crate::office::{
    Application, Context, Hands, Office, STEPS, approval_of, due_on, keep_within_reach, right_to,
    step, to_json,
};

impl Hands<'_> {
    /// Who takes which step, in order.
    pub fn by_step(&self) -> [(&'static str, &str); 4] {
        let persons = [self.accept, self.review, self.second_review, self.approve];
        std::array::from_fn(|at| (STEPS[at], persons[at]))
    }
}

impl Office<'_> {
    /// Like [`Office::handle`], but as one: where any step is refused nothing is written, not even the application. All
    /// reasons against it come back together. A repeated request gives the first matter back.
    pub fn handle_at_once<A: Action>(
        &mut self,
        hands: &Hands<'_>,
        application: &Application<A>,
        approved_on: Date,
    ) -> Result<i64, ActionError> {
        keep_within_reach(self.store, self.region.code())?;
        let item = items::find(A::ITEM).expect("every action is in the item table");
        let key = &application.request_key;
        let earlier = matters::matter_of_request(self.store, self.region.code(), key)?;
        if let Some(matter) = earlier {
            return self.carry(hands, matter, approved_on);
        }
        let region = self.region.clone();
        let book = self.book;
        self.store.transaction(|store| {
            // Before the checks: an entry that comes between them and ours takes our place in the chain.
            journal::head(store, region.code())?;
            let mut refusals = rights(store, &region, hands, item)?;
            if application.persons < 0 {
                refusals
                    .push(Refusal::new("persons_negative").with("persons", application.persons));
            }
            for today in days(application.received_on, approved_on) {
                let mut context = Context {
                    store,
                    region: &region,
                    book,
                    today,
                };
                for refusal in application.proposal.check(&mut context)? {
                    if !refusals.contains(&refusal) {
                        refusals.push(refusal);
                    }
                }
            }
            if !refusals.is_empty() {
                return Err(ActionError::Refused(refusals));
            }
            let id = matters::next_id(store, "matter", region.code())?;
            let matter = MatterRow {
                due_on: due_on(book, item, application.received_on)?,
                ..matter_row(&region, id, item, application)?
            };
            let days = [application.received_on, approved_on];
            let lines = write_matter(store, &region, &matter, hands, days)?;
            let day = approved_on.to_string();
            let key = (region.code(), id);
            let mut effect = Effect::begin_with(store, key, item.stem, &day, lines)?;
            let rules = Rules {
                region: &region,
                book,
            };
            application.proposal.apply(&mut effect, &rules)?;
            effect.finish()?;
            Ok(id)
        })
    }
}

/// The days the proposal is judged on: at the window and at the approval.
fn days(received_on: Date, approved_on: Date) -> Vec<Date> {
    let mut days = vec![received_on, approved_on];
    days.dedup();
    days
}

/// What forbids these persons these steps: a right that is missing, or one person in two places.
fn rights(
    store: &mut Store,
    region: &Region,
    hands: &Hands<'_>,
    item: &'static ItemInfo,
) -> Result<Vec<Refusal>, Fault> {
    let steps = hands.by_step();
    let mut refusals = Vec::new();
    for (at, (kind, actor)) in steps.iter().enumerate() {
        refusals.extend(right_to(store, region, actor, item, kind)?);
        if steps[..at].iter().any(|(_, other)| other == actor) {
            let refusal = Refusal::new("same_person").with("matter", item.stem);
            refusals.push(refusal.with("actor", actor));
        }
    }
    Ok(refusals)
}

fn matter_row<A: Serialize>(
    region: &Region,
    id: i64,
    item: &'static ItemInfo,
    application: &Application<A>,
) -> Result<MatterRow, ActionError> {
    Ok(MatterRow {
        region: region.code().to_owned(),
        id,
        item: item.stem.to_owned(),
        applicant_kind: application.applicant_kind.to_owned(),
        applicant_id: application.applicant_id.clone(),
        subject: application.subject.clone(),
        persons: application.persons,
        received_on: application.received_on.to_string(),
        due_on: None,
        materials: application.materials.join("、"),
        proposal: to_json(&application.proposal)?,
        request_key: application.request_key.clone(),
    })
}

/// Writes the matter with its four steps and its approval; gives the lines its journal entry covers.
fn write_matter(
    store: &mut Store,
    region: &Region,
    matter: &MatterRow,
    hands: &Hands<'_>,
    [received_on, approved_on]: [Date; 2],
) -> Result<Vec<String>, Fault> {
    store.insert(matter)?;
    let mut lines = vec![journal::row_line(MatterRow::NAME, &matter.values())];
    let mut steps: Vec<StepRow> = Vec::with_capacity(STEPS.len());
    for (at, (kind, actor)) in hands.by_step().into_iter().enumerate() {
        let on = if at == 0 { received_on } else { approved_on };
        let row = step(region, matter.id, at as i64 + 1, kind, actor, on);
        store.insert(&StepHolderRow {
            region: row.region.clone(),
            matter_id: row.matter_id,
            actor_id: row.actor_id.clone(),
            kind: row.kind.clone(),
        })?;
        store.insert(&row)?;
        lines.push(journal::row_line(StepRow::NAME, &row.values()));
        steps.push(row);
    }
    let approval = approval_of(&steps, region, matter.id, approved_on);
    store.insert(&approval)?;
    lines.push(journal::row_line(ApprovalRow::NAME, &approval.values()));
    Ok(lines)
}
