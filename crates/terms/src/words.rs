//! Message catalogs: every word a person sees comes from `words/<lang>/<room>.toml`.
//!
//! Keys are dotted (`refusal.needs_document`); values hold `{name}` places. Chinese is complete; a test keeps
//! English beside it, key for key and place for place.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The language of what people see. Never changes codes or numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub fn stem(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    pub fn from_stem(stem: &str) -> Option<Lang> {
        match stem {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

macro_rules! catalogs {
    ($lang:literal: $($room:literal),+ $(,)?) => {
        &[$(($room, include_str!(concat!("../../../words/", $lang, "/", $room, ".toml")))),+]
    };
}

const ZH: &[(&str, &str)] = catalogs!("zh": "terms", "lawbook", "rules", "ledger", "intake", "actions", "figures", "checks", "outputs", "evaluation", "documents", "server", "demo", "calculators", "life", "letters", "gate", "lake", "app");
const EN: &[(&str, &str)] = catalogs!("en": "terms", "lawbook", "rules", "ledger", "intake", "actions", "figures", "checks", "outputs", "evaluation", "documents", "server", "demo", "calculators", "life", "letters", "gate", "lake", "app");

type Catalog = HashMap<String, String>;

fn catalog(lang: Lang) -> &'static Catalog {
    static ZH_CATALOG: OnceLock<Catalog> = OnceLock::new();
    static EN_CATALOG: OnceLock<Catalog> = OnceLock::new();
    match lang {
        Lang::Zh => ZH_CATALOG.get_or_init(|| load(ZH)),
        Lang::En => EN_CATALOG.get_or_init(|| load(EN)),
    }
}

fn load(files: &[(&str, &str)]) -> Catalog {
    let mut catalog = Catalog::new();
    for (room, text) in files {
        let table: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("words of {room}: {error}"));
        flatten("", &toml::Value::Table(table), &mut catalog);
    }
    catalog
}

fn flatten(prefix: &str, value: &toml::Value, catalog: &mut Catalog) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                // A table may carry a text of its own under the key "_".
                let path = match (prefix, key.as_str()) {
                    ("", key) => key.to_owned(),
                    (prefix, "_") => prefix.to_owned(),
                    (prefix, key) => format!("{prefix}.{key}"),
                };
                flatten(&path, value, catalog);
            }
        }
        toml::Value::String(text) => {
            let before = catalog.insert(prefix.to_owned(), text.clone());
            assert!(before.is_none(), "the word {prefix} is defined twice");
        }
        other => panic!("the word {prefix} is not a text: {other}"),
    }
}

/// Reads the catalog of `lang`, which otherwise the first word asked for does.
pub fn prepare(lang: Lang) {
    catalog(lang);
}

/// The text of `key` with its places filled. A missing key shows itself as `⟦key⟧`; the tidy test finds it first.
pub fn text(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    let Some(template) = catalog(lang).get(key) else {
        return format!("⟦{key}⟧");
    };
    fill(template, args)
}

/// The text of `key` without places.
pub fn word(lang: Lang, key: &str) -> String {
    text(lang, key, &[])
}

/// Whether the catalog of `lang` has `key`.
pub fn has(lang: Lang, key: &str) -> bool {
    catalog(lang).contains_key(key)
}

/// Every key of `lang`, sorted.
pub fn keys(lang: Lang) -> Vec<&'static str> {
    let mut keys: Vec<&str> = catalog(lang).keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn fill(template: &str, args: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        let name = &rest[open + 1..open + close];
        out.push_str(&rest[..open]);
        match args.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(template: &str) -> Vec<String> {
        let mut names: Vec<String> = template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    #[test]
    fn english_stands_beside_chinese() {
        assert_eq!(keys(Lang::Zh), keys(Lang::En));
        for key in keys(Lang::Zh) {
            let (zh, en) = (&catalog(Lang::Zh)[key], &catalog(Lang::En)[key]);
            assert_eq!(places(zh), places(en), "places of {key}");
        }
    }

    #[test]
    fn fills_places() {
        assert_eq!(fill("{a}+{b}={c}", &[("a", "1"), ("b", "2")]), "1+2={c}");
    }
}
