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
use crate::report::{Decimal, Passage, plain};

pub fn run(case: &mut Case) {
    for passage in &case.report.passages {
        for mention in passage.mentions() {
            if mention.unit == "分" && mention.label.contains("得分") {
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
        ["等级为", "等级:", "评为", "评定为", "等次为"]
            .iter()
            .any(|lead| text.contains(&format!("{lead}{word}")))
    };
    let grades = &case.profile.grades;
    let Some(stated) = grades.iter().find(|grade| named(&grade.word)) else {
        return;
    };
    let due = grades.iter().find(|grade| {
        grade
            .from
            .is_some_and(|from| score >= Decimal::whole(i128::from(from)))
    });
    let Some(due) = due else {
        case.not_checkable("b08.no_bands", &[]);
        return;
    };
    if due.word == stated.word {
        case.held(&passage.place, format!("{score}→{}", due.word));
    } else {
        let figures = Figures::words(
            format!("{score}→{}", due.word),
            due.word.clone(),
            stated.word.clone(),
        );
        case.find(&passage.place, "b08.grade", figures, &[]);
    }
}
