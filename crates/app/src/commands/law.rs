//! `yiju law show` and `yiju law check`: what is in force on a day and by which article; what is wrong in a folder.

use std::path::Path;

use serde_json::{Value, json};
use yiju_lawbook::{At, KeyInfo, Lawbook, Problem, Shown, ShownRow, Unit, problems_text};
use yiju_terms::{Date, Lang, Status, words};

use crate::place::Stop;

/// Shows one key (or a whole law file) on a day at a place; without a key, lists all keys. Gives the printable text and
/// the exit code: 0 in force, 1 something is missing or provisional, 2 the call is wrong.
pub fn show(
    book: &Lawbook,
    key: Option<&str>,
    on: &str,
    region: &str,
    json: bool,
    lang: Lang,
) -> (String, i32) {
    let Some(key) = key else {
        return (list(book, json, lang), 0);
    };
    let wrong = |code: &str, text: &str| (words::text(lang, code, &[("text", text)]), 2);
    let Ok(on) = on.parse::<Date>() else {
        return wrong("lawbook.show.bad_date", on);
    };
    let Ok(region) = region.parse() else {
        return wrong("lawbook.show.bad_region", region);
    };
    let shown = match book.show(key, &At::new(region, on)) {
        Ok(shown) => shown,
        Err(refusal) => return (refusal.message(lang), 2),
    };
    let unsure = shown.iter().any(|one| {
        let provisional = one.rows.iter().any(|row| row.status == Status::Provisional);
        one.absent == Some("missing") || provisional
    });
    let text = if json {
        to_json(&shown, book)
    } else {
        to_text(&shown, book, lang)
    };
    (text, i32::from(unsure))
}

/// Checks the folder at `dir`, or the law built in. Gives the printable text and the exit code: 0 clean, 1 problems,
/// 2 the folder cannot be read at all.
pub fn check(dir: Option<&Path>, today: Date, lang: Lang) -> (String, i32) {
    let problems: Vec<Problem> = match dir {
        Some(dir) => Lawbook::check(dir, today),
        None => Lawbook::builtin().stale(today),
    };
    if problems.is_empty() {
        let files = match dir.map(Lawbook::read) {
            Some(Ok(book)) => book.texts().count(),
            Some(Err(_)) => 0,
            None => Lawbook::builtin().texts().count(),
        };
        let args = [("files", &*files.to_string())];
        return (words::text(lang, "lawbook.check.clean", &args), 0);
    }
    let folder_itself = |problem: &Problem| {
        let is_root = dir.is_some_and(|dir| Path::new(&problem.file) == dir);
        (problem.file.is_empty() || is_root)
            && matches!(problem.code, "unreadable" | "empty_folder")
    };
    let code = if problems.iter().any(folder_itself) {
        2
    } else {
        1
    };
    let count = problems.len().to_string();
    let last = words::text(lang, "lawbook.check.found", &[("count", &*count)]);
    (format!("{}\n{last}", problems_text(&problems, lang)), code)
}

/// `law show` as the program calls it: today when no day is given, printed on standard output.
pub fn show_key(
    book: &Lawbook,
    key: Option<&str>,
    on: Option<&str>,
    region: &str,
    format: &str,
    lang: Lang,
) -> Result<u8, Stop> {
    let today = today().to_string();
    let (text, code) = show(
        book,
        key,
        on.unwrap_or(&today),
        region,
        format == "json",
        lang,
    );
    print(&text, code);
    Ok(u8::try_from(code).unwrap_or(2))
}

/// `law check` as the program calls it.
pub fn check_folder(dir: Option<&Path>, lang: Lang) -> Result<u8, Stop> {
    let (text, code) = check(dir, today(), lang);
    print(&text, code);
    Ok(u8::try_from(code).unwrap_or(2))
}

fn print(text: &str, code: i32) {
    if code == 2 {
        eprintln!("{text}");
    } else {
        println!("{text}");
    }
}

/// The day in China, whatever the clock of the machine is set to.
fn today() -> Date {
    jiff::tz::Offset::constant(8)
        .to_datetime(jiff::Timestamp::now())
        .date()
}

