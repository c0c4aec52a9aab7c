//! Before the year: what the provincial system held, old injuries, confirmed figures, targets, budgets.

use yiju_actions::department_budget::{BudgetLine, DepartmentBudget};
use yiju_actions::employee_enrollment::{EmployeeEnrollment, PersonRecord};
use yiju_actions::employer_enrollment::EmployerRecord;
use yiju_actions::opening::{Opening, OpeningProject};
use yiju_actions::parameter_confirmation::ParameterConfirmation;
use yiju_actions::target_setting::{Target, TargetSetting};
use yiju_terms::{Date, Money, Month};

use crate::calibration::YEAR;
use crate::county::{County, day};
use crate::identity::Person;
use crate::law;
use crate::money_plan::{MoneyPlan, wage};
use crate::schedule::{Cover, Filing};

/// The day the office takes over what was there.
pub(crate) const OPENING_DAY: Date = Date::constant(2022, 12, 29);

pub(crate) fn inside(subject: &str) -> Cover {
    Cover {
        applicant_kind: "office",
        applicant_id: "office".to_owned(),
        subject: subject.to_owned(),
        persons: 0,
        materials: &["内部审批单"],
    }
}

/// The first filings: without them nothing can be computed. Run with the law folder alone.
pub(crate) fn law_filings() -> Vec<Filing> {
    law_filings_of(crate::REGION)
}

/// The same for another county: the local files hold where it is.
pub(crate) fn law_filings_of(region: &str) -> Vec<Filing> {
    let confirm = |parameter: String, period: &str, value: &str| ParameterConfirmation {
        parameter,
        period: period.to_owned(),
        value: value.to_owned(),
        document: law::ASSUMPTION.to_owned(),
    };
    let mut all: Vec<ParameterConfirmation> = law::CONFIRMED
        .iter()
        .map(|(parameter, period, value)| confirm((*parameter).to_owned(), period, value))
        .collect();
    let file = |path: &str| format!("{}{path}", yiju_actions::office::LAW_FILE);
    let year = YEAR.to_string();
    let place = law::PLACE.replace(crate::REGION, region);
    all.push(confirm(file(law::PLACE_PATH), &year, &place));
    all.push(confirm(
        file(law::LOCAL_RATES_PATH),
        &year,
        law::LOCAL_RATES,
    ));
    all.into_iter()
        .map(|proposal| {
            let cover = inside("政策参数确认（演示假设）");
            Filing::fixed(
                Date::constant(2022, 12, 28),
                Date::constant(2022, 12, 28),
                cover,
                proposal,
            )
        })
        .collect()
}

fn opening(subject: &str, opening: Opening) -> Filing {
    Filing::fixed(OPENING_DAY, OPENING_DAY, inside(subject), opening).rank(1)
}

pub(crate) const SOURCE: &str = "省集中系统导出（合成数据）";

pub(crate) fn opening_filings(county: &County, money: &MoneyPlan) -> Vec<Filing> {
    let mut filings = vec![opening(
        "期初单位导入",
        Opening {
            source: SOURCE.to_owned(),
            employers: employer_records(county),
            people: Vec::new(),
            projects: project_records(county),
        },
    )];
    for (at, employer) in county.employers.iter().enumerate() {
        let mut people: Vec<EmployeeEnrollment> = Vec::new();
        for member in county
            .members
            .iter()
            .filter(|m| m.employer == at && m.from < day(1, 1))
        {
            people.push(EmployeeEnrollment {
                cover_kind: "employer".to_owned(),
                cover_id: employer.id.clone(),
                from: member.from,
                people: vec![record(&member.person, Some(wage(member, money.scale)))],
            });
        }
        if !people.is_empty() {
            filings.push(opening("期初人员导入", people_only(people)));
        }
    }
    for project in county.projects.iter().filter(|p| p.is_opening) {
        let people = vec![EmployeeEnrollment {
            cover_kind: "project".to_owned(),
            cover_id: project.id.clone(),
            from: project.starts_on,
            people: project
                .workers
                .iter()
                .map(|person| record(person, None))
                .collect(),
        }];
        filings.push(opening("期初项目花名册导入", people_only(people)));
    }
    filings
}

fn people_only(people: Vec<EmployeeEnrollment>) -> Opening {
    Opening {
        source: SOURCE.to_owned(),
        employers: Vec::new(),
        people,
        projects: Vec::new(),
    }
}

