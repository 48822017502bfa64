//! What must outlive the hub: users, sessions, their data and the state of the home, in one SQLite file.
//!
//! Whatever a method here has answered for is on the disk. Nothing here decides; nothing here repairs
//! by emptying.

mod accounts;
mod factors;
mod groups;
mod home_state;
mod networks;
mod newcomers;
mod open;
mod schema;
mod sessions;
mod setup;
mod user_data;
mod users;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

pub(crate) use accounts::{Account, Named, UserChange};
pub(crate) use factors::NewFactor;
pub(crate) use groups::CustomGroup;
pub use open::{Place, Unusable};
pub(crate) use sessions::{EndWhich, NewSession, Session, SessionId, TokenType, token_hash};
pub(crate) use users::{Group, NewUser, User};

/// The database. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Store(Arc<Mutex<Option<Connection>>>);

/// Why the database did not answer: full disk, broken disk, or closed for the end of the hub.
#[derive(Debug)]
pub enum StoreError {
    /// SQLite's own reason.
    Sqlite(rusqlite::Error),
    /// The hub is stopping.
    Closed,
}

impl Store {
    fn new(connection: Connection) -> Self {
        Self(Arc::new(Mutex::new(Some(connection))))
    }

    /// Does one piece of work in one transaction, away from the threads that serve sockets.
    async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let database = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let mut guard = database.lock().unwrap_or_else(PoisonError::into_inner);
            let connection = guard.as_mut().ok_or(StoreError::Closed)?;
            let transaction = connection.transaction().map_err(StoreError::Sqlite)?;
            let outcome = work(&transaction).map_err(StoreError::Sqlite)?;
            transaction.commit().map_err(StoreError::Sqlite)?;
            Ok(outcome)
        });
        let outcome = done.await.unwrap_or(Err(StoreError::Closed));
        if let Err(StoreError::Sqlite(error)) = &outcome {
            tracing::error!(%error, "the database does not answer");
        }
        outcome
    }

    /// Ends all work with the file; a later call finds it closed.
    pub(crate) async fn close(&self) {
        let database = Arc::clone(&self.0);
        let closed = tokio::task::spawn_blocking(move || {
            let connection = database.lock().unwrap_or_else(PoisonError::into_inner).take();
            connection.map_or(Ok(()), |connection| connection.close().map_err(|(_, error)| error))
        });
        if let Ok(Err(error)) = closed.await {
            tracing::warn!(%error, "the database was not closed in order");
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(error) => error.fmt(f),
            Self::Closed => f.write_str("the database is closed"),
        }
    }
}

impl std::error::Error for StoreError {}