fn unit_word(unit: Unit, lang: Lang) -> String {
    words::word(lang, &format!("lawbook.unit.{}", unit.stem()))
}

fn list(book: &Lawbook, json: bool, lang: Lang) -> String {
    let keys = book.keys();
    if json {
        let keys: Vec<Value> = keys.iter().map(key_json).collect();
        return pretty(&json!({"keys": keys, "law": book.digest()}));
    }
    let count = keys.len().to_string();
    let mut lines = vec![words::text(lang, "lawbook.show.keys", &[("count", &count)])];
    for info in &keys {
        let unit = unit_word(info.unit, lang);
        let args = [("key", &*info.key), ("name", &*info.name), ("unit", &*unit)];
        lines.push(words::text(lang, "lawbook.show.key", &args));
    }
    lines.push(words::text(
        lang,
        "lawbook.show.digest",
        &[("digest", book.digest())],
    ));
    lines.join("\n")
}

fn to_text(shown: &[Shown], book: &Lawbook, lang: Lang) -> String {
    let mut lines = Vec::new();
    for one in shown {
        let unit = unit_word(one.info.unit, lang);
        let args = [
            ("name", &*one.info.name),
            ("key", &*one.info.key),
            ("unit", &*unit),
        ];
        lines.push(words::text(lang, "lawbook.show.heading", &args));
        if let Some(absent) = one.absent {
            lines.push(words::word(lang, &format!("lawbook.show.{absent}")));
        }
        rows_text(one, lang, &mut lines);
        let unsure = one.absent == Some("missing")
            || one.rows.iter().any(|row| row.status == Status::Provisional);
        if let (true, Some(document)) = (unsure, &one.document) {
            lines.push(words::text(
                lang,
                "lawbook.show.document",
                &[("document", document)],
            ));
        }
        if let Some(day) = one.changes_on {
            let args = [("date", &*day.to_string())];
            lines.push(words::text(lang, "lawbook.show.changes", &args));
        }
        lines.push(String::new());
    }
    lines.push(words::text(
        lang,
        "lawbook.show.digest",
        &[("digest", book.digest())],
    ));
    lines.join("\n")
}

/// The rows; what a run of rows shares (article, day verified, note) stands once below it.
fn rows_text(shown: &Shown, lang: Lang, lines: &mut Vec<String>) {
    let rows = &shown.rows;
    for (index, row) in rows.iter().enumerate() {
        let status = match row.status {
            Status::Provisional => words::word(lang, "lawbook.show.provisional"),
            other => words::word(lang, &format!("status.{}", other.stem())),
        };
        let since = row.since.to_string();
        let layer = match row.layer.code() {
            "" => row.layer_name.clone(),
            code => format!("{} {code}", row.layer_name),
        };
        let sub = row.sub.as_deref().unwrap_or_default();
        let key = match (shown.info.yearly, sub) {
            (true, _) => "row_year",
            (false, "") => "row",
            (false, _) => "row_of",
        };
        let value = value_word(&shown.info, &row.value, lang);
        let args = [
            ("sub", sub),
            ("value", &*value),
            ("status", &*status),
            ("since", &*since),
            ("layer", &*layer),
        ];
        lines.push(words::text(lang, &format!("lawbook.show.{key}"), &args));
        let same_basis = |next: &ShownRow| {
            (&next.citation, next.verified_on, &next.note)
                == (&row.citation, row.verified_on, &row.note)
        };
        if !rows.get(index + 1).is_some_and(same_basis) {
            basis_text(row, lang, lines);
        }
    }
}

/// A yes or no, or the stem of a payer, as a word.
fn value_word(info: &KeyInfo, value: &str, lang: Lang) -> String {
    match (info.unit, value) {
        (Unit::YesNo, "true") => words::word(lang, "lawbook.show.yes"),
        (Unit::YesNo, _) => words::word(lang, "lawbook.show.no"),
        (Unit::Text, stem) if info.key.ends_with(".payer") => {
            words::word(lang, &format!("payer.{stem}"))
        }
        _ => value.to_owned(),
    }
}

