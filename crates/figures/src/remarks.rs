//! What is worth saying beside a figure: that there is no value, that the year lies outside the records, its target, and
//! whether books and records agree.

use yiju_store::Fault;
use yiju_terms::words::{text, word};
use yiju_terms::{Lang, Money};

use crate::answer::{FigureValue, target};
use crate::figure::{Column, Figure, Measure};
use crate::scope::Scope;

pub(crate) fn remarks(
    scope: &mut Scope<'_>,
    figure: &Figure,
    lang: Lang,
    value: &FigureValue,
) -> Result<Vec<String>, Fault> {
    let mut remarks = Vec::new();
    if !value.known {
        remarks.push(word(lang, "figures.remark.unknown"));
    }
    remarks.extend(outside_the_records(scope, lang)?);
    let own = match figure.measure {
        Measure::Target(stem) => stem,
        _ => figure.stem,
    };
    if let Some(target) = target(scope.store, scope.region, scope.year, own)? {
        let shown = crate::answer::show(figure.unit, target.value);
        let operator = word(lang, &format!("figures.operator.{}", target.operator));
        remarks.push(text(
            lang,
            "figures.remark.target",
            &[
                ("operator", &operator),
                ("value", &shown),
                ("unit", &figure.unit_word(lang)),
                ("document", &target.document),
            ],
        ));
    }
    remarks.extend(reconciliation(scope, figure, lang, value)?);
    Ok(remarks)
}

/// A year that ended before anything was recorded holds only what was added for it later, one that began after the last
/// record holds nothing yet, and one that the records do not reach the end of is not over: their zeros may be gaps.
fn outside_the_records(scope: &mut Scope<'_>, lang: Lang) -> Result<Option<String>, Fault> {
    let sql = "SELECT recorded_on FROM journal WHERE region = $1 AND seq IN (
         (SELECT MIN(seq) FROM journal WHERE region = $1), (SELECT MAX(seq) FROM journal WHERE region = $1)) ORDER BY seq";
    let rows = scope.store.query(sql, &[scope.region.code().into()])?;
    let (Some(begun), Some(ended)) = (rows.first(), rows.last()) else {
        return Ok(None);
    };
    let (begun, ended) = (begun.text(0), ended.text(0));
    let year = format!("{:04}", scope.year);
    let (first, last) = (format!("{year}-01-01"), format!("{year}-12-31"));
    let (key, day) = if last.as_str() < begun {
        ("before_records", begun)
    } else if ended < first.as_str() {
        ("after_records", ended)
    } else if ended < last.as_str() {
        ("until_records", ended)
    } else {
        return Ok(None);
    };
    let places = [("day", day), ("year", year.as_str())];
    Ok(Some(text(lang, &format!("figures.remark.{key}"), &places)))
}

/// Where money is read from the ledger and records stand beside it, says whether the two agree.
fn reconciliation(
    scope: &mut Scope<'_>,
    figure: &Figure,
    lang: Lang,
    value: &FigureValue,
) -> Result<Option<String>, Fault> {
    let (Measure::Posted, Some(query)) = (figure.measure, figure.records) else {
        return Ok(None);
    };
    let Some(at) = query
        .columns
        .iter()
        .position(|column| matches!(column, Column::Money("amount")))
    else {
        return Ok(None);
    };
    let mut sum = 0;
    scope.each(figure, query.sql, |row| {
        sum += row.opt_int(at + 1).unwrap_or_default();
        Ok(())
    })?;
    let booked = Money::from_fen(value.value);
    let recorded = Money::from_fen(sum);
    let key = if sum == value.value {
        "figures.remark.agrees"
    } else {
        "figures.remark.differs"
    };
    Ok(Some(text(
        lang,
        key,
        &[
            ("booked", &booked.to_string()),
            ("recorded", &recorded.to_string()),
            ("difference", &(booked - recorded).to_string()),
        ],
    )))
}
