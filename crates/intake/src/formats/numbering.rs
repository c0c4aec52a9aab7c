//! Automatic numbers of Word paragraphs (`一、`, `（一）`, `1．`): without them headings lose their numbers.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};
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
    styles: HashMap<String, Style>,
}

/// A paragraph style that numbers its paragraphs, itself or through the style it is based on.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
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

impl Numbering {
    /// Takes the lists that styles bring, from `word/styles.xml`.
    pub fn read_styles(&mut self, xml: &str) -> Result<(), Problem> {
        let mut xml = Xml::new(xml, "word/styles.xml");
        let mut name = String::new();
        loop {
            let event = xml.next()?;
            let start = match &event {
                Event::Start(start) => start,
                Event::Eof => return Ok(()),
                _ => continue,
            };
            let value = attribute(start, "val");
            match start.local_name().as_ref() {
                "style" => {
                    name = attribute(start, "styleId").unwrap_or_default();
                    self.styles.insert(name.clone(), Style::default());
                }
                element => {
                    let Some(style) = self.styles.get_mut(&name) else {
                        continue;
                    };
                    match element {
                        "basedOn" => style.based_on = value,
                        "numId" => style.list = value,
                        "ilvl" => style.level = value.and_then(|value| value.parse().ok()),
                        _ => {}
                    }
                }
            }
        }
    }

    /// The list and level that a style gives. Styles may be based on one another in a circle; a few steps are enough.
    fn of_style(&self, style: &str) -> (Option<&str>, Option<usize>) {
        const STEPS_MAX: usize = 12;
        let (mut list, mut level) = (None, None);
        let mut name = style;
        for _ in 0..STEPS_MAX {
            let Some(style) = self.styles.get(name) else {
                break;
            };
            list = list.or(style.list.as_deref());
            level = level.or(style.level);
            match &style.based_on {
                Some(base) if list.is_none() || level.is_none() => name = base,
                _ => break,
            }
        }
        (list, level)
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

    /// The number of a paragraph: its own list, else that of its style. List 0 takes the number away.
    pub fn of_paragraph(
        &mut self,
        style: Option<&str>,
        list: Option<String>,
        level: Option<usize>,
    ) -> String {
        let (of_style, level_of_style) =
            style.map_or((None, None), |style| self.numbering.of_style(style));
        let of_style = of_style.map(str::to_owned);
        match list.or(of_style) {
            Some(list) => self.next(&list, level.or(level_of_style).unwrap_or(0)),
            None => String::new(),
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
    fn styles_bring_numbers_and_a_circle_of_styles_ends() {
        let mut numbering = Numbering::read(XML).unwrap();
        numbering
            .read_styles(
                r#"<w:styles xmlns:w="w"><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>
                <w:style w:styleId="b"><w:basedOn w:val="a"/><w:numPr><w:numId w:val="3"/></w:numPr></w:style>
                </w:styles>"#,
            )
            .unwrap();
        let mut counters = Counters::new(&numbering);
        assert_eq!(counters.of_paragraph(Some("a"), None, None), "一、");
        assert_eq!(counters.of_paragraph(Some("a"), None, Some(1)), "1．");
        let none = counters.of_paragraph(Some("a"), Some("0".to_owned()), None);
        assert_eq!(none, "", "list 0 takes the number away");
        assert_eq!(counters.of_paragraph(None, None, None), "");
    }

    #[test]
    fn chinese_numbers() {
        assert_eq!(chinese(10), "十");
        assert_eq!(chinese(21), "二十一");
    }
}
