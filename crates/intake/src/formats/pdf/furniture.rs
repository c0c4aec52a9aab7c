//! What stands on every page: headers, footers and numbers of pages.

use std::collections::HashMap;

use super::flow::Laid;
use super::lines::Line;
use crate::document::{Paragraph, Part};

/// Takes lines off the upper and lower margins that stand on most pages, and numbers of pages; each text once.
pub fn take_furniture(pages: &mut [Laid]) -> Vec<Paragraph> {
    /// Parts of the height that count as margins.
    const MARGIN: f64 = 0.12;
    let mut seen: HashMap<(bool, String), usize> = HashMap::new();
    let count = pages.len();
    let margin = |page: &Laid, line: &Line| {
        if line.base < page.height * MARGIN {
            Some(true)
        } else if line.base > page.height * (1.0 - MARGIN) {
            Some(false)
        } else {
            None
        }
    };
    for page in pages.iter() {
        for line in &page.lines {
            if let Some(is_top) = margin(page, line) {
                *seen.entry((is_top, pattern(&line.text()))).or_default() += 1;
            }
        }
    }
    let mut furniture: Vec<Paragraph> = Vec::new();
    for page in pages {
        let lines = std::mem::take(&mut page.lines);
        for line in lines {
            let text = line.text();
            let is_furniture = margin(page, &line).is_some_and(|is_top| {
                let pattern = pattern(&text);
                let often = seen.get(&(is_top, pattern.clone())).copied().unwrap_or(0);
                is_page_number(&pattern) || (count >= 3 && often * 2 > count && !is_label(&pattern))
            });
            if !is_furniture {
                page.lines.push(line);
                continue;
            }
            let part = if line.base < page.height / 2.0 {
                Part::Header
            } else {
                Part::Footer
            };
            let known = furniture
                .iter()
                .any(|other| pattern(&other.text) == pattern(&text));
            if !known && !is_page_number(&pattern(&text)) {
                furniture.push(Paragraph {
                    page: Some(page.number),
                    part,
                    ..Paragraph::new(text)
                });
            }
        }
    }
    furniture
}

/// The text with every number alike and no blanks.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_ascii_digit() {
            pattern.push(c);
        } else if !pattern.ends_with('0') {
            pattern.push('0');
        }
    }
    pattern
}

fn is_page_number(pattern: &str) -> bool {
    let bare: String = pattern
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '-' | '—' | '–' | '－' | '一' | '/' | '·' | '第' | '页' | '共' | ',' | '，'
            )
        })
        .collect();
    pattern.contains('0') && (bare == "0" || bare == "00")
}

/// `附件3` at the head of one page and `附件4` at the head of the next are titles, however alike.
fn is_label(pattern: &str) -> bool {
    ["附件", "附表", "表"].iter().any(|word| {
        pattern
            .strip_prefix(word)
            .is_some_and(|rest| rest.trim_end_matches([':', '：']) == "0")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages() {
        for text in ["- 3 -", "第 1 页 共 9 页", "12", "3/9", "— 4 —"] {
            assert!(is_page_number(&pattern(text)), "{text}");
        }
        assert!(is_label(&pattern("附件 12")) && is_label(&pattern("附件3：")));
        assert!(!is_label(&pattern("附件3 自评表")) && !is_label(&pattern("第3页")));
        for text in ["2023年", "附件3", "一、基本情况", "页"] {
            assert!(!is_page_number(&pattern(text)), "{text}");
        }
    }
}
