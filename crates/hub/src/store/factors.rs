//! Second factors: sealed seeds, the step that was used last, and hashes of recovery codes.

use doorstep_protocol::ids::UserId;
use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};

/// A factor to be turned on.
pub(crate) struct NewFactor {
    /// Sealed.
    pub(crate) seed: Vec<u8>,
    /// The step of the code that proved it, which is thereby used.
    pub(crate) step: i64,
    /// Hashes of the recovery codes.
    pub(crate) recovery: Vec<[u8; 32]>,
}

impl Store {
    /// Whether anybody has a second factor.
    pub(crate) async fn has_factors(&self) -> Result<bool, StoreError> {
        self.run(|db| db.query_row("SELECT EXISTS (SELECT 1 FROM totp)", [], |row| row.get(0))).await
    }

    /// Turns a user's factor on. `false` when it is on already: that one stays.
    pub(crate) async fn add_factor(&self, user: UserId, factor: NewFactor) -> Result<bool, StoreError> {
        self.run(move |db| {
            let user = user.as_str();
            let added = db.execute(
                "INSERT INTO totp (user_id, seed, last_step) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                params![user, factor.seed, factor.step],
            )?;
            if added > 0 {
                let mut add = db.prepare("INSERT INTO recovery_codes (user_id, hash) VALUES (?, ?)")?;
                for hash in &factor.recovery {
                    add.execute(params![user, hash])?;
                }
            }
            Ok(added > 0)
        })
        .await
    }

    /// Turns a user's factor off, with its recovery codes. `false` when it was not on.
    pub(crate) async fn remove_factor(&self, user: UserId) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute("DELETE FROM recovery_codes WHERE user_id = ?", [user.as_str()])?;
            db.execute("DELETE FROM totp WHERE user_id = ?", [user.as_str()]).map(|gone| gone > 0)
        })
        .await
    }

    /// The sealed seed of a user whose factor is on.
    pub(crate) async fn totp_seed(&self, user: UserId) -> Result<Option<Vec<u8>>, StoreError> {
        self.run(move |db| {
            db.query_row("SELECT seed FROM totp WHERE user_id = ?", [user.as_str()], |row| row.get(0))
                .optional()
        })
        .await
    }

    /// Uses a step up, and all before it. `false` when it is used already.
    pub(crate) async fn use_totp_step(&self, user: UserId, step: i64) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute(
                "UPDATE totp SET last_step = ?1 WHERE user_id = ?2 AND last_step < ?1",
                params![step, user.as_str()],
            )
            .map(|used| used > 0)
        })
        .await
    }

    /// Uses a recovery code up. `false` when there is none like it.
    pub(crate) async fn use_recovery_code(&self, user: UserId, hash: [u8; 32]) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute(
                "DELETE FROM recovery_codes WHERE user_id = ? AND hash = ?",
                params![user.as_str(), hash],
            )
            .map(|used| used > 0)
        })
        .await
    }

    /// How many recovery codes a user has left; `None` when no factor is on.
    pub(crate) async fn factor_of(&self, user: UserId) -> Result<Option<u32>, StoreError> {
        self.run(move |db| {
            db.query_row(
                "SELECT (SELECT count(*) FROM recovery_codes WHERE user_id = ?1) FROM totp WHERE user_id = ?1",
                [user.as_str()],
                |row| row.get(0),
            )
            .optional()
        })
        .await
    }
}
