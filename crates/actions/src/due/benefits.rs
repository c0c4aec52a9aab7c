//! Benefits that start or end by the calendar: an 18th birthday, a pension age.

use std::collections::BTreeSet;

use yiju_rules::case::CaseKind;
use yiju_rules::retirement::retirement_day;
use yiju_rules::{BenefitCase, NoTrace, Reckoning, Sources};
use yiju_store::settlements::{Standing, standing};
use yiju_store::tables::BenefitLineRow;

use yiju_store::Fault;
use yiju_terms::{Benefit, Date, Month};

use super::{Desk, DueItem, Reason, When};
use crate::case_history::read_facts;

/// The step of the table that a pension age calls for.
const SWITCH: &str = "retirement_switched";

pub(super) fn collect(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let known = desk.span.known;
    let mut pensions = BTreeSet::new();
    for standing in standing(desk.store, desk.region.code())? {
        let decided = &standing.determination;
        if decided.seq > known {
            continue;
        }
        for line in &standing.lines {
            bounds(desk, &standing, line);
        }
        let allowance = Benefit::DisabilityAllowance.stem();
        let monthly = standing.lines.iter().any(|line| line.benefit == allowance);
        if monthly && pensions.insert(decided.subject_id.clone()) {
            pension(desk, &standing)?;
        }
    }
    Ok(())
}

fn item(standing: &Standing, reason: Reason, on: Date, what: &str, cite: &str) -> DueItem {
    let decided = &standing.determination;
    DueItem {
        on,
        when: When::Coming,
        reason,
        subject_kind: if decided.subject_kind == "legacy" {
            "legacy"
        } else {
            "injury"
        },
        subject_id: decided.subject_id.clone(),
        instance: String::new(),
        what: what.to_owned(),
        who: Some("@life.actor.office".to_owned()),
        document: None,
        deadline: None,
        cite: cite.to_owned(),
        provisional: false,
    }
}

/// The first and the last month of a monthly line.
fn bounds(desk: &mut Desk<'_>, standing: &Standing, line: &BenefitLineRow) {
    let month = |text: &Option<String>| text.as_deref().and_then(|m| m.parse::<Month>().ok());
    let what = format!("@benefit.{}", line.benefit);
    let about = |reason, on| {
        let mut found = item(standing, reason, on, &what, &line.cite);
        found.instance = line
            .dependent
            .map_or(String::new(), |n| format!("{}", n + 1));
        found.provisional = line.provisional == 1;
        found
    };
    if let Some(from) = month(&line.from_month) {
        desk.keep(about(Reason::BenefitStart, from.first_day()));
    }
    if let Some(until) = month(&line.until_month) {
        desk.keep(about(Reason::BenefitEnd, until.last_day()));
    }
}

/// The day of retirement of a grade 1 to 4 that has not been switched to a pension.
fn pension(desk: &mut Desk<'_>, standing: &Standing) -> Result<(), Fault> {
    let case = read_facts(&standing.determination.facts)?;
    let low = case.grade.is_some_and(|grade| (1..=4).contains(&grade));
    if case.kind != CaseKind::Disability || !low || case.pension.is_some() {
        return Ok(());
    }
    let Some(on) = retires_on(desk, &case) else {
        return Ok(());
    };
    if !desk
        .pension_settled
        .contains(&standing.determination.subject_id)
    {
        let event = desk.book.case_life().event(SWITCH);
        let cite = event.map(|event| event.edges[0].citation.to_string());
        let cite = cite.unwrap_or_default();
        let mut found = item(
            standing,
            Reason::PensionStart,
            on,
            &format!("@life.event.{SWITCH}"),
            &cite,
        );
        found.document = Some("@life.document.pension_approval".to_owned());
        desk.keep(found);
    }
    Ok(())
}

fn retires_on(desk: &Desk<'_>, case: &BenefitCase) -> Option<Date> {
    let (birth, category) = (case.birth?, case.retirement_category?);
    let sources = Sources {
        book: desk.book,
        confirmed: desk.confirmed,
        region: desk.region,
    };
    let mut tracer = NoTrace;
    let mut reckoning = Reckoning::new(sources, &mut tracer);
    retirement_day(&mut reckoning, category, birth, desk.span.on).ok()
}
