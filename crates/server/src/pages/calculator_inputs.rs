//! The form of a calculator as HTML: groups, help at each field, rows, problems where they belong. No scripts.

use std::collections::BTreeMap;

use maud::{Markup, html};
use yiju_lawbook::Lawbook;
use yiju_terms::words::{has, text, word};
use yiju_terms::{Date, Lang, Month, Region};

use super::calculator_form::{Control, Field, Form, Group, Rows, Sheet, belongs, path};

/// What a form needs to be drawn.
pub struct Drawing<'a> {
    pub sheet: &'static Sheet,
    pub form: &'a Form,
    pub book: &'a Lawbook,
    /// The office's own place: the one chosen when nothing is.
    pub home: &'a Region,
    pub lang: Lang,
    /// Problems in words, by path.
    pub problems: &'a BTreeMap<String, Vec<String>>,
}

/// The anchor of a path: `f-hospital-0-to`.
pub fn anchor(path: &str) -> String {
    let flat: String = path
        .chars()
        .filter(|c| *c != ']')
        .map(|c| if matches!(c, '[' | '.') { '-' } else { c })
        .collect();
    format!("f-{flat}")
}

impl Drawing<'_> {
    fn word(&self, key: &str) -> String {
        word(self.lang, &format!("calculator.{key}"))
    }

    /// The word under `key`, if the catalog has it.
    fn maybe(&self, key: &str) -> Option<String> {
        let key = format!("calculator.{key}");
        has(self.lang, &key).then(|| word(self.lang, &key))
    }

    /// The whole form.
    pub fn form(&self) -> Markup {
        let (sheet, kind) = (self.sheet, self.form.kind);
        html! {
            form.calculator #form method="get" action=(sheet.path) {
                // The Enter key presses the first button of a form: that must not be "one more row".
                button.first type="submit" name="do" value="calc" tabindex="-1" aria-hidden="true" { (self.word("calculate")) }
                input type="hidden" name="kind" value=(kind);
                @for group in sheet.groups_of(kind) { (self.group(group)) }
                p.do {
                    button type="submit" name="do" value="calc" { (self.word("calculate")) }
                    a href=(format!("{}?kind={kind}", sheet.path)) { (self.word("clear")) }
                }
                p.small { (self.word("address_note")) }
            }
        }
    }

    fn group(&self, group: &'static Group) -> Markup {
        let stem = group.stem;
        let inside = html! {
            @if let Some(help) = self.maybe(&format!("group.{stem}.help")) { p.help { (help) } }
            @match &group.rows {
                None => div.fields { @for field in group.fields {
                    @if belongs(field.kinds, self.form.kind) { (self.field(field, field.name, stem)) }
                } },
                Some(rows) => (self.rows(group, rows)),
            }
        };
        let name = self.word(&format!("group.{stem}"));
        html! {
            fieldset.card id=(format!("g-{stem}")) {
                legend { (name) }
                @if self.is_folded(group) { details { summary { (self.word(&format!("group.{stem}.open"))) } (inside) } }
                @else { (inside) }
            }
        }
    }

    /// Long lists that hold nothing stay folded.
    fn is_folded(&self, group: &Group) -> bool {
        let folds = self.maybe(&format!("group.{}.open", group.stem)).is_some();
        let wanted = matches!(&self.form.wish, super::calculator_form::Wish::AddRow(list) if list == group.stem);
        folds && !wanted && self.form.filled_rows(group.stem) == 0
    }

    fn rows(&self, group: &'static Group, rows: &Rows) -> Markup {
        let stem = group.stem;
        let shown = self.form.shown_rows(group, rows);
        let to = format!("{}#g-{stem}", self.sheet.path);
        html! {
            ol.rows { @for row in 0..shown { li id=(anchor(&format!("{stem}[{row}]"))) {
                (self.messages(&format!("{stem}[{row}]")))
                div.fields { @for field in group.fields {
                    (self.field(field, &path(stem, row, field.name), stem))
                } }
            } } }
            @if shown < rows.most {
                button.quiet type="submit" name="do" value=(format!("add.{stem}")) formaction=(to) { (self.word("add_row")) }
            }
        }
    }

    fn messages(&self, path: &str) -> Markup {
        let all = self.problems.get(path).map_or(&[][..], Vec::as_slice);
        html! {
            @if !all.is_empty() {
                span.problem id=(format!("{}-problem", anchor(path))) { @for one in all { span { (one) } } }
            }
        }
    }

    fn field(&self, field: &Field, path: &str, group: &str) -> Markup {
        let key = field_key(field, path, group);
        let help = self.maybe(&format!("{key}.help"));
        let is_bad = self.problems.contains_key(path);
        let needed = if field.required {
            "required"
        } else {
            "optional"
        };
        html! {
            div.field.bad[is_bad].tick[matches!(field.control, Control::Tick)] {
                label for=(anchor(path)) {
                    (self.word(&key))
                    @if !matches!(field.control, Control::Tick) { " " span class=(needed) { (self.word(needed)) } }
                }
                (self.control(field, path, &key, help.is_some(), is_bad))
                @if let Some(help) = help { span.help id=(format!("{}-help", anchor(path))) { (help) } }
                (self.messages(path))
            }
        }
    }

    fn control(
        &self,
        field: &Field,
        path: &str,
        key: &str,
        has_help: bool,
        is_bad: bool,
    ) -> Markup {
        let id = anchor(path);
        let value = self.form.value(path);
        let mut described = Vec::new();
        if has_help {
            described.push(format!("{id}-help"));
        }
        if is_bad {
            described.push(format!("{id}-problem"));
        }
        let described = Some(described.join(" ")).filter(|ids| !ids.is_empty());
        let bad = is_bad.then_some("true");
        let options = self.options(&field.control, key, value);
        if let Some(options) = options {
            return html! {
                select id=(id) name=(path) aria-describedby=[described] aria-invalid=[bad] {
                    @for (stem, name) in options { option value=(stem) selected[stem == value] { (name) } }
                }
            };
        }
        // A day that does not exist would vanish from a date input: it is shown as it was written.
        let is_native = |fits: bool| value.is_empty() || fits;
        let (kind, mode, hint) = match field.control {
            Control::Date if is_native(value.parse::<Date>().is_ok()) => {
                ("date", None, Some("2023-03-10"))
            }
            Control::Month if is_native(value.parse::<Month>().is_ok()) => {
                ("month", None, Some("2023-06"))
            }
            Control::Money => ("text", Some("decimal"), Some("0.00")),
            _ => ("text", None, None),
        };
        if matches!(field.control, Control::Tick) {
            return html! { input type="checkbox" id=(id) name=(path) value="yes" checked[value == "yes"] aria-describedby=[described]; };
        }
        html! {
            input type=(kind) id=(id) name=(path) value=(value) inputmode=[mode] placeholder=[hint] maxlength="200"
                autocomplete="off" aria-describedby=[described] aria-invalid=[bad];
        }
    }

    /// The choices of a field with their words; what was given and is none of them stays visible.
    fn options(&self, control: &Control, key: &str, value: &str) -> Option<Vec<(String, String)>> {
        let said = |stem: &str| self.word(&format!("{key}.option.{stem}"));
        let open = (String::new(), self.word("choose"));
        let mut options: Vec<(String, String)> = match control {
            Control::Region => self.places(),
            Control::Choice(stems) => {
                let stems = stems.iter().map(|stem| ((*stem).to_owned(), said(stem)));
                std::iter::once(open).chain(stems).collect()
            }
            Control::Number(first, last) => {
                let name = |n: u8| {
                    text(
                        self.lang,
                        &format!("calculator.{key}.numbered"),
                        &[("number", &n.to_string())],
                    )
                };
                let numbers = (*first..=*last).map(|n| (n.to_string(), name(n)));
                std::iter::once(open).chain(numbers).collect()
            }
            Control::YesNo => {
                let yes_no = ["yes", "no"]
                    .map(|stem| (stem.to_owned(), word(self.lang, &format!("server.{stem}"))));
                std::iter::once(open).chain(yes_no).collect()
            }
            _ => return None,
        };
        if !options.iter().any(|(stem, _)| stem == value) && !value.is_empty() {
            options.push((value.to_owned(), value.to_owned()));
        }
        Some(options)
    }

    /// A value as a person reads it: the words of a choice.
    pub fn shown(&self, path: &str, value: &str) -> String {
        let Some((group, field)) = self.sheet.field(path) else {
            return value.to_owned();
        };
        if matches!(field.control, Control::Tick) {
            return word(self.lang, "server.yes");
        }
        let key = field_key(field, path, group.stem);
        let options = self
            .options(&field.control, &key, value)
            .unwrap_or_default();
        let named = options.into_iter().find(|(stem, _)| stem == value);
        named.map_or_else(|| value.to_owned(), |(_, name)| name)
    }

    /// The office's own place, then the places the law book knows; the nation alone has no benefits of its own.
    fn places(&self) -> Vec<(String, String)> {
        let name = |region: &Region| {
            let mut layers = region.layers();
            layers
                .find_map(|layer| self.book.place_name(&layer))
                .unwrap_or_default()
        };
        let home = self.home.code();
        let own = text(
            self.lang,
            "calculator.home",
            &[("place", name(self.home)), ("code", home)],
        );
        let mut places = vec![(home.to_owned(), own)];
        for (region, name) in self.book.places() {
            let code = format!("{:0<6}", region.code());
            if !region.code().is_empty() && code != home {
                places.push((code, name.to_owned()));
            }
        }
        places
    }
}

