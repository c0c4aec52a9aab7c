//! Numbers headings so that a report cannot skip or mix them: `一、` `（一）` `1．` `（1）`.

use yiju_terms::Lang;

use crate::model::{Block, Level, Span, Spans};

/// Counts headings as they are written.
#[derive(Clone, Debug)]
pub struct Outline {
    language: Lang,
    counts: [u32; 4],
}

impl Outline {
    pub fn new(language: Lang) -> Outline {
        Outline {
            language,
            counts: [0; 4],
        }
    }

    /// The next heading of `level`, its number in front. Deeper levels begin again.
    pub fn heading(&mut self, level: Level, text: impl Into<Spans>) -> Block {
        let depth = level.depth();
        self.counts[depth] += 1;
        self.counts[depth + 1..].fill(0);
        let mut spans = vec![Span::text(self.label(depth))];
        spans.extend(text.into().0);
        Block::Heading { level, text: spans }
    }

    fn label(&self, depth: usize) -> String {
        let count = self.counts[depth];
        match (self.language, depth) {
            (Lang::Zh, 0) => format!("{}、", chinese_numeral(count)),
            (Lang::Zh, 1) => format!("（{}）", chinese_numeral(count)),
            (Lang::Zh, 2) => format!("{count}．"),
            (Lang::Zh, _) => format!("（{count}）"),
            (Lang::En, 0) => format!("{count}. "),
            (Lang::En, 1) => format!("{}.{count} ", self.counts[0]),
            (Lang::En, 2) => format!("{}.{}.{count} ", self.counts[0], self.counts[1]),
            (Lang::En, _) => format!("({count}) "),
        }
    }
}

/// 1 to 99 as headings write them: 一 … 九十九.
pub fn chinese_numeral(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    assert!((1..100).contains(&number), "headings count from 1 to 99");
    let (tens, ones) = ((number / 10) as usize, (number % 10) as usize);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        _ => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::plain;

    fn shown(block: Block) -> String {
        match block {
            Block::Heading { text, .. } => plain(&text),
            other => panic!("not a heading: {other:?}"),
        }
    }

    #[test]
    fn levels_begin_again_below_a_higher_one() {
        let mut outline = Outline::new(Lang::Zh);
        assert_eq!(shown(outline.heading(Level::One, "概况")), "一、概况");
        assert_eq!(shown(outline.heading(Level::Two, "人员")), "（一）人员");
        assert_eq!(shown(outline.heading(Level::Two, "职责")), "（二）职责");
        assert_eq!(shown(outline.heading(Level::Three, "宣传")), "1．宣传");
        assert_eq!(shown(outline.heading(Level::One, "支出")), "二、支出");
        assert_eq!(shown(outline.heading(Level::Two, "基本")), "（一）基本");
    }

    #[test]
    fn numerals() {
        let seen: Vec<String> = [1, 10, 11, 20, 47, 99]
            .into_iter()
            .map(chinese_numeral)
            .collect();
        assert_eq!(seen, ["一", "十", "十一", "二十", "四十七", "九十九"]);
    }
}
