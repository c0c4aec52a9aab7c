//! One calculation at work: it asks the law book, writes the trace, and remembers whether a figure was provisional.

use std::cell::Cell;

use yiju_lawbook::{Answer, At, Confirmed, Lawbook};
use yiju_terms::{Citation, Date, Exact, Money, Rate, Refusal, Region, Status};

use crate::operand::{Formula, Operand};
use crate::trace::{Step, Tracer};

/// Where a calculation takes its numbers from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    pub book: &'a Lawbook,
    pub confirmed: &'a Confirmed,
    pub region: &'a Region,
}

/// One payable line being worked out.
pub struct Reckoning<'a, T> {
    pub(crate) sources: Sources<'a>,
    pub tracer: &'a mut T,
    /// Whether a figure used so far rests on a paper of the office or on custom, not on the law folder alone.
    provisional: Cell<bool>,
}

impl<'a, T: Tracer> Reckoning<'a, T> {
    pub fn new(sources: Sources<'a>, tracer: &'a mut T) -> Reckoning<'a, T> {
        Reckoning {
            sources,
            tracer,
            provisional: Cell::new(false),
        }
    }

    fn at(&self, on: Date) -> At {
        At::new(self.sources.region.clone(), on)
    }

    /// Whether a figure used so far rests on a paper of the office or on custom, not on the law folder alone.
    pub fn is_provisional(&self) -> bool {
        self.provisional.get()
    }

    /// Remembers that the line rests on custom or on a provisional figure.
    pub fn mark_provisional(&self, provisional: bool) {
        self.provisional.set(self.provisional.get() || provisional);
    }

    fn rests_on<V>(&self, answer: &Answer<V>) {
        self.mark_provisional(answer.status == Status::Provisional);
    }

    /// Remembers the status of a value that makes no step.
    fn silent<V>(&self, answer: Result<Answer<V>, Refusal>) -> Result<Answer<V>, Refusal> {
        answer.inspect(|answer| self.rests_on(answer))
    }

    /// Writes the value into the trace and passes it on.
    fn used<V>(&mut self, stem: &'static str, unit: &'static str, answer: Answer<V>) -> Answer<V>
    where
        V: Clone + Into<Operand>,
    {
        self.rests_on(&answer);
        self.tracer.step(|| Step {
            stem,
            value: answer.value.clone().into(),
            unit,
            formula: None,
            citation: Some(answer.citation.clone()),
            status: Some(answer.status),
            since: Some(answer.since),
            layer: Some(answer.layer.clone()),
            document: answer.document.clone(),
        });
        answer
    }

    /// A rate of the law in force on `on`, as a step `stem`.
    pub fn rate(
        &mut self,
        stem: &'static str,
        key: &str,
        row: Option<&str>,
        on: Date,
    ) -> Result<Answer<Rate>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        let answer = book.rate(key, row, &self.at(on), confirmed)?;
        Ok(self.used(stem, "percent", answer))
    }

    /// A whole number of the law (`unit` says of what).
    pub fn int(
        &mut self,
        stem: &'static str,
        unit: &'static str,
        key: &str,
        row: Option<&str>,
        on: Date,
    ) -> Result<Answer<i64>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        let answer = book.int(key, row, &self.at(on), confirmed)?;
        Ok(self.used(stem, unit, answer))
    }

    /// An amount of the law in force on `on`.
    pub fn money(
        &mut self,
        stem: &'static str,
        key: &str,
        row: Option<&str>,
        on: Date,
    ) -> Result<Answer<Money>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        let answer = book.money(key, row, &self.at(on), confirmed)?;
        Ok(self.used(stem, "yuan", answer))
    }

    /// A yearly figure of the statistics.
    pub fn yearly(
        &mut self,
        stem: &'static str,
        parameter: &str,
        year: i16,
    ) -> Result<Answer<Money>, Refusal> {
        let Sources {
            book,
            confirmed,
            region,
        } = self.sources;
        let answer = book.yearly(parameter, year, region, confirmed)?;
        Ok(self.used(stem, "yuan", answer))
    }

    /// A word of the law that decides how to reckon, as a step.
    pub fn word(
        &mut self,
        stem: &'static str,
        key: &str,
        row: Option<&str>,
        on: Date,
    ) -> Result<Answer<String>, Refusal> {
        let answer = self.text(key, row, on)?;
        Ok(self.used(stem, "", answer))
    }

    /// Whether `member` is in a list of the law (a grade among grades), without a step.
    pub fn listed(&self, key: &str, member: i64, on: Date) -> Result<Answer<bool>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.lists(key, member, &self.at(on), confirmed))
    }

    /// A yes or no of the law, without a step.
    pub fn flag(&self, key: &str, on: Date) -> Result<Answer<bool>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.flag(key, None, &self.at(on), confirmed))
    }

    /// A whole number of the law without a step.
    pub fn number(&self, key: &str, row: Option<&str>, on: Date) -> Result<Answer<i64>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.int(key, row, &self.at(on), confirmed))
    }

    /// A rate of the law without a step.
    pub fn percent(&self, key: &str, row: Option<&str>, on: Date) -> Result<Answer<Rate>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.rate(key, row, &self.at(on), confirmed))
    }

    /// An amount of the law without a step.
    pub fn amount(&self, key: &str, row: Option<&str>, on: Date) -> Result<Answer<Money>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.money(key, row, &self.at(on), confirmed))
    }

    /// A word of the law (a payer, a condition), without a step: it is no part of the sum.
    pub fn text(&self, key: &str, row: Option<&str>, on: Date) -> Result<Answer<String>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.text(key, row, &self.at(on), confirmed))
    }

    /// A word of the law read at once, without a step.
    pub fn text_as<V>(
        &self,
        key: &str,
        row: Option<&str>,
        on: Date,
        read: impl Fn(&str) -> V,
    ) -> Result<Answer<V>, Refusal> {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        self.silent(book.text_as(key, row, &self.at(on), confirmed, read))
    }

    /// The highest row of a table, not above `number`, that is not missing.
    pub fn row_not_above(&self, key: &str, number: i64, on: Date) -> i64 {
        let Sources {
            book, confirmed, ..
        } = self.sources;
        book.row_not_above(key, number, &self.at(on), confirmed)
    }

    /// A fact of the case as a step.
    pub fn fact(&mut self, stem: &'static str, value: impl Into<Operand>, unit: &'static str) {
        self.tracer.step(|| Step::new(stem, value, unit));
    }

    /// An intermediate or final result with the numbers it comes from.
    pub fn result(
        &mut self,
        stem: &'static str,
        value: impl Into<Operand>,
        unit: &'static str,
        formula: impl FnOnce() -> Formula,
        citation: Option<&Citation>,
    ) {
        self.tracer.step(|| {
            Step::new(stem, value, unit)
                .formula(formula())
                .cite(citation)
        });
    }

    /// The one rounding of a payable line, half up to the fen, with its step.
    pub fn round(
        &mut self,
        exact: Exact,
        formula: impl FnOnce() -> Formula,
        citation: Option<&Citation>,
    ) -> Money {
        let amount = exact.round_half_up();
        self.result(
            "amount",
            amount,
            "yuan",
            || formula().equals(exact),
            citation,
        );
        amount
    }
}
