//! F07 个人信息 · Personal data
//!
//! ## What it checks
//! Mobile numbers and ID numbers anywhere in the report.
//! ## Why
//! The report is published; an office line serves as well.
//! ## Basis
//! 政府信息公开条例第十五条；个人信息保护法
//! ## Example
//! The roster of those in charge with two mobile numbers.
//! ## False alarms
//! Office lines are allowed. The finding shows only the first three and the last two digits.

use super::case::Case;
use super::outcome::Figures;
use crate::report::Place;

pub fn run(case: &mut Case) {
    let report = case.report;
    let mut clean = true;
    for table in &report.tables {
        let mut found: Vec<(Place, String)> = Vec::new();
        for row in &table.rows {
            for cell in &row.cells {
                let hits = personal(&cell.squeezed).into_iter();
                found.extend(
                    hits.map(|number| (masked(row.place(&table.title, cell), &number), number)),
                );
            }
        }
        clean &= found.is_empty();
        say(case, found);
    }
    // Long cells are passages too; the tables above have them already.
    for passage in report
        .passages
        .iter()
        .filter(|passage| passage.place.column.is_none())
    {
        let hits = personal(&passage.squeezed.clone()).into_iter();
        let found: Vec<_> = hits
            .map(|number| (masked(passage.place.clone(), &number), number))
            .collect();
        clean &= found.is_empty();
        say(case, found);
    }
    if clean {
        case.held(&Place::default(), "0");
    }
}

fn say(case: &mut Case, found: Vec<(Place, String)>) {
    let Some((place, _)) = found.first() else {
        return;
    };
    let shown: Vec<String> = found.iter().map(|(_, number)| mask(number)).collect();
    let count = found.len().to_string();
    let figures = Figures {
        formula: shown.join("、"),
        expected: "0".to_owned(),
        found: count.clone(),
        difference: count.clone(),
    };
    case.find(
        place,
        "f07.numbers",
        figures,
        &[("count", &count), ("numbers", &shown.join("、"))],
    );
}

/// Runs of digits that are a mobile or an ID number.
fn personal(squeezed: &str) -> Vec<String> {
    let runs = squeezed.split(|c: char| !c.is_ascii_digit() && c != 'X' && c != 'x');
    let account = ["账号", "帐号", "卡号", "账户"]
        .iter()
        .any(|word| squeezed.contains(word));
    let mut found: Vec<String> = runs
        .filter(|run| {
            is_mobile(run)
                || yiju_terms::id_number::IdNumber::parse(run).is_ok()
                || is_account(run, account)
        })
        .map(str::to_owned)
        .collect();
    found.extend(home(squeezed));
    found
}

/// A card begins with 62; another number is an account only beside the word.
fn is_account(run: &str, named: bool) -> bool {
    let digits = run.bytes().all(|byte| byte.is_ascii_digit());
    let card = (16..=19).contains(&run.len()) && run.starts_with("62");
    digits && (card || (named && (12..=22).contains(&run.len())))
}

/// What follows 家庭住址, when a house number is in it.
fn home(squeezed: &str) -> Option<String> {
    let labels = ["家庭住址", "家庭地址", "现住址", "住址"];
    let tail = labels
        .iter()
        .find_map(|label| squeezed.split_once(label))
        .map(|(_, tail)| tail.trim_start_matches([':', '为']))?;
    let end = tail.find([',', '。', ';']).unwrap_or(tail.len());
    let address = &tail[..end];
    let numbered = address.contains(['号', '栋', '室', '组']) && address.chars().count() >= 5;
    numbered.then(|| address.to_owned())
}

fn is_mobile(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() == 11
        && bytes[0] == b'1'
        && (b'3'..=b'9').contains(&bytes[1])
        && bytes.iter().all(u8::is_ascii_digit)
}

fn mask(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let stars = "*".repeat(letters.len().saturating_sub(5));
    let head: String = letters.iter().take(3).collect();
    let tail: String = letters
        .iter()
        .skip(letters.len().saturating_sub(2))
        .collect();
    format!("{head}{stars}{tail}")
}

fn masked(mut place: Place, number: &str) -> Place {
    place.text = place.text.replace(number, &mask(number));
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobiles_and_office_lines() {
        let mobile = format!("139{:08}", 0);
        assert_eq!(personal(&format!("电话:{mobile}")), [mobile.clone()]);
        assert!(personal("07467721234").is_empty());
        assert!(personal(&format!("{mobile}2")).is_empty());
        assert_eq!(mask(&mobile), "139******00");
    }
}
