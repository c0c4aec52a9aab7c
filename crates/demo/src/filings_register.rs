//! The register through the year: employers and sites join, people come and go, wages are declared, records are asked for.

use std::collections::BTreeMap;

use jiff::ToSpan;
use yiju_actions::employee_cessation::{EmployeeCessation, Leaver};
use yiju_actions::employee_enrollment::EmployeeEnrollment;
use yiju_actions::employer_enrollment::EmployerEnrollment;
use yiju_actions::project_enrollment::ProjectEnrollment;
use yiju_actions::service_record::ServiceRecord;
use yiju_actions::wage_declaration::WageDeclaration;
use yiju_store::{Fault, Store, register};
use yiju_terms::{Date, Money, Month, Region};

use crate::calibration::{self as goal, YEAR};
use crate::county::{County, ProjectPlan, day};
use crate::filings_setup::{OPENING_DAY, employer_record, record};
use crate::identity::Person;
use crate::money_plan::{MoneyPlan, raised, wage};
use crate::random::Random;
use crate::schedule::{Cover, Days, Fate, Filing};

/// The local number of a person whose ID number the plan knows.
pub(crate) fn person_id(
    store: &mut Store,
    region: &Region,
    id_number: &str,
) -> Result<String, Fault> {
    register::person_by_id_number(store, region.code(), id_number)?.ok_or_else(|| {
        Fault::new(
            "the demonstration's plan",
            "a person is not in the register",
        )
    })
}

fn from_employer(id: &str, subject: &str, persons: i64) -> Cover {
    Cover {
        applicant_kind: "employer",
        applicant_id: id.to_owned(),
        subject: subject.to_owned(),
        persons,
        materials: &["申请表", "劳动合同", "身份证明"],
    }
}

pub(crate) fn filings(
    county: &County,
    money: &MoneyPlan,
    days: &Days<'_>,
    seed: u64,
) -> Vec<Filing> {
    let mut random = Random::new(seed, "register filings");
    let mut filings = new_employers(county, days);
    filings.extend(joins(county, money, days, &mut random));
    filings.extend(leaves(county, days, &mut random));
    filings.extend(wages(county, money, days));
    filings.extend(sites(county, days));
    filings.extend(troubled(county, days));
    filings
}

fn new_employers(county: &County, days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    for (at, employer) in county.employers.iter().enumerate() {
        let Some(joins_on) = employer.joins_on else {
            continue;
        };
        let on = days.working(joins_on);
        let cover = from_employer(&employer.id, "单位参保登记", 1);
        let proposal = EmployerEnrollment {
            employers: vec![employer_record(county, at, joins_on)],
        };
        filings.push(Filing::fixed(on, on, cover, proposal).rank(10));
    }
    filings
}

/// Groups what belongs to one employer and one day into one list.
fn grouped<'c>(
    county: &'c County,
    date: impl Fn(usize) -> Option<Date> + 'c,
) -> BTreeMap<(Date, usize), Vec<usize>> {
    let mut groups: BTreeMap<(Date, usize), Vec<usize>> = BTreeMap::new();
    for (index, member) in county.members.iter().enumerate() {
        if let Some(on) = date(index) {
            groups.entry((on, member.employer)).or_default().push(index);
        }
    }
    groups
}

fn joins(county: &County, money: &MoneyPlan, days: &Days<'_>, random: &mut Random) -> Vec<Filing> {
    let from = |index: usize| Some(county.members[index].from).filter(|from| *from >= day(1, 1));
    let mut filings = Vec::new();
    for ((on, at), members) in grouped(county, from) {
        let people = members
            .iter()
            .map(|index| {
                record(
                    &county.members[*index].person,
                    Some(wage(&county.members[*index], money.scale)),
                )
            })
            .collect();
        let id = &county.employers[at].id;
        let accept_on = days.working(on);
        let decide_on = days.decision(random, accept_on, 3);
        let fate = match random.chance(2) {
            true => Fate::SentBackOnce("身份证复印件不清晰，补正后重新审核"),
            false => Fate::Approved,
        };
        let proposal = EmployeeEnrollment {
            cover_kind: "employer".to_owned(),
            cover_id: id.clone(),
            from: on,
            people,
        };
        let cover = from_employer(id, "职工增员", members.len() as i64);
        filings.push(
            Filing::fixed(accept_on, decide_on, cover, proposal)
                .rank(20)
                .fate(fate),
        );
    }
    filings
}

