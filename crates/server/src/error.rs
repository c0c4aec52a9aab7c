//! The ends a request can have besides a page: nothing there, no such year (404), not readable (400), too large (413), refused for reasons that can be
//! mended (409), a fault of the machine (500).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use yiju_actions::ActionError;
use yiju_store::Fault;
use yiju_terms::{Lang, Refusal, words};

/// Why there is no page. The frame in `guard` turns it into a page or an answer in the reader's language.
#[derive(Clone, Debug)]
pub(crate) enum Trouble {
    /// No such page, register entry or figure.
    NotFound,
    /// A year that is not in the books; the first and the last that are.
    NoYear(i64, i64),
    /// The address asks for something that cannot be: a month 13, a letter for a number.
    Unreadable,
    /// More was sent than the page reads.
    TooLarge,
    /// The office has not yet what the page needs; every reason at once.
    Refused(Vec<Refusal>),
    /// Already logged; the reader learns only that it happened.
    Fault,
}

impl Trouble {
    pub fn status(&self) -> StatusCode {
        match self {
            Trouble::NotFound | Trouble::NoYear(..) => StatusCode::NOT_FOUND,
            Trouble::Unreadable => StatusCode::BAD_REQUEST,
            Trouble::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::Refused(_) => StatusCode::CONFLICT,
            Trouble::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One of its sentences: `title`, `lead`, `next`.
    pub fn say(&self, part: &str, lang: Lang) -> String {
        let key = format!("server.trouble.{}.{part}", self.stem());
        match self {
            Trouble::NoYear(first, last) => {
                let (first, last) = (first.to_string(), last.to_string());
                words::text(lang, &key, &[("first", &first), ("last", &last)])
            }
            _ => words::word(lang, &key),
        }
    }

    /// The stem of its words and the code in JSON.
    pub fn stem(&self) -> &'static str {
        match self {
            Trouble::NotFound => "not_found",
            Trouble::NoYear(..) => "no_year",
            Trouble::Unreadable => "unreadable",
            Trouble::TooLarge => "too_large",
            Trouble::Refused(_) => "refused",
            Trouble::Fault => "fault",
        }
    }
}

impl From<Fault> for Trouble {
    /// The one place where a fault is logged.
    fn from(fault: Fault) -> Trouble {
        eprintln!("yiju serve: {fault}");
        Trouble::Fault
    }
}

impl From<ActionError> for Trouble {
    fn from(error: ActionError) -> Trouble {
        match error {
            ActionError::Refused(refusals) => Trouble::Refused(refusals),
            ActionError::Fault(fault) => fault.into(),
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
