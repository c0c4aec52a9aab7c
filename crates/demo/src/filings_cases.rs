//! Injuries through the year: notices, recognitions and appraisals registered, benefits determined, bills handed in.

use jiff::ToSpan;
use yiju_actions::accident_notice::AccidentNotice;
use yiju_actions::benefit_determination::BenefitDetermination;
use yiju_actions::case_event::CaseEvent;
use yiju_actions::medical_claim::{Bill, MedicalClaim};
use yiju_store::Store;
use yiju_terms::{Date, Money, Region};

use crate::bills::BillPlan;
use crate::case_steps::{self, COMMUTING};
use crate::cases::CasePlan;
use crate::county::day;
use crate::filings_register::person_id;
use crate::filings_setup::OPENING_DAY;
use crate::random::Random;
use crate::schedule::{Cover, Days, Filing};

fn cover(case: &CasePlan, subject: &str, materials: &'static [&'static str]) -> Cover {
    Cover {
        applicant_kind: "employer",
        applicant_id: case.cover_id.clone(),
        subject: format!("{subject} {}", case.id),
        persons: 1,
        materials,
    }
}

/// Cases from before the year are taken over on the opening day; the others come in as they happen.
pub(crate) fn filings(cases: &[CasePlan], days: &Days<'_>, seed: u64) -> Vec<Filing> {
    let mut random = Random::new(seed, "case filings");
    let mut filings = Vec::new();
    for case in cases {
        let noticed = working_from_opening(days, case.noticed_on);
        filings.push(notice(case, noticed));
        for event in &case.events {
            let filed = working_from_opening(days, event.on.saturating_add(3.days())).max(noticed);
            filings.push(registered(case, event, filed));
        }
        for grant in &case.grants {
            let accept_on = days.working(grant.filed_on);
            let decide_on = days.decision(&mut random, accept_on, 8);
            let proposal = BenefitDetermination {
                subject_kind: "injury".to_owned(),
                subject_id: case.id.clone(),
                decided_on: decide_on,
                case: grant.case.clone(),
                benefits: grant.benefits.clone(),
            };
            let about = cover(
                case,
                "工伤待遇申领",
                &["待遇申领表", "认定决定书", "鉴定结论书", "身份证明"],
            );
            filings.push(Filing::fixed(accept_on, decide_on, about, proposal).rank(40));
        }
    }
    filings
}

fn working_from_opening(days: &Days<'_>, on: Date) -> Date {
    days.working(on.max(OPENING_DAY))
}

fn notice(case: &CasePlan, noticed: Date) -> Filing {
    let on_the_way = case.cause == COMMUTING;
    // Who bore the main part of the accident, the traffic police say (or a court).
    let papers: &'static [&'static str] = match on_the_way {
        true => &[
            "事故备案表",
            "首诊病历",
            "道路交通事故认定书（非本人主要责任）",
        ],
        false => &["事故备案表", "首诊病历"],
    };
    let about = cover(case, "工伤事故备案", papers);
    let id_number = case.person.id_number.clone();
    let is_earlier = case.noticed_on < OPENING_DAY;
    let proposal = AccidentNotice {
        id: case.id.clone(),
        person_id: String::new(),
        cover_kind: case.cover_kind.to_owned(),
        cover_id: case.cover_id.clone(),
        injured_on: case.injured_on,
        noticed_on: if is_earlier { case.noticed_on } else { noticed },
        cause: case.cause.to_owned(),
        body_part: case.body_part.to_owned(),
        severity: case.severity.to_owned(),
        place: if on_the_way {
            "上下班途中"
        } else {
            "工作场所"
        }
        .to_owned(),
        summary: match on_the_way {
            true => format!(
                "上下班途中受非本人主要责任的交通事故伤害，伤及{}（合成案例）",
                case.body_part
            ),
            false => format!("工作中受伤，伤及{}（合成案例）", case.body_part),
        },
    };
    let make = move |store: &mut Store, region: &Region| {
        let mut proposal = proposal.clone();
        proposal.person_id = person_id(store, region, &id_number)?;
        Ok(Some(proposal))
    };
    Filing::new(noticed, noticed, about, make).rank(30)
}

fn registered(case: &CasePlan, event: &crate::cases::Event, filed: Date) -> Filing {
    let subject = match event.kind {
        "accepted" | "recognized" | "not_recognized" => "工伤认定信息登记",
        "appraised" => "劳动能力鉴定信息登记",
        "discharged" => "医疗跟踪登记",
        _ => "工伤变更登记",
    };
    let proposal = CaseEvent {
        injury_id: case.id.clone(),
        steps: case_steps::steps(case, event),
    };
    Filing::fixed(filed, filed, cover(case, subject, &["结论文书"]), proposal).rank(32)
}

const HOSPITALS: &[&str] = &["演示县人民医院", "演示县中医医院", "演示市中心医院"];

/// Bills: some are asked with a part that the reviewer takes off.
pub(crate) fn bill_filings(bills: &[BillPlan], days: &Days<'_>, seed: u64) -> Vec<Filing> {
    let mut random = Random::new(seed, "bill filings");
    let mut filings = Vec::new();
    for (index, bill) in bills.iter().enumerate() {
        let accept_on = days.working(bill.filed_on.max(day(1, 4)));
        let decide_on = days.decision(&mut random, accept_on, 9);
        let taken_off = match random.chance(22) {
            true => Money::from_yuan(random.between(30, 600)),
            false => Money::ZERO,
        };
        let line = Bill {
            number: format!("DEMO{:08}", index + 1),
            on: bill.treated_on,
            institution: (*random.pick(HOSPITALS)).to_owned(),
            benefit: "medical_expense".to_owned(),
            asked: bill.payable + taken_off,
            taken_off,
            taken_off_because: if taken_off.is_zero() {
                String::new()
            } else {
                "目录外项目".to_owned()
            },
        };
        let about = Cover {
            applicant_kind: "person",
            applicant_id: bill.subject_id.clone(),
            subject: format!("工伤医疗费用申报 {}", bill.subject_id),
            persons: 1,
            materials: &["医疗票据", "费用清单", "出院记录"],
        };
        let proposal = MedicalClaim {
            subject_kind: bill.subject_kind.to_owned(),
            subject_id: bill.subject_id.clone(),
            decided_on: decide_on,
            bills: vec![line],
        };
        filings.push(Filing::fixed(accept_on, decide_on, about, proposal).rank(41));
    }
    filings
}
