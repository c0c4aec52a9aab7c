//! Where a folder of the lake is written: here, or behind an address, where it is seen only when it is whole.

use std::path::Path;

use yiju_terms::Lang;

use crate::place::Stop;

/// The text of an address; nothing where it is a path.
pub fn address(out: &Path) -> Option<&str> {
    out.to_str().filter(|text| text.contains("://"))
}

/// Writes a folder at a path or an address.
#[cfg(feature = "lake")]
pub fn write<T>(
    out: &Path,
    lang: Lang,
    write: impl FnOnce(&Path) -> Result<T, Stop>,
) -> Result<T, Stop> {
    use yiju_lake::engine::Reach;
    use yiju_lake::engine::outgoing::{Outgoing, Sent};

    let Some(address) = address(out) else {
        return write(out);
    };
    let outgoing = Outgoing::begin(address, &Reach::of_environment())?;
    let made = write(outgoing.folder()).inspect_err(|_| {
        // The folder goes with this process; what was tried is told.
        if let Ok(record) = std::fs::read_to_string(outgoing.folder().join("job.json")) {
            eprintln!("{record}");
        }
    })?;
    outgoing.publish(&mut |Sent { files, of }| {
        // A line for each of thousands would drown the others.
        if files == of || files % 100 == 0 {
            let counts = [("files", files.to_string()), ("of", of.to_string())];
            eprintln!(
                "{}",
                super::work::said(lang, "app.lake.sent_files", &counts)
            );
        }
    })?;
    Ok(made)
}

/// Writes a folder at a path. Refused: an address, which this build does not reach.
#[cfg(not(feature = "lake"))]
pub fn write<T>(
    out: &Path,
    _: Lang,
    write: impl FnOnce(&Path) -> Result<T, Stop>,
) -> Result<T, Stop> {
    match address(out) {
        None => write(out),
        Some(_) => Err(super::not_built()),
    }
}
