//! From characters to lines and from lines to running text. Order comes from the place on the page: a file may write
//! the tail of a line before its head.

use super::marks::Glyph;

/// Characters on one line, from left to right.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub glyphs: Vec<Glyph>,
    pub base: f64,
    pub size: f64,
}

impl Line {
    pub fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.left)
    }

    pub fn right(&self) -> f64 {
        self.glyphs
            .iter()
            .map(|glyph| glyph.right)
            .fold(0.0, f64::max)
    }

    pub fn top(&self) -> f64 {
        self.base - self.size
    }

    pub fn text(&self) -> String {
        text(&self.glyphs)
    }

    /// Cut where a blank is wider than words leave between them.
    pub fn pieces(&self) -> Vec<Line> {
        let mut pieces: Vec<Line> = Vec::new();
        for glyph in &self.glyphs {
            let far = pieces
                .last()
                .is_none_or(|piece| glyph.left - piece.right() > 1.6 * self.size);
            if far {
                pieces.push(Line {
                    glyphs: Vec::new(),
                    base: self.base,
                    size: self.size,
                });
            }
            if let Some(piece) = pieces.last_mut() {
                piece.glyphs.push(glyph.clone());
            }
        }
        pieces
    }
}

/// Sorts characters into lines from top to bottom. Blanks and doubles (drawn twice to look bold) are dropped: where a
/// blank belongs, the gap shows.
pub fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut glyphs: Vec<Glyph> = glyphs
        .into_iter()
        .filter(|glyph| !glyph.is_blank())
        .collect();
    glyphs.sort_by(|a, b| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let joins = lines.last().is_some_and(|line| {
            let size = line.size.max(glyph.size);
            glyph.base - line.base <= 0.45 * size
        });
        if !joins {
            lines.push(Line {
                base: glyph.base,
                ..Line::default()
            });
        }
        if let Some(line) = lines.last_mut() {
            if glyph.size > line.size {
                line.size = glyph.size;
                line.base = glyph.base;
            }
            line.glyphs.push(glyph);
        }
    }
    for line in &mut lines {
        line.glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        line.glyphs.dedup_by(|next, glyph| {
            let near = 0.25 * glyph.size;
            next.text == glyph.text
                && (next.left - glyph.left).abs() < near
                && (next.base - glyph.base).abs() < near
        });
    }
    lines
}

/// Characters side by side, with a blank where the gap is one.
fn text(glyphs: &[Glyph]) -> String {
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if let Some(before) = before {
            let gap = glyph.left - before.right;
            let size = glyph.size.max(before.size);
            let words = is_word(text.chars().last()) && is_word(glyph.text.chars().next());
            if gap > if words { 0.18 } else { 0.7 } * size {
                text.push(' ');
            }
        }
        text.push_str(&glyph.text);
        before = Some(glyph);
    }
    text
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Room that the next word would have needed at the end of a line.
fn needed(next: &Line) -> f64 {
    let word = next
        .glyphs
        .iter()
        .take_while(|glyph| glyph.text.chars().all(|c| c.is_ascii_graphic()))
        .last();
    let word = word.map_or(0.0, |glyph| glyph.right - next.left());
    // Punctuation may not begin a line, so it may have taken a character or a word down with it.
    (word + next.size).max(2.0 * next.size)
}

/// Whether a line ended because the room ended: the next word did not fit.
pub fn is_full(line: &Line, next: &Line, right_edge: f64) -> bool {
    let numeric = |glyph: Option<&Glyph>| {
        glyph.is_some_and(|glyph| {
            glyph
                .text
                .chars()
                .all(|c| c.is_ascii_digit() || ".,%".contains(c))
        })
    };
    // Two numbers under one another are two; a number breaks only where not one digit more would fit.
    let needed = if numeric(line.glyphs.last()) && numeric(next.glyphs.first()) {
        0.6 * next.size
    } else {
        needed(next)
    };
    right_edge - line.right() < needed
}

