//! Where the program works: the store it opened, the region of its office, the law that holds there.

use yiju_lawbook::Lawbook;
use yiju_store::tables::OfficeRow;
use yiju_store::{Fault, Store, schema};
use yiju_terms::{Refusal, Region};

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

/// An office that stands: its store, its row, and the law as the office uses it.
pub struct Place {
    pub store: Store,
    pub office: OfficeRow,
    pub region: Region,
    pub book: Lawbook,
}

/// Opens a store that holds tables of ours. A file that does not exist is not created by looking at it.
pub fn open_store(url: &str) -> Result<Store, Stop> {
    if let Some(path) = url.strip_prefix("sqlite:")
        && !std::path::Path::new(path).exists()
    {
        return Err(Refusal::new("store_missing").with("url", url).into());
    }
    let mut store = Store::open(url)?;
    if schema::version(&mut store)?.is_none() {
        return Err(Refusal::new("store_empty").with("url", url).into());
    }
    schema::prepare(&mut store)?;
    Ok(store)
}

/// As [`open_store`]; with a region, the session is kept to it.
pub fn open_store_in(url: &str, region: Option<&str>) -> Result<Store, Stop> {
    let mut store = open_store(url)?;
    if let Some(region) = region {
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

/// Opens a store that holds an office; of several the first.
pub fn open(url: &str, law: &Lawbook) -> Result<Place, Stop> {
    open_in(url, None, law)
}

/// Opens the office of a region, and keeps the session to that region.
pub fn open_in(url: &str, region: Option<&str>, law: &Lawbook) -> Result<Place, Stop> {
    let mut store = open_store_in(url, region)?;
    let mut offices = match region {
        Some(region) => store.select::<OfficeRow>("region = $1", &[region.into()])?,
        None => store.select::<OfficeRow>("region <> $1 ORDER BY region", &["".into()])?,
    };
    if offices.is_empty() {
        return Err(match region {
            Some(region) => Refusal::new("office_missing").with("region", region).into(),
            None => Refusal::new("store_empty").with("url", url).into(),
        });
    }
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
