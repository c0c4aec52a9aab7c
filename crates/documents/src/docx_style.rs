//! The paragraph styles of a docx, so that a clerk can change the look in one place.

use docx_rs::{AlignmentType, Docx, LineSpacing, LineSpacingType, RunFonts, Style, StyleType};

const FANGSONG: &str = "仿宋_GB2312";
const KAITI: &str = "楷体_GB2312";
const HEITI: &str = "黑体";
const TITLE: &str = "方正小标宋简体";
const SONGTI: &str = "宋体";

/// Half points.
const SIZE_2: usize = 44;
const SIZE_3: usize = 32;
const SIZE_4: usize = 28;
const SIZE_SMALL_4: usize = 24;
const SIZE_5: usize = 21;

pub fn add(docx: Docx) -> Docx {
    let docx = docx
        .default_fonts(fonts(FANGSONG))
        .default_size(SIZE_3)
        .default_line_spacing(exact(579));
    let styles = [
        // LibreOffice rounds lines on the grid up to whole grid lines: a cover of such lines runs over its page.
        off_grid(style("Title", "Title", TITLE, SIZE_2), 700).align(AlignmentType::Center),
        off_grid(style("Subtitle", "Subtitle", KAITI, SIZE_3), 700).align(AlignmentType::Center),
        heading(1, HEITI),
        heading(2, KAITI),
        heading(3, FANGSONG),
        heading(4, FANGSONG),
        style("BodyText", "Body Text", FANGSONG, SIZE_3).align(AlignmentType::Both),
        off_grid(style("Note", "Note", FANGSONG, SIZE_SMALL_4), 440),
        style("AttachmentLabel", "Attachment Label", HEITI, SIZE_3),
        style("Caption", "caption", HEITI, SIZE_SMALL_4).align(AlignmentType::Center),
        off_grid(style("TableUnit", "Table Unit", FANGSONG, SIZE_5), 360)
            .align(AlignmentType::Right),
        off_grid(style("TableText", "Table Text", FANGSONG, SIZE_5), 310),
        off_grid(style("TableLabel", "Table Label", HEITI, SIZE_5), 310),
        // A picture in a line of exact height would be cut off.
        style("Picture", "Picture", FANGSONG, SIZE_5)
            .snap_to_grid(false)
            .align(AlignmentType::Center)
            .line_spacing(
                LineSpacing::new()
                    .before(120)
                    .line_rule(LineSpacingType::Auto)
                    .line(240),
            ),
        off_grid(style("AfterTable", "After Table", FANGSONG, 10), 120),
        style("Header", "header", HEITI, 18)
            .color("8A3B12")
            .align(AlignmentType::Center)
            .line_spacing(exact(280)),
        style("Footer", "footer", SONGTI, SIZE_4).line_spacing(exact(400)),
    ];
    styles.into_iter().fold(docx, Docx::add_style)
}

fn heading(level: usize, font: &str) -> Style {
    style(
        &format!("Heading{level}"),
        &format!("heading {level}"),
        font,
        SIZE_3,
    )
    .outline_lvl(level - 1)
    .next("BodyText")
    .indent(
        None,
        Some(docx_rs::SpecialIndentType::FirstLine(640)),
        None,
        None,
    )
    .first_line_chars(200)
}

fn style(id: &str, name: &str, font: &str, size: usize) -> Style {
    Style::new(id, StyleType::Paragraph)
        .name(name)
        .fonts(fonts(font))
        .size(size)
}

fn fonts(east_asian: &str) -> RunFonts {
    RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .east_asia(east_asian)
}

/// Smaller text keeps its own distance of lines instead of the grid's.
fn off_grid(style: Style, twentieths: i32) -> Style {
    style.snap_to_grid(false).line_spacing(exact(twentieths))
}

fn exact(twentieths: i32) -> LineSpacing {
    LineSpacing::new()
        .line_rule(LineSpacingType::Exact)
        .line(twentieths)
}
