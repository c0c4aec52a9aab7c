//! What earlier runs did: one line of JSON a file, added as soon as a file is done. A line that was cut off is no line.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::row::Row;
use super::{Setting, Stopped, safe};

const NAME: &str = "done.jsonl";
/// Results of another version are made again, and those of other rules, profiles or words of the same version: the build
/// knows the digest of all that results come from.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("YIJU_RULES_DIGEST"));

#[derive(Serialize, Deserialize)]
struct Line {
    version: String,
    /// What was asked for: another profile or language gives other results.
    profile: Option<String>,
    lang: String,
    #[serde(default)]
    annotate: bool,
    row: Row,
}

pub struct Done {
    path: PathBuf,
    file: File,
    earlier: HashMap<String, Row>,
    profile: Option<String>,
    lang: String,
    annotate: bool,
}

impl Done {
    /// Reads what is there and goes on in a file that holds it without the useless lines.
    pub fn open(setting: &Setting) -> Result<Done, Stopped> {
        let path = setting.out.join(NAME);
        let (profile, lang) = (
            setting.profile.map(str::to_owned),
            setting.lang.stem().to_owned(),
        );
        let mut earlier = HashMap::new();
        if let Ok(file) = File::open(&path) {
            for line in BufReader::new(file).lines().map_while(Result::ok) {
                let Ok(line) = serde_json::from_str::<Line>(&line) else {
                    continue;
                };
                let same = line.version == VERSION && line.profile == profile && line.lang == lang;
                if same && line.annotate == setting.annotate {
                    earlier.insert(line.row.file.clone(), line.row);
                }
            }
        }
        let mut done = Done {
            file: File::options()
                .append(true)
                .create(true)
                .open(&path)
                .map_err(|error| Stopped::Disk(path.clone(), error))?,
            path,
            earlier,
            profile,
            lang,
            annotate: setting.annotate,
        };
        // After a line that was cut off the next one needs a line of its own.
        done.append("\n")?;
        Ok(done)
    }

    /// The lines of earlier runs, by file.
    pub fn take(&mut self) -> HashMap<String, Row> {
        std::mem::take(&mut self.earlier)
    }

    pub fn add(&mut self, row: &Row) -> Result<(), Stopped> {
        if row.was_kept {
            return Ok(());
        }
        let line = self.line(row)?;
        self.append(&line)
    }

    /// At the end the list holds each file of this run once.
    pub fn close(self, rows: &[Row]) -> Result<(), Stopped> {
        let lines: Result<String, Stopped> = rows.iter().map(|row| self.line(row)).collect();
        safe::write(&self.path, lines?.as_bytes())
    }

    fn line(&self, row: &Row) -> Result<String, Stopped> {
        let line = Line {
            version: VERSION.to_owned(),
            profile: self.profile.clone(),
            lang: self.lang.clone(),
            annotate: self.annotate,
            row: row.clone(),
        };
        let text = serde_json::to_string(&line);
        let text = text.map_err(|error| Stopped::Disk(self.path.clone(), error.into()))?;
        Ok(text + "\n")
    }

    /// One write a line: a run that is broken off leaves whole lines and at most one that is cut.
    fn append(&mut self, text: &str) -> Result<(), Stopped> {
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|error| Stopped::Disk(self.path.clone(), error))
    }
}
