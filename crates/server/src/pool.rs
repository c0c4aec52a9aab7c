//! A few open stores, lent to one page at a time. They can only read, and a page sees one state of the books throughout.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Semaphore;
use yiju_store::{Fault, Store};

/// Connections of one database.
pub struct Pool {
    url: String,
    region: Option<String>,
    idle: Mutex<Vec<Store>>,
    permits: Semaphore,
}

/// Pages that may be at work at the same time; the rest wait their turn.
const SIZE: usize = 8;

impl Pool {
    /// Opens nothing yet.
    pub fn new(url: &str, region: Option<&str>) -> Pool {
        Pool {
            url: url.to_owned(),
            region: region.map(str::to_owned),
            idle: Mutex::new(Vec::new()),
            permits: Semaphore::new(SIZE),
        }
    }

    /// Waits until a connection is free.
    pub async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Fault> {
        let permit = self.permits.acquire().await;
        permit.map_err(|error| Fault::new("waiting for a connection", error))
    }

    /// Lends a connection to `work`, inside one read-only transaction. Blocks: call it from `spawn_blocking`.
    pub fn read<T, E: From<Fault>>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut store = match self.lock().pop() {
            Some(store) => store,
            None => open_for_reading(&self.url, self.region.as_deref())?,
        };
        let outcome = store.snapshot(work);
        // A connection that is lost, or cannot end its transaction, is not lent again.
        if !store.is_snapshot() && !store.is_closed() {
            self.lock().push(store);
        }
        outcome
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Store>> {
        // A page that panicked while it held the list left the list itself whole.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open_for_reading(url: &str, region: Option<&str>) -> Result<Store, Fault> {
    let mut store = Store::open(url)?;
    if let Some(region) = region {
        store.narrow(region)?;
    }
    let read_only = if store.is_postgres() {
        "SET default_transaction_read_only = on"
    } else {
        "PRAGMA query_only = ON"
    };
    store.script(read_only)?;
    Ok(store)
}
