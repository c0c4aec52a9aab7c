//! From the neutral document to the report: finds out what each table is and hands it to its reader.

use yiju_intake::{Block, Confidence, Document, Paragraph};

use super::base_table::BaseTable;
use super::forms::ProjectForm;
use super::grid::{self, GridRow};
use super::narrative::Passage;
use super::plain;
use super::score_columns::is_head;
use super::score_table::{Purpose, ScoreTable};
use super::value::{Place, Value};
use super::{Kind, Report, TableView};

/// `None` when the document holds neither a table of a self-evaluation nor a text that calls itself one.
pub fn read(document: &Document, body_name: &str) -> Option<Report> {
    let mut reader = Reader {
        report: Report::default(),
        body_name,
        attachment: None,
        heads: Vec::new(),
        paragraphs: 0,
    };
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => reader.paragraph(paragraph, index),
            Block::Table(table) => reader.table(grid::rows(table, index)),
        }
    }
    let report = reader.finish();
    let speaks_of_it = report
        .passages
        .iter()
        .any(|passage| passage.squeezed.contains("绩效自评"));
    let has_table = report
        .tables
        .iter()
        .any(|table| !matches!(table.kind, Kind::Other | Kind::Roster));
    (has_table || speaks_of_it).then_some(report)
}

struct Reader<'a> {
    report: Report,
    body_name: &'a str,
    /// `附件3`, once the first attachment has begun.
    attachment: Option<String>,
    /// Paragraphs since the last table: the title stands among them.
    heads: Vec<String>,
    paragraphs: usize,
}

impl Reader<'_> {
    fn paragraph(&mut self, paragraph: &Paragraph, block: usize) {
        self.paragraphs += 1;
        let text = plain::one_line(&paragraph.text);
        let squeezed = plain::squeezed(&text);
        if let Some(label) = attachment_label(&squeezed) {
            self.attachment = (label != "附件1").then_some(label);
            self.heads.clear();
        }
        self.heads.push(text.clone());
        let place = Place {
            table: match &self.attachment {
                Some(label) => label.clone(),
                None => self.body_name.to_owned(),
            },
            page: paragraph.page,
            confidence: Confidence::default(),
            row: Some(self.paragraphs),
            column: None,
            text: plain::shortened(&text, 40),
            line: paragraph.line,
            block: Some(block),
        };
        if self.report.year.is_none() {
            self.report.year = year_of(&squeezed).or_else(|| year_within(&squeezed));
        }
        let in_body = self.attachment.is_none();
        let passage = Passage::new(paragraph.text.clone(), place, in_body);
        self.report.passages.push(passage);
    }

    fn table(&mut self, rows: Vec<GridRow>) {
        if rows.iter().all(GridRow::is_blank) {
            return;
        }
        let (title, year) = self.title();
        let kind = kind_of(&rows);
        match kind {
            Kind::Base => self.report.base = Some(BaseTable::read(&title, &rows)),
            Kind::Department => {
                let table = ScoreTable::read(&title, Purpose::Department, &rows);
                self.report.department = Some(table);
            }
            Kind::Project => {
                let table = ScoreTable::read(&title, Purpose::Project, &rows);
                self.report.projects.push(table);
            }
            Kind::ProjectForm => self
                .report
                .project_forms
                .push(ProjectForm::read(&title, &rows)),
            Kind::Roster | Kind::Other => {}
        }
        // A table of another kind may quote figures in order to correct them; its sentences claim nothing.
        if kind != Kind::Other {
            self.take_texts(&title, &rows);
        }
        self.report.tables.push(TableView {
            title,
            kind,
            year,
            rows,
        });
        self.heads.clear();
    }

    /// Sentences in the cells of a table are passages too.
    fn take_texts(&mut self, title: &str, rows: &[GridRow]) {
        for row in rows {
            for cell in &row.cells {
                if cell.squeezed.chars().count() >= 12 {
                    let place = row.place(title, cell);
                    let passage = Passage::new(cell.text.clone(), place, false);
                    self.report.passages.push(passage);
                }
            }
        }
    }

    /// `附件3 部门整体支出绩效自评表`: the attachment's label and the last short line that is no label and no note.
    fn title(&self) -> (String, Option<i32>) {
        let named = self.heads.iter().rev().find(|text| {
            let squeezed = plain::squeezed(text);
            let ends = ["表", "报告", "名册", "表)"];
            squeezed.chars().count() <= 45 && ends.iter().any(|end| squeezed.ends_with(end))
        });
        let name = named.map(|text| plain::squeezed(text)).unwrap_or_default();
        let year = year_of(&name);
        let name = match year {
            Some(_) => name[4..]
                .trim_start_matches("年度")
                .trim_start_matches('年')
                .to_owned(),
            None => name,
        };
        let label = self.attachment.as_deref().unwrap_or_default();
        let name = match attachment_label(&name) {
            Some(label) => name[label.len()..].trim_start_matches(':').to_owned(),
            None => name,
        };
        let title = format!("{label} {name}").trim().to_owned();
        let title = if title.is_empty() {
            self.body_name.to_owned()
        } else {
            title
        };
        (title, year)
    }

    fn finish(self) -> Report {
        let mut report = self.report;
        let not_read: Vec<Place> = report
            .score_tables()
            .flat_map(|table| table.not_read.clone())
            .collect();
        report.not_read = not_read;
        report.agency = report
            .department
            .as_ref()
            .and_then(|table| table.subject.clone())
            .or_else(|| report.projects.iter().find_map(|table| table.unit.clone()))
            .or_else(|| agency_of_title(&report.passages));
        report
    }
}

