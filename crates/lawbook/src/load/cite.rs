//! Instruments (laws, notices) and whether every citation resolves to one of their articles.

use std::collections::BTreeMap;

use yiju_terms::Date;

use super::{Fields, Loaded, SourceText};
use crate::problem::Problem;

/// A law, regulation or notice, as listed in `instruments.toml` of the folder or of a place.
#[doc(alias = "法规文件")]
#[derive(Clone, Debug)]
pub struct Instrument {
    pub name: String,
    pub version: String,
    pub number: String,
    pub issuer: String,
    pub in_force: Date,
    /// The name for those who read English; the Chinese name where the folder has none.
    pub english: Option<String>,
    /// Article → our own one-line summary.
    pub articles: BTreeMap<String, String>,
    /// Article → how a Chinese text names it, where the rule of [`crate::written`] would not.
    pub written: BTreeMap<String, String>,
}

/// A citation with its place in the files.
#[derive(Clone, Debug)]
pub(crate) struct CitedAt {
    pub file: String,
    pub line: usize,
    pub cite: String,
}

/// Splits `instrument @ version § article`; several are joined by `；`.
pub(crate) fn split_citation(cite: &str) -> impl Iterator<Item = Option<(&str, &str, &str)>> {
    cite.split('；').map(|part| {
        let (name, rest) = part.split_once(" @ ")?;
        let (version, article) = rest.split_once(" § ")?;
        let parts = (name.trim(), version.trim(), article.trim());
        let complete = !parts.0.is_empty() && !parts.1.is_empty() && !parts.2.is_empty();
        complete.then_some(parts)
    })
}

pub(crate) fn load_instruments(source: &SourceText<'_>, loaded: &mut Loaded) {
    let table = source.parse();
    let root = Fields::new(source, &table, 0);
    for fields in root.tables("instrument") {
        let (name, version) = (
            fields.required_text("name"),
            fields.required_text("version"),
        );
        let (number, issuer) = (
            fields.required_text("number"),
            fields.required_text("issuer"),
        );
        let in_force = fields.required_date("in_force");
        fields.text("url");
        fields.text("note");
        let english = fields.text("english");
        let articles = by_article(&fields, "articles");
        if articles.is_none() {
            fields.missing("articles");
        }
        let articles = articles.unwrap_or_default();
        let written = by_article(&fields, "written").unwrap_or_default();
        let offset = fields.offset;
        fields.finish();
        if let (Some(name), Some(version), Some(number), Some(issuer), Some(in_force)) =
            (name, version, number, issuer, in_force)
        {
            let known = loaded.instruments.iter();
            if known
                .clone()
                .any(|i| i.name == name && i.version == version)
            {
                let args = [("name", name.clone()), ("version", version.clone())];
                source.report(offset, "duplicate_instrument", &args);
            }
            loaded.instruments.push(Instrument {
                name,
                version,
                number,
                issuer,
                in_force,
                english,
                articles,
                written,
            });
        }
    }
    root.finish();
}

/// A table of texts by article; none when the instrument has no such table.
fn by_article(fields: &Fields<'_, '_>, name: &str) -> Option<BTreeMap<String, String>> {
    let list = fields.table(name)?;
    let mut texts = BTreeMap::new();
    for (article, offset, value) in list.entries() {
        match value.get_ref().as_str() {
            Some(text) => drop(texts.insert(article.to_owned(), text.to_owned())),
            None => list.report(
                offset,
                "wrong_type",
                &[("field", article.to_owned()), ("want", "text".to_owned())],
            ),
        }
    }
    Some(texts)
}

/// Reports every citation that is malformed or that no instrument answers to.
pub(crate) fn check(loaded: &mut Loaded) {
    let mut problems = Vec::new();
    for cited in &loaded.cited {
        for part in split_citation(&cited.cite) {
            let report =
                |code| Problem::new(&cited.file, cited.line, code).with("cite", &cited.cite);
            let Some((name, version, article)) = part else {
                problems.push(report("bad_cite"));
                continue;
            };
            let mut instruments = loaded.instruments.iter();
            match instruments.find(|i| i.name == name && i.version == version) {
                None => problems.push(report("unresolved_cite")),
                Some(instrument) if !instrument.articles.contains_key(article) => {
                    problems.push(report("unresolved_article").with("article", article));
                }
                Some(_) => {}
            }
        }
    }
    loaded.problems.extend(problems);
}
