//! `yiju backup` and `yiju restore`: the whole store as one SQLite file, from either engine and back.

use std::path::Path;

use yiju_lawbook::Lawbook;
use yiju_store::{Store, copy, verify};
use yiju_terms::{Lang, Refusal, words};

use crate::place::{self, Stop};

pub fn backup(url: &str, book: &Lawbook, file: &Path, lang: Lang) -> Result<u8, Stop> {
    if file.exists() {
        return Err(Refusal::new("file_exists")
            .with("path", file.display())
            .into());
    }
    let mut place = place::open(url, book)?;
    let mut target = Store::open(&format!("sqlite:{}", file.display()))?;
    // One read transaction: the backup is the store of one moment, whatever is written meanwhile.
    let rows = place
        .store
        .snapshot(|from| copy::copy_all(from, &mut target))?;
    report("app.backup.done", file, rows, lang);
    Ok(0)
}

/// Restores into an empty place, then verifies what was restored.
pub fn restore(url: &str, book: &Lawbook, file: &Path, lang: Lang) -> Result<u8, Stop> {
    let mut from = place::open(&format!("sqlite:{}", file.display()), book)?;
    let mut target = Store::open(url)?;
    if yiju_store::schema::version(&mut target)?.is_some() {
        return Err(Refusal::new("store_not_empty").with("url", url).into());
    }
    let rows = copy::copy_all(&mut from.store, &mut target)?;
    report("app.restore.done", file, rows, lang);
    let verdict = verify::verify(&mut target, from.region.code(), None)?;
    println!("{}", super::verify::text(&verdict, lang));
    Ok(u8::from(!verdict.breaks.is_empty()))
}

fn report(key: &str, file: &Path, rows: i64, lang: Lang) {
    let path = file.display().to_string();
    let rows = rows.to_string();
    println!(
        "{}",
        words::text(lang, key, &[("path", &path), ("rows", &rows)])
    );
}
