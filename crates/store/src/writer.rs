//! The group-commit writer: one writes, many wait; one commit and one fsync answer them all.
//!
//! There is no thread of its own: a caller that finds the store free writes for all who wait, itself included, and hands
//! over to the first who came meanwhile. Who is alone waits for nobody.
//!
//! Each act stands or falls alone. An act that fails inside a group takes nothing of its neighbours with it and is
//! done once more by itself, from what the database says and not from what the writer remembers, before "no" is
//! answered. Nobody is answered "yes" before the commit that holds the act has returned, so a crash loses nothing that
//! was acknowledged; an act whose answer was lost is sent again under the same request key and is not done twice.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use crate::engine::{Fault, Store};

/// Acts in one commit at most: bounds how long the first of a group waits for its answer.
const GROUP_MAX: usize = 256;

/// A handle to the writer; clones share it.
#[derive(Clone)]
pub struct Writer {
    shared: Arc<Shared>,
}

struct Shared {
    url: String,
    /// Who waits, the first first. Never longer than there are callers: each waits for its answer.
    queue: Mutex<VecDeque<Box<dyn Job>>>,
    /// Whoever holds it writes for all who wait.
    store: Mutex<Store>,
}

impl Writer {
    /// Opens the writer of a store that holds its tables.
    pub fn start(url: &str) -> Result<Writer, Fault> {
        let shared = Shared {
            url: url.to_owned(),
            queue: Mutex::default(),
            store: Mutex::new(open(url)?),
        };
        Ok(Writer {
            shared: Arc::new(shared),
        })
    }

    /// Does `act` in the next commit and returns when that commit is on disk. Blocks: call it from a thread that may wait.
    ///
    /// `act` may be run again after a rollback and may be run by another waiting thread, so all it changes must be in
    /// the store. It panics where `act` panics.
    pub fn act<T, E>(
        &self,
        act: impl FnMut(&mut Store) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (reply, answer) = channel();
        let task = Task {
            act,
            outcome: None,
            reply,
        };
        self.shared.queue().push_back(Box::new(task));
        loop {
            self.shared.lead();
            match answer.recv() {
                Ok(Answer::Lead) => {}
                Ok(Answer::Outcome(Outcome::Done(value))) => return Ok(value),
                Ok(Answer::Outcome(Outcome::Failed(error))) => return Err(error),
                Ok(Answer::Outcome(Outcome::Panicked(panic))) => resume_unwind(panic),
                Err(_) => {
                    let cause = "the caller that wrote for all has ended";
                    return Err(Fault::new("waiting for the writer", cause).into());
                }
            }
        }
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, VecDeque<Box<dyn Job>>> {
        // Nothing is left half-done under this lock.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Commits one group if nobody else is at it. Whoever is, looks into the queue again after letting the store go, so
    /// that what was put there before this call is never forgotten.
    fn lead(&self) {
        let mut leading = match self.store.try_lock() {
            Ok(store) => Leading {
                shared: self,
                store: Some(store),
            },
            Err(TryLockError::WouldBlock) => return,
            Err(TryLockError::Poisoned(poisoned)) => {
                // A bug ended the one who wrote; what its connection is in the middle of is unknown.
                self.store.clear_poison();
                let mut store = poisoned.into_inner();
                if let Ok(fresh) = open(&self.url) {
                    *store = fresh;
                }
                Leading {
                    shared: self,
                    store: Some(store),
                }
            }
        };
        if let Some(store) = &mut leading.store {
            self.serve(store);
        }
    }

    fn serve(&self, store: &mut Store) {
        let mut group: Vec<Box<dyn Job>> = {
            let mut queue = self.queue();
            let count = queue.len().min(GROUP_MAX);
            queue.drain(..count).collect()
        };
        if group.is_empty() {
            return;
        }
        let outcome = commit(store, &mut group);
        for job in group {
            job.answer(outcome.as_ref().err());
        }
        if (outcome.is_err() || store.is_closed())
            && let Ok(fresh) = open(&self.url)
        {
            // The connection may be gone. Where no other can be had, the next group fails and tries again.
            *store = fresh;
        }
    }
}

/// The store in the hands of one caller; let go, the first who still waits takes over.
struct Leading<'a> {
    shared: &'a Shared,
    store: Option<MutexGuard<'a, Store>>,
}

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        self.store = None;
        if let Some(first) = self.shared.queue().front() {
            first.lead();
        }
    }
}

