//! The parts every letter has: title, addressee, numbered sections, tables, rights of appeal, signature, code.

use yiju_actions::ActionError;
use yiju_documents::{Align, Block, Cell, Document, Level, Table};
use yiju_lawbook::Lawbook;
use yiju_rules::Step;
use yiju_store::tables::OfficeRow;
use yiju_terms::words::{has, text, word};
use yiju_terms::{Date, Lang, Money, Refusal};

use crate::kind::Kind;
use crate::letter::{Amount, Letter, Seal};

const NUMERALS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

pub(crate) struct Paper<'a> {
    pub lang: Lang,
    book: &'a Lawbook,
    kind: Kind,
    office: OfficeRow,
    on: Date,
    sections: usize,
    document: Document,
}

impl<'a> Paper<'a> {
    pub fn new(
        (lang, book): (Lang, &'a Lawbook),
        kind: Kind,
        office: OfficeRow,
        issued_on: &str,
    ) -> Result<Paper<'a>, ActionError> {
        let on: Date = issued_on.parse().map_err(|_| crate::unknown(issued_on))?;
        let title = word(lang, &format!("letters.kind.{}", kind.stem()));
        let mut document = Document::new(title, lang, on);
        document.organization = Some(office.name.clone());
        document.notice = Some(office.notice.clone()).filter(|notice| !notice.is_empty());
        Ok(Paper {
            lang,
            book,
            kind,
            office,
            on,
            sections: 0,
            document,
        })
    }

    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        text(self.lang, &format!("letters.{key}"), args)
    }

    /// The word under a key of any catalog, or the code itself.
    pub fn known(&self, key: &str, code: &str) -> String {
        if has(self.lang, key) {
            word(self.lang, key)
        } else {
            code.to_owned()
        }
    }

    pub fn benefit(&self, stem: &str) -> String {
        self.known(&format!("benefit.{stem}"), stem)
    }

    pub fn to(&mut self, name: &str, matter: i64) {
        let matter = matter.to_string();
        let line = self.say("to", &[("name", name)]);
        self.document.push(Block::line(line, Align::Start));
        let opening = self.say(
            &format!("opening.{}", self.kind.stem()),
            &[("matter", &matter)],
        );
        self.document.push(Block::paragraph(opening));
    }

    pub fn section(&mut self, key: &str) {
        let name = self.say(&format!("section.{key}"), &[]);
        let head = match self.lang {
            Lang::Zh => format!("{}、{name}", NUMERALS[self.sections.min(8)]),
            Lang::En => format!("{}. {name}", self.sections + 1),
        };
        self.sections += 1;
        self.document.push(Block::heading(Level::One, head));
    }

    pub fn paragraph(&mut self, words: String) {
        self.document.push(Block::paragraph(words));
    }

    /// Names beside values.
    pub fn facts(&mut self, facts: &[(String, String)]) {
        let row = |(name, value): &(String, String)| {
            let value = self.book.written(value, self.lang);
            vec![
                Cell::label(name.clone()),
                Cell::new(grouped_in(&value)).start(),
            ]
        };
        self.document.push(Table {
            columns: vec![3, 7],
            rows: facts.iter().map(row).collect(),
            ..Table::default()
        });
    }

    pub fn table(&mut self, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) {
        let head = columns
            .iter()
            .map(|(key, _)| Cell::label(self.say(&format!("column.{key}"), &[])))
            .collect();
        let mut all = vec![head];
        all.extend(rows);
        self.document.push(Table {
            columns: columns.iter().map(|(_, width)| *width).collect(),
            header_rows: 1,
            rows: all,
            ..Table::default()
        });
    }

    /// The arithmetic, step by step, as the rules traced it.
    pub fn steps(&mut self, steps: &[Step]) {
        let row = |step: &Step| {
            let unit = self.known(&format!("lawbook.unit.{}", step.unit), "");
            let cite = step.citation.as_ref().map(|cite| self.lines(&cite.0));
            let mut basis = cite.unwrap_or_default();
            // A figure that the office confirmed cites its paper: it is named once.
            let paper = step.document.as_deref().unwrap_or_default();
            if !paper.is_empty() && !basis.contains(paper) {
                basis.push_str(&format!("\n{paper}"));
            }
            let formula = step.formula.as_ref().map(ToString::to_string);
            // A level or a kind is a word, not its code.
            let value = step.value.to_string();
            let value = self.known(&format!("server.value.{value}"), &grouped_in(&value));
            let value = self.with_unit(&value, &unit);
            vec![
                Cell::new(self.known(&format!("rules.step.{}", step.stem), step.stem)).start(),
                Cell::new(grouped_in(&formula.unwrap_or_default())).start(),
                Cell::new(value).end(),
                Cell::new(basis).start(),
            ]
        };
        let rows = steps.iter().map(row).collect();
        self.table(
            &[("step", 24), ("formula", 26), ("value", 18), ("basis", 32)],
            rows,
        );
    }

    /// Says that a figure rests on a paper of the office.
    pub fn provisional(&mut self) {
        self.section("provisional");
        let words = self.say("provisional", &[]);
        self.paragraph(words);
    }

    /// What may be done against the letter, and until when; lengths come from the catalogue of deadlines.
    pub fn remedies(&mut self, ground: &str, employer_pays: bool) -> Result<(), ActionError> {
        self.section("remedies");
        let (basis, ways) = self.contested(ground)?;
        let way = |index: usize| {
            ways.get(index)
                .map_or(("", ""), |(l, c)| (l.as_str(), c.as_str()))
        };
        let args = [
            ("basis", basis.as_str()),
            ("recon", way(0).0),
            ("recon_cite", way(0).1),
            ("suit", way(1).0),
            ("suit_cite", way(1).1),
            ("after", way(2).0),
            ("after_cite", way(2).1),
        ];
        let words = self.say("remedy", &args);
        self.paragraph(words);
        if employer_pays {
            let (basis, ways) = self.contested("employer_dispute")?;
            let way = ways
                .first()
                .map_or(("", ""), |(l, c)| (l.as_str(), c.as_str()));
            let args = [
                ("basis", basis.as_str()),
                ("arbitration", way.0),
                ("arbitration_cite", way.1),
            ];
            let words = self.say("remedy_employer", &args);
            self.paragraph(words);
        }
        Ok(())
    }

    /// The articles of a ground; of each deadline of it the length and the article.
    fn contested(&self, code: &str) -> Result<(String, Vec<(String, String)>), Refusal> {
        let ground = self.book.ground(code)?;
        let ways: Result<Vec<_>, Refusal> = ground
            .deadlines
            .iter()
            .map(|deadline| self.deadline(deadline))
            .collect();
        Ok((self.ground(code)?, ways?))
    }

    /// The articles of a ground as the letter names them; what nobody has read says so.
    pub fn ground(&self, code: &str) -> Result<String, Refusal> {
        let ground = self.book.ground(code)?;
        Ok(self.confirmed(&ground.citation.0, ground.status))
    }

    fn confirmed(&self, cite: &str, status: yiju_terms::Status) -> String {
        let cite = self.written(cite);
        match status {
            yiju_terms::Status::Provisional => self.say("cite_to_confirm", &[("cite", &cite)]),
            _ => cite,
        }
    }

    /// A citation as the letter names it.
    pub fn written(&self, cite: &str) -> String {
        self.book.written(cite, self.lang)
    }

    /// `14(1)`, as facts name the article of a recognition: an article of the instrument by which recognitions are contested.
    pub fn recognized_under(&self, article: &str) -> String {
        let ground = self.book.ground("contest_recognition");
        let instrument = ground
            .ok()
            .and_then(|ground| ground.citation.0.split_once(" § "));
        instrument.map_or_else(
            || article.to_owned(),
            |(instrument, _)| self.written(&format!("{instrument} § {article}")),
        )
    }

    /// As [`Self::written`], each law on a line of its own: for narrow columns.
    fn lines(&self, cite: &str) -> String {
        let end = match self.lang {
            Lang::Zh => "；",
            Lang::En => "; ",
        };
        self.written(cite).replace(end, "\n")
    }

    /// 85,612.00元; 60%; 16 months.
    fn with_unit(&self, value: &str, unit: &str) -> String {
        let close = self.lang == Lang::Zh || unit.starts_with(['%', '‰']);
        let gap = if close || unit.is_empty() { "" } else { " " };
        format!("{value}{gap}{unit}")
    }

    fn deadline(&self, code: &str) -> Result<(String, String), Refusal> {
        let (_, version) = self.book.deadline_version(code, self.on)?;
        let length = version.length.to_string();
        let unit = version.unit.stem();
        let days = self.say(&format!("length.{unit}"), &[("n", &length)]);
        let cite = self.confirmed(&version.citation.0, version.status);
        Ok((days, cite))
    }

    /// Plain words, signature, day and code: these stay together on one page.
    pub fn finish(mut self, seal: Seal) -> Result<Letter, ActionError> {
        let before = self.document.blocks.len();
        self.section("plain");
        let words = self.say(&format!("plain.{}", self.kind.stem()), &[]);
        self.paragraph(words);
        let code = seal.code().ok_or_else(|| crate::unknown(&seal.reference))?;
        let (office, day) = (self.office.name.clone(), self.day(&seal.issued_on));
        self.document.push(Block::line(office, Align::End));
        self.document.push(Block::line(day, Align::End));
        let code = code.to_string();
        let note = self.say("code", &[("code", &code)]);
        self.document.push(Block::note(note));
        self.document.closing = self.document.blocks.split_off(before);
        Ok(Letter {
            seal,
            document: self.document,
        })
    }

    pub fn day(&self, iso: &str) -> String {
        let parts: Vec<&str> = iso
            .split('-')
            .map(|part| part.trim_start_matches('0'))
            .collect();
        match (self.lang, parts.as_slice()) {
            (Lang::Zh, [year, month, day]) => format!("{year}年{month}月{day}日"),
            (Lang::Zh, [year, month]) => format!("{year}年{month}月"),
            _ => iso.to_owned(),
        }
    }

    /// `2023-01`, `2023-01 – 2023-12`, or since when.
    pub fn months(&self, from: &str, until: Option<&str>) -> String {
        match until {
            Some(until) if until == from => from.to_owned(),
            Some(until) => format!("{from} – {until}"),
            None => self.say("since", &[("from", from)]),
        }
    }

    /// A row of an amount: what, amount, way and months, payer.
    /// `whose` stands behind the name of the benefit.
    pub fn amount_row(&self, amount: &Amount, cite: &str, whose: &str) -> Vec<Cell> {
        let what = match amount.what.as_str() {
            "contribution" => self.say("contribution", &[]),
            stem => format!("{}{whose}", self.benefit(stem)),
        };
        let way = self.known(&format!("letters.way.{}", amount.way), &amount.way);
        let months = match &amount.from {
            None => way,
            Some(from) => format!("{way}\n{}", self.months(from, amount.until.as_deref())),
        };
        vec![
            Cell::new(what).start(),
            Cell::new(grouped(amount.amount)).end(),
            Cell::new(months),
            Cell::new(self.known(&format!("payer.{}", amount.payer), "—")),
            Cell::new(self.lines(cite)).start(),
        ]
    }

    pub fn amounts(&mut self, amounts: &[Amount], cites: &[String], whose: &[String]) {
        let at = |of: &[String], index: usize| of.get(index).cloned().unwrap_or_default();
        let rows = amounts.iter().enumerate();
        let rows = rows.map(|(i, amount)| self.amount_row(amount, &at(cites, i), &at(whose, i)));
        let rows = rows.collect();
        self.table(
            &[
                ("benefit", 24),
                ("amount", 17),
                ("way", 21),
                ("payer", 16),
                ("basis", 32),
            ],
            rows,
        );
    }
}

