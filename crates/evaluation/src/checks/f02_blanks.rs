//! F02 应填未填 · Mandatory blanks
//!
//! ## What it checks
//! Cells that the form asks for are filled: with a figure, with 0, or with 无. A dash counts as filled.
//! ## Why
//! A blank may mean none, unknown or forgotten; the reader cannot tell.
//! ## Basis
//! 县级绩效自评工作通知
//! ## Example
//! 部门基本支出预算调整 blank.
//! ## False alarms
//! Rows that do not apply: write 无.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{BaseTable, Content, LineKey, ProjectForm, ScoreTable, Value};

pub fn run(case: &mut Case) {
    let report = case.report;
    if let Some(base) = &report.base {
        base_table(case, base);
    }
    for table in report.score_tables() {
        score_table(case, table);
    }
    for form in &report.project_forms {
        project_form(case, form);
    }
}

/// One finding for blanks that belong together, at the first of them.
fn blanks(case: &mut Case, values: &[(&str, &Value)]) {
    let blank: Vec<&(&str, &Value)> = values
        .iter()
        // A column that the form does not have is not a blank.
        .filter(|(_, value)| value.content == Content::Blank && !value.absent)
        .collect();
    let Some((name, first)) = blank.first() else {
        return;
    };
    let mut names: Vec<&str> = blank.iter().map(|(name, _)| *name).collect();
    names.dedup();
    let mut place = first.place.clone();
    if place.text.is_empty() {
        place.text = (*name).to_owned();
    }
    let count = blank.len().to_string();
    let args: &[(&str, &str)] = &[("names", &names.join("、")), ("count", &count)];
    case.find(&place, "f02.blank", Figures::words("", "", ""), args);
}

fn base_table(case: &mut Case, base: &BaseTable) {
    let groups: [&[LineKey]; 3] = [
        &[LineKey::VehiclePurchase, LineKey::VehicleRunning],
        &[LineKey::BasicAdjustment],
        &[
            LineKey::Basic,
            LineKey::Public,
            LineKey::ThreePublic,
            LineKey::Abroad,
            LineKey::Reception,
            LineKey::ProjectTotal,
            LineKey::Procurement,
        ],
    ];
    for keys in groups {
        let lines = base.lines.iter().filter(|line| keys.contains(&line.key));
        let values: Vec<(&str, &Value)> = lines
            .flat_map(|line| {
                [
                    (&*line.name, &line.prior),
                    (&*line.name, &line.budget),
                    (&*line.name, &line.outturn),
                ]
            })
            .collect();
        blanks(case, &values);
    }
    let building: Vec<(&str, &Value)> = base
        .building
        .iter()
        .map(|value| ("楼堂馆所控制情况", value))
        .collect();
    blanks(case, &building);
}

fn score_table(case: &mut Case, table: &ScoreTable) {
    for split in &table.splits {
        let parts: Vec<(&str, &Value)> = split
            .parts
            .iter()
            .map(|(name, value)| (&**name, value))
            .collect();
        blanks(case, &parts);
    }
    for row in table.funds.iter().skip(1) {
        blanks(
            case,
            &[
                (&row.name, &row.initial),
                (&row.name, &row.adjusted),
                (&row.name, &row.executed),
            ],
        );
    }
    if let Some(score) = &table.total_score {
        blanks(case, &[("总分得分", score)]);
    }
}

fn project_form(case: &mut Case, form: &ProjectForm) {
    let cells = [
        ("存在的问题", &form.problems),
        ("改进措施", &form.measures),
        ("年度预算金额", &form.budget),
    ];
    let values: Vec<(&str, &Value)> = cells
        .iter()
        .filter_map(|(name, value)| Some((*name, value.as_ref()?)))
        .collect();
    blanks(case, &values);
}
