//! An evaluation table filled in: targets, actual values and points by rule, ready to be set.

use yiju_documents::{Cell, Span, Table};
use yiju_figures::Target;
use yiju_store::Fault;
use yiju_terms::{Lang, words};

use super::facts::{Facts, Stage, line_key, wan};
use super::form::Form;
use super::score::{
    OVER_ACHIEVEMENT_PERCENT, Operator, deviation_hundredths, execution_hundredths,
    score_hundredths, shown,
};

/// One indicator with its values and points.
pub struct Line {
    pub class: String,
    pub group: String,
    pub name: String,
    pub figure: String,
    pub unit: String,
    pub operator: Operator,
    pub target: i64,
    pub target_shown: String,
    pub actual: i64,
    pub actual_shown: String,
    pub points: i64,
    pub score: i64,
    pub remark: String,
}

/// A table: its budget rows belong to `line` of the department's budget.
pub struct Sheet {
    pub form: Form,
    pub budget_line: &'static str,
    pub initial_fen: i64,
    pub adjusted_fen: i64,
    pub outturn_fen: i64,
    pub execution_score: i64,
    pub lines: Vec<Line>,
}

impl Sheet {
    /// Hundredths of a point, execution included.
    pub fn total(&self) -> i64 {
        self.execution_score + self.lines.iter().map(|line| line.score).sum::<i64>()
    }

    /// Fills a form. An indicator without a target is a fault of the office's setting-up, named with its figure.
    pub fn fill(
        facts: &mut Facts<'_>,
        form: Form,
        budget_line: &'static str,
    ) -> Result<Sheet, Fault> {
        let mut lines = Vec::new();
        for indicator in &form.indicators {
            let figure = &indicator.figure;
            let target = yiju_figures::target(facts.store, facts.region, facts.year, figure)?
                .ok_or_else(|| {
                    Fault::new(
                        "building the report",
                        format!("no target is set for the figure {figure}"),
                    )
                })?;
            lines.push(line(facts, indicator, &target)?);
        }
        let initial_fen = facts.line_fen(budget_line, Stage::Initial)?;
        let adjusted_fen = facts.line_fen(budget_line, Stage::Adjusted)?;
        let outturn_fen = facts.line_fen(budget_line, Stage::Outturn)?;
        Ok(Sheet {
            execution_score: execution_hundredths(form.execution_points, adjusted_fen, outturn_fen),
            form,
            budget_line,
            initial_fen,
            adjusted_fen,
            outturn_fen,
            lines,
        })
    }

    /// `99.99%`, truncated to nothing: the rate of the shown amounts, rounded half up to two decimals.
    pub fn execution_rate(&self) -> String {
        if self.adjusted_fen == 0 {
            return "—".to_owned();
        }
        let ppm = yiju_terms::exact::div_half_up(
            i128::from(self.outturn_fen) * 1_000_000,
            i128::from(self.adjusted_fen),
        );
        let rate = yiju_terms::exact::div_half_up(ppm, 100) as i64;
        format!("{}%", shown(rate))
    }

    /// The rows of the indicators, first column included; `first` are the columns the row of class headings begins with.
    pub fn indicator_rows(&self) -> Vec<Vec<Cell>> {
        let mut rows = vec![heading_row()];
        for class in &self.form.classes {
            let of_class: Vec<&Line> = self
                .lines
                .iter()
                .filter(|line| line.class == class.stem)
                .collect();
            for (index, line) in of_class.iter().enumerate() {
                let mut row = Vec::new();
                if index == 0 {
                    let title = format!("{}\n（{}分）", class.name, class.points);
                    row.push(Cell::label(title).span(1, of_class.len()));
                }
                row.extend(indicator_cells(&of_class, index, line));
                rows.push(row);
            }
        }
        rows.push(vec![
            Cell::label(word("total")).span(5, 1),
            Cell::new(super::form::TOTAL_POINTS.to_string()),
            Cell::new(shown(self.total())),
            Cell::empty(),
        ]);
        rows
    }
}

fn word(key: &str) -> String {
    words::word(Lang::Zh, &format!("evaluation.table.{key}"))
}

fn heading_row() -> Vec<Cell> {
    [
        "class",
        "group",
        "indicator",
        "target",
        "actual",
        "points",
        "score",
        "remark",
    ]
    .iter()
    .map(|key| Cell::label(word(key)))
    .collect()
}

