//! The handbook page of the figures, made from the figure files: what they say is what the page says.

use yiju_terms::Lang;

use crate::figures;

/// `docs/reference/figures.md`, whole.
pub fn handbook() -> String {
    let mut page = String::from(
        "# Figures\n\nGenerated from `crates/figures/src/figures/*.rs`; do not edit. `YIJU_BLESS=1 cargo test -p yiju-figures` writes it anew.\n",
    );
    for (file, source) in figures::SOURCES {
        page.push_str(&format!("\n## {file}\n\n"));
        for line in source.lines().take_while(|line| line.starts_with("//!")) {
            let line = line.trim_start_matches("//!").trim();
            match line.split_once(": ") {
                Some((section, rest)) if SECTIONS.contains(&section) => {
                    page.push_str(&format!("- **{section}**: {rest}\n"));
                }
                _ if line.is_empty() => page.push('\n'),
                _ => page.push_str(&format!("{line}\n")),
            }
        }
        page.push_str(
            "\n| stem | 名称 | unit | stock or flow | articles |\n|---|---|---|---|---|\n",
        );
        for figure in figures::of_file(file) {
            page.push_str(&format!(
                "| `{}` | {} | {} | {} | {} |\n",
                figure.stem,
                figure.name(Lang::Zh),
                figure.unit.stem(),
                figure.kind.stem(),
                figure.articles.join("；"),
            ));
        }
    }
    page
}

/// The fixed sections of a figure file's head, in this order.
pub(crate) const SECTIONS: [&str; 7] = [
    "Definition",
    "Unit",
    "Stock or flow",
    "Cut-off",
    "Source",
    "Formula",
    "Legal basis",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_its_sections_in_order() {
        for (file, source) in figures::SOURCES {
            let found: Vec<&str> = source
                .lines()
                .filter_map(|line| line.strip_prefix("//! "))
                .filter_map(|line| line.split_once(": ").map(|(section, _)| section))
                .filter(|section| SECTIONS.contains(section))
                .collect();
            assert_eq!(found, SECTIONS, "the head of {file}.rs");
        }
    }

    #[test]
    fn the_page_is_fresh() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../docs/reference/figures.md"
        );
        if std::env::var_os("YIJU_BLESS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference"))
                .expect("the folder can be made");
            std::fs::write(path, handbook()).expect("the page can be written");
        }
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            page == handbook(),
            "docs/reference/figures.md is stale: YIJU_BLESS=1 cargo test -p yiju-figures"
        );
    }
}
