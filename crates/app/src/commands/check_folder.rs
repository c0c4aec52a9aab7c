//! `yiju check FOLDER… --out DIR`: checks whole folders and leaves a ranking. The work is in `evaluation::folder`.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use yiju_evaluation::Converter;
use yiju_evaluation::checks::Unreadable;
use yiju_evaluation::folder::{self, Setting, Stopped};
use yiju_terms::words::{self, Lang};

/// Whether the call is for a ranking: a folder among the places, or several files whose results go to a folder.
pub fn is_asked_for(places: &[PathBuf], format: &str, out: Option<&Path>) -> bool {
    let several = places.len() > 1 && format == "text" && out.is_some();
    several || places.iter().any(|place| place.is_dir())
}

/// What goes to standard output, what to standard error, and the exit code: 0 nothing grave, 1 findings of severity
/// high or files that could not be checked, 2 a wrong call, 3 results that could not be written.
pub fn run(
    places: &[PathBuf],
    profile: Option<&str>,
    format: &str,
    out: Option<&Path>,
    lang: Lang,
) -> (String, String, u8) {
    let say = |key: &str, args: &[(&str, &str)]| {
        words::text(lang, &format!("checks.folder.{key}"), args) + "\n"
    };
    let Some(out) = out else {
        return (String::new(), say("no_out", &[]), 2);
    };
    if out.is_file() {
        let path = out.display().to_string();
        return (String::new(), say("out_is_file", &[("path", &path)]), 2);
    }
    let converter = Converter::find();
    let setting = Setting {
        places,
        out,
        profile,
        converter: converter.as_ref(),
        annotate: format == "docx",
        lang,
        workers: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let bar = bar(lang);
    let outcome = folder::run(&setting, &mut |done, of| {
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    match outcome {
        Ok(summary) => {
            let path = |name: &str| out.join(name).display().to_string();
            let places = say(
                "places",
                &[
                    ("page", &path("ranking.html")),
                    ("sheet", &path("ranking.xlsx")),
                    ("reports", &path("reports")),
                ],
            );
            let code = u8::from(summary.grave > 0 || summary.unreadable > 0);
            let told = folder::sentence(&summary, lang);
            (format!("{told}\n{places}"), String::new(), code)
        }
        Err(stopped) => refused(stopped, lang),
    }
}

/// On a terminal only; standard error, so that the answer can be piped.
fn bar(lang: Lang) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let reports = words::word(lang, "checks.folder.progress");
    let style = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {reports}"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn refused(stopped: Stopped, lang: Lang) -> (String, String, u8) {
    let say = |key: &str, args: &[(&str, &str)]| {
        words::text(lang, &format!("checks.folder.{key}"), args) + "\n"
    };
    let (message, code) = match stopped {
        Stopped::NoSuchPlace(path) => {
            (say("no_place", &[("path", &path.display().to_string())]), 2)
        }
        Stopped::Nothing => (say("nothing", &[]), 2),
        Stopped::NoSuchProfile(stem) => (Unreadable::NoSuchProfile(stem).message(lang) + "\n", 2),
        Stopped::Disk(path, error) => {
            let (path, detail) = (path.display().to_string(), error.to_string());
            (say("disk", &[("path", &path), ("detail", &detail)]), 3)
        }
    };
    (String::new(), message, code)
}
