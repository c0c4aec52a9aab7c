//! The facts of a report: every figure asked once, shown the same way wherever it stands.

use std::collections::BTreeMap;

use yiju_documents::{FigureBasis, Records, Reference, Span};
use yiju_figures::{Answers, Basis, FigureValue, Remembered};
use yiju_lawbook::Lawbook;
use yiju_ledger::department;
use yiju_store::tables::OfficeRow;
use yiju_store::{Fault, Store};
use yiju_terms::{Lang, Money, Region};

/// How many rows of records, vouchers and matters the package carries for each figure.
const ROWS: usize = 30;

pub struct Facts<'a> {
    pub store: &'a mut Store,
    pub book: &'a Lawbook,
    pub region: &'a Region,
    pub office: &'a OfficeRow,
    pub year: i16,
    values: BTreeMap<String, FigureValue>,
    answers: Answers,
}

/// The stages of a budget line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    PriorOutturn,
    Initial,
    Adjusted,
    Outturn,
}

impl Stage {
    fn stem(self) -> &'static str {
        match self {
            Stage::PriorOutturn => "prior_outturn",
            Stage::Initial => "initial",
            Stage::Adjusted => "adjusted",
            Stage::Outturn => "outturn",
        }
    }
}

/// The figure of a budget line at a stage.
pub fn line_key(line: &str, stage: Stage) -> String {
    format!("department_{line}_{}", stage.stem())
}

impl<'a> Facts<'a> {
    pub fn new(
        store: &'a mut Store,
        book: &'a Lawbook,
        region: &'a Region,
        office: &'a OfficeRow,
        year: i16,
    ) -> Facts<'a> {
        Facts {
            store,
            book,
            region,
            office,
            year,
            values: BTreeMap::new(),
            answers: Answers::default(),
        }
    }

    pub fn value(&mut self, stem: &str) -> Result<FigureValue, Fault> {
        if let Some(value) = self.values.get(stem) {
            return Ok(value.clone());
        }
        let value = self.value_of(self.year, stem)?;
        self.values.insert(stem.to_owned(), value.clone());
        Ok(value)
    }

    /// The figure of any year.
    pub fn value_of(&mut self, year: i16, stem: &str) -> Result<FigureValue, Fault> {
        let mut rows = Remembered::new(self.store, &mut self.answers);
        yiju_figures::compute(&mut rows, self.book, self.region, year, stem)
    }

    /// The figure as a number of the text, bound to its basis. `format`: `count` (as it is), `wan` (money in 万元, two
    /// decimals at most), `percent`.
    pub fn span(&mut self, stem: &str, format: &str) -> Result<Span, Fault> {
        let value = self.value(stem)?;
        let text = match format {
            "wan" => wan(value.value),
            "percent" => format!("{}%", value.shown),
            _ => value.shown.clone(),
        };
        Ok(Span::figure(text, stem))
    }

    /// A budget line in 万元, bound to its figure.
    pub fn line(&mut self, line: &str, stage: Stage) -> Result<Span, Fault> {
        self.span(&line_key(line, stage), "wan")
    }

    pub fn line_fen(&mut self, line: &str, stage: Stage) -> Result<i64, Fault> {
        Ok(self.value(&line_key(line, stage))?.value)
    }

    /// Every figure asked so far, in order.
    pub fn asked(&self) -> impl Iterator<Item = &FigureValue> {
        self.values.values()
    }

    /// The bases of every figure asked so far, for the pages.
    pub fn bases(&mut self, lang: Lang) -> Result<BTreeMap<String, FigureBasis>, Fault> {
        let stems: Vec<String> = self.values.keys().cloned().collect();
        let mut bases = BTreeMap::new();
        for stem in stems {
            let mut rows = Remembered::new(self.store, &mut self.answers);
            let (book, region, year) = (self.book, self.region, self.year);
            let basis = yiju_figures::drill(&mut rows, book, region, year, &stem, lang, ROWS)?;
            bases.insert(stem, page_basis(basis));
        }
        Ok(bases)
    }
}

/// Money in 万元 with two decimals at most: `82.58`, `2`, `0`.
pub fn wan(fen: i64) -> String {
    let text = Money::from_fen(fen).wan(2);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// The lines whose parts a total has, for the JSON.
pub fn line_name(line: &str) -> String {
    department::line(line).map_or_else(|| line.to_owned(), |line| line.name.clone())
}

fn page_basis(basis: Basis) -> FigureBasis {
    let voucher = |v: &yiju_figures::VoucherReference| Reference {
        text: format!(
            "{} {} {} {} {}",
            v.ledger, v.number, v.booked_on, v.summary, v.amount
        ),
        href: Some(format!("/vouchers/{}/{}", v.ledger, v.number)),
    };
    let mut remarks = basis.remarks;
    remarks.insert(0, basis.cut_off);
    FigureBasis {
        name: basis.name,
        value: basis.figure.shown,
        unit: basis.unit,
        definition: basis.definition,
        formula: basis.formula,
        records: Records {
            headers: basis.records.headers,
            rows: basis.records.rows,
            total: basis.records.total,
        },
        vouchers: basis.vouchers.iter().map(voucher).collect(),
        articles: basis.articles.into_iter().map(Reference::from).collect(),
        remarks,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn shows_wan_as_the_forms_do() {
        assert_eq!(
            [
                super::wan(825_800_00),
                super::wan(20_000_00),
                super::wan(0),
                super::wan(19_900_00)
            ],
            ["82.58", "2", "0", "1.99"]
        );
    }
}
