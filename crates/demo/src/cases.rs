//! The plan of injuries: who was hurt and how, what was recognised and appraised, what is granted and billed.

use jiff::ToSpan;
use yiju_rules::BenefitCase;
use yiju_rules::case::{
    CaseKind, Dependent, HospitalStay, Leaving, LeavingReason, Relation, RetirementCategory,
};
use yiju_terms::{Benefit, Date, Money, SelfCareLevel, Sex};

use crate::calibration::{self as goal, YEAR};
use crate::case_steps::COMMUTING;
use crate::county::{County, day};
use crate::identity::Person;
use crate::money_plan::{Law, MoneyPlan, wage};
use crate::random::Random;

/// One injury and everything that follows from it.
pub(crate) struct CasePlan {
    pub id: String,
    pub person: Person,
    pub cover_kind: &'static str,
    pub cover_id: String,
    pub wage: Money,
    pub injured_on: Date,
    pub noticed_on: Date,
    pub cause: &'static str,
    pub body_part: &'static str,
    pub severity: &'static str,
    pub events: Vec<Event>,
    pub grants: Vec<Grant>,
}

pub(crate) struct Event {
    pub kind: &'static str,
    pub on: Date,
    pub document: Option<String>,
    pub article: Option<&'static str>,
    pub detail: serde_json::Value,
}

/// A determination of the plan.
pub(crate) struct Grant {
    pub filed_on: Date,
    pub case: BenefitCase,
    pub benefits: Vec<Benefit>,
}

const CAUSES: &[(&str, &str)] = &[
    ("machine", "右手食指"),
    ("machine", "左手中指"),
    ("fall", "腰椎"),
    ("fall", "左踝"),
    ("struck_by_object", "右足"),
    ("struck_by_object", "头部"),
    (COMMUTING, "右小腿"),
    (COMMUTING, "锁骨"),
    ("electric_shock", "双手"),
    ("other", "左前臂"),
];

/// Grades of the lump sums of the year, by case.
const GRADES: [u8; 21] = [
    10, 10, 9, 10, 9, 10, 8, 10, 9, 10, 10, 7, 9, 10, 10, 8, 9, 10, 10, 9, 10,
];
/// Of those, how many leave their employer within the year.
pub(crate) const LEAVING: usize = 6;
/// The two deaths: one from before the year, one in it.
pub(crate) const EARLIER_DEATH: Date = Date::constant(2022, 4, 18);
pub(crate) const DEATH: Date = Date::constant(YEAR, 3, 14);
const MEALS: usize = 20;
/// Notices of the last weeks are still pending at the year's end; those before this day have been accepted.
const LAST_ACCEPTED: Date = Date::constant(YEAR, 12, 5);
const NOT_RECOGNIZED: usize = 5;

pub(crate) struct CaseMaker<'a> {
    pub law: &'a Law<'a>,
    pub money: &'a MoneyPlan,
    random: Random,
    number: usize,
}

