//! What the app keeps for a user, by key: any JSON, read by nobody else.

use doorstep_protocol::ids::UserId;
use rusqlite::{OptionalExtension, params};
use serde_json::{Map, Value};

use super::{Store, StoreError};

impl Store {
    /// The value of one key; `null` where there is none.
    pub(crate) async fn user_value(&self, user: UserId, key: String) -> Result<Value, StoreError> {
        let text: Option<String> = self
            .run(move |db| {
                db.query_row(
                    "SELECT value FROM user_data WHERE user_id = ? AND key = ?",
                    [user.as_str(), &key],
                    |row| row.get(0),
                )
                .optional()
            })
            .await?;
        Ok(text.map_or(Value::Null, |text| read(&text)))
    }

    /// Everything that is kept for a user.
    pub(crate) async fn user_values(&self, user: UserId) -> Result<Map<String, Value>, StoreError> {
        let rows: Vec<(String, String)> = self
            .run(move |db| {
                db.prepare("SELECT key, value FROM user_data WHERE user_id = ? ORDER BY key")?
                    .query_map([user.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect()
            })
            .await?;
        Ok(rows.into_iter().map(|(key, text)| (key, read(&text))).collect())
    }

    /// Keeps a value. `false` when the user would keep more than [`MOST_KEYS`].
    pub(crate) async fn set_user_value(
        &self,
        user: UserId,
        key: String,
        value: &Value,
    ) -> Result<bool, StoreError> {
        let text = value.to_string();
        self.run(move |db| {
            let others: i64 = db.query_row(
                "SELECT count(*) FROM user_data WHERE user_id = ? AND key <> ?",
                [user.as_str(), &key],
                |row| row.get(0),
            )?;
            if others >= MOST_KEYS {
                return Ok(false);
            }
            db.execute(
                "INSERT INTO user_data (user_id, key, value) VALUES (?1, ?2, ?3)
                 ON CONFLICT (user_id, key) DO UPDATE SET value = ?3",
                params![user.as_str(), key, text],
            )?;
            Ok(true)
        })
        .await
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// Far more than an app needs; bounds what one user can fill the disk with.
const MOST_KEYS: i64 = 256;
