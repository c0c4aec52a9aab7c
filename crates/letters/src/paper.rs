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
            vec![Cell::label(name.clone()), Cell::new(value.clone()).start()]
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
            let cite = step.citation.as_ref().map(ToString::to_string);
            let mut basis = cite.unwrap_or_default();
            if let Some(paper) = &step.document {
                basis.push_str(&format!("\n{paper}"));
            }
            vec![
                Cell::new(self.known(&format!("rules.step.{}", step.stem), step.stem)).start(),
                Cell::new(step.formula.clone().unwrap_or_default()).start(),
                Cell::new(format!("{} {unit}", step.value)).end(),
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
    pub fn remedies(&mut self, basis: &str, employer_pays: bool) -> Result<(), ActionError> {
        self.section("remedies");
        let recon = self.deadline("D-RECON")?;
        let suit = self.deadline("D-SUIT")?;
        let after = self.deadline("D-SUIT-RE")?;
        let args = [
            ("basis", basis),
            ("recon", recon.as_str()),
            ("suit", suit.as_str()),
            ("after", after.as_str()),
        ];
        let words = self.say("remedy", &args);
        self.paragraph(words);
        if employer_pays {
            let arbitration = self.deadline("D-ARB")?;
            let words = self.say("remedy_employer", &[("arbitration", &arbitration)]);
            self.paragraph(words);
        }
        Ok(())
    }

    fn deadline(&self, code: &str) -> Result<String, Refusal> {
        let (_, version) = self.book.deadline_version(code, self.on)?;
        let length = version.length.to_string();
        let unit = version.unit.stem();
        let days = self.say(&format!("length.{unit}"), &[("n", &length)]);
        let cite = version.citation.to_string();
        let key = match version.status {
            yiju_terms::Status::Provisional => "deadline_to_confirm",
            _ => "deadline",
        };
        Ok(self.say(key, &[("length", &days), ("cite", &cite)]))
    }

    /// Plain words, signature, day and code.
    pub fn finish(mut self, seal: Seal) -> Result<Letter, ActionError> {
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
            _ => iso.to_owned(),
        }
    }

    /// A row of an amount: what, amount, way and months, payer.
    pub fn amount_row(&self, amount: &Amount, cite: &str) -> Vec<Cell> {
        let what = match amount.what.as_str() {
            "contribution" => self.say("contribution", &[]),
            stem => self.benefit(stem),
        };
        let way = self.known(&format!("letters.way.{}", amount.way), &amount.way);
        let months = match (&amount.from, &amount.until) {
            (None, None) => way,
            (Some(from), Some(until)) if from == until => format!("{way}\n{from}"),
            (from, until) => format!(
                "{way}\n{} – {}",
                from.as_deref().unwrap_or(""),
                until.as_deref().unwrap_or("")
            ),
        };
        vec![
            Cell::new(what).start(),
            Cell::new(grouped(amount.amount)).end(),
            Cell::new(months),
            Cell::new(self.known(&format!("payer.{}", amount.payer), "—")),
            Cell::new(cite.to_owned()).start(),
        ]
    }

    pub fn amounts(&mut self, amounts: &[Amount], cites: &[String]) {
        let cite = |index: usize| cites.get(index).map_or("", String::as_str);
        let rows = amounts.iter().enumerate();
        let rows = rows.map(|(i, amount)| self.amount_row(amount, cite(i)));
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
    let plain = amount.to_string();
    let (sign, digits) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |d| ("-", d));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    format!("{sign}{out}.{rest}")
}
