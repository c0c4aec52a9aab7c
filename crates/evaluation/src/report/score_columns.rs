//! Columns of the indicator table, and how a row that is too narrow or has slipped sits under its head.

use super::grid::GridRow;

#[derive(Clone, Copy)]
pub struct Columns {
    pub level1: usize,
    pub level2: Option<usize>,
    pub name: usize,
    pub target: usize,
    pub actual: usize,
    /// Some forms state results without points.
    pub weight: Option<usize>,
    pub score: Option<usize>,
    /// 折算得分: the score out of 100 times the weight.
    pub converted: Option<usize>,
    /// 度量单位: the unit of target and actual value, in a column of its own.
    pub unit: Option<usize>,
    /// 指标性质: the operator of the target, in a column of its own.
    pub operator: Option<usize>,
    pub reason: Option<usize>,
    pub width: usize,
}

pub struct Fit {
    /// How far the columns right of the target stand to the left of where the head has them.
    pub shift: usize,
    pub actual_missing: bool,
}

/// What a head of the indicator table has: levels and a value.
pub fn is_head(row: &GridRow) -> bool {
    let named = row.find("三级指标").is_some() || row.find("指标名称").is_some();
    row.find("一级指标").is_some() && named
}

impl Columns {
    pub fn find(head: &GridRow) -> Option<Columns> {
        let column = |labels: &[&str], not: &[&str]| {
            labels.iter().find_map(|label| {
                let fits = |text: &str| {
                    text.contains(label) && !not.iter().any(|word| text.contains(word))
                };
                let cell = head.cells.iter().find(|cell| fits(&cell.squeezed))?;
                Some(cell.column)
            })
        };
        Some(Columns {
            level1: column(&["一级指标"], &[])?,
            level2: column(&["二级指标"], &[]),
            name: column(&["三级指标", "指标名称"], &[])?,
            target: column(
                &[
                    "年度指标值",
                    "指标值",
                    "目标值",
                    "预期值",
                    "计划值",
                    "设定值",
                ],
                &["完成", "实际"],
            )?,
            actual: column(
                &["实际完成", "完成指标值", "完成值", "实际值", "完成情况"],
                &["原因", "未完成"],
            )?,
            weight: column(&["分值", "权重", "标准分", "满分"], &["得分"]),
            score: column(
                &["自评得分", "得分", "自评分", "评分"],
                &["折算", "复核", "标准"],
            ),
            converted: column(&["折算得分", "折算分"], &[]),
            unit: column(&["度量单位", "计量单位"], &[]),
            operator: column(&["指标性质", "指标符号", "比较符", "指标方向"], &[]),
            reason: column(&["偏差", "原因", "备注"], &[]),
            width: head.width,
        })
    }

    /// A row that stands one cell too far right: its level-2 heading stands in the column of names, and the value cell
    /// that the slip pushed out is missing. Points and score are where the head has them.
    pub fn slipped(&self, row: &GridRow) -> Option<Columns> {
        const KINDS: [&str; 10] = [
            "数量", "质量", "时效", "成本", "效益", "持续", "满意", "生态", "社会", "经济",
        ];
        let level2 = self.level2?;
        let heading = &row.covering(self.name)?.squeezed;
        let blank = row
            .covering(level2)
            .is_some_and(|cell| cell.squeezed.is_empty());
        let is_heading =
            heading.ends_with("指标") && KINDS.iter().any(|kind| heading.contains(kind));
        if !(blank && is_heading && heading.chars().count() <= 9 && row.width == self.width) {
            return None;
        }
        Some(Columns {
            level2: Some(self.name),
            name: self.target,
            target: self.actual,
            ..*self
        })
    }

    /// How a row sits under the head. A row with one cell too few has lost a value cell between target and weight;
    /// anything narrower cannot be mapped.
    pub fn fit(&self, row: &GridRow) -> Option<Fit> {
        match self.width.checked_sub(row.width) {
            Some(1) => Some(Fit {
                shift: 1,
                actual_missing: true,
            }),
            Some(0) | None => {
                let column = |column: usize| row.covering(column).map(|cell| cell.column);
                Some(Fit {
                    shift: 0,
                    // One cell over both columns gives the target and leaves no place for the actual value.
                    actual_missing: column(self.actual) == column(self.target),
                })
            }
            Some(_) => None,
        }
    }
}
