//! Puts the words of all rooms into one sorted table while this room is built: reading them took longer than all else a
//! short command does. A word that stands twice, in one language only, or is no text, ends the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

type Catalog = BTreeMap<String, String>;

fn main() {
    println!("cargo:rerun-if-changed=../../words");
    println!("cargo:rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where"));
    let [zh, en] = ["zh", "en"].map(|lang| catalog(&root.join("../../words").join(lang)));
    same_keys(&zh, &en);
    let (mut keys, mut zh_texts, mut en_texts) = (String::new(), String::new(), String::new());
    let mut ends = String::from("static ENDS: &[[u32; 3]] = &[\n");
    for ((key, zh), en) in zh.iter().zip(en.values()) {
        keys.push_str(key);
        zh_texts.push_str(zh);
        en_texts.push_str(en);
        let [key, zh, en] = [&keys, &zh_texts, &en_texts].map(String::len);
        writeln!(ends, "[{key}, {zh}, {en}],").expect("a text takes all");
    }
    ends.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where to"));
    let made = [
        ("words.rs", ends),
        ("keys.txt", keys),
        ("zh.txt", zh_texts),
        ("en.txt", en_texts),
    ];
    for (name, text) in made {
        fs::write(out.join(name), text).expect("the build's folder can be written");
    }
}

/// Every word of a language by its dotted key.
fn catalog(folder: &Path) -> Catalog {
    let files =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut words = Catalog::new();
    for file in files {
        let path = file.expect("a folder is listed whole").path();
        // An editor may leave copies of its own beside them.
        if path.extension().is_none_or(|kind| kind != "toml") {
            continue;
        }
        let read = fs::read_to_string(&path).map_err(|error| error.to_string());
        let table = read.and_then(|text| {
            let table: Result<toml::Table, _> = text.parse();
            table.map_err(|error| error.to_string())
        });
        let table = table.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        flatten("", &toml::Value::Table(table), &mut words);
    }
    words
}

fn flatten(prefix: &str, value: &toml::Value, words: &mut Catalog) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                // A table may carry a text of its own under the key "_".
                let path = match (prefix, key.as_str()) {
                    ("", key) => key.to_owned(),
                    (prefix, "_") => prefix.to_owned(),
                    (prefix, key) => format!("{prefix}.{key}"),
                };
                flatten(&path, value, words);
            }
        }
        toml::Value::String(text) => {
            let before = words.insert(prefix.to_owned(), text.clone());
            assert!(before.is_none(), "the word {prefix} is defined twice");
        }
        other => panic!("the word {prefix} is not a text: {other}"),
    }
}

fn same_keys(zh: &Catalog, en: &Catalog) {
    let lacking = |here: &Catalog, there: &Catalog| -> Vec<String> {
        let keys = there.keys().filter(|key| !here.contains_key(*key));
        keys.cloned().collect()
    };
    let (chinese, english) = (lacking(zh, en), lacking(en, zh));
    assert!(
        chinese.is_empty() && english.is_empty(),
        "words without Chinese: {chinese:?}; without English: {english:?}"
    );
}
