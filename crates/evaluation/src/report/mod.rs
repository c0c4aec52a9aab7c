//! A self-evaluation report as it was handed in: every value with its raw words, its number, its unit and its place.

pub mod base_table;
mod chinese;
pub mod forms;
pub mod funds;
pub mod grid;
pub mod narrative;
pub mod number;
pub mod plain;
mod read;
mod score_columns;
pub mod score_table;
pub mod value;
pub mod when;

pub use base_table::{BaseLine, BaseTable, LineKey};
pub use forms::ProjectForm;
pub use funds::{FundRow, Split};
pub use narrative::{Mention, Passage};
pub use number::Decimal;
pub use read::{attachment_label, read};
pub use score_table::{Group, Indicator, Purpose, ScoreTable};
pub use value::{Content, Operator, Place, Value};
pub use when::When;

/// What could be read. What could not be mapped stands in `not_read` and is never judged.
#[doc(alias = "绩效自评报告")]
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub agency: Option<Value>,
    pub year: Option<i32>,
    /// All text in reading order: paragraphs of the body, notes under tables, and the long texts of forms.
    pub passages: Vec<Passage>,
    pub tables: Vec<TableView>,
    pub base: Option<BaseTable>,
    pub department: Option<ScoreTable>,
    pub projects: Vec<ScoreTable>,
    pub project_forms: Vec<ProjectForm>,
    pub not_read: Vec<Place>,
}

/// What a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 基础数据表
    Base,
    /// 部门整体支出绩效自评表
    Department,
    /// 项目支出绩效自评表
    Project,
    /// 项目支出绩效自评报告
    ProjectForm,
    /// 负责人名册
    Roster,
    Other,
}

/// Any table, with its title and all its cells; for rules that look at words rather than at meaning.
#[derive(Clone, Debug)]
pub struct TableView {
    pub title: String,
    pub kind: Kind,
    pub year: Option<i32>,
    pub rows: Vec<grid::GridRow>,
}

impl Report {
    /// The department's table and the tables of all projects.
    pub fn score_tables(&self) -> impl Iterator<Item = &ScoreTable> {
        self.department.iter().chain(self.projects.iter())
    }

    /// Passages of the report's body, before the first attachment.
    pub fn body(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| passage.in_body)
    }

    pub fn table_titles(&self) -> Vec<String> {
        self.tables
            .iter()
            .map(|table| table.title.clone())
            .collect()
    }
}
