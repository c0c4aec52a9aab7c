//! Where the program works: the store it opened, the region of its office, the law that holds there.

use std::io::Read;

use yiju_lawbook::Lawbook;
use yiju_store::tables::OfficeRow;
use yiju_store::{Fault, Store, schema};
use yiju_terms::{Refusal, Region};

/// So many regions are named where one of them must be chosen.
const SOME: usize = 5;

/// What a command ends in when it cannot go on.
#[derive(Debug)]
pub enum Stop {
    /// The input or the call is wrong; nothing was changed. Exit 2.
    Refused(Vec<Refusal>),
    /// The machine failed. Exit 3.
    Fault(Fault),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(vec![refusal])
    }
}

impl From<yiju_actions::ActionError> for Stop {
    fn from(error: yiju_actions::ActionError) -> Stop {
        match error {
            yiju_actions::ActionError::Refused(refusals) => Stop::Refused(refusals),
            yiju_actions::ActionError::Fault(fault) => Stop::Fault(fault),
        }
    }
}

/// Where a command works: the database, and the office of which region in it.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub url: &'a str,
    /// Needed where the session sees several.
    pub region: Option<&'a str>,
}

impl<'a> At<'a> {
    /// Every region that the session sees.
    pub fn all(url: &'a str) -> At<'a> {
        At { url, region: None }
    }
}

/// An office that stands: its store, its row, and the law as the office uses it.
pub struct Place {
    pub store: Store,
    pub office: OfficeRow,
    pub region: Region,
    pub book: Lawbook,
}

/// Opens a store, whatever it holds. Refused: an address of no kind we know.
pub fn connect(url: &str) -> Result<Store, Stop> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !known.iter().any(|kind| url.starts_with(kind)) {
        return Err(Refusal::new("store_address").with("url", url).into());
    }
    Ok(Store::open(url)?)
}

/// Why there is no office to work for: a login held to a region that has none or was never admitted, or an empty place.
fn no_office(store: &mut Store, url: &str) -> Stop {
    let reach = store.reach().to_owned();
    match schema::is_hidden(store) {
        Ok(false) if reach.is_empty() => Refusal::new("store_empty").with("url", url).into(),
        Ok(_) => {
            let reach = if reach.is_empty() { "—" } else { &reach };
            Refusal::new("login_sees_nothing")
                .with("reach", reach)
                .into()
        }
        Err(fault) => fault.into(),
    }
}

/// How a SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Refused: a file that is missing, empty or of another kind. It is looked at before SQLite opens it, which writes.
fn is_a_store(path: &str, url: &str) -> Result<(), Refusal> {
    let of = |code| Refusal::new(code).with("url", url);
    if !std::path::Path::new(path).exists() {
        return Err(of("store_missing"));
    }
    let mut head = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(SQLITE.len() as u64).read_to_end(&mut head));
    match read {
        Ok(0) => Err(of("store_empty")),
        Ok(_) if head != SQLITE => Err(of("store_foreign")),
        // What cannot be read is said by SQLite, with its reason.
        _ => Ok(()),
    }
}

/// Opens a store that holds tables of ours. A file that does not exist is not created by looking at it.
pub fn open_store(url: &str) -> Result<Store, Stop> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        is_a_store(path, url)?;
    }
    let mut store = connect(url)?;
    match schema::version(&mut store)? {
        None => Err(no_office(&mut store, url)),
        Some(schema::VERSION) => Ok(store),
        Some(version) => Err(Refusal::new("store_version")
            .with("url", url)
            .with("version", version)
            .with("own", schema::VERSION)
            .into()),
    }
}

/// As [`open_store`]; with a region, the session is kept to it.
pub fn open_store_at(at: At<'_>) -> Result<Store, Stop> {
    let mut store = open_store(at.url)?;
    if let Some(region) = at.region {
        if !store.admits(region) {
            return Err(Refusal::new("region_out_of_reach")
                .with("region", region)
                .with("reach", store.reach())
                .into());
        }
        store.narrow(region)?;
    }
    Ok(store)
}

/// Opens the office of the region, and keeps the session to that region. Refused: no region, and several offices.
pub fn open(at: At<'_>, law: &Lawbook) -> Result<Place, Stop> {
    let mut store = open_store_at(at)?;
    let regions = regions(&mut store, at)?;
    if regions.len() > 1 {
        return Err(Refusal::new("region_needed")
            .with("count", regions.len())
            .with("some", named(&regions))
            .into());
    }
    let mut offices = store.select::<OfficeRow>("region = $1", &[regions[0].as_str().into()])?;
    let office = offices.remove(0);
    let region: Region = office
        .region
        .parse()
        .map_err(|error| Fault::new("reading the office's region", error))?;
    let book = yiju_actions::office::lawbook(&mut store, &region, law)?;
    Ok(Place {
        store,
        office,
        region,
        book,
    })
}

/// The first of some regions, and whether there are more.
fn named(regions: &[String]) -> String {
    let some = regions[..regions.len().min(SOME)].join(" ");
    match regions.len() > SOME {
        true => format!("{some} …"),
        false => some,
    }
}

/// The regions with an office that are meant: the one asked for, or all that the session sees. At least one.
pub fn regions(store: &mut Store, at: At<'_>) -> Result<Vec<String>, Stop> {
    let regions = match at.region {
        Some(region) => yiju_store::migrate::present(store, &[region.to_owned()])?,
        None => yiju_store::migrate::regions(store)?,
    };
    if regions.is_empty() {
        return Err(match at.region {
            Some(region) => Refusal::new("office_missing").with("region", region).into(),
            None => no_office(store, at.url),
        });
    }
    Ok(regions)
}
