//! The document as docx, laid out as official documents are (GB/T 9704-2012): A4, type area 156 × 225 mm, 22 lines of
//! 28 characters, body 仿宋 3号, title 小标宋 2号, page numbers `— 1 —` outside.

use docx_rs::{
    AlignmentType, BreakType, DocGrid, DocGridType, Docx, Footer, Header, LineSpacing,
    LineSpacingType, PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, SpecialIndentType,
};

use crate::docx_package::{clean, pack};
use crate::docx_table::table;
use crate::fonts::Fonts;
use crate::model::{Align, Block, Chart, Document, Opening, Span};
use crate::{docx_style, raster};

/// Twentieths of a point, the unit of docx.
pub(crate) const TEXT_WIDTH: usize = 8844;
const PAGE_WIDTH: u32 = 11906;
const PAGE_HEIGHT: u32 = 16838;
const LINE_PITCH: usize = 579;
const EMU_PER_TWENTIETH: u32 = 635;

/// The docx file. Charts need fonts for their labels; without any they appear in words.
pub fn render(document: &Document, fonts: &Fonts) -> Vec<u8> {
    let mut docx = docx_style::add(Docx::new())
        .page_size(PAGE_WIDTH, PAGE_HEIGHT)
        .page_margin(
            // 37 mm above, 35 below, 28 at the binding edge, 26 outside.
            PageMargin::new()
                .top(2098)
                .bottom(1984)
                .left(1588)
                .right(1474)
                .header(1000)
                .footer(1300)
                .gutter(0),
        );
    docx.document.section_property = docx.document.section_property.clone().doc_grid(
        DocGrid::new()
            .grid_type(DocGridType::Lines)
            .line_pitch(LINE_PITCH),
    );
    docx = margins(docx, document);
    for paragraph in opening(document) {
        docx = docx.add_paragraph(paragraph);
    }
    let mut images = 0;
    for (index, block) in document.blocks.iter().enumerate() {
        let next = document.blocks.get(index + 1);
        docx = match (block, next) {
            // The words that lead to a table do not stay behind on the page before it.
            (Block::Paragraph { text }, Some(Block::Table(_))) => {
                docx.add_paragraph(body_paragraph(text).keep_next(true))
            }
            _ => add_block(docx, block, fonts, &mut images),
        };
    }
    for (index, block) in document.closing.iter().enumerate() {
        let last = index + 1 == document.closing.len();
        docx = docx.add_paragraph(kept(block).keep_lines(true).keep_next(!last));
    }
    pack(document, docx.build())
}

/// The notice above and the number below each page; a cover has no number.
fn margins(docx: Docx, document: &Document) -> Docx {
    let header = || {
        let mut paragraph = Paragraph::new().style("Header");
        if let Some(notice) = &document.notice {
            paragraph = paragraph.add_run(run(notice));
        }
        Header::new().add_paragraph(paragraph)
    };
    let footer = |align, left, right| {
        let number = Paragraph::new()
            .style("Footer")
            .align(align)
            .indent(Some(left), None, Some(right), None)
            .add_run(run("— "))
            .add_page_num(PageNum::new())
            .add_run(run(" —"));
        Footer::new().add_paragraph(number)
    };
    let docx = docx
        .header(header())
        .even_header(header())
        .footer(footer(AlignmentType::Right, 0, 280))
        .even_footer(footer(AlignmentType::Left, 280, 0));
    match document.opening {
        Opening::Cover => docx
            .first_header(header())
            .first_footer(Footer::new().add_paragraph(Paragraph::new())),
        Opening::Inline => docx,
    }
}

fn opening(document: &Document) -> Vec<Paragraph> {
    let cover = document.opening == Opening::Cover;
    let above = |twentieths: u32| {
        LineSpacing::new()
            .before(if cover { twentieths } else { 0 })
            .line_rule(LineSpacingType::Exact)
            .line(if cover { 800 } else { 700 })
    };
    let title = Paragraph::new()
        .style("Title")
        .line_spacing(above(3600))
        .add_run(run(&document.title));
    let mut paragraphs = vec![title];
    let lines = [
        (&document.subtitle, 0),
        (&document.organization, 4000),
        (&document.date_line, 240),
    ];
    for (line, space) in lines {
        if let Some(line) = line {
            let paragraph = Paragraph::new()
                .style("Subtitle")
                .line_spacing(above(space));
            paragraphs.push(paragraph.add_run(run(line)));
        }
    }
    if cover {
        let end = Paragraph::new().add_run(Run::new().add_break(BreakType::Page));
        paragraphs.push(end);
    } else {
        paragraphs.push(Paragraph::new());
    }
    paragraphs
}

