//! The users of the hub and the credentials that are theirs.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Store, StoreError};

/// An account on the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct User {
    pub(crate) id: UserId,
    pub(crate) name: String,
    pub(crate) groups: Vec<Group>,
    pub(crate) is_owner: bool,
    pub(crate) is_active: bool,
    /// May come in from the home's own network only.
    pub(crate) local_only: bool,
}

/// What a user may do: the built-in groups of Home Assistant, and those that somebody made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Admin,
    User,
    ReadOnly,
    /// The id of one in the database.
    Custom(String),
}

/// A user to be made, with a password where they have one.
pub(crate) struct NewUser {
    pub(crate) user: User,
    /// Normalised username and password hash.
    pub(crate) password: Option<(String, String)>,
}

impl Store {
    /// Whether anybody lives here yet.
    pub(crate) async fn has_users(&self) -> Result<bool, StoreError> {
        self.run(|db| db.query_row("SELECT EXISTS (SELECT 1 FROM users)", [], |row| row.get(0))).await
    }

    /// Makes all of these users, or none.
    pub(crate) async fn add_users(&self, users: Vec<NewUser>, now: f64) -> Result<(), StoreError> {
        self.run(move |db| add(db, &users, now)).await
    }

    /// One user.
    pub(crate) async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        self.run(move |db| db.query_row(&format!("{SELECT} WHERE id = ?"), [id.as_str()], read).optional())
            .await
    }

    /// The user whom a provider knows as `subject`, and the secret that it keeps for them.
    pub(crate) async fn credential(
        &self,
        provider: &'static str,
        subject: String,
    ) -> Result<Option<(UserId, Option<Secret>)>, StoreError> {
        self.run(move |db| {
            db.query_row(
                "SELECT user_id, secret FROM credentials WHERE provider = ? AND subject = ?",
                [provider, &subject],
                |row| Ok((UserId(row.get(0)?), row.get::<_, Option<String>>(1)?.map(Secret::new))),
            )
            .optional()
        })
        .await
    }

    /// The providers through which a user can come in.
    pub(crate) async fn providers_of(&self, id: UserId) -> Result<Vec<String>, StoreError> {
        self.run(move |db| {
            db.prepare("SELECT provider FROM credentials WHERE user_id = ? ORDER BY provider")?
                .query_map([id.as_str()], |row| row.get(0))?
                .collect()
        })
        .await
    }

    /// Shuts a user out: no longer active, and every session gone.
    pub(crate) async fn deactivate(&self, id: UserId) -> Result<bool, StoreError> {
        self.run(move |db| {
            db.execute("DELETE FROM sessions WHERE user_id = ?", [id.as_str()])?;
            db.execute("UPDATE users SET is_active = 0 WHERE id = ? AND is_active", [id.as_str()])
                .map(|changed| changed > 0)
        })
        .await
    }
}

/// Makes users.
pub(super) fn add(db: &Connection, users: &[NewUser], now: f64) -> rusqlite::Result<()> {
    for NewUser { user, password } in users {
        db.execute(
            "INSERT INTO users (id, name, is_owner, is_active, local_only, created_at)
             VALUES (?, ?, ?, ?, ?, ?)",
            params![user.id.as_str(), user.name, user.is_owner, user.is_active, user.local_only, now],
        )?;
        set_groups(db, &user.id, &user.groups)?;
        if let Some((username, hash)) = password {
            db.execute(
                "INSERT INTO credentials (provider, subject, user_id, secret)
                 VALUES ('homeassistant', ?, ?, ?)",
                params![username, user.id.as_str(), hash],
            )?;
        }
    }
    Ok(())
}

impl User {
    /// Whether they may do everything.
    pub(crate) fn is_admin(&self) -> bool {
        self.is_owner || self.is_active && self.groups.contains(&Group::Admin)
    }
}

impl Group {
    /// The id that Home Assistant knows it by.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Admin => "system-admin",
            Self::User => "system-users",
            Self::ReadOnly => "system-read-only",
            Self::Custom(id) => id,
        }
    }

    /// The group of this id. One that nobody has made allows nothing.
    pub(crate) fn parse(id: &str) -> Self {
        match id {
            "system-admin" => Self::Admin,
            "system-users" => Self::User,
            "system-read-only" => Self::ReadOnly,
            _ => Self::Custom(id.to_owned()),
        }
    }
}

pub(super) const SELECT: &str = "
    SELECT id, name, (SELECT group_concat(group_id) FROM memberships WHERE user_id = users.id),
           is_owner, is_active, local_only FROM users";

pub(super) fn set_groups(db: &Connection, user: &UserId, groups: &[Group]) -> rusqlite::Result<()> {
    db.execute("DELETE FROM memberships WHERE user_id = ?", [user.as_str()])?;
    for group in groups {
        db.execute("INSERT INTO memberships VALUES (?, ?)", [user.as_str(), group.as_str()])?;
    }
    Ok(())
}

/// Reads the six columns of a user from the start of a row.
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: UserId(row.get(0)?),
        name: row.get(1)?,
        groups: row
            .get::<_, Option<String>>(2)?
            .map(|ids| ids.split(',').map(Group::parse).collect())
            .unwrap_or_default(),
        is_owner: row.get(3)?,
        is_active: row.get(4)?,
        local_only: row.get(5)?,
    })
}
