//! The document as one HTML page: no scripts, nothing loaded from elsewhere, printable on A4.
//!
//! Each bound number is a link to its basis at the end of the page. A browser that follows the link opens the closed
//! `<details>` around the target by itself, so the drill-down needs no script.

use std::collections::{BTreeMap, BTreeSet};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use yiju_terms::Lang;
use yiju_terms::words::{text as words_text, word};

pub use crate::basis::{FigureBasis, Records, Reference};
use crate::grid::Place;
use crate::model::{Align, Block, Cell, Chart, Document, Figure, Level, Opening, Span, Table};

/// The style of a report, for pages that show one inside another frame.
pub const STYLE: &str = include_str!("../templates/report.css");

/// Keys to bases.
pub type Bases = BTreeMap<String, FigureBasis>;

/// The whole page.
pub fn render(document: &Document, bases: &Bases) -> String {
    let lang = document.language;
    let page = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (document.title.replace('\n', "")) }
                style { (PreEscaped(STYLE)) (PreEscaped(page_rules(document))) }
            }
            body {
                @if let Some(notice) = &document.notice {
                    p.notice role="note" { (notice) }
                }
                main.report { (body(document, bases)) }
            }
        }
    };
    page.into_string()
}

/// The document and its bases without the page around them.
pub fn body(document: &Document, bases: &Bases) -> Markup {
    let mut writer = Writer {
        lang: document.language,
        bases,
        used: Vec::new(),
        seen: BTreeSet::new(),
    };
    let text = html! {
        (opening(document))
        @for block in &document.blocks { (writer.block(block)) }
        @if !document.closing.is_empty() {
            div.closing { @for block in &document.closing { (writer.block(block)) } }
        }
    };
    let used = std::mem::take(&mut writer.used);
    html! {
        article.document { (text) }
        @if !used.is_empty() { (bases_section(document.language, &used, bases)) }
    }
}

/// The keys of numbers that have no basis: an author's mistake, told by name.
pub fn unbound(document: &Document, bases: &Bases) -> Vec<String> {
    let keys: BTreeSet<&str> = document
        .figures()
        .into_iter()
        .map(|figure| figure.key.as_str())
        .filter(|key| !bases.contains_key(*key))
        .collect();
    keys.into_iter().map(str::to_owned).collect()
}

/// Page numbers and the notice in the margins of the printed page.
fn page_rules(document: &Document) -> String {
    let notice = document.notice.as_deref().map_or_else(String::new, |text| {
        format!(
            "@page{{@top-center{{content:\"{}\";font:9pt sans-serif;color:#8a3b12}}}}",
            css_string(text)
        )
    });
    format!(
        "{notice}@page{{@bottom-center{{content:\"— \" counter(page) \" —\";font:14pt serif}}}}"
    )
}

/// Text inside a quoted CSS string: everything but letters and digits as code points, so that nothing can end it.
fn css_string(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            c if c.is_alphanumeric() => c.to_string(),
            c => format!("\\{:06x}", u32::from(c)),
        })
        .collect()
}

/// A key as part of an `id`: letters, digits, `-`, `_`, `.` stay, the rest is escaped without collisions.
fn anchor(key: &str) -> String {
    key.chars()
        .map(|c| match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') => c.to_string(),
            c => format!(":{:x}:", u32::from(c)),
        })
        .collect()
}

fn opening(document: &Document) -> Markup {
    html! {
        header.opening.cover[document.opening == Opening::Cover] {
            h1 { (document.title) }
            @if let Some(subtitle) = &document.subtitle { p.subtitle { (subtitle) } }
            @if let Some(organization) = &document.organization { p.organization { (organization) } }
            @if let Some(date) = &document.date_line { p.date { (date) } }
        }
    }
}