fn basis_text(row: &ShownRow, lang: Lang, lines: &mut Vec<String>) {
    if !row.citation.is_empty() {
        lines.push(words::text(
            lang,
            "lawbook.show.cite",
            &[("cite", &row.citation)],
        ));
    }
    for summary in &row.summaries {
        lines.push(words::text(
            lang,
            "lawbook.show.article",
            &[("summary", summary)],
        ));
    }
    if let Some(day) = row.verified_on {
        let args = [("date", &*day.to_string())];
        lines.push(words::text(lang, "lawbook.show.verified", &args));
    }
    if let Some(note) = &row.note {
        lines.push(words::text(lang, "lawbook.show.note", &[("note", note)]));
    }
}

fn key_json(info: &KeyInfo) -> Value {
    json!({
        "key": info.key, "name": info.name, "parameter": info.parameter,
        "unit": info.unit.stem(), "by": info.by, "yearly": info.yearly,
    })
}

fn row_json(row: &ShownRow) -> Value {
    json!({
        "row": row.sub, "value": row.value, "status": row.status.stem(),
        "since": row.since.to_string(),
        "layer": row.layer.code(), "layer_name": row.layer_name,
        "cite": row.citation, "articles": row.summaries,
        "verified_on": row.verified_on.map(|day| day.to_string()), "note": row.note,
    })
}

fn to_json(shown: &[Shown], book: &Lawbook) -> String {
    let one = |one: &Shown| {
        let mut value = key_json(&one.info);
        value["rows"] = one.rows.iter().map(row_json).collect();
        value["absent"] = json!(one.absent);
        value["document"] = json!(one.document);
        value["changes_on"] = json!(one.changes_on.map(|day| day.to_string()));
        value
    };
    let values: Vec<Value> = shown.iter().map(one).collect();
    pretty(&json!({"values": values, "law": book.digest()}))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(key: &str, on: &str, json: bool) -> (String, i32) {
        show(Lawbook::builtin(), Some(key), on, "431123", json, Lang::Zh)
    }

    #[test]
    fn shows_value_article_status_and_layer() {
        let (text, code) = shown("benefits.disability_lump_sum.months", "2026-01-01", false);
        assert_eq!(code, 0);
        for part in [
            "7：13",
            "已核实",
            "全国",
            "工伤保险条例 @ 2011 § 37",
            "自2011-01-01起",
            "sm3:",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let (text, _) = shown("contributions.industry_base_rate", "2023-05-01", false);
        assert!(text.contains("4：1.40") && text.contains("湖南省 43") && text.contains("推算"));
    }

    #[test]
    fn the_json_has_the_same() {
        let (text, code) = shown("hospital_meal_per_day", "2023-05-01", true);
        let value: Value = serde_json::from_str(&text).unwrap();
        let row = &value["values"][0]["rows"][0];
        assert_eq!(
            (row["value"].as_str(), row["status"].as_str()),
            (Some("20.00"), Some("provisional"))
        );
        assert_eq!(
            (row["layer"].as_str(), row["since"].as_str()),
            (Some("43"), Some("2022-01-01"))
        );
        assert_eq!(code, 1, "a provisional value is something to look at");
    }

    #[test]
    fn wrong_calls_end_in_two() {
        assert_eq!(shown("no.such.key", "2023-05-01", false).1, 2);
        assert_eq!(shown("minimum_wage", "2023-02-30", false).1, 2);
        let nowhere = check(Some(Path::new("/no/such/folder")), today(), Lang::Zh);
        assert_eq!(nowhere.1, 2, "{}", nowhere.0);
    }

    #[test]
    fn the_shipped_law_is_clean_and_grows_stale() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
        let (text, code) = check(Some(&folder), "2026-11-28".parse().unwrap(), Lang::Zh);
        assert_eq!(code, 0, "{text}");
        let (text, code) = check(Some(&folder), "2028-01-01".parse().unwrap(), Lang::Zh);
        assert_eq!(code, 1);
        // Each report points at the line that holds the day.
        let file = "national/benefits/disability_lump_sum.toml";
        let law = std::fs::read_to_string(folder.join(file)).unwrap();
        let line = law
            .lines()
            .position(|line| line.starts_with("verified_on"))
            .unwrap()
            + 1;
        assert!(text.contains(&format!("{file}:{line}: ")), "{text}");
    }
}
