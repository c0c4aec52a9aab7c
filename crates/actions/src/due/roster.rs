//! Old injuries paid from the fund: whoever is paid is checked to be alive, year by year.

use yiju_store::views::{Window, legacy as views};
use yiju_store::{Fault, legacy};
use yiju_terms::{Date, Status};

use super::{Desk, DueItem, Reason, When};

const CODE: &str = "D-ALIVE";

pub(super) fn collect(desk: &mut Desk<'_>) -> Result<(), Fault> {
    let on = desk.span.on.to_string();
    let region = desk.region.code();
    let checks = legacy::last_checks(desk.store, region, &on)?;
    let all = Window {
        number: 1,
        size: i64::from(i32::MAX),
    };
    for line in views::roster(desk.store, region, &on, Some(true), "", all)?.rows {
        let row = line.row;
        let last = checks.get(&row.id);
        if last.is_some_and(|check| check.outcome == "dead") {
            continue;
        }
        let start = last.map_or(&row.valid_from, |check| &check.checked_on);
        let start = start
            .parse::<Date>()
            .map_err(|error| Fault::new("reading a day of the roster", error))?;
        let Ok(answer) = desk.book.deadline(CODE, start) else {
            continue;
        };
        desk.keep(DueItem {
            on: answer.value,
            when: When::Coming,
            reason: Reason::SurvivalCheck,
            subject_kind: "legacy",
            subject_id: row.id,
            instance: String::new(),
            what: "@item.legacy_check".to_owned(),
            who: Some("@life.actor.office".to_owned()),
            document: None,
            deadline: Some(CODE.to_owned()),
            cite: answer.citation.to_string(),
            provisional: answer.status == Status::Provisional,
        });
    }
    Ok(())
}