fn leaves(county: &County, days: &Days<'_>, random: &mut Random) -> Vec<Filing> {
    let until = |index: usize| county.members[index].until;
    let mut filings = Vec::new();
    for ((on, at), members) in grouped(county, until) {
        let id = county.employers[at].id.clone();
        let accept_on = days.working(on.max(OPENING_DAY));
        let decide_on = days.decision(random, accept_on, 3);
        let leavers: Vec<(String, &'static str)> = members
            .iter()
            .map(|index| {
                (
                    county.members[*index].person.id_number.clone(),
                    county.members[*index].leaving_reason,
                )
            })
            .collect();
        let cover = from_employer(&id, "职工减员", members.len() as i64);
        filings.push(cessation(
            accept_on, decide_on, cover, "employer", id, on, leavers,
        ));
    }
    filings
}

fn cessation(
    accept_on: Date,
    decide_on: Date,
    cover: Cover,
    kind: &'static str,
    id: String,
    from: Date,
    leavers: Vec<(String, &'static str)>,
) -> Filing {
    let make = move |store: &mut Store, region: &Region| {
        let mut people = Vec::new();
        for (id_number, reason) in &leavers {
            people.push(Leaver {
                person_id: person_id(store, region, id_number)?,
                reason: (*reason).to_owned(),
            });
        }
        Ok(Some(EmployeeCessation {
            cover_kind: kind.to_owned(),
            cover_id: id.clone(),
            from,
            people,
        }))
    };
    Filing::new(accept_on, decide_on, cover, make).rank(22)
}

/// Some employers declare new wages from July for the people who are there on 1 July.
fn wages(county: &County, money: &MoneyPlan, days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    let start = day(7, 1);
    for (at, employer) in county
        .employers
        .iter()
        .enumerate()
        .filter(|(_, e)| e.raises_wages)
    {
        let there: Vec<(String, Money)> = county
            .members
            .iter()
            .filter(|m| m.employer == at && m.from < start && m.until.is_none_or(|u| u > start))
            .map(|m| (m.person.id_number.clone(), raised(wage(m, money.scale))))
            .collect();
        let id = employer.id.clone();
        let cover = from_employer(&id, "年度缴费工资申报", there.len() as i64);
        let make = move |store: &mut Store, region: &Region| {
            let mut wages = Vec::new();
            for (id_number, wage) in &there {
                wages.push((person_id(store, region, id_number)?, *wage));
            }
            Ok(Some(WageDeclaration {
                employer_id: id.clone(),
                from: Month::new(YEAR, 7),
                wages,
            }))
        };
        let accept_on = days.working(day(7, 3 + at as i8 % 2));
        filings.push(Filing::new(accept_on, days.after(accept_on, 2), cover, make).rank(24));
    }
    filings
}

fn sites(county: &County, days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    for project in &county.projects {
        if !project.is_opening {
            filings.extend(opened_site(project, days));
        }
        if let Some(finished_on) = project.finished_on {
            filings.push(finished_site(project, finished_on, days));
        }
    }
    filings
}

/// A site is enrolled before its work starts, and its roster handed in on the first day.
fn opened_site(project: &ProjectPlan, days: &Days<'_>) -> [Filing; 2] {
    let accept_on = days.working(project.starts_on.saturating_sub(5.days()));
    let enrollment = ProjectEnrollment {
        id: project.id.clone(),
        name: project.name.clone(),
        contractor: project.contractor.clone(),
        cost: project.cost,
        starts_on: project.starts_on,
        ends_on: project.ends_on,
        month: Month::of(project.starts_on),
    };
    let cover = from_employer(&project.id, "建设项目参保登记", 1);
    let people = project.workers.iter().map(|person| record(person, None));
    let roster = EmployeeEnrollment {
        cover_kind: "project".to_owned(),
        cover_id: project.id.clone(),
        from: project.starts_on,
        people: people.collect(),
    };
    let roster_on = days.working(project.starts_on);
    let about = from_employer(&project.id, "项目用工花名册", project.workers.len() as i64);
    [
        Filing::fixed(accept_on, accept_on, cover, enrollment).rank(10),
        Filing::fixed(roster_on, roster_on, about, roster).rank(21),
    ]
}

fn finished_site(project: &ProjectPlan, finished_on: Date, days: &Days<'_>) -> Filing {
    let leaver = |person: &Person| (person.id_number.clone(), "project_finished");
    let leavers = project.workers.iter().map(leaver).collect();
    let on = days.working(finished_on);
    let about = from_employer(&project.id, "项目完工减员", project.workers.len() as i64);
    let id = project.id.clone();
    cessation(on, on, about, "project", id, finished_on, leavers)
}

/// Applications that are refused, and those that are still open when the year ends.
fn troubled(county: &County, days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    for number in 0..6i8 {
        let id = county.employers[usize::from(number.unsigned_abs()) * 31]
            .id
            .clone();
        let on = days.working(day(2 + number, 14));
        let refused = service("account_change", vec![id.clone()], on);
        let cover = from_employer(&id, "单位银行账户变更", 1);
        let filing = Filing::fixed(on, days.after(on, 2), cover, refused);
        filings.push(filing.fate(Fate::Refused("未提供开户许可证和单位委托书")));
    }
    for number in 0..5i8 {
        let id = county.employers[usize::from(number.unsigned_abs()) * 17 + 3]
            .id
            .clone();
        let on = days.working(day(12, 27));
        let open = service("rights_statement", vec![id.clone()], on);
        let cover = from_employer(&id, "参保证明打印", 1);
        filings.push(Filing::fixed(on, on, cover, open).fate(Fate::StillOpen));
    }
    filings
}

fn service(kind: &str, subject_ids: Vec<String>, done_on: Date) -> ServiceRecord {
    ServiceRecord {
        kind: kind.to_owned(),
        subject_kind: "person".to_owned(),
        subject_ids,
        done_on,
        note: String::new(),
    }
}

/// Rights statements and the like: what else people came for, up to the year's person-times.
pub(crate) fn services(person_times: i64, days: &Days<'_>, seed: u64) -> Vec<Filing> {
    assert!(
        person_times > 100,
        "services are left to count: {person_times}"
    );
    let mut random = Random::new(seed, "services");
    let mut filings = Vec::new();
    let mut left = person_times;
    while left > 0 {
        let count = random.between(1, 6).min(left);
        left -= count;
        let on = days.working(day(
            random.between(1, 12) as i8,
            random.between(3, 24) as i8,
        ));
        let first = random.between(1, 11_000);
        let subjects = (first..first + count)
            .map(|number| format!("P{number:08}"))
            .collect();
        let (kind, subject) = *random.pick(&[
            ("rights_statement", "个人权益记录查询打印"),
            ("rights_statement", "参保证明打印"),
            ("contact_change", "个人信息变更"),
            ("account_change", "待遇账户变更"),
        ]);
        let cover = Cover {
            applicant_kind: "person",
            applicant_id: format!("P{first:08}"),
            subject: subject.to_owned(),
            persons: count,
            materials: &["身份证明"],
        };
        filings.push(Filing::fixed(on, on, cover, service(kind, subjects, on)));
    }
    filings
}

/// Person-times still to be filled by services.
pub(crate) fn missing_person_times(filings: &[Filing]) -> i64 {
    goal::PERSON_TIMES
        - filings
            .iter()
            .map(|filing| filing.counts_in(YEAR))
            .sum::<i64>()
}