fn add_block(docx: Docx, block: &Block, fonts: &Fonts, images: &mut u32) -> Docx {
    match block {
        Block::Attachment { label, title } => docx
            .add_paragraph(
                Paragraph::new()
                    .style("AttachmentLabel")
                    .page_break_before(true)
                    .add_run(run(label)),
            )
            .add_paragraph(Paragraph::new().style("Title").add_run(run(title))),
        Block::Heading { level, text } => {
            let style = format!("Heading{}", level.depth() + 1);
            docx.add_paragraph(paragraph(&style, text).keep_next(true))
        }
        Block::Paragraph { text } => docx.add_paragraph(body_paragraph(text)),
        Block::Line { text, align } => docx.add_paragraph(line(text, *align)),
        Block::Note { text } => docx.add_paragraph(paragraph("Note", text)),
        Block::PageBreak => {
            let run = Run::new().add_break(BreakType::Page);
            docx.add_paragraph(Paragraph::new().add_run(run))
        }
        Block::Table(content) => table(docx, content),
        Block::Chart(content) => {
            *images += 1;
            chart(docx, content, fonts, *images)
        }
    }
}

/// A text of the closing; what has no text has no place there.
fn kept(block: &Block) -> Paragraph {
    match block {
        Block::Heading { level, text } => paragraph(&format!("Heading{}", level.depth() + 1), text),
        Block::Line { text, align } => line(text, *align),
        Block::Note { text } => paragraph("Note", text),
        Block::Paragraph { text } => body_paragraph(text),
        Block::Attachment { .. } | Block::Table(_) | Block::PageBreak | Block::Chart(_) => {
            unreachable!("the closing of a document holds texts only")
        }
    }
}

fn body_paragraph(text: &[Span]) -> Paragraph {
    paragraph("BodyText", text)
        .indent(None, Some(SpecialIndentType::FirstLine(640)), None, None)
        .first_line_chars(200)
}

fn line(text: &[Span], align: Align) -> Paragraph {
    let align = match align {
        Align::Start => AlignmentType::Left,
        Align::Center => AlignmentType::Center,
        Align::End => AlignmentType::Right,
    };
    paragraph("BodyText", text).align(align).keep_lines(true)
}

/// A paragraph of spans: a bound number prints as its digits.
pub(crate) fn paragraph(style: &str, text: &[Span]) -> Paragraph {
    text.iter()
        .fold(Paragraph::new().style(style), |paragraph, span| {
            paragraph.add_run(run(span.shown()))
        })
}

/// A run in which quotation marks and dashes take the Chinese font.
pub(crate) fn run(text: &str) -> Run {
    let run = Run::new().fonts(RunFonts::new().hint("eastAsia"));
    let text = clean(text);
    let mut lines = text.split('\n');
    let first = run.add_text(lines.next().unwrap_or_default());
    lines.fold(first, |run, line| {
        run.add_break(BreakType::TextWrapping).add_text(line)
    })
}

fn chart(docx: Docx, chart: &Chart, fonts: &Fonts, number: u32) -> Docx {
    let docx = match raster::png(&chart.svg, fonts) {
        Some(png) => {
            let width =
                u32::try_from(TEXT_WIDTH).expect("the text width is small") * EMU_PER_TWENTIETH;
            let height = u64::from(width) * u64::from(png.height) / u64::from(png.width.max(1));
            let height = u32::try_from(height).unwrap_or(width);
            let picture = Pic::new_with_dimensions(png.bytes, png.width, png.height)
                .id(format!("rIdChart{number}"))
                .size(width, height);
            docx.add_paragraph(
                Paragraph::new()
                    .style("Picture")
                    .keep_next(chart.caption.is_some())
                    .add_run(Run::new().add_image(picture)),
            )
        }
        None => docx.add_paragraph(Paragraph::new().style("Note").add_run(run(&chart.alt))),
    };
    match &chart.caption {
        Some(caption) => {
            docx.add_paragraph(Paragraph::new().style("Caption").add_run(run(caption)))
        }
        None => docx,
    }
}
