//! Which dependents have the right: judged once, on the day of death; later events only end or pause it.

use yiju_lawbook::Answer;
use yiju_terms::{Citation, Date, Rate, Sex};

use super::{NotDue, Setting, Stop};
use crate::case::{Dependent, Relation};
use crate::facts::DependentEvent;
use crate::reckon::Reckoning;
use crate::retirement::{age_on, birthday};
use crate::schedule::Unpaid;
use crate::trace::Tracer;

/// A dependent who has the right, with the share and its reason.
pub(super) struct Entitled {
    pub index: usize,
    pub rate: Rate,
    pub citation: Citation,
    /// The last day of the right, as far as it is known.
    pub until: Option<Date>,
    pub pauses: Vec<Unpaid>,
    pub notes: Vec<&'static str>,
}

type NotEligible = (&'static str, Citation);

/// The dependents with the right on the day of death, and the others with the reason.
pub(super) fn entitled<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    on: Date,
) -> Result<(Vec<Entitled>, Vec<NotDue>), Stop> {
    let (mut entitled, mut not_due) = (Vec::new(), Vec::new());
    for (index, dependent) in setting.case.dependents.iter().enumerate() {
        match eligibility(setting, reckoning, dependent, on)? {
            Ok(until) => {
                let mut one = share_of(setting, reckoning, index, on)?;
                one.until = until;
                follow_events(setting, reckoning, &mut one, on)?;
                entitled.push(one);
            }
            Err((code, citation)) => not_due.push(NotDue {
                dependent: Some(index),
                ..setting.not_due(code, Some(&citation))
            }),
        }
    }
    Ok((entitled, not_due))
}

/// Whether the dependent has the right at the death, and until which day: kin never join later.
fn eligibility<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    dependent: &Dependent,
    on: Date,
) -> Result<Result<Option<Date>, NotEligible>, Stop> {
    let by_age = match dependent.relation {
        Relation::Spouse | Relation::Parent | Relation::Grandparent => false,
        Relation::Child | Relation::Grandchild | Relation::Sibling => true,
    };
    let row = match (by_age, dependent.sex) {
        (true, _) => "child",
        (false, Sex::Male) => "male",
        (false, Sex::Female) => "female",
    };
    let age = reckoning.number(&setting.key("age"), Some(row), on)?;
    let no = |code| Ok(Err((code, age.citation.clone())));
    if !dependent.relied_on {
        return no("did_not_rely_on");
    }
    if dependent.condition_met == Some(false) {
        return no("kin_condition_not_met");
    }
    if dependent.no_capacity {
        return Ok(Ok(None));
    }
    let years = age_on(dependent.birth, on);
    match (by_age, years < age.value) {
        (true, true) => {
            let last = birthday(dependent.birth, age.value).yesterday();
            Ok(Ok(last.ok()))
        }
        (true, false) => no("of_age"),
        (false, true) => no("under_age"),
        (false, false) => Ok(Ok(None)),
    }
}

fn share_of<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    index: usize,
    on: Date,
) -> Result<Entitled, Stop> {
    let dependent = &setting.case.dependents[index];
    let row = match dependent.relation {
        Relation::Spouse => "spouse",
        _ => "other",
    };
    let percent = reckoning.percent(&setting.key("percent"), Some(row), on)?;
    let mut ppm = percent.value.ppm();
    if dependent.orphan_or_lone {
        ppm += reckoning
            .percent(&setting.key("extra_percent"), None, on)?
            .value
            .ppm();
    }
    let conditional = matches!(
        dependent.relation,
        Relation::Grandparent | Relation::Grandchild | Relation::Sibling
    );
    let mut notes = Vec::new();
    if conditional && dependent.condition_met.is_none() {
        notes.push("kin_condition_to_prove");
    }
    Ok(Entitled {
        index,
        rate: Rate::from_ppm(ppm),
        citation: percent.citation,
        until: None,
        pauses: Vec::new(),
        notes,
    })
}

/// The right ends on the day before the first event that the law names as an end, and rests while one that it names
/// as a pause lasts.
fn follow_events<T: Tracer>(
    setting: &Setting<'_>,
    reckoning: &Reckoning<'_, T>,
    one: &mut Entitled,
    on: Date,
) -> Result<(), Stop> {
    let mut events = setting
        .case
        .dependent_events
        .iter()
        .filter(|event| event.dependent == one.index)
        .peekable();
    if events.peek().is_none() {
        return Ok(());
    }
    let stops = reckoning.text(&setting.key("stop_events"), None, on)?;
    let pauses = reckoning.text(&setting.key("pause_events"), None, on)?;
    let named = |list: &Answer<String>, event: &DependentEvent| {
        list.value.split(' ').any(|stem| stem == event.event.stem())
    };
    for event in events {
        if named(&stops, event) {
            let last = event.on.yesterday().unwrap_or(event.on);
            one.until = Some(one.until.map_or(last, |until| until.min(last)));
            one.notes.push("right_ended_by_event");
        } else if named(&pauses, event) {
            one.pauses.push(Unpaid::between(event.on, event.until));
            one.notes.push("right_rests");
        }
    }
    Ok(())
}
