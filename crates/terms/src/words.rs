//! Message catalogs: every word a person sees comes from `words/<lang>/<room>.toml`.
//!
//! Keys are dotted (`refusal.needs_document`); values hold `{name}` places. The build keeps English beside Chinese key for
//! key, a test place for place. Nothing is read when the program starts: `build.rs` makes one table of all rooms' words.

use std::cmp::Ordering;

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

// Key, Chinese and English of each word end there, in the order of keys; where they begin, those of the word before end.
include!(concat!(env!("OUT_DIR"), "/words.rs"));
static KEYS: &str = include_str!(concat!(env!("OUT_DIR"), "/keys.txt"));
static ZH: &str = include_str!(concat!(env!("OUT_DIR"), "/zh.txt"));
static EN: &str = include_str!(concat!(env!("OUT_DIR"), "/en.txt"));

/// The part of `all` that is of the word at `index`; `column` of [`ENDS`] is about `all`.
fn part(all: &'static str, column: usize, index: usize) -> &'static str {
    let begins = index
        .checked_sub(1)
        .map_or(0, |before| ENDS[before][column]);
    &all[begins as usize..ENDS[index][column] as usize]
}

fn template(lang: Lang, key: &str) -> Option<&'static str> {
    let (mut from, mut to) = (0, ENDS.len());
    while from < to {
        let middle = from + (to - from) / 2;
        match part(KEYS, 0, middle).cmp(key) {
            Ordering::Less => from = middle + 1,
            Ordering::Greater => to = middle,
            Ordering::Equal => {
                return Some(match lang {
                    Lang::Zh => part(ZH, 1, middle),
                    Lang::En => part(EN, 2, middle),
                });
            }
        }
    }
    None
}

/// The text of `key` with its places filled. A missing key shows itself as `⟦key⟧`; the tidy test finds it first.
pub fn text(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    let Some(template) = template(lang, key) else {
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
    template(lang, key).is_some()
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
    fn both_languages_fill_the_same_places() {
        for index in 0..ENDS.len() {
            let (zh, en) = (part(ZH, 1, index), part(EN, 2, index));
            assert_eq!(places(zh), places(en), "places of {}", part(KEYS, 0, index));
        }
    }

    #[test]
    fn every_word_is_found_by_its_key_and_no_other() {
        assert!(ENDS.len() > 1_000);
        for index in 0..ENDS.len() {
            let key = part(KEYS, 0, index);
            assert_eq!(template(Lang::Zh, key), Some(part(ZH, 1, index)));
            assert_eq!(template(Lang::En, key), Some(part(EN, 2, index)));
            assert_eq!(template(Lang::Zh, &format!("{key}!")), None);
        }
        assert_eq!(template(Lang::Zh, ""), None);
        assert_eq!(template(Lang::En, "zzz"), None);
    }

    #[test]
    fn fills_places() {
        assert_eq!(fill("{a}+{b}={c}", &[("a", "1"), ("b", "2")]), "1+2={c}");
    }
}
