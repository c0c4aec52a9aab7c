//! What every page is given: the books for reading, the law, the language, the day and the year it is about.

use std::ops::RangeInclusive;
use std::sync::Arc;

use axum::response::Response;
use yiju_figures::{Answers, Remembered};
use yiju_lawbook::{At, Confirmed, Lawbook};
use yiju_store::tables::OfficeRow;
use yiju_store::views::office;
use yiju_store::{Fault, Store, journal, schema};
use yiju_terms::words::{text, word};
use yiju_terms::{Date, Lang, Region};

use crate::error::Trouble;
use crate::layout::{self, Page};
use crate::memo::Memo;
use crate::pool::Pool;
use crate::visit::Visit;

/// What the server is started with. The clock comes from outside.
pub struct Setup {
    pub db_url: String,
    /// The office whose books are shown; none takes the first of the store. Every connection is kept to it.
    pub region: Option<String>,
    pub lang: Lang,
    /// The law as the office uses it: its confirmed local files are in it.
    pub book: Arc<Lawbook>,
    /// The law without the office's files; work over the stored papers lays them over itself, each when it was known.
    pub base: Arc<Lawbook>,
    pub today: fn() -> Date,
}

/// The running server, shared by all requests.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    pool: Pool,
    office: OfficeRow,
    region: Region,
    lang: Lang,
    book: Arc<Lawbook>,
    base: Arc<Lawbook>,
    papers: Confirmed,
    today: fn() -> Date,
    memo: Memo,
}

impl App {
    /// Looks into the store once: its tables must be ours and an office must be founded. Blocks.
    pub fn open(setup: Setup) -> Result<App, Fault> {
        let pool = Pool::new(&setup.db_url, setup.region.as_deref());
        let office = pool.read(|store| {
            if schema::version(store)? != Some(schema::VERSION) {
                return Err(Fault::new(
                    "opening the store",
                    "it has no tables of this program's version",
                ));
            }
            office::office(store, setup.region.as_deref())?
                .ok_or_else(|| Fault::new("opening the store", "no office is founded in it"))
        })?;
        let region: Region = office
            .region
            .parse()
            .map_err(|_| Fault::new("opening the store", "the office's region is no code"))?;
        let mut papers = pool.read(|store| Ok(yiju_actions::office::confirmed(store, &region)?))?;
        // What an office confirmed holds where it works and nowhere else.
        for row in &mut papers.rows {
            row.region = Some(region.clone());
        }
        Ok(App(Arc::new(Shared {
            pool,
            office,
            region,
            lang: setup.lang,
            book: setup.book,
            base: setup.base,
            papers,
            today: setup.today,
            memo: Memo::default(),
        })))
    }

    pub fn lang(&self) -> Lang {
        self.0.lang
    }

    pub fn office(&self) -> &OfficeRow {
        &self.0.office
    }

    /// Reads the books for a page or an answer, away from the threads that serve the network.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        visit: &Visit,
        work: impl FnOnce(&mut Desk<'_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let _turn = self.0.pool.turn().await?;
        let (app, visit) = (self.clone(), visit.clone());
        let task = tokio::task::spawn_blocking(move || {
            app.0.pool.read(|store| work(&mut app.desk(store, &visit)?))
        });
        task.await
            .map_err(|error| Fault::new("making a page", error))?
    }

    /// Reads the books and sets the page around what `work` wrote.
    pub(crate) async fn show(
        &self,
        visit: Visit,
        work: impl FnOnce(&mut Desk<'_>) -> Result<Page, Trouble> + Send + 'static,
    ) -> Result<Response, Trouble> {
        let page = self.read(&visit, work).await?;
        Ok(layout::response(self.office(), &visit, page))
    }

    /// Works something out from the law alone, away from the threads that serve the network. The store is not opened.
    pub(crate) async fn calculate(
        &self,
        work: impl FnOnce(&App) -> Response + Send + 'static,
    ) -> Result<Response, Trouble> {
        let _turn = self.0.pool.turn().await?;
        let app = self.clone();
        let task = tokio::task::spawn_blocking(move || work(&app));
        Ok(task
            .await
            .map_err(|error| Fault::new("calculating", error))?)
    }

    pub(crate) fn book(&self) -> &Lawbook {
        &self.0.book
    }

    /// The figures of the law that the office had confirmed when the program opened its store, as `book` is the law of then.
    pub(crate) fn papers(&self) -> &Confirmed {
        &self.0.papers
    }

    pub(crate) fn region(&self) -> &Region {
        &self.0.region
    }

    fn desk<'a>(&'a self, store: &'a mut Store, visit: &Visit) -> Result<Desk<'a>, Fault> {
        let region = self.0.office.region.as_str();
        let today = (self.0.today)();
        let reached = office::last_day(store, region)?;
        let reached: Option<Date> = reached.and_then(|day| day.parse().ok());
        // A live office is looked at today. The books of synthetic data end somewhere in the past: their clocks are
        // read on their last day, or everything would seem years late.
        let on = match reached {
            Some(last) if !self.0.office.notice.is_empty() => last,
            _ => today,
        };
        let years = office::years(store, region)?;
        let seq = journal::head(store, region)?.seq;
        let last_year = years.map_or(i64::from(on.year()), |(_, last)| last);
        Ok(Desk {
            store,
            region: &self.0.region,
            book: &self.0.book,
            base: &self.0.base,
            memo: &self.0.memo,
            answers: Answers::default(),
            seq,
            lang: visit.lang,
            on,
            years: years.unwrap_or((last_year, last_year)),
            reached: reached.map_or(last_year, |day| last_year.max(i64::from(day.year()))),
        })
    }
}

/// One page's place of work.
pub(crate) struct Desk<'a> {
    pub store: &'a mut Store,
    pub region: &'a Region,
    pub book: &'a Lawbook,
    /// The law without the office's own files.
    pub base: &'a Lawbook,
    pub memo: &'a Memo,
    /// What this page's figures were answered so far.
    pub answers: Answers,
    /// The head of the journal this page reads.
    pub seq: i64,
    pub lang: Lang,
    /// The day on which registers and clocks are read.
    pub on: Date,
    /// The first and the last year with assessments; the last is the one that pages open with.
    pub years: (i64, i64),
    /// The last year in which anything was recorded.
    pub reached: i64,
}

impl Desk<'_> {
    /// The books for figures: what was asked for this page before is answered from memory.
    pub fn rows(&mut self) -> Remembered<'_> {
        Remembered::new(self.store, &mut self.answers)
    }

    /// The region's code, as the store wants it.
    pub fn code(&self) -> String {
        self.region.code().to_owned()
    }

    pub fn day(&self) -> String {
        self.on.to_string()
    }

    pub fn word(&self, key: &str) -> String {
        word(self.lang, key)
    }

    pub fn text(&self, key: &str, places: &[(&str, &str)]) -> String {
        text(self.lang, key, places)
    }

    /// The law as of a day at the office's place.
    pub fn at(&self, on: Date) -> At {
        At::new(self.region.clone(), on)
    }

    /// The years one may choose, from the first.
    pub fn choices(&self) -> RangeInclusive<i64> {
        self.years.0..=self.reached
    }

    /// The year a page is about: as asked, else the last with assessments. Another year's figures are never shown for it.
    pub fn year(&self, asked: Option<i64>) -> Result<i64, Trouble> {
        match asked {
            None => Ok(self.years.1),
            Some(year) if self.choices().contains(&year) => Ok(year),
            Some(_) => Err(Trouble::NoYear(self.years.0, self.reached)),
        }
    }
}
