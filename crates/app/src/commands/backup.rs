//! `yiju backup` and `yiju restore`: the whole store as one SQLite file, from either engine and back.

use std::path::Path;

use yiju_store::{Store, copy, verify};
use yiju_terms::{Lang, Refusal, words};

use crate::place::{self, At, Stop};

pub fn backup(url: &str, file: &Path, lang: Lang) -> Result<u8, Stop> {
    if file.exists() {
        return Err(Refusal::new("file_exists")
            .with("path", file.display())
            .into());
    }
    let mut store = place::open_store(url)?;
    place::regions(&mut store, At::all(url))?;
    let mut target = Store::open(&format!("sqlite:{}", file.display()))?;
    // One read transaction: the backup is the store of one moment, whatever is written meanwhile.
    let rows = store.snapshot(|from| copy::copy_all(from, &mut target))?;
    report("app.backup.done", file, rows, lang);
    Ok(0)
}

/// Restores into an empty place, then verifies what was restored.
pub fn restore(url: &str, file: &Path, lang: Lang) -> Result<u8, Stop> {
    if !file.exists() {
        return Err(Refusal::new("backup_missing")
            .with("path", file.display())
            .into());
    }
    let file_url = format!("sqlite:{}", file.display());
    let mut from = place::open_store(&file_url)?;
    place::regions(&mut from, At::all(&file_url))?;
    let mut target = place::connect(url)?;
    if yiju_store::schema::version(&mut target)?.is_some() {
        return Err(Refusal::new("store_not_empty").with("url", url).into());
    }
    let rows = copy::copy_all(&mut from, &mut target)?;
    report("app.restore.done", file, rows, lang);
    let regions = verify::regions(&mut target)?;
    let code = super::verify::each(&mut target, &regions, None, lang)?;
    if code != 0 {
        println!("{}", words::word(lang, "app.restore.broken"));
    }
    Ok(code)
}

fn report(key: &str, file: &Path, rows: i64, lang: Lang) {
    let path = file.display().to_string();
    let rows = rows.to_string();
    println!(
        "{}",
        words::text(lang, key, &[("path", &path), ("rows", &rows)])
    );
}
