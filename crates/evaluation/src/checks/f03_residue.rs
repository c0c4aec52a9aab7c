//! F03 模板残留 · Template residue
//!
//! ## What it checks
//! Hints of the template, dots, bookmarks, doubled words in a heading, and headings one character short.
//! ## Why
//! They show that nobody read the page before it went out.
//! ## Basis
//! 公文处理工作规范
//! ## Example
//! （一个专项一行）, ……, 可持续响指标.
//! ## False alarms
//! Text that quotes a template.

use super::case::Case;
use super::outcome::Figures;
use crate::report::grid::GridCell;
use crate::report::{Kind, Place, TableView, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    for table in &report.tables {
        table_residue(case, table);
    }
    for passage in report
        .passages
        .iter()
        .filter(|passage| passage.place.column.is_none())
    {
        let hints = hints_in(case, &passage.squeezed.clone());
        say(
            case,
            hints
                .into_iter()
                .map(|hint| (passage.place.clone(), hint))
                .collect(),
        );
    }
}

fn hints_in(case: &Case, squeezed: &str) -> Vec<String> {
    let words = &case.profile.words;
    let residue = words.residue.iter().zip(&words.residue_squeezed);
    residue
        .filter(|(_, plain)| squeezed.contains(plain.as_str()))
        .map(|(hint, _)| hint.replace("[bookmark:", "[bookmark…]"))
        .chain(instruction(squeezed).filter(|hint| !words.residue_squeezed.contains(hint)))
        .collect()
}

/// `(简要说明立项依据，200字以内)`: a bracket that tells the writer how much to write.
fn instruction(squeezed: &str) -> Option<String> {
    let brackets = squeezed
        .split('(')
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    let mut texts = brackets.map(|(inner, _)| inner);
    let found = texts.find(|inner| {
        ["字以内", "字左右", "字以上"].iter().any(|limit| {
            inner
                .split_once(limit)
                .is_some_and(|(before, _)| before.ends_with(|c: char| c.is_ascii_digit()))
        })
    });
    found.map(|inner| format!("({inner})"))
}

fn table_residue(case: &mut Case, table: &TableView) {
    let mut found: Vec<(Place, String)> = Vec::new();
    for row in &table.rows {
        for cell in &row.cells {
            let place = || row.place(&table.title, cell);
            for hint in hints_in(case, &cell.squeezed) {
                found.push((place(), hint));
            }
            if matches!(table.kind, Kind::Department | Kind::Project)
                && let Some(heading) = spoiled_heading(case, cell)
            {
                found.push((place(), heading));
            }
        }
    }
    say(case, found);
}

/// A heading with a doubled end, or one character short of a heading of the form.
fn spoiled_heading(case: &Case, cell: &GridCell) -> Option<String> {
    let text = &cell.squeezed;
    if !text.ends_with("指标") || text.chars().count() > 14 {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    let doubled = (3..=letters.len() / 2).any(|n| {
        let (head, tail) = letters.split_at(letters.len() - n);
        head.ends_with(tail)
    });
    let short = case
        .profile
        .words
        .headings
        .iter()
        .any(|heading| one_short(&letters, heading));
    (doubled || short).then(|| plain::one_line(&cell.text))
}

fn one_short(letters: &[char], heading: &str) -> bool {
    let whole: Vec<char> = heading.chars().collect();
    whole.len() == letters.len() + 1
        && (0..whole.len()).any(|skip| {
            let left = whole.iter().enumerate().filter(|(index, _)| *index != skip);
            left.map(|(_, c)| c).eq(letters.iter())
        })
}

/// One finding per table: a list of crumbs, at the first of them.
fn say(case: &mut Case, found: Vec<(Place, String)>) {
    let Some((place, _)) = found.first() else {
        return;
    };
    let mut words: Vec<&str> = found.iter().map(|(_, word)| word.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    let count = found.len().to_string();
    let args: &[(&str, &str)] = &[("words", &words.join("、")), ("count", &count)];
    case.find(
        place,
        "f03.residue",
        Figures::words("", "", words.join("、")),
        args,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_short() {
        let letters: Vec<char> = "可持续响指标".chars().collect();
        assert!(one_short(&letters, "可持续影响指标"));
        let letters: Vec<char> = "生态效益指标".chars().collect();
        assert!(!one_short(&letters, "社会效益指标"));
    }
}
