//! `yiju serve`: the pages in the browser, read-only, on this machine only.

use std::sync::Arc;

use yiju_lawbook::Lawbook;
use yiju_server::{ServeError, Setup};
use yiju_terms::{Date, Lang, Refusal, words};

use crate::place::{self, At, Stop};

/// Serves until Ctrl-C. The office's own law (its confirmed local files) is what the pages show.
pub fn run(at: At<'_>, listen: &str, lang: Lang, book: &Lawbook) -> Result<u8, Stop> {
    yiju_server::loopback_address(listen).map_err(stop)?;
    let place = place::open(at, book)?;
    let setup = Setup {
        db_url: at.url.to_owned(),
        region: Some(place.office.region.clone()),
        lang,
        book: Arc::new(place.book),
        base: Arc::new(book.clone()),
        today,
    };
    drop(place.store);
    let served = yiju_server::serve(setup, listen, |address| {
        let url = format!("http://{address}/");
        println!("{}", words::text(lang, "server.serving", &[("url", &url)]));
    });
    served.map_err(stop)?;
    Ok(0)
}

fn stop(error: ServeError) -> Stop {
    match error {
        ServeError::Unreadable(listen) => Refusal::new("listen_unreadable")
            .with("listen", listen)
            .into(),
        ServeError::NotLoopback(address) => Refusal::new("listen_not_loopback")
            .with("listen", address)
            .into(),
        ServeError::Fault(fault) => Stop::Fault(fault),
    }
}

/// The day in China, whatever the machine's zone: UTC and eight hours.
pub fn today() -> Date {
    let now = jiff::Timestamp::now();
    jiff::tz::Offset::constant(8).to_datetime(now).date()
}
