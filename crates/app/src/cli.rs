//! The command line: names and options. The words of the help come from the catalogs.

use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand};
use yiju_terms::Lang;

use crate::call;
use crate::cli_lake::Lake;

#[derive(Parser)]
#[command(name = "yiju", version, disable_help_subcommand = true)]
pub struct Cli {
    #[arg(long, global = true, value_parser = ["zh", "en"])]
    pub lang: Option<String>,
    #[arg(long, global = true, default_value = "sqlite:yiju.db")]
    pub db: String,
    #[arg(long, global = true)]
    pub law: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Commands,
}

/// Which office a command works for, where a database holds several.
#[derive(Args)]
pub struct Whose {
    #[arg(long)]
    pub region: Option<String>,
}

#[derive(Subcommand)]
pub enum Commands {
    Demo(Demo),
    Serve {
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        #[command(flatten)]
        whose: Whose,
    },
    Find {
        #[arg(required = true)]
        text: String,
        #[command(flatten)]
        whose: Whose,
    },
    Migrate {
        #[arg(long)]
        from: String,
        #[arg(long)]
        to: String,
        #[arg(long)]
        region: Vec<String>,
    },
    Admit {
        #[arg(long)]
        region: String,
    },
    Init(Init),
    #[command(subcommand)]
    Calc(Calc),
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long)]
        profile: Option<String>,
        #[arg(long = "format", id = "check_format", default_value = "text", value_parser = ["text", "json", "html", "docx"])]
        format: String,
        #[arg(long = "out", id = "check_out")]
        out: Option<PathBuf>,
    },
    Publish(Publish),
    #[command(subcommand)]
    Report(Report),
    Explain(Explain),
    Due(Due),
    Balances(Balances),
    Rate {
        employer: String,
        #[arg(long = "month", id = "rate_month")]
        month: String,
        #[command(flatten)]
        whose: Whose,
        #[arg(long, default_value = "text", value_parser = ["text", "json"])]
        format: String,
    },
    Matter(Matter),
    Settle(Settle),
    Pay(Pay),
    Replay(Replay),
    Verify {
        #[arg(long)]
        head: Option<String>,
        #[command(flatten)]
        whose: Whose,
    },
    Letter(Letter),
    Backup {
        file: PathBuf,
    },
    Restore {
        file: PathBuf,
    },
    #[command(subcommand)]
    Lake(Lake),
    #[command(subcommand)]
    Law(Law),
}

#[derive(Args)]
pub struct Due {
    #[arg(long)]
    pub on: Option<String>,
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(i64).range(0..=366))]
    pub days: i64,
    #[command(flatten)]
    pub whose: Whose,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
}

#[derive(Args)]
pub struct Balances {
    /// A year or a month.
    #[arg(long = "period", id = "balances_period")]
    pub period: String,
    #[arg(long = "ledger", id = "balances_ledger", default_value = "fund", value_parser = ["fund", "department"])]
    pub ledger: String,
    #[command(flatten)]
    pub whose: Whose,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
}

#[derive(Args)]
pub struct Letter {
    /// A kind of letter, `list` or `check`.
    #[arg(id = "letter_kind")]
    pub kind: String,
    #[arg(id = "letter_reference")]
    pub reference: String,
    #[arg(long = "out", id = "letter_out", default_value = ".")]
    pub out: PathBuf,
    #[arg(long = "format", id = "letter_format", value_parser = ["docx", "pdf", "html"])]
    pub format: Option<String>,
    #[command(flatten)]
    pub whose: Whose,
}

#[derive(Args)]
pub struct Publish {
    #[arg(required = true, id = "publish_files")]
    pub files: Vec<PathBuf>,
    #[arg(long = "out", id = "publish_out")]
    pub out: PathBuf,
    #[arg(long)]
    pub reason: Option<String>,
    #[arg(long)]
    pub by: Option<String>,
    #[arg(long)]
    pub profile: Option<String>,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
}

#[derive(Args)]
pub struct Demo {
    #[arg(long, default_value = "demo-out")]
    pub out: PathBuf,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[arg(long)]
    pub scale: bool,
    #[arg(long, default_value_t = 2, requires = "scale")]
    pub counties: usize,
    #[arg(long, default_value_t = 20_000, requires = "scale")]
    pub people: i64,
}

#[derive(Args)]
pub struct Init {
    #[arg(long)]
    pub region: String,
    #[arg(long)]
    pub name: String,
    #[arg(long)]
    pub department: String,
    #[arg(long, default_value = "tiered", value_parser = ["tiered", "reimbursed"])]
    pub mode: String,
    /// `id:name:role`, one for each member of staff.
    #[arg(long = "staff", required = true)]
    pub staff: Vec<String>,
    #[arg(long)]
    pub since: String,
}

