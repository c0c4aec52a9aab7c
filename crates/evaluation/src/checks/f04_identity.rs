//! F04 单位与项目名称一致 · Identity
//!
//! ## What it checks
//! The agency is the same on the title, in the department's table and in each project's table; the project's name is
//! the same in its report and its table.
//! ## Why
//! A report copied from another unit still carries its name.
//! ## Basis
//! 预算法第七十五条
//! ## Example
//! 甲县 in the title, 乙县 in the table.
//! ## False alarms
//! Short names.

use super::case::Case;
use super::outcome::Figures;
use crate::report::{Passage, Report, Value, plain};

pub fn run(case: &mut Case) {
    let report = case.report;
    if let Some(agency) = &report.agency {
        let name = plain::squeezed(&agency.raw);
        let mut body = report.body();
        // 县妇幼保健院 in the text is 霜降县妇幼保健院 of the table.
        let short = short_name(&name);
        let names = |passage: &&Passage| {
            passage.squeezed.contains(&name)
                || short.is_some_and(|short| passage.squeezed.contains(short))
        };
        if let Some(passage) = body.find(names) {
            case.held(&passage.place, agency.raw.clone());
        } else if is_prose(report) {
            case.find(
                &agency.place,
                "f04.not_in_text",
                Figures::words("", "", agency.raw.clone()),
                &[],
            );
        }
        copied(case, agency);
        let units = report
            .projects
            .iter()
            .filter_map(|table| table.unit.as_ref());
        for unit in units {
            same(case, agency, unit, "f04.agency");
        }
    }
    for form in &report.project_forms {
        let Some(name) = &form.name else { continue };
        let tables: Vec<&Value> = report
            .projects
            .iter()
            .filter_map(|table| table.subject.as_ref())
            .collect();
        let twin = tables
            .iter()
            .find(|subject| plain::likeness(&subject.raw, &name.raw) >= 60);
        match twin {
            Some(subject) => same(case, name, subject, "f04.project"),
            None if tables.is_empty() => {}
            None => case.find(
                &name.place,
                "f04.no_table",
                Figures::words("", "", name.raw.clone()),
                &[],
            ),
        }
    }
}

/// The name without the place in front: `县图书馆`.
fn short_name(name: &str) -> Option<&str> {
    const LETTERS_MIN: usize = 4;
    let at = name.find(['县', '市', '区', '旗'])?;
    let short = &name[at..];
    (at > 0 && short.chars().count() >= LETTERS_MIN).then_some(short)
}

/// `霜降县图书馆` in the text of 白露县图书馆: the text was taken from there.
fn copied(case: &mut Case, agency: &Value) {
    let name = plain::squeezed(&agency.raw);
    let Some(split) = name.find('县').map(|at| at + '县'.len_utf8()) else {
        return;
    };
    let kind = &name[split..];
    if kind.chars().count() < 2 {
        return;
    }
    let report = case.report;
    for passage in report.body() {
        for sentence in passage.sentences() {
            let text = plain::squeezed(&sentence);
            let visits = [
                "合作", "学习", "考察", "交流", "参观", "借鉴", "对口", "共建", "联合",
            ];
            let Some(other) = other_county(&text, kind, &name) else {
                continue;
            };
            if !visits.iter().any(|word| text.contains(word)) {
                let figures = Figures::words("", agency.raw.clone(), other);
                case.find(&passage.place, "f04.copied", figures, &[]);
            }
        }
    }
}

/// Another `X县` before the same kind of office.
fn other_county(text: &str, kind: &str, own: &str) -> Option<String> {
    const NO_NAME: &str = "与和及在由对向为的是了到从并将我各本全外他该两邻每跨出";
    let needle = format!("县{kind}");
    let mut from = 0;
    while let Some(at) = text[from..].find(&needle).map(|at| from + at) {
        let letters: Vec<char> = text[..at].chars().rev().take(2).collect();
        let county: String = letters.iter().rev().collect();
        let whole = format!("{county}{needle}");
        let is_name = letters.len() == 2
            && letters
                .iter()
                .all(|c| c.is_alphabetic() && !NO_NAME.contains(*c));
        // The own name may stand behind one more character: 我馆属寒白露县图书馆.
        if is_name && !text[..at + needle.len()].ends_with(own) {
            return Some(whole);
        }
        from = at + needle.len();
    }
    None
}

fn same(case: &mut Case, a: &Value, b: &Value, key: &str) {
    let (full, other) = (plain::squeezed(&a.raw), plain::squeezed(&b.raw));
    // 县图书馆 for 白露县图书馆: a short name is the end of the full one.
    let (short, long) = if full.len() < other.len() {
        (&full, &other)
    } else {
        (&other, &full)
    };
    let abbreviated =
        key == "f04.agency" && short.chars().count() >= 4 && long.ends_with(short.as_str());
    if full == other || abbreviated {
        case.held(&b.place, a.raw.clone());
    } else {
        case.find(
            &b.place,
            key,
            Figures::words("", a.raw.clone(), b.raw.clone()),
            &[],
        );
    }
}

/// Titles and notes around a single table are no text that would name the agency.
fn is_prose(report: &Report) -> bool {
    const LETTERS_MIN: usize = 150;
    let letters: usize = report.body().map(|p| p.text.chars().count()).sum();
    report.body().count() > 3 && letters >= LETTERS_MIN
}