/// The key of a field's words: rows are told apart by their list.
fn field_key(field: &Field, path: &str, group: &str) -> String {
    if path.contains('[') {
        format!("field.{group}.{}", field.name)
    } else {
        format!("field.{}", field.name)
    }
}

/// The words of a field by its path: `hospital[0].to` is "Hospital, row 1: day of discharge".
pub fn label(sheet: &'static Sheet, path: &str, lang: Lang) -> String {
    let list = path
        .split_once('[')
        .map(|(list, rest)| (list, row_number(rest)));
    let known = sheet.field(path);
    let field = known.map(|(group, field)| {
        word(
            lang,
            &format!("calculator.{}", field_key(field, path, group.stem)),
        )
    });
    let Some((list, number)) = list else {
        return field.unwrap_or_else(|| path.to_owned());
    };
    let group = word(lang, &format!("calculator.group.{list}"));
    let row = text(
        lang,
        "calculator.row",
        &[("group", &group), ("number", &number)],
    );
    match field {
        Some(field) => text(
            lang,
            "calculator.row_field",
            &[("row", &row), ("field", &field)],
        ),
        None => row,
    }
}

/// `0].to` as the number people count by.
fn row_number(rest: &str) -> String {
    let index = rest
        .split(']')
        .next()
        .and_then(|index| index.parse::<usize>().ok());
    index.map_or_else(String::new, |index| (index + 1).to_string())
}
