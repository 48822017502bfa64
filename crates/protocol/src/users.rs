//! The hub's users: listing and adding them, their passwords.

use serde_json::{Map, Value};

use crate::ids::UserId;
use crate::json::{FromJson, Members, object};
use crate::secret::Secret;

/// What is asked of the hub about its users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// All of them, for an administrator.
    List,
    /// Adds one who may use everything and manage nothing.
    Add {
        /// What people call them.
        name: String,
        /// Whether they come in from the home's own network only.
        is_local_only: bool,
    },
    /// Removes one.
    Remove(UserId),
    /// Gives a user a name and a password to sign in with.
    GivePassword {
        /// Whom.
        user: UserId,
        /// Lower case, no spaces at its ends.
        username: String,
        /// As they chose it.
        password: Secret,
    },
    /// Changes one's own password.
    ChangePassword {
        /// The one that it has been.
        current: Secret,
        /// The one that it shall be.
        new: Secret,
    },
}

impl Ask {
    /// Type and arguments, as they stand on the wire.
    pub fn to_json(&self) -> (&'static str, Map<String, Value>) {
        match self {
            Self::List => ("config/auth/list", Map::new()),
            Self::Add { name, is_local_only } => (
                "config/auth/create",
                object([
                    ("name", name.as_str().into()),
                    ("group_ids", vec!["system-users"].into()),
                    ("local_only", (*is_local_only).into()),
                ]),
            ),
            Self::Remove(user) => ("config/auth/delete", object([("user_id", user.as_str().into())])),
            Self::GivePassword { user, username, password } => (
                "config/auth_provider/homeassistant/create",
                object([
                    ("user_id", user.as_str().into()),
                    ("username", username.as_str().into()),
                    ("password", password.expose().into()),
                ]),
            ),
            Self::ChangePassword { current, new } => (
                "config/auth_provider/homeassistant/change_password",
                object([
                    ("current_password", current.expose().into()),
                    ("new_password", new.expose().into()),
                ]),
            ),
        }
    }
}

/// A user as an administrator sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// What people call them.
    pub name: String,
    /// Whether the hub made them for itself.
    pub is_system: bool,
}

impl FromJson for User {
    fn from_json(value: Value) -> Option<Self> {
        let mut user = Members::of(value)?;
        let read = Self {
            id: UserId(user.text("id")),
            name: user.or_default("name"),
            is_system: user.or_default("system_generated"),
        };
        user.made(read)
    }
}
