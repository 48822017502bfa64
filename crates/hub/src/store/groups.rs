//! Groups that somebody made, beside the built-in ones: a name and a policy, kept as it was written.

use doorstep_protocol::ids::UserId;
use rusqlite::params;

use super::{Store, StoreError};

/// A group that somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CustomGroup {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Home Assistant's policy, as JSON.
    pub(crate) policy: String,
}

impl Store {
    /// Every group that somebody made, in order of id.
    pub(crate) async fn groups(&self) -> Result<Vec<CustomGroup>, StoreError> {
        self.run(|db| {
            db.prepare("SELECT id, name, policy FROM groups ORDER BY id")?
                .query_map([], |row| {
                    Ok(CustomGroup { id: row.get(0)?, name: row.get(1)?, policy: row.get(2)? })
                })?
                .collect()
        })
        .await
    }

    /// The policies of the groups that a user is in, apart from the built-in ones.
    pub(crate) async fn policies_of(&self, user: UserId) -> Result<Vec<String>, StoreError> {
        self.run(move |db| {
            db.prepare(
                "SELECT policy FROM groups JOIN memberships ON group_id = groups.id WHERE user_id = ?",
            )?
            .query_map([user.as_str()], |row| row.get(0))?
            .collect()
        })
        .await
    }

    /// Makes a group or changes it.
    pub(crate) async fn save_group(&self, group: CustomGroup) -> Result<(), StoreError> {
        self.run(move |db| {
            db.execute(
                "INSERT INTO groups (id, name, policy) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET name = ?2, policy = ?3",
                params![group.id, group.name, group.policy],
            )
            .map(drop)
        })
        .await
    }

    /// Removes a group; who was in it is in it no longer. `false` where there is none.
    pub(crate) async fn delete_group(&self, id: String) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute("DELETE FROM memberships WHERE group_id = ?", [&id])?;
            db.execute("DELETE FROM groups WHERE id = ?", [&id]).map(|gone| gone > 0)
        })
        .await
    }
}
