//! Steps that somebody must take in a case, and those that become possible.

use yiju_lawbook::DeadlineKind;
use yiju_rules::life::{Clock, Known, OpenStep};
use yiju_store::Fault;
use yiju_store::views::story::stories;
use yiju_terms::{Date, Status};

use super::{Desk, DueItem, Reason, When};
use crate::case_life::walked;

pub(super) fn collect(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let (on, known) = (desk.span.on, desk.span.known);
    for story in stories(desk.store, desk.region.code(), known)? {
        let id = story.injury_id.clone();
        let lived = walked(desk.book, story, on)?;
        let state = |track: &str| lived.walk.state(track, "").state;
        if state("benefit") == "retired" || state("person") == "dead" {
            desk.pension_settled.insert(id.clone());
        }
        for step in lived.walk.open_steps() {
            if step.waits_for.is_empty() {
                must(desk, &id, &step);
                opens(desk, &id, &step);
            }
        }
    }
    Ok(())
}

fn item(id: &str, step: &OpenStep<'_>, reason: Reason, on: Date) -> DueItem {
    DueItem {
        on,
        when: When::Coming,
        reason,
        subject_kind: "injury",
        subject_id: id.to_owned(),
        instance: step.instance.clone(),
        what: format!("@life.event.{}", step.event.kind),
        who: Some(format!("@life.actor.{}", step.event.by)),
        document: step
            .event
            .document
            .as_ref()
            .map(|d| format!("@life.document.{d}")),
        deadline: None,
        cite: step.edge.citation.to_string(),
        provisional: false,
    }
}

/// A duty with a deadline; once its edge is shut there is nothing left to do.
fn must(desk: &mut Desk<'_>, id: &str, step: &OpenStep<'_>) {
    let Some(clock) = step.deadline.as_ref().filter(|_| step.edge.duty) else {
        return;
    };
    let shut = step.bar.as_ref().is_some_and(|bar| {
        bar.kind == DeadlineKind::Limit && bar.last().is_some_and(|last| last < desk.span.on)
    });
    if let Some(last) = clock.last().filter(|_| !shut) {
        let found = item(id, step, Reason::Step, last);
        desk.keep(by_clock(found, clock));
    }
}

/// A waiting time that ends: a review after a year, a device after its life.
fn opens(desk: &mut Desk<'_>, id: &str, step: &OpenStep<'_>) {
    if let Some(bar) = step
        .bar
        .as_ref()
        .filter(|bar| bar.kind == DeadlineKind::NotBefore)
        && let Some(from) = bar.last()
    {
        let found = item(id, step, Reason::Opens, from);
        desk.keep(by_clock(found, bar));
    }
    if let Some(from) = step.opens {
        desk.keep(item(id, step, Reason::Opens, from));
    }
}

fn by_clock(mut item: DueItem, clock: &Clock) -> DueItem {
    item.deadline = Some(clock.code.clone());
    if let Known::Day { cite, status, .. } = &clock.day {
        item.cite = cite.clone();
        item.provisional = *status == Status::Provisional;
    }
    item
}
