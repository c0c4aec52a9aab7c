//! The way down from a figure: its words, the records, the vouchers, the matters they came from, the articles.

use std::collections::BTreeSet;

use serde::Serialize;
use yiju_lawbook::Lawbook;
use yiju_ledger::{Chart, Ledger};
use yiju_store::{Fault, Row, Value};
use yiju_terms::words::{text, word};
use yiju_terms::{Lang, Money};

use crate::answer::{FigureValue, percent, target};
use crate::figure::{Column, Figure, Kind, Measure};
use crate::mask;
use crate::remarks::remarks;
use crate::scope::Scope;

/// What stands behind a figure, in words and rows a person may see.
#[doc(alias = "指标依据")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    pub figure: FigureValue,
    pub name: String,
    /// The unit in words.
    pub unit: String,
    pub definition: String,
    pub formula: String,
    /// Stock or flow, and the day or days it is taken at.
    pub cut_off: String,
    /// The parts of a breakdown in words, in the order of `figure.parts`.
    pub part_names: Vec<String>,
    pub records: Records,
    pub vouchers: Vec<VoucherReference>,
    pub vouchers_total: usize,
    pub matters: Vec<MatterReference>,
    pub matters_total: usize,
    pub articles: Vec<String>,
    /// Reconciliations and what else is worth saying.
    pub remarks: Vec<String>,
}

/// Rows behind a figure; `total` may be more than the rows given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Records {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub total: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VoucherReference {
    /// `fund` or `department`.
    pub ledger: String,
    pub number: i64,
    pub booked_on: String,
    pub summary: String,
    /// The part of the voucher that counts in the figure.
    pub amount: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatterReference {
    pub id: i64,
    pub item: String,
    pub subject: String,
    pub received_on: String,
    pub approved_on: String,
}

pub(crate) fn drill(
    scope: &mut Scope<'_>,
    figure: &'static Figure,
    lang: Lang,
    limit: usize,
) -> Result<Basis, Fault> {
    let value = scope.value(figure)?;
    let mut sequences = BTreeSet::new();
    let records = records(scope, figure, lang, limit, &mut sequences)?;
    let (vouchers, vouchers_total) = vouchers(scope, figure, limit, &mut sequences)?;
    if let Measure::Target(stem) = figure.measure
        && let Some(target) = target(scope.store, scope.region, scope.year, stem)?
    {
        sequences.insert(target.seq);
    }
    let mut ids = matter_ids(scope, &sequences)?;
    ids.extend(listed_matters(scope, figure)?);
    let (matters, matters_total) = matters(scope, ids, limit)?;
    let remarks = remarks(scope, figure, lang, &value)?;
    Ok(Basis {
        name: figure.name(lang),
        unit: figure.unit_word(lang),
        definition: figure.definition(lang),
        formula: figure.formula(lang),
        cut_off: cut_off(scope, figure, lang),
        part_names: part_names(figure, &value, lang),
        figure: value,
        records,
        vouchers,
        vouchers_total,
        matters,
        matters_total,
        articles: articles(scope, figure),
        remarks,
    })
}

impl Basis {
    /// The articles as people write citations, each with its one-line summary.
    pub fn articles_written(&self, book: &Lawbook, lang: Lang) -> Vec<String> {
        let end = if lang == Lang::Zh { "：" } else { ": " };
        let line = |article: &String| match article.split_once('：') {
            None => book.written(article, lang),
            Some((cite, says)) => format!("{}{end}{says}", book.written(cite, lang)),
        };
        self.articles.iter().map(line).collect()
    }
}

/// The words of the parts' keys; a key without words stands as it is.
fn part_names(figure: &Figure, value: &FigureValue, lang: Lang) -> Vec<String> {
    let prefix = figure.breakdown.and_then(|breakdown| breakdown.words);
    let name = |key: &str| match prefix {
        Some("account") => Chart::builtin(Ledger::Fund)
            .account(key)
            .map_or_else(|| key.to_owned(), |account| account.name.clone()),
        Some(prefix) => stem_word(lang, prefix, key),
        None => key.to_owned(),
    };
    value.parts.iter().map(|part| name(&part.key)).collect()
}

fn cut_off(scope: &Scope<'_>, figure: &Figure, lang: Lang) -> String {
    let (from, to) = (scope.first_day(), scope.last_day());
    let key = match figure.kind {
        Kind::Stock => "figures.cut_off.stock",
        Kind::Flow => "figures.cut_off.flow",
    };
    text(lang, key, &[("from", &from), ("to", &to)])
}

fn records(
    scope: &mut Scope<'_>,
    figure: &Figure,
    lang: Lang,
    limit: usize,
    sequences: &mut BTreeSet<i64>,
) -> Result<Records, Fault> {
    let Some(query) = figure.records else {
        return inputs(scope, figure, lang);
    };
    let (rows, total) = if query.keep.is_some() {
        let rows = scope.records(figure, &query)?;
        sequences.extend(rows.iter().filter_map(|row| row.opt_int(0)));
        let total = rows.len();
        (rows, total)
    } else {
        // Only the rows that are shown are read: behind a figure there may be everybody in the register.
        let (brought, total) = scope.sequences(figure, query.sql)?;
        sequences.extend(brought);
        let shown = format!("{} LIMIT {limit}", query.sql);
        (scope.rows(figure, &shown)?, total)
    };
    let header = |column: &Column| word(lang, &format!("figures.column.{}", column.header()));
    let shown = rows.iter().take(limit).map(|row| {
        let cells = query.columns.iter().enumerate();
        cells
            .map(|(index, column)| cell(column, &row.0[index + 1], lang))
            .collect()
    });
    Ok(Records {
        headers: query.columns.iter().map(header).collect(),
        rows: shown.collect(),
        total,
    })
}

