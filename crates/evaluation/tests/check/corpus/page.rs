//! A document of the corpus as data; `tests/corpus/README.md` describes the form.

use std::path::Path;

use yiju_evaluation::checks::Finding;

use super::carriers::Carrier;

pub struct Page {
    pub name: String,
    /// The profile that must be chosen.
    pub profile: String,
    pub carriers: Vec<Carrier>,
    pub faults: Vec<Fault>,
    pub blocks: Vec<Block>,
}

#[derive(Clone)]
pub struct Fault {
    pub rule: String,
    pub expected: Option<String>,
    pub found: Option<String>,
    /// True, and only a consequence of a planted fault: it may be found, and is not counted.
    pub follows: bool,
}

impl Fault {
    fn read(text: &str, follows: bool) -> Fault {
        let mut parts = text.split('|').map(|part| part.trim().to_owned());
        let rule = parts.next().expect("a rule");
        let mut figure = || parts.next().filter(|part| part != "-");
        Fault {
            rule,
            expected: figure(),
            found: figure(),
            follows,
        }
    }

    pub fn is(&self, finding: &Finding) -> bool {
        let same = |stated: &Option<String>, found: &String| {
            stated.as_ref().is_none_or(|stated| stated == found)
        };
        self.rule == finding.rule
            && same(&self.expected, &finding.expected)
            && same(&self.found, &finding.found)
    }

    pub fn shown(&self) -> String {
        let figure = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "-".to_owned());
        format!(
            "{} {}→{}",
            self.rule,
            figure(&self.expected),
            figure(&self.found)
        )
    }
}

#[derive(Clone)]
pub enum Block {
    Paragraph(String),
    Table(Vec<Vec<Cell>>),
}

#[derive(Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// Part of the cell at the left.
    Left,
    /// Part of the cell above.
    Above,
}

pub fn read_all(folder: &Path) -> Vec<Page> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Page {
    let name = path
        .file_stem()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let text = std::fs::read_to_string(path).expect("readable");
    let (head, body) = parts(&text, &name);
    let value = |key: &str| -> Vec<&str> {
        head.iter()
            .filter(|(found, _)| found == key)
            .map(|(_, value)| value.as_str())
            .collect()
    };
    let mut body = body.to_owned();
    let mut profile = value("profile").first().map(|text| (*text).to_owned());
    let mut formats = value("formats").first().map(|text| (*text).to_owned());
    if let Some(from) = value("from").first() {
        let other = path.with_file_name(format!("{from}.txt"));
        let text = std::fs::read_to_string(other).unwrap_or_else(|_| panic!("{name}: from {from}"));
        let (above, base) = parts(&text, from);
        body = base.to_owned();
        let inherited = |key: &str| above.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        profile = profile.or_else(|| inherited("profile"));
        formats = formats.or_else(|| inherited("formats"));
    }
    for put in value("put") {
        let (old, new) = put
            .split_once(" => ")
            .unwrap_or_else(|| panic!("{name}: put {put}"));
        let (old, new) = (old.replace("\\n", "\n"), new.replace("\\n", "\n"));
        assert!(body.contains(&old), "{name}: nothing reads {old}");
        body = body.replace(&old, new.trim_end_matches('∅'));
    }
    let carriers = match formats {
        Some(formats) => formats.split_whitespace().map(Carrier::find).collect(),
        None => Carrier::ALL.to_vec(),
    };
    let planted = value("fault")
        .into_iter()
        .map(|text| Fault::read(text, false));
    let following = value("also")
        .into_iter()
        .map(|text| Fault::read(text, true));
    Page {
        profile: profile.unwrap_or_else(|| panic!("{name}: no profile")),
        carriers,
        faults: planted.chain(following).collect(),
        blocks: blocks(&body),
        name,
    }
}

/// The head of `key: value` lines and the body below `----`.
fn parts<'a>(text: &'a str, name: &str) -> (Vec<(String, String)>, &'a str) {
    let (head, body) = match text.split_once("\n----\n") {
        Some(parts) => parts,
        None => (text.trim_end(), ""),
    };
    let pair = |line: &str| {
        let (key, value) = line
            .split_once(": ")
            .unwrap_or_else(|| panic!("{name}: the head has a line “{line}”"));
        (key.trim().to_owned(), value.trim_end().to_owned())
    };
    let lines = head
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    (lines.map(pair).collect(), body)
}

pub fn blocks(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for line in body.lines() {
        if let Some(inner) = line.trim().strip_prefix('|') {
            let row = row(inner.strip_suffix('|').unwrap_or(inner));
            match blocks.last_mut() {
                Some(Block::Table(rows)) if open => rows.push(row),
                _ => blocks.push(Block::Table(vec![row])),
            }
            open = true;
        } else {
            open = false;
            if !line.trim().is_empty() {
                blocks.push(Block::Paragraph(line.to_owned()));
            }
        }
    }
    blocks
}

fn row(text: &str) -> Vec<Cell> {
    text.split('|')
        .map(|cell| match cell.trim() {
            "<" => Cell::Left,
            "^" => Cell::Above,
            text => Cell::Text(text.replace("\\n", "\n")),
        })
        .collect()
}