/// `2023年度双牌县…中心部门整体支出绩效自评报告` names the agency.
fn agency_of_title(passages: &[Passage]) -> Option<Value> {
    passages.iter().take(8).find_map(|passage| {
        let text = &passage.squeezed;
        let end = text
            .find("部门整体支出")
            .or_else(|| text.find("整体支出"))?;
        let start = text.find("年度").map_or(0, |at| at + "年度".len());
        let name = text.get(start..end)?;
        (!name.is_empty()).then(|| Value::read(name, passage.place.clone(), ""))
    })
}

/// `附件3：…` → `附件3`.
pub fn attachment_label(squeezed: &str) -> Option<String> {
    let rest = squeezed.strip_prefix("附件")?;
    let digits: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c))
        .collect();
    let after = rest[digits.len()..].chars().next();
    let closed = after.is_none_or(|c| c != '年' && c != '个');
    (!digits.is_empty() && closed).then(|| format!("附件{digits}"))
}

/// The year at the beginning of a title: `2023年度…`.
pub fn year_of(squeezed: &str) -> Option<i32> {
    let year: i32 = squeezed.get(..4)?.parse().ok()?;
    let tail = squeezed.get(4..)?;
    (tail.starts_with('年') && (1990..2100).contains(&year)).then_some(year)
}

/// `霜降县图书馆2023年度部门整体支出绩效自评报告`: the year within a title of the report.
fn year_within(squeezed: &str) -> Option<i32> {
    const TITLE_MAX: usize = 60;
    let is_title = squeezed.contains("自评") && squeezed.chars().count() <= TITLE_MAX;
    let at = squeezed.find("年度").filter(|_| is_title)?;
    year_of(squeezed.get(at.checked_sub(4)?..)?)
}

fn kind_of(rows: &[GridRow]) -> Kind {
    let has = |label: &str| rows.iter().any(|row| row.find(label).is_some());
    if rows.iter().any(is_head) {
        let project = ["项目支出名称", "项目名称", "专项名称"];
        let is_project = project.iter().any(|label| {
            rows.iter()
                .take(4)
                .any(|row| row.labelled(&[label]).is_some())
        });
        return if is_project {
            Kind::Project
        } else {
            Kind::Department
        };
    }
    if has("决算数") && (has("编制数") || has("经费控制")) {
        return Kind::Base;
    }
    if has("专项名称") || (has("年度预算金额") && has("改进措施")) {
        return Kind::ProjectForm;
    }
    if has("姓名") && has("职务") {
        return Kind::Roster;
    }
    Kind::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_attachments() {
        assert_eq!(attachment_label("附件3"), Some("附件3".to_owned()));
        assert_eq!(
            attachment_label("附件2:基础数据表"),
            Some("附件2".to_owned())
        );
        assert_eq!(attachment_label("附件如下"), None);
    }

    #[test]
    fn years_within_a_title() {
        assert_eq!(year_within("霜降县图书馆2023年度绩效自评报告"), Some(2023));
        assert_eq!(year_within("霜降县图书馆年度绩效自评报告"), None);
        assert_eq!(year_within("霜降县2023年度接待读者12万人次。"), None);
    }

    #[test]
    fn years_at_the_head_of_a_title() {
        assert_eq!(year_of("2023年度部门整体支出"), Some(2023));
        assert_eq!(year_of("关于2023年"), None);
        assert_eq!(year_of("年"), None);
    }
}
