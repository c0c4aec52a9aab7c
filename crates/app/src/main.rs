//! `yiju` (依据): one program for the work of a work-injury insurance agency. Here: reading the call, and exit codes.
//!
//! Exit codes: 0 done and nothing wrong; 1 done, and there is something to look at; 2 the input or the call is wrong,
//! nothing was changed; 3 a fault of the machine.

// First, so that its printing macros are those of all the rest.
#[macro_use]
mod out;

mod call;
mod cli;
mod cli_lake;
mod commands;
mod place;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use yiju_lawbook::Lawbook;
use yiju_terms::{Lang, words};

use crate::cli::{Calc, Cli, Commands, Law, Report};
use crate::commands::check::Printed;
use crate::place::{At, Stop};

/// Pages of a lake are unpacked into large pieces of memory, each used for a moment. The system's allocator gives every one back
/// and asks for it again: a third of an assessment's time.
#[cfg(feature = "lake-files")]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Nearly every command wants the law compiled in: it is read while the call is.
    std::thread::spawn(Lawbook::builtin);
    let arguments: Vec<String> = std::env::args().collect();
    let environment = std::env::var("LANG").unwrap_or_default();
    let lang = language(&arguments, &environment);
    let cli = cli::read(lang);
    match run(&cli, lang) {
        Ok(_) if out::tells_lost(lang) => ExitCode::from(3),
        Ok(code) => ExitCode::from(code),
        Err(Stop::Refused(refusals)) => {
            for refusal in &refusals {
                eprintln!("{}", refusal.message(lang));
            }
            // Said in words as a refusal is, but nothing of the call is wrong: the network is.
            let codes = [
                "lake_store_unreachable",
                "lake_too_late",
                "lake_worker_ended",
            ];
            let silent = refusals.iter().any(|r| codes.contains(&r.code));
            ExitCode::from(if silent { 3 } else { 2 })
        }
        Err(Stop::Fault(fault)) => {
            // The only place where a fault is written out in full; people see the sentence before it.
            eprintln!("{}", words::word(lang, "app.fault"));
            eprintln!("{fault}");
            ExitCode::from(3)
        }
    }
}

/// `--lang` wins; else `LANG` when it names English; else Chinese.
fn language(arguments: &[String], environment: &str) -> Lang {
    let mut asked = None;
    for (index, argument) in arguments.iter().enumerate() {
        if let Some(value) = argument.strip_prefix("--lang=") {
            asked = Lang::from_stem(value);
        } else if argument == "--lang" {
            asked = arguments.get(index + 1).and_then(|v| Lang::from_stem(v));
        }
    }
    asked.unwrap_or(if environment.starts_with("en") {
        Lang::En
    } else {
        Lang::Zh
    })
}

fn run(cli: &Cli, lang: Lang) -> Result<u8, Stop> {
    match (&cli.command, &cli.law) {
        // Nothing of the law is asked: a person is found without waiting for it.
        (Commands::Find { text, whose }, None) => commands::find::run(at(cli, whose), text, lang),
        _ => {
            let book = law(cli, lang)?;
            with_law(cli, &book, lang)
        }
    }
}

fn with_law(cli: &Cli, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    match &cli.command {
        Commands::Demo(options) if options.scale => commands::scale::run(options, &cli.db, lang),
        Commands::Demo(options) => commands::demo::run(options, &cli.db, lang),
        Commands::Serve { listen, whose } => {
            commands::serve::run(at(cli, whose), listen, lang, book)
        }
        Commands::Find { text, whose } => commands::find::run(at(cli, whose), text, lang),
        Commands::Migrate { from, to, region } => commands::migrate::run(from, to, region, lang),
        Commands::Admit { region } => commands::migrate::admit(&cli.db, region, lang),
        Commands::Init(options) => commands::init::run(&cli.db, options, book, lang),
        Commands::Calc(calc) => calculate(calc, lang, book),
        Commands::Check {
            files,
            profile,
            format,
            out,
        } => {
            let (profile, out) = (profile.as_deref(), out.as_deref());
            Ok(check((files, profile, format, out), lang))
        }
        Commands::Publish(asked) => Ok(print(publish(asked, lang))),
        Commands::Report(report) => self_evaluation(cli, report, book, lang),
        Commands::Explain(asked) => {
            commands::explain::run(at(cli, &asked.whose), book, asked, lang)
        }
        Commands::Due(asked) => commands::due::run(at(cli, &asked.whose), book, asked, lang),
        Commands::Balances(asked) => {
            commands::balances::run(at(cli, &asked.whose), book, asked, lang)
        }
        Commands::Rate {
            employer,
            month,
            whose,
            format,
        } => commands::rate::run(at(cli, whose), book, (employer, month), format, lang),
        Commands::Letter(asked) => commands::letter::run(at(cli, &asked.whose), book, asked, lang),
        Commands::Matter(asked) => commands::matter::run(at(cli, &asked.whose), book, asked, lang),
        Commands::Settle(options) => {
            commands::settle::run(at(cli, &options.whose), book, options, lang)
        }
        Commands::Pay(options) => commands::pay::run(at(cli, &options.whose), book, options, lang),
        Commands::Replay(options) => {
            commands::replay::run(at(cli, &options.whose), book, options, lang)
        }
        Commands::Verify { head, whose } => {
            commands::verify::run(at(cli, whose), head.as_deref(), lang)
        }
        Commands::Backup { file } => commands::backup::backup(&cli.db, file, lang),
        Commands::Restore { file } => commands::backup::restore(&cli.db, file, lang),
        Commands::Lake(asked) => commands::lake::run(asked, &cli.db, book, lang),
        Commands::Law(asked) => law_folder(cli, asked, book, lang),
    }
}

