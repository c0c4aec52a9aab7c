//! What the machine says of a file, in words of ours where it is one of the usual things.

use std::io::{Error, ErrorKind};

/// The key of the word for `error`, as values of refusals name one (`@disk.full`); what is unusual stays as the machine
/// says it.
pub fn word_of(error: &Error) -> String {
    let stem = match error.kind() {
        ErrorKind::NotFound => "not_found",
        ErrorKind::PermissionDenied => "not_allowed",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
        ErrorKind::ReadOnlyFilesystem => "read_only",
        ErrorKind::IsADirectory => "is_a_folder",
        ErrorKind::NotADirectory => "no_folder",
        ErrorKind::AlreadyExists => "is_there",
        ErrorKind::InvalidData => "not_utf8",
        _ => return error.to_string(),
    };
    format!("@disk.{stem}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;
    use crate::refusal::worded;

    #[test]
    fn the_usual_things_have_words_and_the_rest_is_kept() {
        let said = |kind: ErrorKind| worded(Lang::Zh, &word_of(&kind.into()));
        assert_eq!(said(ErrorKind::StorageFull), "磁盘满了");
        assert_eq!(said(ErrorKind::NotFound), "没有这个文件或文件夹");
        let odd = Error::other("odd");
        assert_eq!(word_of(&odd), "odd");
    }
}