fn open(url: &str) -> Result<Store, Fault> {
    let mut store = Store::open(url)?;
    store.script(if store.is_postgres() {
        // A server may be set to answer before the disk does; here acknowledged means durable. What a writer says is said
        // again and again: the server may keep its plans, and with them those of the keys it checks.
        "SET synchronous_commit = on;
         SELECT set_config('plan_cache_mode', 'auto', false) WHERE current_setting('plan_cache_mode', true) IS NOT NULL"
    } else {
        // What a savepoint must remember of a few pages is otherwise a file of its own for every act.
        "PRAGMA temp_store = MEMORY"
    })?;
    store.work_in_groups();
    Ok(store)
}

/// Commits the group, then does those that failed in it once more, each alone. An error is a fault of the machine.
fn commit(store: &mut Store, group: &mut [Box<dyn Job>]) -> Result<(), Fault> {
    if let [only] = group {
        // Its own transaction is the group's: no savepoint is needed.
        only.perform(store);
        alone(store, group);
        return Ok(());
    }
    let together = store.transaction::<(), Fault>(|store| {
        group.iter_mut().for_each(|job| job.perform(store));
        Ok(())
    });
    match together {
        Ok(()) => {}
        // One of them broke a constraint only the commit could see: none was written.
        Err(fault) if fault.constraint => group.iter_mut().for_each(|job| job.reset()),
        Err(fault) => return Err(fault),
    }
    alone(store, group);
    Ok(())
}

/// Does those that are not done, each in a transaction of its own.
fn alone(store: &mut Store, group: &mut [Box<dyn Job>]) {
    if group.iter().all(|job| job.is_done()) {
        return;
    }
    store.work_alone();
    for job in group.iter_mut().filter(|job| !job.is_done()) {
        job.perform(store);
    }
    store.work_in_groups();
}

/// One waiting caller.
trait Job: Send {
    /// Runs the act in a transaction of its own: inside the open one where there is one.
    fn perform(&mut self, store: &mut Store);
    fn is_done(&self) -> bool;
    /// What was done was rolled back.
    fn reset(&mut self);
    /// Tells the caller; with the fault of the commit where it failed.
    fn answer(self: Box<Self>, fault: Option<&Fault>);

    /// Tells the caller to write for all who wait.
    fn lead(&self);
}

/// What a waiting caller is told.
enum Answer<T, E> {
    Lead,
    Outcome(Outcome<T, E>),
}

enum Outcome<T, E> {
    Done(T),
    Failed(E),
    Panicked(Box<dyn Any + Send>),
}

struct Task<A, T, E> {
    act: A,
    outcome: Option<Outcome<T, E>>,
    reply: Sender<Answer<T, E>>,
}

/// Why an act is rolled back.
enum Stopped<E> {
    Error(E),
    Panic(Box<dyn Any + Send>),
}

impl<E: From<Fault>> From<Fault> for Stopped<E> {
    fn from(fault: Fault) -> Stopped<E> {
        Stopped::Error(fault.into())
    }
}

impl<A, T, E> Job for Task<A, T, E>
where
    A: FnMut(&mut Store) -> Result<T, E> + Send,
    T: Send,
    E: From<Fault> + Send,
{
    fn perform(&mut self, store: &mut Store) {
        let act = &mut self.act;
        let outcome = store.transaction(|store| {
            let depth = store.depth;
            match catch_unwind(AssertUnwindSafe(|| act(store))) {
                Ok(outcome) => outcome.map_err(Stopped::Error),
                Err(panic) => {
                    store.forget_deeper(depth);
                    Err(Stopped::Panic(panic))
                }
            }
        });
        self.outcome = Some(match outcome {
            Ok(value) => Outcome::Done(value),
            Err(Stopped::Error(error)) => Outcome::Failed(error),
            Err(Stopped::Panic(panic)) => Outcome::Panicked(panic),
        });
    }

    fn is_done(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Done(_)))
    }

    fn reset(&mut self) {
        self.outcome = None;
    }

    fn answer(mut self: Box<Self>, fault: Option<&Fault>) {
        let outcome = match (fault, self.outcome.take()) {
            (Some(fault), _) => Outcome::Failed(fault.clone().into()),
            (None, Some(outcome)) => outcome,
            (None, None) => {
                let fault = Fault::new("writing a group", "an act was left without an outcome");
                Outcome::Failed(fault.into())
            }
        };
        // A caller that went away needs no answer.
        let _ = self.reply.send(Answer::Outcome(outcome));
    }

    fn lead(&self) {
        let _ = self.reply.send(Answer::Lead);
    }
}
