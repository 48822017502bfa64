//! How far the set-up of the home has come, and what the home is called.

use rusqlite::OptionalExtension;

use super::users::NewUser;
use super::{Store, StoreError, users};

impl Store {
    /// Makes the owner. `false`, and nothing made, when anybody lives here already.
    pub(crate) async fn add_owner(&self, owner: NewUser, now: f64) -> Result<bool, StoreError> {
        self.run(move |db| {
            let is_first = db.query_row("SELECT NOT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0))?;
            if is_first {
                users::add(db, &[owner], now)?;
            }
            Ok(is_first)
        })
        .await
    }

    /// Ends the set-up, for good.
    pub(crate) async fn finish_set_up(&self, home_name: Option<String>) -> Result<(), StoreError> {
        self.run(move |db| {
            let name = home_name.as_deref().unwrap_or_default();
            db.execute("INSERT INTO home (is_set_up, name) VALUES (1, ?) ON CONFLICT DO NOTHING", [name])
                .map(drop)
        })
        .await
    }

    /// The name of the home, which is empty where nobody gave one; `None` as long as the set-up goes on.
    pub(crate) async fn home_name(&self) -> Result<Option<String>, StoreError> {
        self.run(|db| db.query_row("SELECT name FROM home", [], |row| row.get(0)).optional()).await
    }
}
