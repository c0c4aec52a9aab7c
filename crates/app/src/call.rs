//! The help, and what is said of a wrong call, in the reader's language.

use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};
use yiju_terms::{Lang, words};

use crate::cli::Cli;
use crate::out;

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

/// Says it and ends the program: 0 for a help that was asked for, 2 for a wrong call, 3 where the help could not be
/// written. `command` is the one called, as far as it could be read.
pub fn end(error: &Error, command: &str, lang: Lang) -> ! {
    let text = text(error, command, lang);
    match error.use_stderr() {
        true => eprintln!("{}", text.trim_end()),
        false => println!("{}", text.trim_end()),
    }
    let code = match out::tells_lost(lang) {
        true => 3,
        false => error.exit_code(),
    };
    std::process::exit(code)
}

fn text(error: &Error, command: &str, lang: Lang) -> String {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            in_words_of(error.render().to_string(), lang)
        }
        _ => wrong(error, command, lang),
    }
}

fn say(lang: Lang, key: &str, args: &[(&str, &str)]) -> String {
    words::text(lang, &format!("app.call.{key}"), args)
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
    let first = |kinds: &[ContextKind]| kinds.iter().find_map(|kind| part(error, *kind, lang));
    let similar = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if let Some(similar) = first(&similar) {
        lines.push(say(lang, "similar", &[("similar", &similar)]));
    }
    if let Some(valid) = first(&[ContextKind::ValidValue, ContextKind::ValidSubcommand]) {
        lines.push(say(lang, "valid", &[("valid", &valid)]));
    }
    if let Some(usage) = first(&[ContextKind::Usage]) {
        lines.push(in_words_of(usage, lang));
    }
    lines.push(say(lang, "see", &[("command", command)]));
    lines.join("\n")
}

fn sentence(error: &Error, lang: Lang) -> String {
    let part = |kind| part(error, kind, lang);
    let argument = part(ContextKind::InvalidArg).or_else(|| part(ContextKind::InvalidSubcommand));
    let argument = argument.unwrap_or_default();
    let value = part(ContextKind::InvalidValue).unwrap_or_default();
    let other = part(ContextKind::PriorArg).unwrap_or_default();
    let (least, most) = range(error).unwrap_or_default();
    let key = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => "too_much",
        ErrorKind::UnknownArgument => "unknown_argument",
        ErrorKind::InvalidSubcommand => "unknown_command",
        ErrorKind::MissingRequiredArgument => "missing",
        ErrorKind::MissingSubcommand => "missing_command",
        ErrorKind::InvalidValue if value.is_empty() => "missing_value",
        ErrorKind::ValueValidation if is_no_number(error) => "no_whole_number",
        ErrorKind::ValueValidation if !least.is_empty() => "out_of_range",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "wrong_value",
        ErrorKind::ArgumentConflict if other == argument => "given_twice",
        ErrorKind::ArgumentConflict => "conflict",
        _ => "other",
    };
    let args = [
        ("argument", argument.as_str()),
        ("value", value.as_str()),
        ("other", other.as_str()),
        ("least", least.as_str()),
        ("most", most.as_str()),
    ];
    say(lang, key, &args)
}

fn is_no_number(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    let number = source.and_then(|source| source.downcast_ref::<ParseIntError>());
    number.is_some_and(|number| {
        matches!(
            number.kind(),
            IntErrorKind::InvalidDigit | IntErrorKind::Empty
        )
    })
}

/// The least and the greatest number that are allowed: clap says "1000 is not in 0..=366" of one that is not.
fn range(error: &Error) -> Option<(String, String)> {
    let said = std::error::Error::source(error)?.to_string();
    let (_, range) = said.rsplit_once(" is not in ")?;
    let (least, most) = range.split_once("..=")?;
    Some((least.to_owned(), most.to_owned()))
}

/// A part of what clap knows about the error, as plain text; nothing where there is no text.
fn part(error: &Error, kind: ContextKind, lang: Lang) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(&say(lang, "between", &[])),
        ContextValue::StyledStr(text) => text.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The command that was called, as far as it is one: `yiju lake assess`. Values of the options of all commands are
/// jumped over; whatever else is no command ends it.
pub fn called(arguments: impl Iterator<Item = String>) -> String {
    let whole = Cli::command();
    let is_value_of_one = |option: &str| {
        let mut options = whole.get_arguments();
        options.any(|known| option.strip_prefix("--") == known.get_long())
    };
    let (mut command, mut called, mut is_value) = (&whole, "yiju".to_owned(), false);
    for argument in arguments {
        if std::mem::take(&mut is_value) {
            continue;
        }
        if argument.starts_with('-') {
            is_value = is_value_of_one(&argument);
            continue;
        }
        let Some(sub) = command.find_subcommand(&argument) else {
            break;
        };
        command = sub;
        called = format!("{called} {argument}");
    }
    called
}