/// One application, from a JSON file or `-`; its hands in their order: accept, review, second review, approve.
#[derive(Args)]
pub struct Matter {
    pub item: String,
    #[arg(id = "matter_file")]
    pub file: String,
    #[arg(long = "on", id = "matter_on")]
    pub on: String,
    #[arg(long = "hands", id = "matter_hands", value_delimiter = ',')]
    pub hands: Vec<String>,
    #[command(flatten)]
    pub whose: Whose,
}

/// Four hands are named in their order: accept, review, second review, approve.
#[derive(Args)]
pub struct Settle {
    /// A month.
    #[arg(long)]
    pub through: String,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
    #[arg(long = "out", id = "settle_out")]
    pub letters: Option<PathBuf>,
    #[arg(long = "letter-format", id = "settle_letter_format", default_value = "docx", value_delimiter = ',', value_parser = ["docx", "pdf", "html"])]
    pub letter_formats: Vec<String>,
    #[arg(long, requires_all = ["settled_on", "document", "hands"])]
    pub book: bool,
    #[arg(long = "on")]
    pub settled_on: Option<String>,
    #[arg(long)]
    pub document: Option<String>,
    #[arg(long, value_delimiter = ',')]
    pub hands: Vec<String>,
    #[arg(long, value_delimiter = ',')]
    pub money_hands: Vec<String>,
    #[command(flatten)]
    pub whose: Whose,
}

/// A figure of a year opened to its basis.
#[derive(Args)]
pub struct Explain {
    pub figure: String,
    #[arg(long)]
    pub year: i16,
    #[command(flatten)]
    pub whose: Whose,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
    /// Every record, voucher and matter, however many.
    #[arg(long)]
    pub all: bool,
}

/// The proof of a month's pay run; with `--book` the run itself.
#[derive(Args)]
pub struct Pay {
    #[arg(id = "pay_month")]
    pub month: String,
    /// `DETERMINATION:BENEFIT:PERSON:REASON`, repeatable.
    #[arg(long)]
    pub sign: Vec<String>,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
    #[arg(long = "book", id = "pay_book", requires_all = ["paid_on", "pay_hands"])]
    pub book: bool,
    #[arg(long = "on")]
    pub paid_on: Option<String>,
    #[arg(long = "hands", id = "pay_hands", value_delimiter = ',')]
    pub hands: Vec<String>,
    /// `PERSON:LAST FOUR DIGITS`, repeatable.
    #[arg(long)]
    pub account: Vec<String>,
    #[command(flatten)]
    pub whose: Whose,
}

#[derive(Args)]
pub struct Replay {
    #[arg(required_unless_present = "employer")]
    pub determination: Option<i64>,
    #[arg(long, requires = "month", conflicts_with = "determination")]
    pub employer: Option<String>,
    #[arg(long, requires = "employer")]
    pub month: Option<String>,
    #[arg(long)]
    pub as_of: Option<String>,
    #[arg(long, default_value = "then")]
    pub known_at: String,
    #[arg(long, default_value = "text", value_parser = ["text", "json"])]
    pub format: String,
    #[command(flatten)]
    pub whose: Whose,
}

#[derive(Subcommand)]
pub enum Calc {
    Contribution { case: String },
    Benefits { case: String },
}

#[derive(Subcommand)]
pub enum Report {
    SelfEvaluation {
        #[arg(long)]
        year: i16,
        #[arg(long)]
        out: PathBuf,
        #[arg(long)]
        reason: Option<String>,
        #[arg(long)]
        by: Option<String>,
        #[command(flatten)]
        whose: Whose,
    },
}

#[derive(Subcommand)]
pub enum Law {
    Show {
        key: Option<String>,
        #[arg(long)]
        on: Option<String>,
        #[arg(long, default_value = "431123")]
        region: String,
        #[arg(long, default_value = "text", value_parser = ["text", "json"])]
        format: String,
    },
    Check,
}

/// Reads the command line with its help in the language asked for. Ends the program with 2 on a wrong call.
pub fn read(lang: Lang) -> Cli {
    use clap::FromArgMatches;
    // Without words first: a right call needs none of them.
    let matches = Cli::command()
        .try_get_matches()
        .or_else(|_| call::worded(Cli::command(), "app.help", lang).try_get_matches());
    let read = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    read.unwrap_or_else(|error| call::end(&error, &call::called(std::env::args().skip(1)), lang))
}
