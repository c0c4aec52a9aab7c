//! Drawings as PNG, for files that cannot carry SVG everywhere (docx).

use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use crate::fonts::{Fonts, Role};

/// A picture: its bytes and its size in pixels.
pub struct Png {
    pub bytes: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// Draws `svg` three times finer than its own size. None without fonts (labels would be lost) or for a broken SVG.
pub fn png(svg: &str, fonts: &Fonts) -> Option<Png> {
    const SCALE: f32 = 3.0;
    let tree = usvg::Tree::from_str(svg, &options(fonts)?).ok()?;
    let size = tree.size().to_int_size().scale_by(SCALE)?;
    let mut pixels = tiny_skia::Pixmap::new(size.width(), size.height())?;
    pixels.fill(tiny_skia::Color::WHITE);
    let scale = tiny_skia::Transform::from_scale(SCALE, SCALE);
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Some(Png {
        bytes: pixels.encode_png().ok()?,
        width: size.width(),
        height: size.height(),
    })
}

fn options(fonts: &Fonts) -> Option<usvg::Options<'static>> {
    let file = fonts
        .files
        .iter()
        .find(|file| file.role == Role::Heading)
        .or_else(|| fonts.files.first())?;
    let mut database = usvg::fontdb::Database::new();
    let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = file.bytes.clone();
    database.load_font_source(usvg::fontdb::Source::Binary(bytes));
    let family = database
        .faces()
        .flat_map(|face| face.families.iter().map(|(name, _)| name.clone()))
        .min_by_key(|name| !is_simplified(name))?;
    database.set_sans_serif_family(&family);
    Some(usvg::Options {
        font_family: family,
        fontdb: Arc::new(database),
        ..usvg::Options::default()
    })
}

/// Collections of fonts hold one family a region; the one for simplified Chinese is wanted.
pub fn is_simplified(family: &str) -> bool {
    [" SC", " CN", "GB", "简"]
        .iter()
        .any(|mark| family.contains(mark))
}
