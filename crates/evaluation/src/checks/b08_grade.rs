//! B08 等级与得分 · Grade
//!
//! ## What it checks
//! A grade word in the text fits the score in the same sentence.
//! ## Why
//! The grade is what is quoted.
//! ## Basis
//! 财预〔2020〕10号
//! ## Example
//! 85分，等级为“优”.
//! ## False alarms
//! Other grade words.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Decimal, Passage, Place, plain};

pub fn run(case: &mut Case) {
    cells(case);
    for passage in &case.report.passages {
        for mention in passage.mentions() {
            let told = mention.label.contains("得分") && !case.of_another_year(mention);
            if mention.unit == "分" && told {
                grade(case, passage, mention.sentence, mention.number);
            }
        }
    }
}

fn grade(case: &mut Case, passage: &Passage, sentence: usize, score: Decimal) {
    let text: String = plain::squeezed(&passage.sentences()[sentence])
        .chars()
        .filter(|c| !"\"“”‘’".contains(*c))
        .collect();
    let named = |word: &str| {
        [
            "等级为",
            "等级:",
            "评为",
            "评定为",
            "等次为",
            "等级是",
            "等次:",
            "结论为",
            "档次为",
        ]
        .iter()
        .any(|lead| text.contains(&format!("{lead}{word}")))
    };
    let stated = case.profile.grades.iter().find(|grade| named(&grade.word));
    if let Some(stated) = stated.map(|grade| grade.word.clone()) {
        judge(case, &passage.place, &stated, score);
    }
}

/// `自评等级 | 优` in a table, against the total score of that table.
fn cells(case: &mut Case) {
    let report = case.report;
    for view in &report.tables {
        let table = report
            .score_tables()
            .find(|table| table.title == view.title);
        let score = table.and_then(|table| table.total_score.as_ref()?.number);
        let Some(score) = score else { continue };
        for row in &view.rows {
            let label = row.labelled(&["自评等级", "评价等级", "评价等次", "自评等次", "等级"]);
            let Some(cell) = label.and_then(|cell| row.after(cell)) else {
                continue;
            };
            let grades = &case.profile.grades;
            let stated = grades.iter().find(|grade| grade.word == cell.squeezed);
            if let Some(stated) = stated.map(|grade| grade.word.clone()) {
                judge(case, &row.place(&view.title, cell), &stated, score);
            }
        }
    }
}

fn judge(case: &mut Case, place: &Place, stated: &str, score: Decimal) {
    let due = case.profile.grades.iter().find(|grade| {
        grade
            .from
            .is_some_and(|from| score >= Decimal::whole(i128::from(from)))
    });
    let Some(due) = due.map(|grade| grade.word.clone()) else {
        case.not_checkable("b08.no_bands", &[]);
        return;
    };
    let formula = format!("{score}→{due}");
    if due == stated {
        case.held(place, formula);
    } else {
        let figures = Figures::words(formula, due, stated);
        case.find(place, "b08.grade", figures, &[]);
    }
}
