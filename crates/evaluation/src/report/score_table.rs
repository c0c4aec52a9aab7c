//! 自评表 of the department and of projects: funds, splits, goals, indicators, total.

use super::funds::{self, FundRow, Split};
use super::grid::{self, GridRow};
use super::number::Decimal;
use super::plain;
use super::score_columns::{Columns, is_head};
use super::value::{Operator, Place, Value};

/// Which of the two forms a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    #[default]
    Department,
    Project,
}

/// A heading of the indicator table that carries points or begins a level.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: String,
    pub points: Option<Decimal>,
    pub place: Place,
    /// The index of the level-1 heading that this level-2 heading with points stands under.
    pub inside: Option<usize>,
}

#[doc(alias = "三级指标")]
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Index of the innermost group with points, or of the level-1 heading.
    pub group: usize,
    pub level2: String,
    pub name: String,
    /// The words 其中 stand before the name: the row is a part of the row above.
    pub opens_detail: bool,
    pub target: Value,
    pub actual: Value,
    pub weight: Value,
    /// What counts towards the total: the converted score where the form converts.
    pub score: Value,
    /// The score before its conversion, in forms with 折算得分.
    pub unconverted: Option<Value>,
    pub reason: Value,
    pub place: Place,
}

impl Indicator {
    /// The unit of the actual value; a bare one stands in that of its target.
    pub fn unit(&self) -> &str {
        match self.actual.unit.is_empty() {
            true => &self.target.unit,
            false => &self.actual.unit,
        }
    }

    /// The row says that there is no such indicator (`生态效益：无`) and gives no points.
    pub fn does_not_apply(&self) -> bool {
        matches!(self.name.as_str(), "无" | "不适用" | "—" | "/") && self.weight.number.is_none()
    }

    /// Whether points hang on the row: a child row under a weighted one has none.
    pub fn is_weighted(&self) -> bool {
        self.weight.number.is_some() || self.score.number.is_some()
    }

    /// A spare row of the template: a heading at most.
    fn is_spare(&self) -> bool {
        let values = [&self.target, &self.actual, &self.weight, &self.score];
        self.name.is_empty() && values.iter().all(|value| value.is_blank())
    }

    /// Points that stand behind the name.
    fn take_points(&mut self, points: Option<Decimal>) {
        if let Some(points) = points {
            self.weight = Value::read(&points.to_string(), self.place.clone(), "分");
        }
    }

    /// Scanning turns `≥90%` into `290%`: nobody sets 290 % as the satisfaction to reach.
    fn mend_target(&mut self) {
        let share = [
            "满意度",
            "合格率",
            "及时率",
            "准确率",
            "达标率",
            "覆盖率",
            "发放率",
        ];
        let two_hundred = Decimal::whole(200);
        let (true, Some(number)) = (
            share.iter().any(|word| self.name.ends_with(word)),
            self.target.number,
        ) else {
            return;
        };
        if self.target.unit == "%" && number > two_hundred && number <= Decimal::whole(300) {
            self.target.number = Some(number - two_hundred);
            self.target.operator = Some(Operator::AtLeast);
            self.target.malformed_operator = Some("2".to_owned());
        }
    }
}

#[doc(alias = "绩效自评表")]
#[derive(Clone, Debug, Default)]
pub struct ScoreTable {
    pub title: String,
    pub purpose: Purpose,
    /// The agency or the project.
    pub subject: Option<Value>,
    /// The unit that carries the project out.
    pub unit: Option<Value>,
    /// The first row is the total.
    pub funds: Vec<FundRow>,
    pub splits: Vec<Split>,
    pub goal_expected: Option<Value>,
    pub goal_actual: Option<Value>,
    pub groups: Vec<Group>,
    pub indicators: Vec<Indicator>,
    pub total_weight: Option<Value>,
    pub total_score: Option<Value>,
    pub total_place: Option<Place>,
    pub not_read: Vec<Place>,
}

impl ScoreTable {
    pub fn read(title: &str, purpose: Purpose, rows: &[GridRow]) -> ScoreTable {
        let mut table = ScoreTable {
            title: title.to_owned(),
            purpose,
            ..ScoreTable::default()
        };
        table.read_names(rows);
        let unit = grid::money_unit(rows);
        let is_total = |row: &GridRow| row.labelled(&["总分", "合计", "总计"]).is_some();
        let head = rows.iter().position(is_head);
        let above = &rows[..head.unwrap_or(rows.len())];
        table.funds = funds::read(title, above, unit);
        table.splits = funds::splits(title, above, unit);
        table.read_goals(above);
        let Some(head) = head else { return table };
        let Some(mut columns) = Columns::find(&rows[head]) else {
            table.not_read.push(rows[head].place_at(title, None));
            return table;
        };
        let mut state = Levels::default();
        for row in &rows[head + 1..] {
            if is_head(row) {
                // A form with several goals repeats its head.
                columns = Columns::find(row).unwrap_or(columns);
            } else if is_total(row) {
                table.read_total(row, &columns);
            } else if !row.is_blank() {
                table.read_indicator(row, &columns, &mut state);
            }
        }
        table
    }

    pub fn total_fund(&self) -> Option<&FundRow> {
        self.funds.first()
    }

