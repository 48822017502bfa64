//! Users as administrators change them. What a change ends, it ends in the same transaction.

use doorstep_protocol::ids::UserId;
use rusqlite::{Connection, OptionalExtension, params};

use super::sessions::SessionId;
use super::users::{self, Group, User};
use super::{Store, StoreError};

/// A user and how they may prove who they are.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) user: User,
    /// Of their password, where they have one.
    pub(crate) username: Option<String>,
    pub(crate) providers: Vec<String>,
}

/// What is to be another; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct UserChange {
    pub(crate) name: Option<String>,
    pub(crate) is_active: Option<bool>,
    pub(crate) groups: Option<Vec<Group>>,
    pub(crate) local_only: Option<bool>,
}

/// What came of giving somebody a username.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Done,
    /// Somebody else has it.
    Taken,
    /// The user has a password already, or, where one is to be changed, has none.
    Not,
}

impl Store {
    /// Everybody, in the order in which they came.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.run(|db| {
            let users: Vec<User> = db
                .prepare(&format!("{} ORDER BY created_at, users.rowid", users::SELECT))?
                .query_map([], users::read)?
                .collect::<Result<_, _>>()?;
            users.into_iter().map(|user| account(db, user)).collect()
        })
        .await
    }

    /// One of them.
    pub(crate) async fn account(&self, id: UserId) -> Result<Option<Account>, StoreError> {
        self.run(move |db| {
            let user = db
                .query_row(&format!("{} WHERE id = ?", users::SELECT), [id.as_str()], users::read)
                .optional()?;
            user.map(|user| account(db, user)).transpose()
        })
        .await
    }

    /// Changes a user; who is no longer active has no sessions.
    pub(crate) async fn change_user(&self, id: UserId, change: UserChange) -> Result<(), StoreError> {
        self.run(move |db| {
            db.execute(
                "UPDATE users SET name = coalesce(?2, name), is_active = coalesce(?3, is_active),
                                  local_only = coalesce(?4, local_only) WHERE id = ?1",
                params![id.as_str(), change.name, change.is_active, change.local_only],
            )?;
            if let Some(groups) = &change.groups {
                users::set_groups(db, &id, groups)?;
            }
            if change.is_active == Some(false) {
                db.execute("DELETE FROM sessions WHERE user_id = ?", [id.as_str()])?;
            }
            Ok(())
        })
        .await
    }

    /// Removes a user with everything that is theirs.
    pub(crate) async fn delete_user(&self, id: UserId) -> Result<(), StoreError> {
        self.run(move |db| db.execute("DELETE FROM users WHERE id = ?", [id.as_str()]).map(drop)).await
    }

    /// Gives a user their first password.
    pub(crate) async fn add_password(
        &self,
        id: UserId,
        username: String,
        hash: String,
    ) -> Result<Named, StoreError> {
        self.run(move |db| {
            if username_of(db, &id)?.is_some() {
                return Ok(Named::Not);
            }
            if is_taken(db, &username)? {
                return Ok(Named::Taken);
            }
            db.execute(
                "INSERT INTO credentials (provider, subject, user_id, secret) VALUES (?, ?, ?, ?)",
                params![PROVIDER, username, id.as_str(), hash],
            )?;
            Ok(Named::Done)
        })
        .await
    }

    /// Gives a user another password and ends their sessions but `kept`; tells which those were.
    pub(crate) async fn set_password(
        &self,
        id: UserId,
        hash: String,
        kept: Option<SessionId>,
    ) -> Result<Vec<SessionId>, StoreError> {
        self.run(move |db| {
            db.execute(
                "UPDATE credentials SET secret = ? WHERE provider = ? AND user_id = ?",
                params![hash, PROVIDER, id.as_str()],
            )?;
            db.prepare("DELETE FROM sessions WHERE user_id = ? AND id IS NOT ? RETURNING id")?
                .query_map(params![id.as_str(), kept.map(|kept| kept.0)], |row| row.get(0).map(SessionId))?
                .collect()
        })
        .await
    }

    /// Gives a user's password another username.
    pub(crate) async fn rename(&self, id: UserId, username: String) -> Result<Named, StoreError> {
        self.run(move |db| match username_of(db, &id)? {
            None => Ok(Named::Not),
            Some(old) if old == username => Ok(Named::Done),
            Some(_) if is_taken(db, &username)? => Ok(Named::Taken),
            Some(_) => {
                db.execute(
                    "UPDATE credentials SET subject = ? WHERE provider = ? AND user_id = ?",
                    params![username, PROVIDER, id.as_str()],
                )?;
                Ok(Named::Done)
            }
        })
        .await
    }

    /// Takes a password away, with the sessions that began by it; tells which those were.
    pub(crate) async fn delete_password(&self, id: UserId) -> Result<Vec<SessionId>, StoreError> {
        self.run(move |db| {
            let whose = params![PROVIDER, id.as_str()];
            db.execute("DELETE FROM credentials WHERE provider = ? AND user_id = ?", whose)?;
            db.prepare("DELETE FROM sessions WHERE provider = ? AND user_id = ? RETURNING id")?
                .query_map(whose, |row| row.get(0).map(SessionId))?
                .collect()
        })
        .await
    }
}

fn account(db: &Connection, user: User) -> rusqlite::Result<Account> {
    let username = username_of(db, &user.id)?;
    let providers = db
        .prepare_cached("SELECT provider FROM credentials WHERE user_id = ? ORDER BY provider")?
        .query_map([user.id.as_str()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Account { user, username, providers })
}

fn username_of(db: &Connection, id: &UserId) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT subject FROM credentials WHERE provider = ? AND user_id = ?")?
        .query_row([PROVIDER, id.as_str()], |row| row.get(0))
        .optional()
}

fn is_taken(db: &Connection, username: &str) -> rusqlite::Result<bool> {
    db.query_row(
        "SELECT EXISTS (SELECT 1 FROM credentials WHERE provider = ? AND subject = ?)",
        [PROVIDER, username],
        |row| row.get(0),
    )
}

const PROVIDER: &str = "homeassistant";