fn at<'a>(cli: &'a Cli, whose: &'a cli::Whose) -> At<'a> {
    At {
        url: &cli.db,
        region: whose.region.as_deref(),
    }
}

/// `asked` are the files, the profile, the format and the folder.
fn check(asked: (&[PathBuf], Option<&str>, &str, Option<&Path>), lang: Lang) -> u8 {
    let (files, profile, format, out) = asked;
    print(commands::check::run(&commands::check::Call {
        files,
        profile,
        format,
        out,
        lang,
    }))
}

fn law_folder(cli: &Cli, asked: &Law, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    match asked {
        Law::Check => commands::law::check_folder(cli.law.as_deref(), lang),
        Law::Show {
            key,
            on,
            region,
            format,
        } => commands::law::show_key(book, key.as_deref(), on.as_deref(), region, format, lang),
    }
}

fn publish(asked: &cli::Publish, lang: Lang) -> Printed {
    commands::publish::run(&commands::publish::Call {
        files: &asked.files,
        out: &asked.out,
        profile: asked.profile.as_deref(),
        by: asked.by.as_deref(),
        reason: asked.reason.as_deref(),
        format: &asked.format,
        lang,
    })
}

fn self_evaluation(cli: &Cli, report: &Report, book: &Lawbook, lang: Lang) -> Result<u8, Stop> {
    let Report::SelfEvaluation {
        year,
        out,
        reason,
        by,
        whose,
    } = report;
    let asked = commands::report::Asked {
        year: *year,
        out,
        by: by.as_deref(),
        reason: reason.as_deref(),
    };
    commands::report::run(at(cli, whose), book, &asked, lang)
}

/// The law folder named by `--law`, or the copy built into the program.
fn law(cli: &Cli, lang: Lang) -> Result<Cow<'static, Lawbook>, Stop> {
    match &cli.law {
        // A folder under check is read by the check itself, which lists its problems.
        Some(_) if matches!(cli.command, Commands::Law(Law::Check)) => {
            Ok(Cow::Borrowed(Lawbook::builtin()))
        }
        Some(folder) => Lawbook::read(folder).map(Cow::Owned).map_err(|problems| {
            let text = yiju_lawbook::problems_text(&problems, lang);
            yiju_terms::Refusal::new("law_file_faulty")
                .with("problems", text)
                .into()
        }),
        None => Ok(Cow::Borrowed(Lawbook::builtin())),
    }
}

fn calculate(calc: &Calc, lang: Lang, book: &Lawbook) -> Result<u8, Stop> {
    let (path, is_contribution) = match calc {
        Calc::Contribution { case } => (case, true),
        Calc::Benefits { case } => (case, false),
    };
    let text = commands::input::read_text(path)?;
    let (json, code) = if is_contribution {
        commands::calc::contribution(&text, lang, book)
    } else {
        commands::calc::benefits(&text, lang, book)
    };
    println!("{json}");
    Ok(code as u8)
}

/// Prints what a command made (standard output, standard error) and gives its exit code.
fn print(printed: Printed) -> u8 {
    out::bytes(&printed.stdout);
    if !printed.stderr.is_empty() {
        eprintln!("{}", printed.stderr.trim_end_matches('\n'));
    }
    printed.code
}