/// With the name its value has in the help: `--period <PERIOD>`, whatever the option is called within the program.
fn named(option: Arg) -> Arg {
    if !option.get_action().takes_values() {
        return option;
    }
    let id = option.get_id().as_str();
    let own = id.rsplit_once('_').map_or(id, |(_, own)| own);
    let name = option.get_long().unwrap_or(own);
    // Leaked on purpose: the program ends right after its help.
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
        assert_eq!(called("--db demo find --x"), "yiju find");
        assert_eq!(called("fnd verify"), "yiju");
    }

    #[test]
    fn a_value_is_named_as_its_option_is() {
        let command = worded(Cli::command(), "app.help", Lang::Zh);
        let names = |name: &str| {
            let sub = command.find_subcommand(name).unwrap();
            let named = sub.get_arguments().filter_map(|one| one.get_value_names());
            let named = named.map(|names| names[0].to_string());
            named.collect::<Vec<_>>()
        };
        assert!(names("balances").contains(&"PERIOD".to_owned()));
        assert!(names("letter").contains(&"KIND".to_owned()));
    }

    /// What is said of a call, without its usage.
    fn said(call: &str, lang: Lang) -> String {
        let words: Vec<String> = call.split(' ').map(str::to_owned).collect();
        let program = std::iter::once("yiju".to_owned());
        let command = worded(Cli::command(), "app.help", lang);
        let read = command.try_get_matches_from(program.chain(words.clone()));
        let error = read.expect_err("a wrong call");
        let text = text(&error, &called(words.into_iter()), lang);
        let usage = say(lang, "help.usage", &[]);
        let lines = text.lines().filter(|line| !line.starts_with(&usage));
        lines.collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_wrong_call_is_answered_in_chinese() {
        for (call, expected) in [
            (
                "fnd",
                "没有“fnd”这个命令。|是不是想写：find？|查看说明：yiju --help",
            ),
            (
                "find x --regoin 43",
                "没有“--regoin”这个参数。|是不是想写：--region？|查看说明：yiju find --help",
            ),
            ("backup a b", "多写了“b”。|查看说明：yiju backup --help"),
            ("find", "缺少：<TEXT>。|查看说明：yiju find --help"),
            (
                "migrate",
                "缺少：--from <FROM>、--to <TO>。|查看说明：yiju migrate --help",
            ),
            (
                "balances --period",
                "--period <PERIOD> 缺少值。|查看说明：yiju balances --help",
            ),
            (
                "due --format jsn",
                "--format <FORMAT> 的值“jsn”不对。|是不是想写：json？|可以写：text、json|查看说明：yiju due --help",
            ),
            (
                "due --days x",
                "--days <DAYS> 的值“x”不对：要写一个整数。|查看说明：yiju due --help",
            ),
            (
                "due --days 1000",
                "--days <DAYS> 的值“1000”不对：应在 0 到 366 之间。|查看说明：yiju due --help",
            ),
            (
                "due --on 2023-01-01 --on 2023-01-02",
                "--on <ON> 只能写一次。|查看说明：yiju due --help",
            ),
            (
                "replay 3 --employer E --month 2023-01",
                "[DETERMINATION] 不能和 --employer <EMPLOYER> 一起用。|查看说明：yiju replay --help",
            ),
        ] {
            assert_eq!(said(call, Lang::Zh), expected);
        }
        assert_eq!(
            said("fnd", Lang::En),
            "There is no command 'fnd'.|Did you mean: find?|More is said by: yiju --help"
        );
    }

    #[test]
    fn no_help_has_english_headings_in_chinese() {
        fn look(command: &mut Command) {
            let help = in_words_of(command.render_long_help().to_string(), Lang::Zh);
            for (english, _) in WRITTEN_BY_CLAP {
                assert!(!help.contains(english), "{english} in:\n{help}");
            }
            // Words of clap that nobody has translated yet would stand beside these.
            assert!(
                help.contains("用法：") && help.contains("显示帮助"),
                "{help}"
            );
            command.get_subcommands_mut().for_each(look);
        }
        let mut command = worded(Cli::command(), "app.help", Lang::Zh);
        command.build();
        look(&mut command);
    }
}
