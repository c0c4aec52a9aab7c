//! People of a large county who are paid every month: hurt at work years ago, grade four, in need of some help.

use yiju_rules::BenefitCase;
use yiju_rules::case::{CaseKind, RecognizedUnder, RetirementCategory};
use yiju_terms::{Benefit, Date, Money, SelfCareLevel, Sex};

use crate::cases::{CasePlan, Event, Grant};
use crate::county::day;
use crate::filings_cases;
use crate::identity::Person;
use crate::money_plan::Law;
use crate::schedule::{Days, Filing};

pub(crate) struct Payee {
    pub person: Person,
    pub employer_id: String,
    pub wage: Money,
}

const INJURED_ON: Date = Date::constant(2021, 5, 10);
const RECOGNIZED_ON: Date = Date::constant(2021, 6, 17);
const APPRAISED_ON: Date = Date::constant(2022, 1, 18);

/// Notice, recognition, appraisal and determination of each, a matter each.
pub(crate) fn filings(law: &Law<'_>, payees: &[Payee], days: &Days<'_>, seed: u64) -> Vec<Filing> {
    let cases: Vec<CasePlan> = (1..)
        .zip(payees)
        .map(|(number, payee)| case(law, number, payee))
        .collect();
    filings_cases::filings(&cases, days, seed)
}

fn case(law: &Law<'_>, number: usize, payee: &Payee) -> CasePlan {
    let mut facts = BenefitCase::new(law.region.clone(), CaseKind::Disability, INJURED_ON);
    facts.recognized_under = Some(RecognizedUnder::WorkAccident);
    facts.own_wage_mean = Some(payee.wage);
    facts.birth = Some(payee.person.birth);
    facts.sex = Some(payee.person.sex);
    facts.retirement_category = Some(match payee.person.sex {
        Sex::Male => RetirementCategory::Male60,
        Sex::Female => RetirementCategory::Female50,
    });
    facts.grade = Some(4);
    facts.appraised_on = Some(APPRAISED_ON);
    facts.self_care_level = Some(SelfCareLevel::Partial);
    facts.as_of = Some(day(1, 4));
    CasePlan {
        id: format!("G2021-{number:05}"),
        person: payee.person.clone(),
        cover_kind: "employer",
        cover_id: payee.employer_id.clone(),
        wage: payee.wage,
        injured_on: INJURED_ON,
        noticed_on: Date::constant(2021, 5, 12),
        cause: "machine",
        body_part: "右手",
        severity: "serious",
        events: vec![
            event("recognized", RECOGNIZED_ON, number, "14(1)"),
            event("appraised", APPRAISED_ON, number, "22"),
        ],
        grants: vec![Grant {
            filed_on: day(1, 4),
            case: facts,
            benefits: vec![Benefit::DisabilityAllowance, Benefit::AttendanceAllowance],
        }],
    }
}

fn event(kind: &'static str, on: Date, number: usize, article: &str) -> Event {
    let recognized = kind == "recognized";
    Event {
        kind,
        on,
        document: Some(format!("演示字〔{}〕{number}号", on.year())),
        article: Some(match article {
            "22" => "工伤保险条例 @ 2011 § 22",
            _ => "工伤保险条例 @ 2011 § 14(1)",
        }),
        detail: match recognized {
            true => serde_json::json!({ "recognized_under": article }),
            false => {
                serde_json::json!({ "grade": 4, "self_care_level": SelfCareLevel::Partial.stem() })
            }
        },
    }
}
