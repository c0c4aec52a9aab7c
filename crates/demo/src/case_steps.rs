//! What the papers of an event tell of the steps around it: a decision names its application and acceptance and comes with
//! its proof of service.

use jiff::ToSpan;
use serde_json::json;
use yiju_actions::case_event::CaseStep;
use yiju_rules::case::RecognizedUnder;
use yiju_terms::Date;

use crate::cases::{CasePlan, Event};

const APPLIED_AFTER: i64 = 10;
const ACCEPTED_AFTER: i64 = 16;
/// Days before the conclusion that the appraisal was applied for.
const APPRAISAL_TAKES: i64 = 35;
const SERVED_AFTER: i64 = 2;

/// All steps that are registered with the event, in their order.
pub(crate) fn steps(case: &CasePlan, event: &Event) -> Vec<CaseStep> {
    let after = |days: i64| case.injured_on.saturating_add(days.days());
    let applied = || {
        step(
            "employer_applied",
            after(APPLIED_AFTER),
            Some("工伤认定申请表"),
        )
    };
    let served = event.on.saturating_add(SERVED_AFTER.days());
    let before = match event.kind {
        "accepted" => vec![applied()],
        "recognized" | "not_recognized" => {
            let accepted = step("accepted", after(ACCEPTED_AFTER), Some("受理决定书"));
            let mut steps = vec![applied(), accepted];
            if case.severity == "serious" {
                steps.push(step(
                    "leave_started",
                    case.injured_on,
                    Some("停工留薪期确认书"),
                ));
            }
            steps
        }
        "appraised" => {
            let on = event.on.saturating_sub(APPRAISAL_TAKES.days());
            vec![step("appraisal_applied", on, Some("劳动能力鉴定申请表"))]
        }
        "discharged" => vec![step("admitted", case.injured_on, None)],
        _ => Vec::new(),
    };
    let after = match event.kind {
        "recognized" | "not_recognized" => {
            vec![step("recognition_served", served, Some("送达回证"))]
        }
        "appraised" => vec![step("appraisal_served", served, Some("送达回证"))],
        _ => Vec::new(),
    };
    let this = CaseStep {
        kind: event.kind.to_owned(),
        happened_on: event.on,
        document: event.document.clone(),
        article: event.article.map(str::to_owned),
        detail: event.detail.clone(),
    };
    before.into_iter().chain([this]).chain(after).collect()
}

fn step(kind: &str, on: Date, document: Option<&str>) -> CaseStep {
    CaseStep {
        kind: kind.to_owned(),
        happened_on: on,
        document: document.map(str::to_owned),
        article: None,
        detail: json!({}),
    }
}

/// On the way to or from work: recognised by its own item, not as an accident at work.
pub(crate) const COMMUTING: &str = "commuting_traffic";

impl CasePlan {
    pub(crate) fn recognized_under(&self) -> RecognizedUnder {
        match self.cause {
            COMMUTING => RecognizedUnder::Commuting,
            _ => RecognizedUnder::WorkAccident,
        }
    }

    pub(crate) fn recognition_article(&self) -> &'static str {
        match self.recognized_under() {
            RecognizedUnder::Commuting => "工伤保险条例 @ 2011 § 14(6)",
            _ => "工伤保险条例 @ 2011 § 14(1)",
        }
    }
}