/// A figure made of figures shows those.
fn inputs(scope: &mut Scope<'_>, figure: &Figure, lang: Lang) -> Result<Records, Fault> {
    let mut rows = Vec::new();
    for stem in figure.inputs() {
        let input = crate::find(stem).expect("the registry test knows every input");
        let value = scope.value(input)?;
        let (name, unit) = (input.name(lang), input.unit_word(lang));
        rows.push(vec![name, value.shown, unit, stem.to_owned()]);
    }
    if rows.is_empty() {
        return Ok(Records::default());
    }
    let headers = ["figure", "value", "unit", "stem"];
    let header = |key: &&str| word(lang, &format!("figures.column.{key}"));
    Ok(Records {
        headers: headers.iter().map(header).collect(),
        total: rows.len(),
        rows,
    })
}

fn cell(column: &Column, value: &Value, lang: Lang) -> String {
    match (column, value) {
        (_, Value::Null) => String::new(),
        (Column::Money(_), Value::Int(fen)) => Money::from_fen(*fen).to_string(),
        (Column::Percent(_), Value::Int(ppm)) => percent(*ppm),
        (_, Value::Int(number)) => number.to_string(),
        (Column::Name(_), Value::Text(text)) => mask::name(text),
        (Column::IdNumber(_), Value::Text(text)) => mask::id_number(text),
        (Column::Word(_, prefix), Value::Text(stem)) => stem_word(lang, prefix, stem),
        (_, Value::Text(text)) => text.clone(),
    }
}

/// The words of a stem; the stem itself where the catalog has none.
pub(crate) fn stem_word(lang: Lang, prefix: &str, stem: &str) -> String {
    let key = format!("{prefix}.{stem}");
    if yiju_terms::words::has(lang, &key) {
        word(lang, &key)
    } else {
        stem.to_owned()
    }
}

fn vouchers(
    scope: &mut Scope<'_>,
    figure: &Figure,
    limit: usize,
    sequences: &mut BTreeSet<i64>,
) -> Result<(Vec<VoucherReference>, usize), Fault> {
    let Some(sql) = figure.vouchers else {
        return Ok((Vec::new(), 0));
    };
    let rows = scope.rows(figure, sql)?;
    sequences.extend(rows.iter().map(|row| row.int(0)));
    let reference = |row: &Row| VoucherReference {
        ledger: row.text(1).to_owned(),
        number: row.int(2),
        booked_on: row.text(3).to_owned(),
        summary: row.text(4).to_owned(),
        amount: Money::from_fen(row.int(5)),
    };
    Ok((rows.iter().take(limit).map(reference).collect(), rows.len()))
}

/// The articles, each with our one-line summary where the law folder has one.
fn articles(scope: &Scope<'_>, figure: &Figure) -> Vec<String> {
    let line = |article: &&str| {
        let summaries = scope.book.article_summaries(article);
        if summaries.is_empty() {
            (*article).to_owned()
        } else {
            format!("{article}：{}", summaries.join("；"))
        }
    };
    figure.articles.iter().map(line).collect()
}

/// The matters whose effects brought the rows: nothing is in the books without one.
fn matter_ids(scope: &mut Scope<'_>, sequences: &BTreeSet<i64>) -> Result<BTreeSet<i64>, Fault> {
    if sequences.is_empty() {
        return Ok(BTreeSet::new());
    }
    let journal = scope.store.query(
        "SELECT seq, matter_id FROM journal WHERE region = $1",
        &[scope.region.code().into()],
    )?;
    let brought = journal.iter().filter(|row| sequences.contains(&row.int(0)));
    Ok(brought.map(|row| row.int(1)).collect())
}

/// Where the records are matters themselves, those.
fn listed_matters(scope: &mut Scope<'_>, figure: &Figure) -> Result<Vec<i64>, Fault> {
    match figure.records {
        Some(query) if matches!(query.columns.first(), Some(Column::Count("matter"))) => {
            let rows = scope.records(figure, &query)?;
            Ok(rows.iter().map(|row| row.int(1)).collect())
        }
        _ => Ok(Vec::new()),
    }
}

fn matters(
    scope: &mut Scope<'_>,
    ids: BTreeSet<i64>,
    limit: usize,
) -> Result<(Vec<MatterReference>, usize), Fault> {
    let region = scope.region.code();
    let mut matters = Vec::new();
    for id in ids.iter().take(limit) {
        let rows = scope.store.query(
            "SELECT m.item, m.subject, m.received_on, a.approved_on FROM matter m
             JOIN approval a ON a.region = m.region AND a.matter_id = m.id WHERE m.region = $1 AND m.id = $2",
            &[region.into(), (*id).into()],
        )?;
        matters.extend(rows.first().map(|row| MatterReference {
            id: *id,
            item: row.text(0).to_owned(),
            subject: row.text(1).to_owned(),
            received_on: row.text(2).to_owned(),
            approved_on: row.text(3).to_owned(),
        }));
    }
    Ok((matters, ids.len()))
}
