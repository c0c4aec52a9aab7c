//! 基础数据表: staff, spending by line over three columns, procurement, buildings.

use super::grid::{self, GridCell, GridRow};
use super::plain;
use super::value::{Place, Value};

/// What a line of the table is, by its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKey {
    /// 部门基本支出
    Basic,
    /// 公用经费
    Public,
    /// 三公经费
    ThreePublic,
    /// 公务用车购置和维护
    Vehicles,
    VehiclePurchase,
    VehicleRunning,
    /// 因公出国（境）
    Abroad,
    /// 公务接待
    Reception,
    /// Office, utilities, travel, meetings: parts of 公用经费.
    PublicPart,
    /// 项目支出小计
    ProjectTotal,
    /// One project below 项目支出小计.
    Project,
    /// 政府采购金额
    Procurement,
    /// 部门基本支出预算调整
    BasicAdjustment,
    /// A template row that nobody filled: `……`, `（一个专项一行）`.
    Residue,
    Other,
}

#[derive(Clone, Debug)]
pub struct BaseLine {
    pub key: LineKey,
    /// Without numbering and 其中.
    pub name: String,
    pub prior: Value,
    pub budget: Value,
    /// Only some forms have the column 调整后预算数.
    pub adjusted: Option<Value>,
    pub outturn: Value,
    /// The column 说明 or 备注, where a form has one.
    pub reason: Option<Value>,
    pub place: Place,
}

#[doc(alias = "基础数据表")]
#[derive(Clone, Debug, Default)]
pub struct BaseTable {
    pub title: String,
    pub posts: Option<Value>,
    pub filled: Option<Value>,
    pub staff_rate: Option<Value>,
    pub lines: Vec<BaseLine>,
    /// The cells under 楼堂馆所控制情况 that should be filled.
    pub building: Vec<Value>,
}

impl BaseTable {
    pub fn line(&self, key: LineKey) -> Option<&BaseLine> {
        self.lines.iter().find(|line| line.key == key)
    }

    pub fn all(&self, key: LineKey) -> impl Iterator<Item = &BaseLine> {
        self.lines.iter().filter(move |line| line.key == key)
    }

    pub fn read(title: &str, rows: &[GridRow]) -> BaseTable {
        let mut table = BaseTable {
            title: title.to_owned(),
            ..BaseTable::default()
        };
        let unit = grid::money_unit(rows);
        let mut columns: Option<Columns> = None;
        for (index, row) in rows.iter().enumerate() {
            if row.find("编制数").is_some() {
                table.read_staff(row, rows.get(index + 1));
            } else if let Some(found) = Columns::find(row) {
                columns = Some(found);
            } else if row.labelled(&["楼堂馆所"]).is_some() {
                columns = None;
                table.read_building(row, rows.get(index + 1));
            } else if let Some(columns) = &columns {
                table.lines.extend(read_line(title, row, columns, unit));
            }
        }
        table.name_projects();
        table
    }

    fn read_staff(&mut self, head: &GridRow, below: Option<&GridRow>) {
        let Some(below) = below else { return };
        let title = self.title.clone();
        let value = |label: &str, unit: &str| {
            let column = head.find(label)?.column;
            Some(below.value_at(&title, Some(column), unit))
        };
        self.posts = value("编制数", "人");
        self.filled = value("在职人", "人").or_else(|| value("在职", "人"));
        self.staff_rate = value("控制率", "%");
    }

    fn read_building(&mut self, head: &GridRow, below: Option<&GridRow>) {
        let Some(below) = below else { return };
        let labels = [
            "批复规模",
            "实际规模",
            "规模控制率",
            "预算投资",
            "实际投资",
            "概算控制率",
        ];
        for label in labels {
            if let Some(cell) = head.find(label) {
                let value = below.value_at(&self.title, Some(cell.column), "");
                self.building.push(value);
            }
        }
    }

    /// Lines below 项目支出小计 up to 政府采购 are projects.
    fn name_projects(&mut self) {
        let mut below_total = false;
        for line in &mut self.lines {
            match line.key {
                LineKey::ProjectTotal => below_total = true,
                LineKey::Other if below_total => line.key = LineKey::Project,
                LineKey::Project | LineKey::Residue => {}
                _ => below_total = false,
            }
        }
    }
}

struct Columns {
    prior: Option<usize>,
    budget: usize,
    adjusted: Option<usize>,
    outturn: usize,
    reason: Option<usize>,
}

impl Columns {
    fn find(row: &GridRow) -> Option<Columns> {
        let column = |test: &dyn Fn(&str) -> bool| {
            row.cells
                .iter()
                .find(|cell| test(&cell.squeezed))
                .map(|cell| cell.column)
        };
        let adjusted = column(&|text| {
            text.contains("预算") && (text.contains("调整") || text.contains("全年"))
        });
        let budget = row
            .cells
            .iter()
            .find(|cell| cell.squeezed.contains("预算数") && Some(cell.column) != adjusted)?
            .column;
        // The last column of final figures is this year's, the first one last year's.
        let finals: Vec<usize> = row
            .cells
            .iter()
            .filter(|cell| cell.squeezed.contains("决算数") || cell.squeezed.contains("执行数"))
            .map(|cell| cell.column)
            .collect();
        Some(Columns {
            prior: finals.first().copied().filter(|_| finals.len() > 1),
            budget,
            adjusted,
            outturn: *finals.last()?,
            reason: column(&|text| {
                text.contains("说明") || text.contains("备注") || text.contains("原因")
            }),
        })
    }
}

fn read_line(title: &str, row: &GridRow, columns: &Columns, unit: &str) -> Option<BaseLine> {
    let label_cell: &GridCell = row.cells.iter().rfind(|cell| {
        cell.column < columns.prior.unwrap_or(columns.budget) && !cell.squeezed.is_empty()
    })?;
    // A row that is narrower than the head holds something else, e.g. a text over all columns.
    row.covering(columns.outturn)?;
    let name = plain::label(&label_cell.text);
    let value = |column: usize| row.value_at(title, Some(column), unit);
    Some(BaseLine {
        key: key_of(&name, &label_cell.squeezed),
        prior: row.value_at(title, columns.prior, unit),
        budget: value(columns.budget),
        adjusted: columns.adjusted.map(value),
        outturn: value(columns.outturn),
        reason: columns.reason.map(value),
        place: row.place(title, label_cell),
        name,
    })
}

fn key_of(name: &str, squeezed: &str) -> LineKey {
    let is = |part: &str| name.contains(part);
    if squeezed.contains('…') || is("一个专项一行") || is("一个项目一行") {
        LineKey::Residue
    } else if is("预算调整") {
        LineKey::BasicAdjustment
    } else if is("政府采购") {
        LineKey::Procurement
    } else if is("项目支出") {
        LineKey::ProjectTotal
    } else if is("基本支出") {
        LineKey::Basic
    } else if is("三公") {
        LineKey::ThreePublic
    } else if is("公用经费") {
        LineKey::Public
    } else if is("车") && is("购置") && (is("维护") || is("运行")) {
        LineKey::Vehicles
    } else if is("车") && is("购置") {
        LineKey::VehiclePurchase
    } else if is("车") && (is("运行") || is("维护")) {
        LineKey::VehicleRunning
    } else if is("出国") {
        LineKey::Abroad
    } else if is("公务接待") {
        LineKey::Reception
    } else if is("办公费") || is("水费") || is("会议费") || is("差旅费") || is("培训费")
    {
        LineKey::PublicPart
    } else {
        LineKey::Other
    }
}
