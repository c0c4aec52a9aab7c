//! 自评表 of the department and of projects: funds, splits, goals, indicators, total.

use super::grid::{self, GridRow};
use super::number::Decimal;
use super::plain;
use super::score_columns::Columns;
use super::value::{Content, Place, Value};

/// Which of the two forms a table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    #[default]
    Department,
    Project,
}

#[derive(Clone, Debug)]
pub struct FundRow {
    pub name: String,
    pub initial: Value,
    pub adjusted: Value,
    pub executed: Value,
    pub weight: Value,
    pub rate: Value,
    pub score: Value,
    pub place: Place,
}

/// `按收入性质分：82.58` with the parts that stand below it.
#[derive(Clone, Debug)]
pub struct Split {
    pub name: String,
    pub total: Value,
    pub parts: Vec<(String, Value)>,
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
    pub target: Value,
    pub actual: Value,
    pub weight: Value,
    pub score: Value,
    pub reason: Value,
    pub place: Place,
}

impl Indicator {
    /// The row says that there is no such indicator (`生态效益：无`) and gives no points.
    pub fn does_not_apply(&self) -> bool {
        matches!(self.name.as_str(), "无" | "不适用" | "—" | "/") && self.weight.number.is_none()
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
        let head = rows
            .iter()
            .position(|row| row.find("一级指标").is_some() && row.find("三级指标").is_some());
        let above = &rows[..head.unwrap_or(rows.len())];
        table.read_funds(above, unit);
        table.read_splits(above, unit);
        table.read_goals(above);
        let Some(head) = head else { return table };
        let Some(columns) = Columns::find(&rows[head]) else {
            table.not_read.push(rows[head].place_at(title, None));
            return table;
        };
        let mut state = Levels::default();
        for row in &rows[head + 1..] {
            if is_total(row) {
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

    fn read_funds(&mut self, rows: &[GridRow], unit: &str) {
        let heads = ["年初", "全年", "执行数"];
        let Some(index) = rows.iter().position(|row| row.has_all(&heads)) else {
            return;
        };
        let head = &rows[index];
        let column = |label: &str| head.find(label).map(|cell| cell.column);
        let executed = head
            .cells
            .iter()
            .find(|cell| cell.squeezed.contains("执行数") || cell.squeezed.contains("执行额"))
            .map(|cell| cell.column);
        let adjusted = head
            .cells
            .iter()
            .find(|cell| cell.squeezed.contains("全年预算") || cell.squeezed.contains("调整"))
            .map(|cell| cell.column);
        let initial = column("年初");
        for row in &rows[index + 1..] {
            // Narrower rows are the splits and the goals; they have their own readers.
            if row.width < head.width || row.find("预期目标").is_some() {
                continue;
            }
            let named = row.cells.iter().rfind(|cell| {
                Some(cell.column) < initial && !cell.squeezed.is_empty() && !cell.merged_above
            });
            let Some(named) = named.filter(|cell| !cell.squeezed.contains("性质分")) else {
                continue;
            };
            let value = |column, unit: &str| row.value_at(&self.title, column, unit);
            let funds = FundRow {
                name: plain::label(&named.text),
                initial: value(initial, unit),
                adjusted: value(adjusted, unit),
                executed: value(executed, unit),
                weight: value(column("分值").or_else(|| column("权重")), "分"),
                rate: value(column("执行率"), ""),
                score: value(column("得分"), "分"),
                place: row.place(&self.title, named),
            };
            // A split in a merged row covers several of these columns with one cell.
            let mut covering: Vec<usize> = [initial, adjusted, executed]
                .into_iter()
                .flatten()
                .filter_map(|column| row.covering(column).map(|cell| cell.column))
                .collect();
            let columns = covering.len();
            covering.dedup();
            if covering.len() < columns {
                continue;
            }
            self.funds.push(funds);
        }
    }

    fn read_splits(&mut self, rows: &[GridRow], unit: &str) {
        let Some(index) = rows.iter().position(|row| row.find("性质分").is_some()) else {
            return;
        };
        let heads: Vec<_> = rows[index]
            .cells
            .iter()
            .filter(|cell| cell.squeezed.contains("性质分"))
            .collect();
        for head in heads {
            let (name, total) = self.labelled_amount(&rows[index], head.column, unit);
            let mut split = Split {
                name,
                total,
                parts: Vec::new(),
            };
            for row in &rows[index + 1..] {
                let Some(cell) = row.covering(head.column) else {
                    continue;
                };
                if row.find("预期目标").is_some() || row.find("总体目标").is_some() {
                    break;
                }
                if !cell.squeezed.contains(':') {
                    continue;
                }
                split
                    .parts
                    .push(self.labelled_amount(row, head.column, unit));
            }
            self.splits.push(split);
        }
    }

    /// `一般公共预算：82.58` as a name and a value.
    fn labelled_amount(&self, row: &GridRow, column: usize, unit: &str) -> (String, Value) {
        let Some(cell) = row.covering(column) else {
            return (String::new(), row.value_at(&self.title, Some(column), unit));
        };
        let (name, amount) = cell
            .squeezed
            .rsplit_once(':')
            .unwrap_or((&cell.squeezed, ""));
        let place = row.place(&self.title, cell);
        (plain::label(name), Value::read(amount, place, unit))
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
        let (weight, score) = if on_grid {
            (columns.weight, columns.score)
        } else {
            (label.column + 1, label.column + 2)
        };
        self.total_weight = Some(row.value_at(&self.title, Some(weight), "分"));
        self.total_score = Some(row.value_at(&self.title, Some(score), "分"));
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
        let name = row.covering(columns.name).map_or("", |cell| &cell.text);
        let indicator = Indicator {
            group,
            level2: state.level2.clone(),
            name: plain::label(name),
            target: value(Some(columns.target), ""),
            actual: if fit.actual_missing {
                Value::absent(row.place_at(title, Some(columns.actual)))
            } else {
                value(Some(columns.actual), "")
            },
            weight: value(Some(columns.weight - fit.shift), "分"),
            score: value(Some(columns.score - fit.shift), "分"),
            reason: value(columns.reason.map(|column| column - fit.shift), ""),
            place: match row.covering(columns.name) {
                Some(cell) => row.place(title, cell),
                None => row.place_at(title, Some(columns.name)),
            },
        };
        let blank = [
            &indicator.target,
            &indicator.actual,
            &indicator.weight,
            &indicator.score,
        ]
        .iter()
        .all(|value| value.content == Content::Blank);
        // A spare row of the template: a heading at most.
        if !(indicator.name.is_empty() && blank) {
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