pub(crate) fn record(person: &Person, wage: Option<Money>) -> PersonRecord {
    PersonRecord {
        name: person.name.clone(),
        id_number: person.id_number.clone(),
        migrant_worker: person.migrant_worker,
        wage,
    }
}

pub(crate) fn employer_record(county: &County, at: usize, from: Date) -> EmployerRecord {
    let employer = &county.employers[at];
    EmployerRecord {
        id: employer.id.clone(),
        name: employer.name.clone(),
        credit_code: Some(employer.credit_code.clone()),
        kind: employer.kind.clone(),
        industry_code: employer.industry_code.clone(),
        from,
    }
}

fn employer_records(county: &County) -> Vec<EmployerRecord> {
    (0..county.employers.len())
        .filter(|at| county.employers[*at].joins_on.is_none())
        .map(|at| employer_record(county, at, Date::constant(2015, 10, 1)))
        .collect()
}

fn project_records(county: &County) -> Vec<OpeningProject> {
    county
        .projects
        .iter()
        .filter(|project| project.is_opening)
        .map(|project| OpeningProject {
            id: project.id.clone(),
            name: project.name.clone(),
            contractor: project.contractor.clone(),
            cost: project.cost,
            starts_on: project.starts_on,
            ends_on: project.ends_on,
        })
        .collect()
}

/// Line, 2022 outturn, 2023 budget, in yuan.
const BUDGET: &[(&str, i64, i64)] = &[
    ("personnel", 696_700, 715_800),
    ("office", 10_900, 15_000),
    ("utilities_travel", 15_100, 15_000),
    ("meeting_training", 0, 0),
    ("vehicle_purchase", 0, 0),
    ("vehicle_running", 0, 0),
    ("abroad", 0, 0),
    ("reception", 12_700, 13_000),
    ("other_public", 72_100, 47_100),
    ("legacy_pooling", 0, 20_000),
];

pub(crate) fn budget_filings() -> Vec<Filing> {
    let lines = |stage: &str, pick: fn(&(&str, i64, i64)) -> i64| -> Vec<BudgetLine> {
        let line = |row: &(&str, i64, i64)| budget_line(row.0, stage, pick(row), "");
        BUDGET.iter().map(line).collect()
    };
    let mut initial = lines("initial", |row| row.2);
    initial.push(budget_line("procurement", "initial", 20_000, ""));
    let file = |on: Date, subject: &str, document: &str, lines| {
        Filing::fixed(
            on,
            on,
            inside(subject),
            DepartmentBudget {
                year: YEAR,
                document: document.to_owned(),
                lines,
            },
        )
    };
    let raise = budget_line(
        "procurement",
        "adjustment",
        9_800,
        "省集中系统上线，更换经办窗口高拍仪、打印机和安全终端，采购预算调整追加",
    );
    vec![
        file(
            day(1, 4),
            "上年决算数登记",
            "2022年度部门决算（演示）",
            lines("prior_outturn", |row| row.1),
        ),
        file(
            day(1, 6),
            "年初部门预算",
            "2023年部门预算批复（演示）",
            initial,
        ),
        file(
            day(5, 16),
            "政府采购预算调整",
            "政府采购预算调整批复（演示）",
            vec![raise],
        ),
    ]
}

fn budget_line(line: &str, stage: &str, yuan: i64, reason: &str) -> BudgetLine {
    BudgetLine {
        line: line.to_owned(),
        stage: stage.to_owned(),
        amount: Money::from_yuan(yuan),
        reason: reason.to_owned(),
    }
}

/// The year's targets, set in January: figure, operator, value in the figure's own unit.
pub(crate) fn target_filing() -> Filing {
    let target = |(figure, operator, value): &(&str, &str, i64)| Target {
        figure: (*figure).to_owned(),
        operator: (*operator).to_owned(),
        value: *value,
    };
    Filing::fixed(
        day(1, 9),
        day(1, 9),
        inside("年度绩效目标"),
        TargetSetting {
            year: YEAR,
            document: "2023年度绩效目标申报表（演示）".to_owned(),
            targets: crate::targets::TARGETS.iter().map(target).collect(),
        },
    )
}

pub(crate) fn months() -> impl Iterator<Item = Month> {
    Month::year_months(YEAR)
}