/// `85612.00` → `85,612.00`.
pub(crate) fn grouped(amount: Money) -> String {
    grouped_in(&amount.to_string())
}

/// Every number with decimals in `text` in groups of three, so that one letter writes all amounts alike. Numbers
/// without decimals stay as they are: years and case numbers have none.
pub(crate) fn grouped_in(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let length = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let (whole, after) = number.split_at(length);
        let mut decimals = after.chars();
        let is_amount = decimals.next() == Some('.')
            && decimals.next().is_some_and(|c| c.is_ascii_digit())
            && !before.ends_with('.');
        out.push_str(before);
        for (index, digit) in whole.chars().enumerate() {
            if is_amount && index > 0 && (whole.len() - index) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_alike_and_years_are_left_alone() {
        let pairs = [
            ("3000.00 × 21", "3,000.00 × 21"),
            ("-1234567.8", "-1,234,567.8"),
            ("2023-06", "2023-06"),
            ("G2023-001", "G2023-001"),
            ("0.123456", "0.123456"),
            ("1.2345.678", "1.2345.678"),
            ("文件第1234号", "文件第1234号"),
            ("999.00", "999.00"),
        ];
        for (plain, want) in pairs {
            assert_eq!(grouped_in(plain), want);
        }
        assert_eq!(grouped(Money::from_fen(-7_917_840)), "-79,178.40");
    }
}