/// Headings and attachments begin a paragraph, whatever stands before them.
pub fn begins_paragraph(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(', '第']);
    let digits = text
        .chars()
        .take_while(|c| "一二三四五六七八九十".contains(*c));
    let figures = text.chars().take_while(char::is_ascii_digit).count();
    let after = |count: usize| text.chars().nth(count);
    let chinese = digits.count();
    text.starts_with("附件")
        || text.starts_with("附录")
        || (chinese > 0 && after(chinese).is_some_and(|c| "、）)章条部".contains(c)))
        || (figures > 0 && after(figures).is_some_and(|c| "、．）)".contains(c)))
}

/// Appends a line to a text that runs on.
pub fn run_on(text: &mut String, next: &str) {
    let left = text.chars().last();
    let right = next.chars().next();
    let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if letters(left) && letters(right) {
        text.push(' ');
    }
    text.push_str(next);
}

/// The text of a cell: lines that ran on are joined, others stay lines.
pub fn cell_text(glyphs: Vec<Glyph>, right_edge: f64, padding: f64) -> String {
    let lines = lines(glyphs);
    let mut text = String::new();
    let mut above: Option<&Line> = None;
    for line in &lines {
        match above {
            None => text = line.text(),
            Some(above) if is_full(above, line, right_edge - padding) => {
                run_on(&mut text, &line.text());
            }
            Some(_) => {
                text.push('\n');
                text.push_str(&line.text());
            }
        }
        above = Some(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn written(text: &str, left: f64, base: f64) -> Vec<Glyph> {
        let mut at = left;
        text.chars()
            .map(|c| {
                let width = if c.is_ascii() { 5.0 } else { 10.0 };
                at += width;
                Glyph {
                    text: c.to_string(),
                    left: at - width,
                    right: at,
                    base,
                    size: 10.0,
                }
            })
            .collect()
    }

    #[test]
    fn order_comes_from_the_place() {
        // The tail of the line is written first, the second line before both.
        let mut glyphs = written("第二行", 0.0, 115.0);
        glyphs.extend(written("支出", 40.0, 100.0));
        glyphs.extend(written("部门整体", 0.0, 100.4));
        let texts: Vec<String> = lines(glyphs).iter().map(Line::text).collect();
        assert_eq!(texts, ["部门整体支出", "第二行"]);
    }

    #[test]
    fn bold_by_drawing_twice_reads_once_and_words_keep_their_blank() {
        let mut glyphs = written("合计", 0.0, 50.0);
        glyphs.extend(written("合计", 0.3, 50.0));
        assert_eq!(lines(glyphs)[0].text(), "合计");
        let mut glyphs = written("GB", 0.0, 50.0);
        glyphs.extend(written("33190", 13.0, 50.0));
        assert_eq!(lines(glyphs)[0].text(), "GB 33190");
    }

    #[test]
    fn two_numbers_in_a_narrow_cell_stay_two() {
        let mut glyphs = written("100", 10.0, 10.0);
        glyphs.extend(written("98%", 10.0, 25.0));
        assert_eq!(cell_text(glyphs, 40.0, 4.0), "100\n98%");
    }

    #[test]
    fn headings_begin_paragraphs() {
        for text in [
            "附件3",
            "一、基本情况",
            "（二）项目",
            "1、形式",
            "第一条",
            "2．其他",
        ] {
            assert!(begins_paragraph(text), "{text}");
        }
        for text in ["一般公共预算", "2023年", "1.5万元", "部门"] {
            assert!(!begins_paragraph(text), "{text}");
        }
    }

    #[test]
    fn a_cell_runs_on_only_where_its_room_ended() {
        let mut glyphs = written("预算执行", 0.0, 10.0);
        glyphs.extend(written("率", 0.0, 25.0));
        glyphs.extend(written("（万元）", 0.0, 40.0));
        assert_eq!(cell_text(glyphs, 45.0, 2.0), "预算执行率\n（万元）");
        let mut number = written("1234567.", 0.0, 10.0);
        number.extend(written("89", 0.0, 25.0));
        assert_eq!(cell_text(number, 45.0, 2.0), "1234567.89");
    }
}