fn indicator_cells(of_class: &[&Line], index: usize, line: &Line) -> Vec<Cell> {
    let mut cells = Vec::new();
    let begins = index == 0 || of_class[index - 1].group != line.group;
    if begins {
        let count = of_class[index..]
            .iter()
            .take_while(|other| other.group == line.group)
            .count();
        cells.push(Cell::label(line.group.clone()).span(1, count));
    }
    cells.push(Cell::new(line.name.clone()).start());
    cells.push(Cell::new(line.target_shown.clone()));
    cells.push(Cell::new(Span::figure(
        line.actual_shown.clone(),
        line.figure.clone(),
    )));
    cells.push(Cell::new(line.points.to_string()));
    cells.push(Cell::new(shown(line.score)));
    cells.push(Cell::new(line.remark.clone()).start());
    cells
}

fn line(
    facts: &mut Facts<'_>,
    indicator: &super::form::Indicator,
    target: &Target,
) -> Result<Line, Fault> {
    let value = facts.value(&indicator.figure)?;
    let figure = yiju_figures::find(&indicator.figure).expect("the form was read");
    let operator = match target.operator.as_str() {
        "at_most" => Operator::AtMost,
        _ => Operator::AtLeast,
    };
    let actual = value.get().ok_or_else(|| {
        Fault::new(
            "building the report",
            format!("the figure {} is not known", indicator.figure),
        )
    })?;
    let score = score_hundredths(operator, indicator.points, target.value, actual);
    let sign = if operator == Operator::AtMost {
        "≤"
    } else {
        "≥"
    };
    let unit = figure.unit_word(Lang::Zh);
    Ok(Line {
        class: indicator.class.clone(),
        group: indicator.group.clone(),
        name: indicator.name.clone(),
        figure: indicator.figure.clone(),
        target_shown: format!("{sign}{}", measured(value.unit, target.value, &unit)),
        actual_shown: measured(value.unit, actual, &unit),
        unit,
        operator,
        target: target.value,
        actual,
        points: indicator.points,
        score,
        remark: remark(facts, indicator, operator, target.value, actual, score)?,
    })
}

/// A value with its unit as a table shows it: `17320人`, `98.5%`, `94.31元`.
fn measured(unit_stem: &str, value: i64, unit: &str) -> String {
    match unit_stem {
        "ppm" => format!(
            "{}%",
            shown(yiju_terms::exact::div_half_up(i128::from(value), 100) as i64)
        ),
        "fen" => format!("{}{unit}", shown(value)),
        _ => format!("{value}{unit}"),
    }
}

/// Why an achievement misses or far passes its target; sample and method of a survey.
fn remark(
    facts: &mut Facts<'_>,
    indicator: &super::form::Indicator,
    operator: Operator,
    target: i64,
    actual: i64,
    score: i64,
) -> Result<String, Fault> {
    if indicator.figure == "satisfaction" {
        let asked = facts.value("survey_asked")?.shown;
        let answered = facts.value("survey_answered")?.shown;
        let args = [("asked", asked.as_str()), ("answered", answered.as_str())];
        return Ok(words::text(Lang::Zh, "evaluation.remark.sample", &args));
    }
    let over = deviation_hundredths(target, actual);
    if operator == Operator::AtLeast && over > OVER_ACHIEVEMENT_PERCENT * 100 {
        let over = shown(over);
        return Ok(words::text(
            Lang::Zh,
            "evaluation.remark.over",
            &[("over", &over)],
        ));
    }
    if score < indicator.points * 100 {
        return Ok(words::word(Lang::Zh, "evaluation.remark.missed"));
    }
    Ok(String::new())
}

/// The columns of both tables: class, group, indicator, target, actual, points, score, remark.
pub const COLUMNS: [u16; 8] = [11, 11, 21, 13, 13, 8, 8, 15];

/// A money cell bound to a line of the budget.
pub fn money(fen: i64, line: &str, stage: Stage) -> Cell {
    Cell::new(Span::figure(wan(fen), line_key(line, stage)))
}

/// An empty table in the shape both evaluation tables share.
pub fn table(name: &str) -> Table {
    Table {
        name: name.to_owned(),
        caption: None,
        unit: Some(word("unit_wan")),
        columns: COLUMNS.to_vec(),
        header_rows: 0,
        rows: Vec::new(),
    }
}
