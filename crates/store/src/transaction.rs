//! Transactions of a store: nested ones are savepoints; a snapshot reads one moment.

use crate::engine::{Fault, Store};

impl Store {
    /// Runs `work` in a transaction; inside another one, in a savepoint. An error undoes what `work` did and nothing else.
    pub fn transaction<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.group.is_some() {
            return self.transaction_in_group(work);
        }
        self.transaction_at_once(work)
    }

    pub(crate) fn transaction_at_once<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let (begin, _, _) = self.transaction_words();
        self.script(&begin)?;
        self.depth += 1;
        let outcome = work(self);
        self.depth -= 1;
        self.end_at_once(outcome)
    }

    /// Keeps or undoes what was done since the transaction of this depth began.
    pub(crate) fn end_at_once<T, E: From<Fault>>(&mut self, outcome: Result<T, E>) -> Result<T, E> {
        let (_, commit, rollback) = self.transaction_words();
        match outcome {
            Ok(value) => match self.script(&commit) {
                Ok(()) => Ok(value),
                Err(fault) => {
                    // A deferred constraint speaks at the commit; the transaction is still open on SQLite.
                    let _ = self.script(&rollback);
                    self.forget_growth();
                    Err(fault.into())
                }
            },
            Err(error) => {
                self.script(&rollback)?;
                self.forget_growth();
                Err(error)
            }
        }
    }

    /// Runs `work` on the store as it is at this moment, whatever others write meanwhile. Nothing is kept of what it writes.
    /// Inside a transaction it is part of that one.
    pub fn snapshot<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.depth > 0 {
            // What is open is one moment already, with what it has written itself.
            return work(self);
        }
        self.script(if self.is_postgres() {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        } else {
            "BEGIN"
        })?;
        self.depth += 1;
        self.is_snapshot = true;
        let outcome = work(self);
        self.depth -= 1;
        let ended = self.script("ROLLBACK");
        // Stays one if it cannot be ended.
        self.is_snapshot = ended.is_err();
        // Of two errors the first one says more.
        let value = outcome?;
        ended?;
        Ok(value)
    }

    fn transaction_words(&self) -> (String, String, String) {
        if self.depth == 0 {
            // IMMEDIATE takes SQLite's write lock at once, so two writers queue instead of failing half-way.
            let begin = if self.is_postgres() {
                "BEGIN"
            } else {
                "BEGIN IMMEDIATE"
            };
            // PostgreSQL answers COMMIT of a transaction that failed inside with a rollback and no error; a statement
            // before it makes that an error.
            let commit = if self.is_postgres() {
                "SELECT 1; COMMIT"
            } else {
                "COMMIT"
            };
            (begin.to_owned(), commit.to_owned(), "ROLLBACK".to_owned())
        } else {
            let name = format!("nested_{}", self.depth);
            (
                format!("SAVEPOINT {name}"),
                format!("RELEASE SAVEPOINT {name}"),
                format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}"),
            )
        }
    }
}
