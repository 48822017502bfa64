//! Users whom a provider brings: made when they come for the first time.

use doorstep_protocol::ids::UserId;
use rusqlite::{OptionalExtension, params};

use super::users::{self, NewUser, User};
use super::{Store, StoreError};

impl Store {
    /// The user whom a provider knows as `subject`; where there is none, it is `newcomer` from now on.
    pub(crate) async fn user_of(
        &self,
        provider: &'static str,
        subject: String,
        newcomer: User,
        now: f64,
    ) -> Result<UserId, StoreError> {
        self.run(move |db| {
            let known = db
                .query_row(
                    "SELECT user_id FROM credentials WHERE provider = ? AND subject = ?",
                    [provider, &subject],
                    |row| row.get(0).map(UserId),
                )
                .optional()?;
            if let Some(known) = known {
                return Ok(known);
            }
            let id = newcomer.id.clone();
            users::add(db, &[NewUser { user: newcomer, password: None }], now)?;
            db.execute(
                "INSERT INTO credentials (provider, subject, user_id) VALUES (?, ?, ?)",
                params![provider, subject, id.as_str()],
            )?;
            Ok(id)
        })
        .await
    }
}
