//! The group-commit writer: one thread writes, many wait; one commit and one fsync answer them all.
//!
//! Each act stands or falls alone. An act that fails inside a group takes nothing of its neighbours with it and is
//! done once more by itself, from what the database says and not from what the writer remembers, before "no" is
//! answered. Nobody is answered "yes" before the commit that holds the act has returned, so a crash loses nothing that
//! was acknowledged; an act whose answer was lost is sent again under the same request key and is not done twice.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use crate::engine::{Fault, Store};

/// Acts in one commit at most: bounds how long the first of a group waits for its answer.
const GROUP_MAX: usize = 256;

/// Acts that may queue; further callers wait for a place.
const QUEUE_MAX: usize = 1_024;

/// A handle to the writer; clones share it. The thread ends when the last handle is gone and the queue is done.
#[derive(Clone)]
pub struct Writer {
    queue: std::sync::Arc<Queue>,
}

struct Queue {
    sender: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take() {
            // Its panics were handed to the callers they belong to.
            let _ = thread.join();
        }
    }
}

impl Writer {
    /// Starts the writer of a store that holds its tables.
    pub fn start(url: &str) -> Result<Writer, Fault> {
        let mut store = open(url)?;
        let url = url.to_owned();
        let (sender, receiver) = sync_channel(QUEUE_MAX);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || serve(&url, &mut store, &receiver))
            .map_err(|error| Fault::new("starting the writer", error))?;
        let queue = Queue {
            sender: Some(sender),
            thread: Some(thread),
        };
        Ok(Writer {
            queue: std::sync::Arc::new(queue),
        })
    }

    /// Does `act` in the next commit and returns when that commit is on disk. Blocks: call it from a thread that may wait.
    ///
    /// `act` may be run again after a rollback, so all it changes must be in the store. It panics where `act` panics.
    pub fn act<T, E>(
        &self,
        act: impl FnMut(&mut Store) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Fault> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let task = Task {
            act,
            outcome: None,
            reply,
        };
        let gone = || Fault::new("waiting for the writer", "the writer thread has ended");
        let sender = self.queue.sender.as_ref().ok_or_else(gone)?;
        sender.send(Box::new(task)).map_err(|_| gone())?;
        match answer.recv().map_err(|_| gone())? {
            Outcome::Done(value) => Ok(value),
            Outcome::Failed(error) => Err(error),
            Outcome::Panicked(panic) => resume_unwind(panic),
        }
    }
}

fn open(url: &str) -> Result<Store, Fault> {
    let mut store = Store::open(url)?;
    store.script(if store.is_postgres() {
        // A server may be set to answer before the disk does; here acknowledged means durable.
        "SET synchronous_commit = on"
    } else {
        // What a savepoint must remember of a few pages is otherwise a file of its own for every act.
        "PRAGMA temp_store = MEMORY"
    })?;
    store.work_in_groups();
    Ok(store)
}

fn serve(url: &str, store: &mut Store, queue: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = queue.recv() {
        let mut group = vec![first];
        while group.len() < GROUP_MAX
            && let Ok(next) = queue.try_recv()
        {
            group.push(next);
        }
        let outcome = commit(store, &mut group);
        for job in group {
            job.answer(outcome.as_ref().err());
        }
        if (outcome.is_err() || store.is_closed())
            && let Ok(fresh) = open(url)
        {
            // The connection may be gone. Where no other can be had, the next group fails and tries again.
            *store = fresh;
        }
    }
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
}

enum Outcome<T, E> {
    Done(T),
    Failed(E),
    Panicked(Box<dyn Any + Send>),
}

struct Task<A, T, E> {
    act: A,
    outcome: Option<Outcome<T, E>>,
    reply: SyncSender<Outcome<T, E>>,
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
        let _ = self.reply.send(outcome);
    }
}
