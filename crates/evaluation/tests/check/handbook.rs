//! Keeps `docs/reference/checks.md` as fresh as the rules: it is generated from the doc comment of each rule's file.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use yiju_evaluation::checks::RULES;

const SECTIONS: [&str; 5] = ["What it checks", "Why", "Basis", "Example", "False alarms"];

fn checks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/checks")
}

/// The doc comment of the rule with this id, and the name of its file.
fn comment(stem: &str) -> (String, String) {
    let mut files: Vec<PathBuf> = std::fs::read_dir(checks())
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| {
            path.file_name()
                .expect("readable")
                .to_string_lossy()
                .starts_with(&format!("{stem}_"))
        })
        .collect();
    assert_eq!(files.len(), 1, "one file for {stem}");
    let file = files.remove(0);
    let text = std::fs::read_to_string(&file).expect("readable");
    let lines: Vec<&str> = text
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .map(|line| line.trim_start_matches("//!").trim())
        .collect();
    (
        lines.join("\n"),
        file.file_name()
            .expect("readable")
            .to_string_lossy()
            .into_owned(),
    )
}

#[test]
fn the_handbook_is_fresh() {
    let mut page = String::from(
        "# Checks of a self-evaluation report\n\nGenerated from the rules in `crates/evaluation/src/checks/`; \
         `YIJU_BLESS=1 cargo test -p yiju-evaluation --test handbook` writes it anew.\n\n\
         | rule | severity | name |\n|---|---|---|\n",
    );
    let mut body = String::new();
    for rule in RULES {
        let (text, file) = comment(&rule.stem());
        let (title, rest) = text.split_once('\n').expect("readable");
        assert!(title.starts_with(rule.id), "{file} opens with its id");
        let found: Vec<&str> = rest
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(found, SECTIONS, "sections of {file}");
        let name = title.trim_start_matches(rule.id).trim();
        writeln!(page, "| {} | {} | {name} |", rule.id, rule.severity.stem()).expect("readable");
        let mut text = String::new();
        for line in rest.lines() {
            match line.strip_prefix("## ") {
                Some(section) => write!(text, "\n**{section}.** ").expect("readable"),
                None => writeln!(text, "{line}").expect("readable"),
            }
        }
        writeln!(
            body,
            "\n## {title}\n\nSeverity: {} · `{file}`\n{text}",
            rule.severity.stem()
        )
        .expect("readable");
    }
    let page = format!("{}\n", format!("{page}{body}").trim_end());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/checks.md");
    if std::env::var_os("YIJU_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().expect("readable")).unwrap();
        std::fs::write(&path, &page).expect("readable");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/reference/checks.md is stale: run with YIJU_BLESS=1"
    );
}
