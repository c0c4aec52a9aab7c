//! The help, and what is said of a wrong call, in the reader's language.

use std::io::IsTerminal;
use std::num::ParseIntError;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};
use yiju_terms::{Lang, words};

use crate::cli::Cli;

/// What clap writes in English into every help, and where the catalogs have it.
const WRITTEN_BY_CLAP: [(&str, &str); 10] = [
    ("Usage:", "usage"),
    ("Commands:", "commands"),
    ("Options:", "options"),
    ("Arguments:", "arguments"),
    ("[OPTIONS]", "some_options"),
    ("<COMMAND>", "a_command"),
    ("[default: ", "default"),
    ("[possible values: ", "possible"),
    ("Print help", "print_help"),
    ("Print version", "print_version"),
];

/// Says it and ends the program: 0 for a help that was asked for, 2 for a wrong call. `command` is the one called, as far
/// as it could be read.
pub fn end(error: &Error, command: &str, lang: Lang) -> ! {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let text = match is_help {
        true => help(error, lang),
        false => wrong(error, command, lang),
    };
    match error.use_stderr() {
        true => eprintln!("{}", text.trim_end()),
        false => println!("{}", text.trim_end()),
    }
    std::process::exit(error.exit_code())
}

fn say(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    words::text(lang, &format!("app.call.{key}"), args)
}

fn help(error: &Error, lang: Lang) -> String {
    let styled = error.render();
    let text = match error.use_stderr() {
        true if std::io::stderr().is_terminal() => styled.ansi().to_string(),
        false if std::io::stdout().is_terminal() => styled.ansi().to_string(),
        _ => styled.to_string(),
    };
    in_words_of(text, lang)
}

fn in_words_of(mut text: String, lang: Lang) -> String {
    for (english, key) in WRITTEN_BY_CLAP {
        text = text.replace(english, &say(lang, &format!("help.{key}"), &[]));
    }
    text
}

/// What is wrong, what was probably meant, how the call is written, and where more is said.
fn wrong(error: &Error, command: &str, lang: Lang) -> String {
    let mut lines = vec![sentence(error, lang)];
    let similar = part(error, ContextKind::SuggestedArg)
        .or_else(|| part(error, ContextKind::SuggestedSubcommand));
    if let Some(similar) = similar {
        lines.push(say(lang, "similar", &[("similar", &similar)]));
    }
    let valid = part(error, ContextKind::ValidValue)
        .or_else(|| part(error, ContextKind::ValidSubcommand))
        .filter(|valid| !valid.is_empty());
    if let Some(valid) = valid {
        lines.push(say(lang, "valid", &[("valid", &valid)]));
    }
    let usage = part(error, ContextKind::Usage).unwrap_or_default();
    if !usage.is_empty() {
        lines.push(in_words_of(usage, lang));
    }
    lines.push(say(lang, "see", &[("command", command)]));
    lines.join("\n")
}

fn sentence(error: &Error, lang: Lang) -> String {
    let argument = part(error, ContextKind::InvalidArg)
        .or_else(|| part(error, ContextKind::InvalidSubcommand));
    let argument = argument.unwrap_or_default();
    let value = part(error, ContextKind::InvalidValue).unwrap_or_default();
    let other = part(error, ContextKind::PriorArg).unwrap_or_default();
    let range = range(error).unwrap_or_default();
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::MissingSubcommand => "missing_command",
        ErrorKind::InvalidValue if value.is_empty() => "missing_value",
        ErrorKind::InvalidValue => "wrong_value",
        ErrorKind::ValueValidation if is_no_number(error) => "no_whole_number",
        ErrorKind::ValueValidation if !range.is_empty() => "out_of_range",
        ErrorKind::ValueValidation => "wrong_value",
        ErrorKind::ArgumentConflict if other.is_empty() || other == argument => "given_twice",
        ErrorKind::ArgumentConflict => "conflict",
        _ => "other",
    };
    let args = [
        ("argument", argument.as_str()),
        ("value", value.as_str()),
        ("other", other.as_str()),
        ("range", range.as_str()),
    ];
    say(lang, key, &args)
}