struct Writer<'a> {
    lang: Lang,
    bases: &'a Bases,
    /// Keys in the order of their first appearance.
    used: Vec<String>,
    seen: BTreeSet<String>,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) -> Markup {
        match block {
            Block::Attachment { label, title } => html! {
                section.attachment {
                    p.label { (label) }
                    h2.title { (title) }
                }
            },
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph { text } => html! { p { (self.spans(text)) } },
            Block::Line { text, align } => html! { p.line.(side(*align)) { (self.spans(text)) } },
            Block::Note { text } => html! { p.note { (self.spans(text)) } },
            Block::Table(table) => self.table(table),
            Block::PageBreak => html! { hr.page-break; },
            Block::Chart(chart) => figure(chart),
        }
    }

    fn heading(&mut self, level: Level, text: &[Span]) -> Markup {
        let text = self.spans(text);
        match level {
            Level::One => html! { h2.one { (text) } },
            Level::Two => html! { h3.two { (text) } },
            Level::Three => html! { h4.three { (text) } },
            Level::Four => html! { h5.four { (text) } },
        }
    }

    fn spans(&mut self, spans: &[Span]) -> Markup {
        html! {
            @for span in spans {
                @match span {
                    Span::Text { text } => (text),
                    Span::Figure(figure) => (self.number(figure)),
                }
            }
        }
    }

    fn number(&mut self, figure: &Figure) -> Markup {
        let Some(basis) = self.bases.get(&figure.key) else {
            return html! { span.unbound { (figure.text) } };
        };
        let first = self.seen.insert(figure.key.clone());
        if first {
            self.used.push(figure.key.clone());
        }
        let anchor = anchor(&figure.key);
        let hint = words_text(self.lang, "documents.basis.open", &[("name", &basis.name)]);
        html! {
            a.number id=[first.then(|| format!("number-{anchor}"))] href=(format!("#basis-{anchor}")) title=(hint) {
                (figure.text)
            }
        }
    }

    fn table(&mut self, table: &Table) -> Markup {
        let total: u32 = table.columns.iter().map(|w| u32::from(*w)).sum();
        let grid = table.grid();
        html! {
            div.table {
                @if let Some(unit) = &table.unit { p.unit { (unit) } }
                table {
                    @if let Some(caption) = &table.caption { caption { (caption) } }
                    colgroup {
                        @for width in &table.columns {
                            col style=(format!("width:{}%", percent(*width, total)));
                        }
                    }
                    @let (head, rest) = grid.places.split_at(table.header_rows.min(grid.places.len()));
                    @if !head.is_empty() { thead { @for row in head { (self.row(row, &grid)) } } }
                    tbody { @for row in rest { (self.row(row, &grid)) } }
                }
            }
        }
    }

    fn row(&mut self, row: &[Place<'_>], grid: &crate::grid::Grid<'_>) -> Markup {
        html! {
            tr {
                @for place in row {
                    @match place {
                        Place::Start(placed) => (self.cell(placed.cell, grid.extent(placed))),
                        Place::Covered(_) => {},
                        Place::Gap => td {},
                    }
                }
            }
        }
    }

    fn cell(&mut self, cell: &Cell, (columns, rows): (usize, usize)) -> Markup {
        let colspan = (columns > 1).then_some(columns);
        let rowspan = (rows > 1).then_some(rows);
        let class = side(cell.align);
        let content = self.spans(&cell.content);
        html! {
            @if cell.header {
                th class=(class) colspan=[colspan] rowspan=[rowspan] { (content) }
            } @else {
                td class=(class) colspan=[colspan] rowspan=[rowspan] { (content) }
            }
        }
    }
}

/// The class of an edge.
fn side(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}

/// A share of the width in percent with two digits.
fn percent(width: u16, total: u32) -> String {
    let hundredths = u32::from(width) * 10_000 / total.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The chart as it is: the caller made the SVG with [`crate::charts`], which escapes every label.
fn figure(chart: &Chart) -> Markup {
    html! {
        figure.chart {
            div role="img" aria-label=(chart.alt) { (PreEscaped(&chart.svg)) }
            @if let Some(caption) = &chart.caption { figcaption { (caption) } }
        }
    }
}

fn bases_section(lang: Lang, used: &[String], bases: &Bases) -> Markup {
    html! {
        section.bases {
            h2 { (word(lang, "documents.basis.title")) }
            p.lead { (word(lang, "documents.basis.lead")) }
            @for key in used {
                @if let Some(basis) = bases.get(key) { (basis_entry(lang, key, basis)) }
            }
        }
    }
}

/// One closed entry. The `id` is inside the `details`, so that following a link to it opens the entry.
fn basis_entry(lang: Lang, key: &str, basis: &FigureBasis) -> Markup {
    let anchor = anchor(key);
    html! {
        details.basis {
            summary {
                span.name { (basis.name) }
                span.value { (basis.value) span.figure-unit { (basis.unit) } }
            }
            div.inside id=(format!("basis-{anchor}")) {
                (basis_content(lang, basis))
                p.key {
                    code { (key) }
                    a href=(format!("#number-{anchor}")) { (word(lang, "documents.basis.back")) }
                }
            }
        }
    }
}

/// What an entry holds, for pages that show a basis by itself.
pub fn basis_content(lang: Lang, basis: &FigureBasis) -> Markup {
    html! {
        dl {
            (line(lang, "documents.basis.definition", &basis.definition))
            (line(lang, "documents.basis.formula", &basis.formula))
            (references(lang, "documents.basis.articles", &basis.articles))
            (references(lang, "documents.basis.vouchers", &basis.vouchers))
            @for remark in &basis.remarks { (line(lang, "documents.basis.remark", remark)) }
        }
        @if !basis.records.headers.is_empty() { (records(lang, &basis.records)) }
    }
}

fn line(lang: Lang, label: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { dt { (word(lang, label)) } dd { (value) } } }
}

fn references(lang: Lang, label: &str, references: &[Reference]) -> Markup {
    html! {
        @if !references.is_empty() {
            dt { (word(lang, label)) }
            dd { ul {
                @for reference in references {
                    li {
                        @match &reference.href {
                            Some(href) => a href=(href) { (reference.text) },
                            None => (reference.text),
                        }
                    }
                }
            } }
        }
    }
}

fn records(lang: Lang, records: &Records) -> Markup {
    let total = records.total.max(records.rows.len());
    let (shown, total) = (records.rows.len().to_string(), total.to_string());
    let key = if shown == total {
        "documents.basis.records"
    } else {
        "documents.basis.records_first"
    };
    let caption = words_text(lang, key, &[("shown", &shown), ("total", &total)]);
    html! {
        div.scroll {
            table.records {
                caption { (caption) }
                thead { tr { @for header in &records.headers { th { (header) } } } }
                tbody {
                    @for row in &records.rows { tr { @for cell in row { td { (cell) } } } }
                }
            }
        }
    }
}
