//! The office's own year: quotas and spending, prevention training, the satisfaction survey.

use std::collections::BTreeMap;

use yiju_actions::department_spending::DepartmentSpending;
use yiju_actions::survey::Survey;
use yiju_actions::training::Training;
use yiju_terms::{Date, Money};

use crate::cases::CasePlan;
use crate::county::day;
use crate::filings_setup::{budget_filings, inside, target_filing};
use crate::random::apportion;
use crate::schedule::{Days, Filing};

const BASIC_YUAN: i64 = 805_900;
const PROJECT_YUAN: i64 = 19_900;

fn spend(on: Date, line: &str, yuan: i64, summary: &str, procurement: Option<&str>) -> Filing {
    let proposal = DepartmentSpending {
        kind: "spending".to_owned(),
        on,
        line: line.to_owned(),
        amount: Money::from_yuan(yuan),
        summary: summary.to_owned(),
        procurement: procurement.map(str::to_owned),
    };
    Filing::fixed(on, on, inside(summary), proposal).rank(56)
}

fn quota(on: Date, line: &str, yuan: i64) -> Filing {
    let proposal = DepartmentSpending {
        kind: "appropriation".to_owned(),
        on,
        line: line.to_owned(),
        amount: Money::from_yuan(yuan),
        summary: "财政下达用款额度".to_owned(),
        procurement: None,
    };
    Filing::fixed(on, on, inside("财政下达用款额度"), proposal).rank(55)
}

fn spending(days: &Days<'_>) -> Vec<Filing> {
    let on = |month: i8, date: i8| days.working(day(month, date));
    let mut filings = vec![quota(on(3, 10), "legacy_pooling", PROJECT_YUAN)];
    for (month, yuan) in (1i8..).zip(apportion(BASIC_YUAN, &[1; 12])) {
        filings.push(quota(on(month, 9), "personnel", yuan));
    }
    // The quota of a month comes before its salaries; the shares differ by a few yuan, so salaries follow on the 15th.
    for (month, yuan) in (1i8..).zip(apportion(715_800, &[1; 12])) {
        filings.push(spend(
            on(month, 15),
            "personnel",
            yuan,
            "工资福利支出",
            None,
        ));
    }
    for (month, yuan) in (1i8..).zip(apportion(
        15_000,
        &[14, 12, 11, 10, 9, 12, 15, 16, 11, 10, 11, 14],
    )) {
        filings.push(spend(
            on(month, 18),
            "utilities_travel",
            yuan,
            "水电费、差旅费",
            None,
        ));
    }
    for (month, yuan) in (2i8..)
        .step_by(2)
        .zip(apportion(10_200, &[5, 4, 6, 5, 7, 6]))
    {
        filings.push(spend(on(month, 19), "reception", yuan, "公务接待", None));
    }
    for (month, yuan) in (1i8..).step_by(3).zip(apportion(2_800, &[8, 7, 6, 7])) {
        filings.push(spend(on(month, 21), "office", yuan, "办公用品", None));
    }
    for (month, yuan) in (2i8..).zip(apportion(32_300, &[9, 11, 8, 10, 9, 8, 12, 10, 9, 11, 13])) {
        filings.push(spend(
            on(month, 22),
            "other_public",
            yuan,
            "维修、印刷、邮电等",
            None,
        ));
    }
    for (month, yuan) in (4i8..)
        .step_by(2)
        .zip(apportion(PROJECT_YUAN, &[6, 5, 5, 4]))
    {
        filings.push(spend(
            on(month, 20),
            "legacy_pooling",
            yuan,
            "老工伤摸底、建档、录入",
            None,
        ));
    }
    filings.push(spend(
        on(6, 8),
        "office",
        12_000,
        "窗口打印机、高拍仪采购",
        Some("窗口设备"),
    ));
    filings.push(spend(
        on(7, 6),
        "other_public",
        17_800,
        "安全终端和网络改造采购",
        Some("安全终端"),
    ));
    filings
}

/// What an office needs of its own for a year's report: budget, targets, spending and the survey.
pub(crate) fn own_year(days: &Days<'_>) -> Vec<Filing> {
    let mut filings = budget_filings();
    filings.push(target_filing());
    filings.extend(spending(days));
    filings.push(survey(days));
    filings
}

/// Training goes where injuries are frequent: each time to the employer with most notices so far that had none yet.
pub(crate) fn training(cases: &[CasePlan], days: &Days<'_>) -> Vec<Filing> {
    let mut filings = Vec::new();
    let mut trained: Vec<&str> = Vec::new();
    for (number, month) in [3i8, 4, 5, 6, 8, 9, 10, 11].into_iter().enumerate() {
        let held_on = days.working(day(month, 17));
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        let noticed = |case: &&CasePlan| case.noticed_on >= day(1, 1) && case.noticed_on < held_on;
        for case in cases.iter().filter(noticed) {
            if case.cover_kind == "employer" && !trained.contains(&case.cover_id.as_str()) {
                *counts.entry(&case.cover_id).or_default() += 1;
            }
        }
        let most = counts
            .into_iter()
            .max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)));
        let Some((employer, count)) = most else {
            continue;
        };
        trained.push(employer);
        let proposal = Training {
            held_on,
            employer_id: Some(employer.to_owned()),
            topic: "精准工伤预防培训".to_owned(),
            attendees: 46 + number as i64 * 7,
            chosen_because: format!("截至培训日本年备案工伤事故{count}起，在未培训单位中最多"),
        };
        filings.push(Filing::fixed(held_on, held_on, inside("工伤预防培训"), proposal).rank(57));
    }
    filings
}

fn survey(days: &Days<'_>) -> Filing {
    let held_on = days.working(day(12, 12));
    let proposal = Survey {
        held_on,
        method: "从本年办结事项的申请人中按月等距抽取420人，电话和窗口扫码询问，五级量表，满意和很满意计为满意".to_owned(),
        asked: 420,
        answered: 396,
        satisfied: 388,
    };
    Filing::fixed(held_on, held_on, inside("满意度调查"), proposal).rank(58)
}