fn is_no_number(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(|source| source.is::<ParseIntError>())
}

/// The numbers that are allowed, where a number is not: clap says "1000 is not in 0..=366" of one.
fn range(error: &Error) -> Option<String> {
    let said = std::error::Error::source(error)?.to_string();
    let (_, range) = said.rsplit_once(" is not in ")?;
    Some(range.replace("..=", " … "))
}

/// A part of what clap knows about the error, as plain text.
fn part(error: &Error, kind: ContextKind) -> Option<String> {
    Some(match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            texts.join(" ")
        }
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    })
}

/// The command that was called, as far as it is one: `yiju lake assess`.
pub fn called(arguments: impl Iterator<Item = String>) -> String {
    let whole = Cli::command();
    let (mut command, mut called) = (&whole, "yiju".to_owned());
    for argument in arguments {
        if let Some(sub) = command.find_subcommand(&argument) {
            command = sub;
            called = format!("{called} {argument}");
        }
    }
    called
}

/// With the name its value has in the help: `--period <PERIOD>`, whatever the option is called within the program.
fn named(option: Arg) -> Arg {
    if !option.get_action().takes_values() {
        return option;
    }
    let id = option.get_id().as_str();
    let name = option.get_long();
    let name = name.unwrap_or(id.rsplit('_').next().unwrap_or(id));
    // Kept to the end, which comes with the help.
    let name: &'static str = name.replace('-', "_").to_uppercase().leak();
    option.value_name(name)
}

/// Hangs the words of the catalogs on a command, its options and everything below it.
pub fn worded(mut command: Command, key: &str, lang: Lang) -> Command {
    if words::has(lang, key) {
        command = command.about(words::word(lang, key));
    }
    let options: Vec<String> = command
        .get_arguments()
        .map(|option| option.get_id().to_string())
        .collect();
    for id in options {
        let path = format!("app.option.{id}");
        command = command.mut_arg(id, |option| {
            let named = named(option);
            match words::has(lang, &path) {
                true => named.help(words::word(lang, &path)),
                false => named,
            }
        });
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        let path = format!("{key}.{}", name.replace('-', "_"));
        command = command.mut_subcommand(name, |sub| worded(sub, &path, lang));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Commands and arguments that the catalogs say nothing of.
    fn without_words(command: &Command, key: &str, lang: Lang, found: &mut Vec<String>) {
        if !words::has(lang, key) {
            found.push(key.to_owned());
        }
        let ids = command.get_arguments().map(|option| option.get_id());
        let keys = ids.map(|id| format!("app.option.{id}"));
        found.extend(keys.filter(|key| !words::has(lang, key)));
        for sub in command.get_subcommands() {
            let key = format!("{key}.{}", sub.get_name().replace('-', "_"));
            without_words(sub, &key, lang, found);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let mut found = Vec::new();
            without_words(&Cli::command(), "app.help", lang, &mut found);
            assert!(found.is_empty(), "{lang:?}: {found:?}");
        }
    }

    #[test]
    fn the_command_called_is_known_among_options() {
        let called = |call: &str| called(call.split(' ').map(str::to_owned));
        assert_eq!(
            called("--db sqlite:x.db lake assess --mont 1"),
            "yiju lake assess"
        );
        assert_eq!(called("fnd"), "yiju");
    }

    #[test]
    fn a_value_is_named_as_its_option_is() {
        let command = worded(Cli::command(), "app.help", Lang::Zh);
        let balances = command.find_subcommand("balances").unwrap();
        let period = balances
            .get_arguments()
            .find(|option| option.get_long() == Some("period"));
        assert_eq!(period.unwrap().get_value_names().unwrap()[0], "PERIOD");
    }
}