impl<'a> CaseMaker<'a> {
    pub fn new(law: &'a Law<'a>, money: &'a MoneyPlan, seed: u64) -> CaseMaker<'a> {
        CaseMaker {
            law,
            money,
            random: Random::new(seed, "cases"),
            number: 0,
        }
    }

    /// A case at an employer; the person is already chosen.
    fn case(&mut self, county: &County, member: usize, injured_on: Date) -> CasePlan {
        let person = &county.members[member];
        let (cause, body_part) = *self.random.pick(CAUSES);
        self.number += 1;
        CasePlan {
            id: format!("G{}-{:03}", injured_on.year(), self.number),
            person: person.person.clone(),
            cover_kind: "employer",
            cover_id: county.employers[person.employer].id.clone(),
            wage: wage(person, self.money.scale),
            injured_on,
            noticed_on: injured_on.saturating_add(self.random.between(1, 3).days()),
            cause,
            body_part,
            severity: "minor",
            events: Vec::new(),
            grants: Vec::new(),
        }
    }

    fn facts(&self, case: &CasePlan, kind: CaseKind) -> BenefitCase {
        let mut facts = BenefitCase::new(self.law.region.clone(), kind, case.injured_on);
        facts.recognized_under = Some(case.recognized_under());
        // People of a building site have no declared wage of their own.
        facts.own_wage_mean = (case.cover_kind == "employer").then_some(case.wage);
        facts.birth = Some(case.person.birth);
        facts.sex = Some(case.person.sex);
        facts.retirement_category = Some(match case.person.sex {
            Sex::Male => RetirementCategory::Male60,
            Sex::Female => RetirementCategory::Female50,
        });
        facts
    }

    fn recognized(&mut self, case: &mut CasePlan, after_days: i64) {
        let on = case.injured_on.saturating_add(after_days.days());
        let number = self.random.between(100, 999);
        case.events.push(Event {
            kind: "recognized",
            on,
            document: Some(format!("演示认字〔{}〕{number}号", on.year())),
            article: Some(case.recognition_article()),
            detail: serde_json::json!({ "recognized_under": case.recognized_under().stem() }),
        });
    }

    /// Accepted, not yet decided at the year's end.
    fn accepted(&mut self, case: &mut CasePlan) {
        let on = case.injured_on.saturating_add(16.days());
        let number = self.random.between(100, 999);
        case.events.push(Event {
            kind: "accepted",
            on,
            document: Some(format!("演示受字〔{}〕{number}号", on.year())),
            article: Some("工伤认定办法 @ 2011 § 8"),
            detail: serde_json::json!({}),
        });
    }

    fn appraised(&mut self, case: &mut CasePlan, on: Date, grade: u8, care: Option<SelfCareLevel>) {
        let number = self.random.between(100, 999);
        let mut detail = serde_json::json!({ "grade": grade });
        if let Some(care) = care {
            detail["self_care_level"] = care.stem().into();
        }
        case.events.push(Event {
            kind: "appraised",
            on,
            document: Some(format!("演示鉴字〔{}〕{number}号", on.year())),
            article: Some("工伤保险条例 @ 2011 § 22"),
            detail,
        });
    }

    /// Cases from before the year that are finished or still paid in it.
    pub fn earlier(&mut self, county: &County, members: &[usize]) -> Vec<CasePlan> {
        let mut cases = vec![
            self.long_term(county, members[0]),
            self.death(
                county,
                members[1],
                EARLIER_DEATH,
                day(1, 11),
                &[Benefit::SurvivorPension],
            ),
        ];
        for (index, grade) in GRADES.iter().enumerate() {
            let injured_on = Date::constant(
                2022,
                6 + (index % 6) as i8,
                self.random.between(2, 27) as i8,
            );
            let mut case = self.case(county, members[index + 2], injured_on);
            case.severity = if *grade <= 8 { "serious" } else { "minor" };
            self.recognized(&mut case, 40);
            let appraised_on = day(1 + (index % 7) as i8, self.random.between(5, 20) as i8);
            self.appraised(&mut case, appraised_on, *grade, None);
            let mut facts = self.facts(&case, CaseKind::Disability);
            facts.grade = Some(*grade);
            facts.appraised_on = Some(appraised_on);
            case.grants.push(Grant {
                filed_on: appraised_on.saturating_add(18.days()),
                case: facts.clone(),
                benefits: vec![Benefit::DisabilityLumpSum],
            });
            if index < LEAVING {
                let left = county.members[members[index + 2]].until;
                let last = left
                    .expect("the plan lets them leave")
                    .yesterday()
                    .expect("a day");
                self.leaves(&mut case, facts, last);
            }
            cases.push(case);
        }
        cases
    }

    /// The injured person resigns and takes the lump sum for later treatment.
    fn leaves(&mut self, case: &mut CasePlan, mut facts: BenefitCase, on: Date) {
        case.events.push(Event {
            kind: "contract_ended",
            on,
            document: Some("解除劳动合同证明".to_owned()),
            article: Some("工伤保险条例 @ 2011 § 37(2)"),
            detail: serde_json::json!({ "reason": "resigned" }),
        });
        facts.leaving = Some(Leaving {
            on,
            reason: LeavingReason::Resigned,
        });
        case.grants.push(Grant {
            filed_on: on.saturating_add(9.days()),
            case: facts,
            benefits: vec![Benefit::MedicalLumpSum],
        });
    }

    /// Grade 4, needs help with some acts of daily life.
    fn long_term(&mut self, county: &County, member: usize) -> CasePlan {
        let mut case = self.case(county, member, Date::constant(2021, 5, 10));
        case.severity = "serious";
        self.recognized(&mut case, 38);
        let appraised_on = Date::constant(2022, 1, 18);
        self.appraised(&mut case, appraised_on, 4, Some(SelfCareLevel::Partial));
        let mut facts = self.facts(&case, CaseKind::Disability);
        facts.grade = Some(4);
        facts.appraised_on = Some(appraised_on);
        facts.self_care_level = Some(SelfCareLevel::Partial);
        facts.as_of = Some(day(1, 10));
        case.grants.push(Grant {
            filed_on: day(1, 10),
            case: facts,
            benefits: vec![Benefit::DisabilityAllowance, Benefit::AttendanceAllowance],
        });
        case
    }

    /// A death at work with a spouse who cannot work and a child.
    fn death(
        &mut self,
        county: &County,
        member: usize,
        injured_on: Date,
        filed_on: Date,
        benefits: &[Benefit],
    ) -> CasePlan {
        let mut case = self.case(county, member, injured_on);
        case.severity = "fatal";
        case.cause = "collapse";
        case.body_part = "胸部";
        self.recognized(&mut case, 30);
        case.events.insert(
            0,
            Event {
                kind: "died",
                on: injured_on,
                document: Some("死亡医学证明".to_owned()),
                article: Some("工伤保险条例 @ 2011 § 39"),
                detail: serde_json::json!({}),
            },
        );
        let mut facts = self.facts(&case, CaseKind::Death);
        facts.died_on = Some(injured_on);
        facts.after_injury_leave = Some(false);
        facts.as_of = Some(filed_on);
        let spouse_sex = match case.person.sex {
            Sex::Male => Sex::Female,
            Sex::Female => Sex::Male,
        };
        let dependent = |relation, birth, sex, no_capacity| Dependent {
            relation,
            birth,
            sex,
            no_capacity,
            orphan_or_lone: false,
            relied_on: true,
            condition_met: None,
        };
        facts.dependents = vec![
            dependent(Relation::Spouse, case.person.birth, spouse_sex, true),
            dependent(
                Relation::Child,
                Date::constant(2011, 9, 6),
                Sex::Female,
                false,
            ),
        ];
        case.grants.push(Grant {
            filed_on,
            case: facts,
            benefits: benefits.to_vec(),
        });
        case
    }

    /// The notices of the year, in order of time.
    pub fn of_the_year(
        &mut self,
        county: &County,
        members: &[usize],
        building: &[(usize, usize)],
    ) -> Vec<CasePlan> {
        let fatal = [
            Benefit::DeathLumpSum,
            Benefit::FuneralGrant,
            Benefit::SurvivorPension,
        ];
        let mut cases = vec![self.death(county, members[0], DEATH, day(5, 8), &fatal)];
        let mut meals = 0;
        for (index, member) in members.iter().enumerate().skip(1) {
            let nth = index as i64 * 352 / goal::ACCIDENT_NOTICES as i64;
            let injured_on = day(1, 3).saturating_add(nth.days());
            let mut case = self.case(county, *member, injured_on);
            if let Some((site, worker)) = building.get(index / 9).filter(|_| index % 9 == 4) {
                let project = &county.projects[*site];
                case.person = project.workers[*worker].clone();
                (case.cover_kind, case.cover_id) = ("project", project.id.clone());
            }
            if self.random.chance(14) {
                case.severity = "serious";
            }
            if index % 16 == 7 && index / 16 < NOT_RECOGNIZED {
                self.not_recognized(&mut case);
            } else if injured_on < day(10, 20) {
                let days = self.random.between(32, 52);
                self.recognized(&mut case, days);
                if meals < MEALS && index % 3 == 0 {
                    meals += 1;
                    self.hospital(&mut case);
                }
            } else if injured_on < LAST_ACCEPTED {
                self.accepted(&mut case);
            }
            cases.push(case);
        }
        cases
    }

    fn not_recognized(&mut self, case: &mut CasePlan) {
        let on = case.injured_on.saturating_add(45.days());
        case.events.push(Event {
            kind: "not_recognized",
            on,
            document: Some(format!(
                "演示不认字〔{}〕{}号",
                on.year(),
                self.random.between(10, 99)
            )),
            article: Some("工伤保险条例 @ 2011 § 14"),
            detail: serde_json::json!({ "reason": "非因工作原因" }),
        });
    }

    fn hospital(&mut self, case: &mut CasePlan) {
        let from = case.injured_on;
        let to = from.saturating_add(self.random.between(8, 31).days());
        case.events.insert(
            0,
            Event {
                kind: "discharged",
                on: to,
                document: None,
                article: None,
                detail: serde_json::json!({ "admitted_on": from.to_string() }),
            },
        );
        let mut facts = self.facts(case, CaseKind::Disability);
        facts.as_of = Some(to);
        facts.hospital = vec![HospitalStay {
            from,
            to,
            out_of_area: false,
        }];
        let recognized = case.events.last().map_or(to, |event| event.on);
        case.grants.push(Grant {
            filed_on: recognized.saturating_add(12.days()),
            case: facts,
            benefits: vec![Benefit::HospitalMealAllowance],
        });
    }
}
