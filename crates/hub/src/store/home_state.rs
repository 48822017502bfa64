//! The state that a home wants back after a restart.

use rusqlite::OptionalExtension;
use serde_json::Value;

use super::{Store, StoreError};

impl Store {
    /// What `home` kept last; nothing when it never did or when it cannot be read.
    pub(crate) async fn home_state(&self, home: &'static str) -> Result<Option<Value>, StoreError> {
        let text: Option<String> = self
            .run(move |db| {
                db.query_row("SELECT saved FROM home_state WHERE home = ?", [home], |row| row.get(0))
                    .optional()
            })
            .await?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps the state of `home`.
    pub(crate) async fn set_home_state(&self, home: &'static str, saved: String) -> Result<(), StoreError> {
        self.run(move |db| {
            db.execute(
                "INSERT INTO home_state (home, saved) VALUES (?1, ?2)
                 ON CONFLICT (home) DO UPDATE SET saved = ?2",
                [home, &saved],
            )
            .map(drop)
        })
        .await
    }
}
