//! Automatic numbers of Word paragraphs (`一、`, `（一）`, `1．`): without them headings lose their numbers.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::docx::{Xml, attribute};
use crate::problem::Problem;

#[derive(Clone, Debug, Default)]
struct Level {
    start: usize,
    format: String,
    /// `第%1章`: the numbers of the levels stand at `%1` to `%9`.
    text: String,
}

#[derive(Clone, Debug, Default)]
pub struct Numbering {
    lists: HashMap<String, Vec<Level>>,
    /// The number id in a paragraph names an abstract list.
    list_of: HashMap<String, String>,
}

impl Numbering {
    pub fn read(xml: &str) -> Result<Numbering, Problem> {
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(xml, "word/numbering.xml");
        let (mut list, mut number) = (String::new(), String::new());
        loop {
            let event = xml.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(numbering),
                _ => continue,
            };
            let value = attribute(start, "val").unwrap_or_default();
            match start.local_name().as_ref() {
                "abstractNum" => {
                    list = attribute(start, "abstractNumId").unwrap_or_default();
                    numbering.lists.insert(list.clone(), Vec::new());
                }
                "num" => number = attribute(start, "numId").unwrap_or_default(),
                "abstractNumId" => {
                    numbering.list_of.insert(number.clone(), value);
                }
                name => {
                    if let Some(levels) = numbering.lists.get_mut(&list) {
                        take_level(name, value, levels);
                    }
                }
            }
        }
    }
}

fn take_level(name: &str, value: String, levels: &mut Vec<Level>) {
    if name == "lvl" {
        levels.push(Level {
            start: 1,
            ..Level::default()
        });
        return;
    }
    let Some(level) = levels.last_mut() else {
        return;
    };
    match name {
        "start" => level.start = value.parse().unwrap_or(1),
        "numFmt" => level.format = value,
        "lvlText" => level.text = value,
        _ => {}
    }
}

/// Counts through a document.
pub struct Counters<'a> {
    numbering: &'a Numbering,
    counts: HashMap<String, [usize; 9]>,
}

impl<'a> Counters<'a> {
    pub fn new(numbering: &'a Numbering) -> Counters<'a> {
        Counters {
            numbering,
            counts: HashMap::new(),
        }
    }

    /// The number of the next paragraph of this list and level, or nothing for a bullet or an unknown list.
    pub fn next(&mut self, id: &str, level: usize) -> String {
        let Some(list) = self.numbering.list_of.get(id) else {
            return String::new();
        };
        let Some(levels) = self.numbering.lists.get(list) else {
            return String::new();
        };
        let (Some(shape), true) = (levels.get(level), level < 9) else {
            return String::new();
        };
        if shape.format == "bullet" || shape.format == "none" {
            return String::new();
        }
        let counts = self.counts.entry(list.clone()).or_insert([0; 9]);
        counts[level] += 1;
        counts[level + 1..].fill(0);
        let mut text = shape.text.clone();
        for (index, level) in levels.iter().enumerate().take(9) {
            let value = (counts[index].max(1) + level.start).saturating_sub(1);
            text = text.replace(&format!("%{}", index + 1), &shown(value, &level.format));
        }
        text
    }
}

fn shown(value: usize, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "ideographTraditional" => chinese(value),
        "lowerLetter" => letter(value, b'a'),
        "upperLetter" => letter(value, b'A'),
        "decimalEnclosedCircle" => u32::try_from(value)
            .ok()
            .filter(|value| (1..=20).contains(value))
            .and_then(|value| char::from_u32(0x245F + value))
            .map_or_else(|| value.to_string(), String::from),
        _ => value.to_string(),
    }
}

fn letter(value: usize, first: u8) -> String {
    let index = u8::try_from((value.max(1) - 1) % 26).unwrap_or(0);
    char::from(first + index).to_string()
}

/// 1 to 99 in Chinese; a heading never counts further.
fn chinese(value: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match value {
        1..=9 => DIGITS[value].to_owned(),
        10..=19 => format!("十{}", DIGITS[value - 10]),
        20..=99 => format!("{}十{}", DIGITS[value / 10], DIGITS[value % 10]),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<w:numbering xmlns:w="w">
        <w:abstractNum w:abstractNumId="7">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2．"/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#;

    #[test]
    fn counts_levels_and_starts_the_lower_ones_again() {
        let numbering = Numbering::read(XML).unwrap();
        let mut counters = Counters::new(&numbering);
        let numbers: Vec<String> = [0, 1, 1, 0, 1]
            .iter()
            .map(|level| counters.next("3", *level))
            .collect();
        assert_eq!(numbers, ["一、", "1．", "2．", "二、", "1．"]);
        assert_eq!(counters.next("99", 0), "");
    }

    #[test]
    fn chinese_numbers() {
        assert_eq!(chinese(10), "十");
        assert_eq!(chinese(21), "二十一");
    }
}
