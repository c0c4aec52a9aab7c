//! The forms of the public calculators: tables of fields, and what was filled in as the JSON that `yiju calc` reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::shared::address;

/// How a field is filled in.
pub enum Control {
    Text,
    Money,
    Date,
    Month,
    Region,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One of these numbers, first and last.
    Number(u8, u8),
    /// Ticked, or left out.
    Tick,
    /// Yes, no, or left out.
    YesNo,
}

/// One field: its name is the path in the JSON (`leaving.on`), and the key of its words.
pub struct Field {
    pub name: &'static str,
    pub control: Control,
    pub required: bool,
    /// The kinds of case that have it; every kind when empty.
    pub kinds: &'static [&'static str],
}

/// Fields that stand together. With `rows` they repeat, and `stem` is the list in the JSON.
pub struct Group {
    pub stem: &'static str,
    pub kinds: &'static [&'static str],
    pub rows: Option<Rows>,
    pub fields: &'static [Field],
}

/// How many rows an empty form shows, and how many it shows at most.
pub struct Rows {
    pub first: usize,
    pub most: usize,
}

/// A calculator: its address, the kinds of case it knows (the first is the default), and its fields.
pub struct Sheet {
    pub path: &'static str,
    pub stem: &'static str,
    pub kinds: &'static [&'static str],
    pub groups: &'static [Group],
}

/// What the visitor asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The form as it is, to fill in.
    Fill,
    Calculate,
    /// The form with one more row in this list.
    AddRow(String),
}

/// What was filled in, by path (`hospital[0].to`); rows left empty are closed up.
#[derive(Debug)]
pub struct Form {
    pub kind: &'static str,
    pub wish: Wish,
    values: BTreeMap<String, String>,
    /// Filled rows of each list.
    rows: BTreeMap<String, usize>,
    /// Rows that stood on the form, empty ones counted.
    stood: BTreeMap<String, usize>,
    /// What no field of the sheet is named.
    strange: Vec<(String, String)>,
}

impl Form {
    /// Reads the pairs of the address. Nothing is judged here: that is for the rules.
    pub fn read(sheet: &Sheet, pairs: &[(String, String)]) -> Form {
        let mut form = Form {
            kind: sheet.kinds[0],
            wish: Wish::Fill,
            values: BTreeMap::new(),
            rows: BTreeMap::new(),
            stood: BTreeMap::new(),
            strange: Vec::new(),
        };
        let mut rows: BTreeMap<(&str, usize), Vec<(&str, &str)>> = BTreeMap::new();
        let mut asked = None;
        for (name, value) in pairs {
            let value = value.trim();
            match name.as_str() {
                "lang" | "format" => {}
                "do" => asked = Some(value),
                "kind" => match sheet.kinds.iter().find(|kind| **kind == value) {
                    Some(kind) => form.kind = kind,
                    None => form.strange.push((name.clone(), value.to_owned())),
                },
                _ => match row_of(sheet, name) {
                    Some((list, index, rest)) => {
                        let stood = form.stood.entry(list.to_owned()).or_default();
                        *stood = (*stood).max(index + 1);
                        if !value.is_empty() {
                            rows.entry((list, index)).or_default().push((rest, value));
                        }
                    }
                    None if value.is_empty() => {}
                    None if is_single(sheet, name) => {
                        form.values.insert(name.clone(), value.to_owned());
                    }
                    None => form.strange.push((name.clone(), value.to_owned())),
                },
            }
        }
        for ((list, _), fields) in rows {
            let row = form.rows.entry(list.to_owned()).or_default();
            for (rest, value) in fields {
                let path = format!("{list}[{row}].{rest}");
                form.values.insert(path, value.to_owned());
            }
            *row += 1;
        }
        form.wish = form.wish_of(asked);
        form
    }

    /// An address with facts in it is a question, with or without a button.
    fn wish_of(&self, asked: Option<&str>) -> Wish {
        let only_place = self.values.keys().all(|name| name == "region");
        match asked {
            Some("edit") => Wish::Fill,
            Some(text) if text.starts_with("add.") => Wish::AddRow(text[4..].to_owned()),
            Some(_) => Wish::Calculate,
            None if only_place && self.strange.is_empty() => Wish::Fill,
            None => Wish::Calculate,
        }
    }

    pub fn value(&self, path: &str) -> &str {
        self.values.get(path).map_or("", String::as_str)
    }

    /// Rows of a list that hold something.
    pub fn filled_rows(&self, list: &str) -> usize {
        self.rows.get(list).copied().unwrap_or_default()
    }

    /// Rows of a list that the form shows.
    pub fn shown_rows(&self, group: &Group, rows: &Rows) -> usize {
        let filled = self.filled_rows(group.stem);
        let wanted = match &self.wish {
            Wish::AddRow(list) if list == group.stem => {
                let stood = self.stood.get(group.stem).copied().unwrap_or_default();
                stood.max(rows.first).min(rows.most - 1) + 1
            }
            _ => rows.first,
        };
        wanted.max(filled)
    }

