//! 项目支出绩效自评报告: a form of labels with a text beside each.

use super::grid::GridRow;
use super::plain;
use super::value::Value;

#[doc(alias = "项目支出绩效自评报告")]
#[derive(Clone, Debug, Default)]
pub struct ProjectForm {
    pub title: String,
    pub name: Option<Value>,
    pub budget: Option<Value>,
    pub results: Option<Value>,
    pub usage: Option<Value>,
    pub problems: Option<Value>,
    pub measures: Option<Value>,
}

impl ProjectForm {
    pub fn read(title: &str, rows: &[GridRow]) -> ProjectForm {
        let beside = |labels: &[&str], unit: &str| {
            rows.iter().find_map(|row| {
                // A heading at the left may contain the label's words; the label itself stands next to its value.
                let cell = row.cells.iter().rfind(|cell| {
                    let text = plain::label(&cell.text);
                    labels.iter().any(|label| text == *label)
                })?;
                let value = row.after(cell)?;
                Some(row.value(title, value, unit))
            })
        };
        ProjectForm {
            title: title.to_owned(),
            name: beside(&["专项名称", "项目名称", "项目支出名称"], ""),
            budget: beside(&["年度预算金额", "预算金额"], "万元"),
            usage: beside(&["项目支出管理和使用基本情况", "资金管理和使用情况"], ""),
            results: beside(&["项目绩效目标完成情况", "绩效目标完成情况"], ""),
            problems: beside(&["存在的问题", "存在问题"], ""),
            measures: beside(&["改进措施"], ""),
        }
    }
}
