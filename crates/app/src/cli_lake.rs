//! The command line of the lake: names and options. They are there in every build, so that a build without the lake can
//! say which one has it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub enum Lake {
    Export {
        #[arg(long = "out", id = "lake_out")]
        out: PathBuf,
        #[arg(long = "month", id = "lake_months")]
        month: Vec<String>,
        #[arg(long = "region", id = "lake_regions")]
        region: Vec<String>,
    },
    Make {
        #[arg(long)]
        people: u64,
        #[arg(long, default_value = "2023-06")]
        month: String,
        #[arg(long = "out", id = "lake_out")]
        out: PathBuf,
        #[arg(long, default_value_t = 122, value_parser = clap::value_parser!(u32).range(1..=9999))]
        counties: u32,
    },
    Verify {
        #[arg(id = "lake_folder")]
        folder: PathBuf,
    },
    Assess(Assess),
    Figures(Figures),
    Scheduler {
        #[arg(
            long = "listen",
            id = "lake_scheduler",
            default_value = "127.0.0.1:50050"
        )]
        listen: String,
    },
    Worker {
        #[arg(
            long = "scheduler",
            id = "lake_scheduler",
            default_value = "127.0.0.1:50050"
        )]
        scheduler: String,
        #[arg(long = "listen", id = "lake_listen", default_value = "127.0.0.1:50051")]
        listen: String,
        #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(4..=256))]
        slots: u32,
        #[arg(long = "work", id = "lake_work")]
        work: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct Figures {
    #[arg(id = "lake_folder")]
    pub folder: String,
    #[arg(long)]
    pub year: i16,
    #[arg(id = "lake_figures")]
    pub figures: Vec<String>,
    #[arg(long)]
    pub cluster: Option<String>,
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub deadline: u64,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
}

#[derive(Args)]
pub struct Assess {
    #[arg(id = "lake_folder")]
    pub folder: String,
    #[arg(long)]
    pub month: String,
    /// Where the result is written; without it only the totals are printed.
    #[arg(long = "out", id = "lake_result")]
    pub out: Option<PathBuf>,
    #[arg(long, default_value = "own", value_parser = ["own", "datafusion"])]
    pub engine: String,
    #[arg(long)]
    pub cluster: Option<String>,
    #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub deadline: u64,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
}