    /// What was filled in, in the order of the form.
    pub fn given(&self, sheet: &Sheet) -> Vec<(String, String)> {
        let mut given = Vec::new();
        for group in sheet.groups_of(self.kind) {
            let rows = group.rows.as_ref().map(|_| self.filled_rows(group.stem));
            let paths: Vec<String> = match rows {
                None => group.fields.iter().map(|f| f.name.to_owned()).collect(),
                Some(rows) => (0..rows)
                    .flat_map(|row| {
                        group
                            .fields
                            .iter()
                            .map(move |f| path(group.stem, row, f.name))
                    })
                    .collect(),
            };
            let filled = paths.into_iter().filter_map(|path| {
                let value = self.values.get(&path)?.clone();
                Some((path, value))
            });
            given.extend(filled);
        }
        given
    }

    /// The case as JSON, for the same reader as that of the command line.
    pub fn json(&self, sheet: &Sheet) -> Value {
        let mut case = Map::new();
        case.insert("kind".to_owned(), Value::from(self.kind));
        for (name, text) in &self.strange {
            case.insert(name.clone(), Value::from(text.as_str()));
        }
        for group in sheet.groups {
            match &group.rows {
                None => self.put_single(group, &mut case),
                Some(_) => self.put_rows(group, &mut case),
            }
        }
        Value::Object(case)
    }

    fn put_single(&self, group: &Group, case: &mut Map<String, Value>) {
        for field in group.fields {
            let text = self.value(field.name);
            if text.is_empty() {
                continue;
            }
            let value = shaped(&field.control, text);
            match field.name.split_once('.') {
                None => {
                    case.insert(field.name.to_owned(), value);
                }
                Some((outer, inner)) => {
                    let object = case.entry(outer).or_insert_with(|| Map::new().into());
                    object[inner] = value;
                }
            }
        }
    }

    fn put_rows(&self, group: &Group, case: &mut Map<String, Value>) {
        let rows: Vec<Value> = (0..self.filled_rows(group.stem))
            .map(|row| {
                let mut object = Map::new();
                for field in group.fields {
                    let text = self.value(&path(group.stem, row, field.name));
                    if !text.is_empty() {
                        object.insert(field.name.to_owned(), shaped(&field.control, text));
                    }
                }
                object.into()
            })
            .collect();
        if !rows.is_empty() {
            case.insert(group.stem.to_owned(), rows.into());
        }
    }

    /// The address of this form with other pairs behind; `keep` says which fields come along.
    pub fn address(
        &self,
        sheet: &Sheet,
        kind: &str,
        more: &[(&str, &str)],
        keep: impl Fn(&str) -> bool,
    ) -> String {
        let mut pairs: Vec<(&str, &str)> = vec![("kind", kind)];
        let values = self.values.iter();
        pairs.extend(
            values
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .filter(|(name, _)| keep(name)),
        );
        pairs.extend(more);
        address(sheet.path, &pairs)
    }
}

/// The path of a field in a row.
pub fn path(list: &str, row: usize, name: &str) -> String {
    format!("{list}[{row}].{name}")
}

impl Sheet {
    /// The groups of a kind of case.
    pub fn groups_of(&self, kind: &str) -> impl Iterator<Item = &'static Group> {
        let has = move |group: &&Group| belongs(group.kinds, kind);
        self.groups.iter().filter(has)
    }

    /// The field that a path names; the number of a row does not matter.
    pub fn field(&self, path: &str) -> Option<(&'static Group, &'static Field)> {
        let (list, rest) = match path.split_once('[') {
            Some((list, rest)) => (list, rest.split_once("].")?.1),
            None => ("", path),
        };
        self.groups.iter().find_map(|group| {
            let fits = group.rows.is_some() != list.is_empty();
            let named = list.is_empty() || group.stem == list;
            let field = group.fields.iter().find(|field| field.name == rest)?;
            (fits && named).then_some((group, field))
        })
    }

    /// Whether a path stands on the form of a kind of case.
    pub fn is_on(&self, path: &str, kind: &str) -> bool {
        self.field(path)
            .is_some_and(|(group, field)| belongs(group.kinds, kind) && belongs(field.kinds, kind))
    }
}

/// Whether a list of kinds names this one; an empty list names all.
pub fn belongs(kinds: &[&str], kind: &str) -> bool {
    kinds.is_empty() || kinds.contains(&kind)
}

fn is_single(sheet: &Sheet, name: &str) -> bool {
    !name.contains('[') && sheet.field(name).is_some()
}

/// `hospital[2].to` as list, row and field.
fn row_of<'n>(sheet: &Sheet, name: &'n str) -> Option<(&'n str, usize, &'n str)> {
    let (list, rest) = name.split_once('[')?;
    let (index, field) = rest.split_once("].")?;
    let index = index.parse::<u16>().ok()?;
    sheet.field(name)?;
    Some((list, usize::from(index), field))
}

/// The text of a field as the JSON value it stands for. What has not the right shape stays a text: the rules say so.
fn shaped(control: &Control, text: &str) -> Value {
    match control {
        Control::Number(..) => text
            .parse::<u64>()
            .map_or_else(|_| Value::from(text), Value::from),
        Control::Tick | Control::YesNo => match text {
            "yes" => Value::from(true),
            "no" => Value::from(false),
            other => Value::from(other),
        },
        // People write thousands with a comma, and Chinese keyboards a full-width one.
        Control::Money => Value::from(text.replace([',', '，', ' '], "")),
        _ => Value::from(text),
    }
}
