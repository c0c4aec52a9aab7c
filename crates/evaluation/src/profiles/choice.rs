//! Which profile a report follows, found by its own signs, and why.

use serde::Deserialize;
use yiju_terms::words::{self, Lang};

use super::Profile;
use crate::report::{Decimal, Kind, Report};

/// All stated signs must be there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choice {
    /// Words in cells of tables.
    pub cells: Vec<String>,
    /// Words in paragraphs or titles.
    pub texts: Vec<String>,
    /// The points of the execution row.
    pub execution_points: Option<i64>,
    /// A 基础数据表 is there.
    pub base_table: bool,
    /// A level-1 heading of cost indicators is there.
    pub cost: bool,
    /// No table of a self-evaluation is there.
    pub no_tables: bool,
}

/// The first profile whose signs are there, and the reason as a person reads it.
pub fn choose(report: &Report, lang: Lang) -> (Profile, String) {
    let profiles = Profile::all();
    let hit = profiles.iter().find_map(|profile| {
        let choice = profile.choice.iter().find(|choice| choice.holds(report))?;
        Some((profile, choice.reason(lang)))
    });
    match (hit, profiles.last()) {
        (Some((profile, reason)), _) => (profile.clone(), reason),
        // The last one is the national form, which has no signs of its own.
        (None, Some(last)) => (last.clone(), words::word(lang, "checks.profile.no_sign")),
        (None, None) => unreachable!("the program has profiles"),
    }
}

impl Choice {
    fn holds(&self, report: &Report) -> bool {
        let in_cells = |word: &String| {
            report
                .tables
                .iter()
                .flat_map(|table| &table.rows)
                .any(|row| row.find(word).is_some())
        };
        let in_texts = |word: &String| {
            let passages = report.passages.iter().filter(|p| p.place.column.is_none());
            passages
                .map(|passage| passage.squeezed.clone())
                .chain(report.table_titles())
                .any(|text| text.contains(word.as_str()))
        };
        let points = |points: i64| {
            let points = Decimal::whole(i128::from(points));
            report.score_tables().any(|table| {
                table
                    .total_fund()
                    .is_some_and(|row| row.weight.number == Some(points))
            })
        };
        let has_cost = || {
            let mut groups = report.score_tables().flat_map(|table| &table.groups);
            groups.any(|group| group.inside.is_none() && group.name.starts_with("成本"))
        };
        let no_tables = || {
            let kinds = report.tables.iter().map(|table| table.kind);
            !kinds
                .into_iter()
                .any(|kind| !matches!(kind, Kind::Other | Kind::Roster))
        };
        self.cells.iter().all(in_cells)
            && self.texts.iter().all(in_texts)
            && self.execution_points.is_none_or(points)
            && (!self.base_table || report.base.is_some())
            && (!self.cost || has_cost())
            && (!self.no_tables || no_tables())
    }

    fn reason(&self, lang: Lang) -> String {
        let quoted: Vec<String> = self
            .cells
            .iter()
            .chain(&self.texts)
            .map(|word| format!("“{word}”"))
            .collect();
        let points = self.execution_points.map(|points| points.to_string());
        let say = |key: &str, args: &[(&str, &str)]| {
            words::text(lang, &format!("checks.profile.{key}"), args)
        };
        let mut reasons = Vec::new();
        if self.no_tables {
            reasons.push(say("no_tables", &[]));
        }
        if !quoted.is_empty() {
            reasons.push(say("words", &[("words", &quoted.concat())]));
        }
        if let Some(points) = &points {
            reasons.push(say("execution", &[("points", points)]));
        }
        if self.base_table {
            reasons.push(say("base_table", &[]));
        }
        if self.cost {
            reasons.push(say("cost", &[]));
        }
        reasons.join(&words::word(lang, "checks.profile.and"))
    }
}
