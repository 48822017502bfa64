//! The network rules that the database keeps, and users by what people call them.

use doorstep_protocol::ids::UserId;
use rusqlite::params;

use super::{Store, StoreError};

impl Store {
    /// Every rule, as it was kept, by name.
    pub(crate) async fn networks(&self) -> Result<Vec<String>, StoreError> {
        self.run(|db| {
            db.prepare("SELECT rule FROM networks ORDER BY name")?.query_map([], |row| row.get(0))?.collect()
        })
        .await
    }

    /// Keeps a rule in place of the one of the same name.
    pub(crate) async fn keep_network(&self, name: String, rule: String) -> Result<(), StoreError> {
        self.run(move |db| {
            db.execute("INSERT OR REPLACE INTO networks (name, rule) VALUES (?, ?)", params![name, rule])
                .map(drop)
        })
        .await
    }

    /// Forgets a rule; `false` when there was none.
    pub(crate) async fn forget_network(&self, name: String) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute("DELETE FROM networks WHERE name = ?", [name]).map(|changed| changed > 0)
        })
        .await
    }

    /// Everybody, those first who came first.
    pub(crate) async fn user_ids(&self) -> Result<Vec<UserId>, StoreError> {
        self.run(|db| {
            db.prepare("SELECT id FROM users ORDER BY created_at, rowid")?
                .query_map([], |row| row.get(0).map(UserId))?
                .collect()
        })
        .await
    }

    /// The user with this id, else this username, else this name, where only one has it.
    pub(crate) async fn user_named(&self, text: String) -> Result<Option<UserId>, StoreError> {
        self.run(move |db| {
            let find = |condition: &str| -> rusqlite::Result<Vec<String>> {
                db.prepare(&format!("SELECT DISTINCT users.id FROM users {condition}"))?
                    .query_map([&text], |row| row.get(0))?
                    .collect()
            };
            let by_username = "JOIN credentials ON credentials.user_id = users.id
                               WHERE provider = 'homeassistant' AND subject = lower(trim(?))";
            for condition in ["WHERE id = ?", by_username, "WHERE lower(name) = lower(trim(?))"] {
                let mut found = find(condition)?;
                if let (Some(id), true) = (found.pop(), found.is_empty()) {
                    return Ok(Some(UserId(id)));
                }
                if !found.is_empty() {
                    return Ok(None);
                }
            }
            Ok(None)
        })
        .await
    }
}
