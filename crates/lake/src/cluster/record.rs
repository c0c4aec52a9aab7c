//! Our own record of a job, `job.json` beside the result: what was tried, when, and how it ended. The cluster forgets; a
//! scheduler that dies takes its jobs along.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::files::fault;
use crate::{Stop, Totals};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Running,
    Done,
    Failed,
    Cancelled,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JobRecord {
    pub state: State,
    pub folder: String,
    pub month: String,
    pub scheduler: String,
    pub deadline_seconds: u64,
    pub attempts: Vec<AttemptRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totals: Option<Totals>,
}

/// One try, on the cluster or in this process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AttemptRecord {
    /// `ballista` or `datafusion`.
    pub engine: String,
    /// Seconds since 1970.
    pub started_at: u64,
    pub milliseconds: u64,
    /// The job's number on the cluster, once it has one.
    pub job: Option<String>,
    /// Why it ended without a result.
    pub failure: Option<String>,
}

/// Keeps the record on the disk, where there is an output folder.
pub struct Keeper {
    path: Option<PathBuf>,
    pub record: JobRecord,
}

impl Keeper {
    pub fn begin(root: Option<&Path>, record: JobRecord) -> Result<Keeper, Stop> {
        if let Some(root) = root {
            std::fs::create_dir_all(root)
                .map_err(|error| fault(format!("making {}", root.display()), error))?;
        }
        let keeper = Keeper {
            path: root.map(|root| root.join("job.json")),
            record,
        };
        keeper.write()?;
        Ok(keeper)
    }

    /// Writes the record beside itself and renames it: it is never half.
    pub fn write(&self) -> Result<(), Stop> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let hidden = path.with_file_name(".job.json.new");
        let write = || -> std::io::Result<()> {
            let mut file = std::fs::File::create(&hidden)?;
            serde_json::to_writer_pretty(&mut file, &self.record)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&hidden, path)
        };
        write().map_err(|error| fault("writing job.json", error).into())
    }

    pub fn start(&mut self, engine: &str) -> Result<(), Stop> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.record.attempts.push(AttemptRecord {
            engine: engine.to_owned(),
            started_at: now.map_or(0, |since| since.as_secs()),
            milliseconds: 0,
            job: None,
            failure: None,
        });
        self.write()
    }

    /// The last attempt ended: with a result, or why without.
    pub fn end(
        &mut self,
        took: std::time::Duration,
        job: Option<String>,
        failure: Option<String>,
    ) -> Result<(), Stop> {
        if let Some(last) = self.record.attempts.last_mut() {
            last.milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            last.job = job;
            // A refusal's own text ends its line.
            last.failure = failure.map(|text| text.trim_end().to_owned());
        }
        self.write()
    }

    pub fn close(&mut self, state: State, totals: Option<Totals>) -> Result<(), Stop> {
        self.record.state = state;
        self.record.totals = totals;
        self.write()
    }
}