    fn read_names(&mut self, rows: &[GridRow]) {
        let subject: &[&str] = match self.purpose {
            Purpose::Department => &[
                "县级预算部门名称",
                "预算部门名称",
                "部门名称",
                "单位名称",
                "部门(单位)名称",
            ],
            Purpose::Project => &["项目支出名称", "项目名称", "专项名称"],
        };
        let title = self.title.clone();
        let beside = |labels: &[&str]| {
            rows.iter().find_map(|row| {
                let value = row.after(row.labelled(labels)?)?;
                Some(row.value(&title, value, "")).filter(|value| !value.is_blank())
            })
        };
        self.subject = beside(subject);
        self.unit = beside(&["实施单位", "项目实施单位"]);
    }

    fn read_goals(&mut self, rows: &[GridRow]) {
        let Some(index) = rows
            .iter()
            .position(|row| row.has_all(&["预期目标", "实际完成"]))
        else {
            return;
        };
        let head = &rows[index];
        let Some(below) = rows.get(index + 1) else {
            return;
        };
        let value = |label: &str| {
            let cell = below.covering(head.find(label)?.column)?;
            Some(below.value(&self.title, cell, ""))
        };
        self.goal_expected = value("预期目标");
        self.goal_actual = value("实际完成");
    }

    fn read_total(&mut self, row: &GridRow, columns: &Columns) {
        let Some(label) = row.labelled(&["总分", "合计", "总计"]) else {
            return;
        };
        self.total_place = Some(row.place(&self.title, label));
        // In a flattened text the label stands at once before its figures; in a grid it covers the columns.
        let on_grid = label.span > 1 || row.width >= columns.width;
        let score = columns.converted.or(columns.score);
        let first = columns.weight.or(score);
        let place = |column: Option<usize>| match (column, first) {
            (Some(column), Some(first)) if !on_grid => {
                column.checked_sub(first).map(|gap| label.column + 1 + gap)
            }
            _ => column,
        };
        let value = |column: Option<usize>| {
            place(column).map(|column| row.value_at(&self.title, Some(column), "分"))
        };
        (self.total_weight, self.total_score) = (value(columns.weight), value(score));
    }

    fn read_indicator(&mut self, row: &GridRow, columns: &Columns, state: &mut Levels) {
        let slipped = columns.slipped(row);
        let columns = slipped.as_ref().unwrap_or(columns);
        let Some(mut fit) = columns.fit(row) else {
            self.not_read.push(row.place_at(&self.title, None));
            return;
        };
        fit.actual_missing |= slipped.is_some();
        self.enter_groups(row, columns, state);
        let Some(group) = state.group() else { return };
        let title = &self.title;
        let value = |column: Option<usize>, unit: &str| row.value_at(title, column, unit);
        let right = |column: Option<usize>| column.map(|column| column - fit.shift);
        let name = row
            .covering(columns.name)
            .map_or(String::new(), |cell| cell.text.clone());
        // Without a column of points they stand behind the name: `巡护人次（20分）`.
        let (name, points) = match columns.weight {
            Some(_) => (name, None),
            None => plain::heading_points(&name),
        };
        let unit = columns.unit.and_then(|column| row.covering(column));
        let unit = unit.map_or("", |cell| &*cell.squeezed);
        let mut indicator = Indicator {
            group,
            level2: state.level2.clone(),
            opens_detail: name.contains("其中"),
            name: plain::label(&name),
            target: value(Some(columns.target), unit),
            actual: if fit.actual_missing {
                Value::absent(row.place_at(title, Some(columns.actual)))
            } else {
                value(Some(columns.actual), unit)
            },
            weight: value(right(columns.weight), "分"),
            score: value(right(columns.converted.or(columns.score)), "分"),
            unconverted: columns.converted.map(|_| value(right(columns.score), "分")),
            reason: value(right(columns.reason), ""),
            place: match row.covering(columns.name) {
                Some(cell) => row.place(title, cell),
                None => row.place_at(title, Some(columns.name)),
            },
        };
        if let Some(cell) = columns.operator.and_then(|column| row.covering(column)) {
            indicator.target.take_operator(&cell.squeezed);
        }
        indicator.take_points(points);
        indicator.mend_target();
        if !indicator.is_spare() {
            self.indicators.push(indicator);
        }
    }

    /// A heading begins a group; an empty or merged cell continues the one above.
    fn enter_groups(&mut self, row: &GridRow, columns: &Columns, state: &mut Levels) {
        let heading = |column: usize| {
            let cell = row.covering(column)?;
            (!cell.squeezed.is_empty() && !cell.merged_above).then_some(cell)
        };
        if let Some(cell) = heading(columns.level1) {
            let (name, points) = plain::heading_points(&cell.text);
            self.groups.push(Group {
                name: plain::label(&name),
                points,
                place: row.place(&self.title, cell),
                inside: None,
            });
            state.level1 = Some(self.groups.len() - 1);
            state.inner = None;
            state.level2.clear();
        }
        let Some(cell) = columns.level2.and_then(heading) else {
            return;
        };
        let (name, points) = plain::heading_points(&cell.text);
        state.level2 = plain::label(&name);
        state.inner = None;
        if points.is_some() {
            self.groups.push(Group {
                name: state.level2.clone(),
                points,
                place: row.place(&self.title, cell),
                inside: state.level1,
            });
            state.inner = Some(self.groups.len() - 1);
        }
    }
}

#[derive(Default)]
struct Levels {
    level1: Option<usize>,
    inner: Option<usize>,
    level2: String,
}

impl Levels {
    fn group(&self) -> Option<usize> {
        self.inner.or(self.level1)
    }
}
