//! Forms as data: classes with points, indicators bound to figures. A form whose points are not 100 cannot be loaded.

use std::collections::BTreeSet;

use serde::Deserialize;

/// Points of every self-evaluation table, execution included.
pub const TOTAL_POINTS: i64 = 100;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub name: String,
    pub execution_points: i64,
    #[serde(rename = "class")]
    pub classes: Vec<Class>,
    #[serde(rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

#[doc(alias = "一级指标")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    pub stem: String,
    pub name: String,
    pub points: i64,
}

#[doc(alias = "三级指标")]
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub class: String,
    pub group: String,
    pub name: String,
    /// Stem of the figure that measures it.
    pub figure: String,
    pub points: i64,
}

/// Why a form is refused: file and reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormProblem {
    Unreadable(String),
    /// Sum of execution and classes.
    TotalIsNot100(i64),
    /// Class, points of its heading, sum of its indicators.
    ClassDoesNotAddUp(String, i64, i64),
    FigureTwice(String),
    UnknownFigure(String),
    UnknownClass(String),
}

pub const DEPARTMENT: &str = include_str!("../../forms/hunan-county/department.toml");
pub const PROJECT: &str = include_str!("../../forms/hunan-county/project.toml");

impl Form {
    /// Reads a form and refuses it with every problem found.
    pub fn read(text: &str) -> Result<Form, Vec<FormProblem>> {
        let form: Form = toml::from_str(text)
            .map_err(|error| vec![FormProblem::Unreadable(error.to_string())])?;
        let problems = form.problems();
        if problems.is_empty() {
            Ok(form)
        } else {
            Err(problems)
        }
    }

    fn problems(&self) -> Vec<FormProblem> {
        let mut problems = Vec::new();
        let total = self.execution_points + self.classes.iter().map(|c| c.points).sum::<i64>();
        if total != TOTAL_POINTS {
            problems.push(FormProblem::TotalIsNot100(total));
        }
        for class in &self.classes {
            let sum = self.of_class(&class.stem).map(|i| i.points).sum();
            if sum != class.points {
                problems.push(FormProblem::ClassDoesNotAddUp(
                    class.name.clone(),
                    class.points,
                    sum,
                ));
            }
        }
        let mut seen = BTreeSet::new();
        for indicator in &self.indicators {
            if !seen.insert(&indicator.figure) {
                problems.push(FormProblem::FigureTwice(indicator.figure.clone()));
            }
            if yiju_figures::find(&indicator.figure).is_none() {
                problems.push(FormProblem::UnknownFigure(indicator.figure.clone()));
            }
            if !self
                .classes
                .iter()
                .any(|class| class.stem == indicator.class)
            {
                problems.push(FormProblem::UnknownClass(indicator.class.clone()));
            }
        }
        problems
    }

    pub fn of_class<'f>(&'f self, class: &'f str) -> impl Iterator<Item = &'f Indicator> {
        self.indicators.iter().filter(move |i| i.class == class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_forms_total_100() {
        for text in [DEPARTMENT, PROJECT] {
            Form::read(text).unwrap();
        }
    }

    #[test]
    fn a_form_of_110_points_cannot_be_loaded() {
        let wrong = PROJECT.replace(
            "name = \"效益指标\"\npoints = 20",
            "name = \"效益指标\"\npoints = 30",
        );
        let problems = Form::read(&wrong).unwrap_err();
        assert!(problems.contains(&FormProblem::TotalIsNot100(110)));
        assert!(problems.contains(&FormProblem::ClassDoesNotAddUp(
            "效益指标".to_owned(),
            30,
            20
        )));
    }

    #[test]
    fn a_figure_stands_once_and_must_exist() {
        let twice = DEPARTMENT.replace(
            "figure = \"training_sessions\"",
            "figure = \"persons_insured\"",
        );
        assert_eq!(
            Form::read(&twice).unwrap_err(),
            [FormProblem::FigureTwice("persons_insured".to_owned())]
        );
        let unknown = DEPARTMENT.replace("figure = \"training_sessions\"", "figure = \"goodwill\"");
        assert_eq!(
            Form::read(&unknown).unwrap_err(),
            [FormProblem::UnknownFigure("goodwill".to_owned())]
        );
    }
}
