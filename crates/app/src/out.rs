//! What the program says, on standard output and standard error.
//!
//! The printing macros of the language end the program when the reader of a pipe goes away (`yiju check … | head`), in
//! the middle of whatever it does. Here such a reader has seen what it wanted and the work goes on. A full disk behind a
//! redirection is another matter: it is told once, and the exit code says that the answer is not whole.

use std::fmt::Arguments;
use std::io::{ErrorKind, Result, Write};
use std::sync::OnceLock;

use yiju_terms::refusal::worded;
use yiju_terms::{Lang, disk, words};

static LOST: OnceLock<String> = OnceLock::new();

/// As the macro of the language, in the whole program.
macro_rules! println {
    () => { $crate::out::line(format_args!("")) };
    ($($text:tt)*) => { $crate::out::line(format_args!($($text)*)) };
}

/// As the macro of the language, in the whole program.
macro_rules! eprintln {
    () => { $crate::out::remark(format_args!("")) };
    ($($text:tt)*) => { $crate::out::remark(format_args!($($text)*)) };
}

/// A line of the answer.
pub fn line(text: Arguments) {
    bytes(format!("{text}\n").as_bytes());
}

/// A part of the answer, or all of it.
pub fn bytes(bytes: &[u8]) {
    let mut out = std::io::stdout().lock();
    settle(out.write_all(bytes).and_then(|()| out.flush()));
}

/// A line beside the answer. When nobody can be told, nobody is.
pub fn remark(text: Arguments) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether a part of the answer could not be written; says why, in the reader's language.
pub fn tells_lost(lang: Lang) -> bool {
    if let Some(why) = LOST.get() {
        let why = worded(lang, why);
        remark(format_args!(
            "{}",
            words::text(lang, "app.lost", &[("error", &why)])
        ));
    }
    LOST.get().is_some()
}

fn settle(written: Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
    {
        // Told once, at the end, in the reader's language.
        let _ = LOST.set(disk::word_of(&error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_left_is_no_fault_and_a_full_disk_is() {
        settle(Ok(()));
        settle(Err(ErrorKind::BrokenPipe.into()));
        assert_eq!(LOST.get(), None);
        settle(Err(ErrorKind::StorageFull.into()));
        assert_eq!(LOST.get().map(String::as_str), Some("@disk.full"));
        assert!(tells_lost(Lang::Zh));
    }
}
