//! The ranking as a page of its own: counts, the worst findings, links to each report.

use std::fmt::Write;

use yiju_terms::{Lang, words};

use super::Summary;
use super::row::Row;
use super::safe::REPORTS;
use crate::profiles::Profile;

/// Columns of the ranking, in both forms.
pub const COLUMNS: [&str; 12] = [
    "rank",
    "file",
    "agency",
    "year",
    "profile",
    "high",
    "medium",
    "low",
    "held",
    "not_checkable",
    "worst",
    "time",
];

const STYLE: &str = "body{font:15px/1.6 'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif;color:#1d2733;\
margin:0 auto;max-width:1500px;padding:24px 16px}h1{font-size:24px;margin:0 0 4px}p.sum{margin:0 0 20px;color:#4a5868}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}th,td{border-bottom:1px solid #d7dee6;\
padding:8px 10px;text-align:left;vertical-align:top}th{background:#eef2f6;position:sticky;top:0;white-space:nowrap}\
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td:nth-child(3){min-width:9em}td:nth-child(5){min-width:8em}.why{color:#4a5868;font-size:13px}td.file{min-width:14em;overflow-wrap:anywhere}\
td.worst{min-width:24em}td.worst div+div{margin-top:4px}b.high{color:#a3161f}td.high{color:#a3161f;font-weight:600}\
tr.bad td{color:#6a3d00;background:#fff8ec}a{color:#0b5394}.rule{font-family:monospace;color:#4a5868}\
@media(max-width:700px){th,td{padding:6px}body{padding:12px 8px}}@media print{th{position:static}}";

/// What the line says of the worst, as text.
pub fn worst(row: &Row, lang: Lang) -> String {
    if let Some(error) = &row.error {
        return words::text(lang, "checks.folder.unread", &[("message", error)]);
    }
    let lines: Vec<String> = row
        .worst
        .iter()
        .map(|worst| format!("{} {}", worst.rule, worst.message))
        .collect();
    lines.join("\n")
}

pub fn page(rows: &[Row], summary: &Summary, lang: Lang) -> String {
    let word = |key: &str| escaped(&words::word(lang, &format!("checks.folder.{key}")));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{STYLE}</style></head><body>\
         <h1>{title}</h1><p class=\"sum\">{}</p><div class=\"wide\"><table><thead><tr>",
        match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        },
        escaped(&sentence(summary, lang)),
        title = word("title"),
    );
    for key in COLUMNS {
        let _ = write!(page, "<th>{}</th>", word(&format!("column.{key}")));
    }
    page.push_str("</tr></thead><tbody>\n");
    for (index, row) in rows.iter().enumerate() {
        line(&mut page, index + 1, row, lang);
    }
    page.push_str("</tbody></table></div></body></html>\n");
    page
}

/// `共 12 份……`
pub fn sentence(summary: &Summary, lang: Lang) -> String {
    let numbers = [
        ("files", summary.files),
        ("grave", summary.grave),
        ("high", summary.high),
        ("unreadable", summary.unreadable),
        ("kept", summary.kept),
    ]
    .map(|(name, number)| (name, number.to_string()));
    let args = numbers
        .each_ref()
        .map(|(name, text)| (*name, text.as_str()));
    let told = words::text(lang, "checks.folder.summary", &args);
    let Some(copies) = summary.copies else {
        return told;
    };
    let others = (summary.files - summary.unreadable).saturating_sub(copies);
    let args = [
        ("copies", &*copies.to_string()),
        ("others", &*others.to_string()),
    ];
    told + &words::text(lang, "checks.folder.copies", &args)
}

/// Nothing for a file that was not checked.
pub fn profile(row: &Row, lang: Lang) -> String {
    if row.profile.is_empty() {
        return String::new();
    }
    Profile::shown(&row.profile, lang)
}

fn line(page: &mut String, rank: usize, row: &Row, lang: Lang) {
    let class = if row.error.is_some() {
        " class=\"bad\""
    } else {
        ""
    };
    let name = escaped(&row.file);
    let file = match &row.report {
        Some(report) => {
            let link = |ending: &str| href(&format!("{REPORTS}/{report}.{ending}"));
            let word = escaped(&words::word(lang, "checks.folder.copy"));
            let copy = row
                .has_copy
                .then(|| format!(" <a href=\"{}\">{word}</a>", link("docx")));
            format!(
                "<a href=\"{}\">{name}</a> <a class=\"rule\" href=\"{}\">JSON</a>{}{}",
                link("html"),
                link("json"),
                copy.unwrap_or_default(),
                no_copy(row, lang)
            )
        }
        None => name,
    };
    let year = row.year.map(|year| year.to_string()).unwrap_or_default();
    let _ = write!(
        page,
        "<tr{class}><td class=\"n\">{rank}</td><td class=\"file\">{file}</td><td>{}</td><td class=\"n\">{year}</td>\
         <td>{}</td>",
        escaped(row.agency.as_deref().unwrap_or("")),
        escaped(&profile(row, lang))
    );
    let counts = row.counts;
    let numbers = [
        (counts.high, "n high"),
        (counts.medium, "n"),
        (counts.low, "n"),
        (counts.held, "n"),
        (counts.not_checkable, "n"),
    ];
    for (number, class) in numbers {
        let class = if number == 0 { "n" } else { class };
        let shown = match row.error {
            Some(_) => String::new(),
            None => number.to_string(),
        };
        let _ = write!(page, "<td class=\"{class}\">{shown}</td>");
    }
    let texts: String = worst(row, lang)
        .lines()
        .map(|line| format!("<div>{}</div>", escaped(line)))
        .collect();
    let _ = writeln!(
        page,
        "<td class=\"worst\">{texts}</td><td class=\"n\">{}</td></tr>",
        row.millis
    );
}

/// Why there is no copy with comments, under the name of the file.
fn no_copy(row: &Row, lang: Lang) -> String {
    let Some(why) = &row.no_copy else {
        return String::new();
    };
    let told = words::text(lang, "checks.folder.no_copy", &[("why", why)]);
    format!("<div class=\"why\">{}</div>", escaped(&told))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Names of results hold letters of any script, digits and `._-`: what is no ASCII is written in percent.
fn href(path: &str) -> String {
    let mut link = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-/".contains(&byte) {
            link.push(char::from(byte));
        } else {
            let _ = write!(link, "%{byte:02X}");
        }
    }
    link
}
