//! Citations as people write them: `工伤保险条例 @ 2011 § 35` → 《工伤保险条例》第三十五条.
//!
//! In the law folder a citation is short and exact. In a letter or on a page it reads as in any Chinese decision, and in
//! English as *Regulations on Work-Injury Insurance, article 35*.

use yiju_terms::Lang;

use crate::book::Lawbook;
use crate::load::{Instrument, split_citation};

/// Articles that stand for the whole text, and for a part that nobody has read yet.
const WHOLE: &str = "全文";
const UNREAD: &str = "待核";

impl Lawbook {
    /// `cite` in the words of `lang`. A part that is no citation of the law folder's form stays as it is.
    pub fn written(&self, cite: &str, lang: Lang) -> String {
        let mut out = String::new();
        let mut last = None;
        let end = match lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        };
        for part in cite.split('；') {
            let Some((name, version, article)) = split_citation(part).next().flatten() else {
                if !out.is_empty() {
                    out.push_str(end);
                }
                out.push_str(part);
                last = None;
                continue;
            };
            let mut all = self.instruments().iter();
            let found = all.find(|i| i.name == name && i.version == version);
            let place = match lang {
                Lang::Zh => chinese_place(found, article),
                Lang::En => english_place(article),
            };
            if last == Some((name, version)) {
                out.push_str(if lang == Lang::Zh { "、" } else { "" });
            } else {
                if !out.is_empty() {
                    out.push_str(end);
                }
                out.push_str(&instrument_name(found, name, lang));
            }
            out.push_str(&place);
            last = Some((name, version));
        }
        out
    }
}

/// 《…》, inner book marks turned into single ones; in English the name of the folder, where it has one.
fn instrument_name(found: Option<&Instrument>, name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("《{}》", name.replace('《', "〈").replace('》', "〉")),
        Lang::En => found
            .and_then(|instrument| instrument.english.clone())
            .unwrap_or_else(|| name.to_owned()),
    }
}

/// The number of an article and what stands in its brackets: `35(3)` → 35 and 3.
fn numbers(article: &str) -> Option<(usize, Option<usize>)> {
    match article.split_once('(') {
        None => Some((article.parse().ok()?, None)),
        Some((number, rest)) => {
            let inside = rest.strip_suffix(')')?.parse().ok()?;
            Some((number.parse().ok()?, Some(inside)))
        }
    }
}

fn chinese_place(instrument: Option<&Instrument>, article: &str) -> String {
    if let Some(written) = instrument.and_then(|i| i.written.get(article)) {
        return written.clone();
    }
    match numbers(article) {
        Some((number, None)) => format!("第{}条", numeral(number)),
        Some((number, Some(item))) => format!("第{}条第{}项", numeral(number), numeral(item)),
        None if article == WHOLE => String::new(),
        None if article.ends_with(UNREAD) => "（条款待核）".to_owned(),
        None => format!("（“{article}”部分）"),
    }
}

fn english_place(article: &str) -> String {
    match numbers(article) {
        Some(_) => format!(", article {article}"),
        None if article == WHOLE => String::new(),
        None if article.ends_with(UNREAD) => ", article to be confirmed".to_owned(),
        None => format!(", part “{article}”"),
    }
}

/// 35 → 三十五; up to 999, which no law of ours exceeds.
fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let mut out = String::new();
    if hundreds > 0 {
        out.push_str(DIGITS[hundreds % 10]);
        out.push('百');
    }
    match (hundreds, tens) {
        (0, 0) => {}
        (_, 0) if ones > 0 => out.push('零'),
        (_, 0) => {}
        (0, 1) => out.push('十'),
        (_, tens) => {
            out.push_str(DIGITS[tens]);
            out.push('十');
        }
    }
    if ones > 0 || number == 0 {
        out.push_str(DIGITS[ones]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cite: &str, lang: Lang) -> String {
        Lawbook::builtin().written(cite, lang)
    }

    #[test]
    fn reads_as_in_a_chinese_decision() {
        let cases = [
            ("工伤保险条例 @ 2011 § 35", "《工伤保险条例》第三十五条"),
            (
                "工伤保险条例 @ 2011 § 14(1)",
                "《工伤保险条例》第十四条第一项",
            ),
            (
                "工伤保险条例 @ 2011 § 35(3)",
                "《工伤保险条例》第三十五条第一款第三项",
            ),
            (
                "工伤保险条例 @ 2011 § 36(2)",
                "《工伤保险条例》第三十六条第二款",
            ),
            (
                "工伤保险条例 @ 2011 § 17(4)",
                "《工伤保险条例》第十七条第四款",
            ),
            (
                "工伤保险条例 @ 2011 § 35；工伤保险条例 @ 2011 § 36；社会保险法 @ 2018 § 38",
                "《工伤保险条例》第三十五条、第三十六条；《社会保险法》第三十八条",
            ),
            (
                "关于执行《工伤保险条例》若干问题的意见 @ 2013 § 恢复",
                "《关于执行〈工伤保险条例〉若干问题的意见》（“恢复”部分）",
            ),
            (
                "湖南省实施《工伤保险条例》办法 @ 2014 § 待核",
                "《湖南省实施〈工伤保险条例〉办法》（条款待核）",
            ),
            ("法院判决第3号", "法院判决第3号"),
            (
                "工伤保险条例 @ 2011 § 64；省厅通知2号；工伤保险条例 @ 2011 § 35",
                "《工伤保险条例》第六十四条；省厅通知2号；《工伤保险条例》第三十五条",
            ),
        ];
        for (cite, want) in cases {
            assert_eq!(written(cite, Lang::Zh), want);
        }
    }

    #[test]
    fn reads_plainly_in_english() {
        let cite = "工伤保险条例 @ 2011 § 35(3)；社会保险法 @ 2018 § 38；社会保险法 @ 2018 § 39";
        let want = "Regulations on Work-Injury Insurance, article 35(3); Social Insurance Law, article 38, article 39";
        assert_eq!(written(cite, Lang::En), want);
    }

    #[test]
    fn every_citation_of_the_folder_can_be_written() {
        let book = Lawbook::builtin();
        for instrument in book.instruments() {
            assert!(
                instrument.english.is_some(),
                "{} has no English name",
                instrument.name
            );
            for article in instrument.articles.keys() {
                let cite = format!("{} @ {} § {article}", instrument.name, instrument.version);
                for lang in [Lang::Zh, Lang::En] {
                    let shown = book.written(&cite, lang);
                    assert!(!shown.contains(['@', '§']), "{shown}");
                }
            }
            for article in instrument.written.keys() {
                assert!(instrument.articles.contains_key(article), "{article}");
            }
        }
    }

    #[test]
    fn numerals() {
        let pairs = [
            (1, "一"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (55, "五十五"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
        ];
        for (number, want) in pairs {
            assert_eq!(numeral(number), want);
        }
    }
}
