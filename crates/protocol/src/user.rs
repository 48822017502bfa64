//! The person whom the socket belongs to, and the home's own description.

use serde::Serialize;
use serde_json::Value;

use crate::ids::UserId;
use crate::json::{FromJson, Members};

/// The result of `auth/current_user`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CurrentUser {
    /// The same at every sign-in.
    pub id: UserId,
    /// What people call them.
    pub name: String,
    /// Exactly one user of a hub is its owner.
    pub is_owner: bool,
    /// Whether they may do everything.
    pub is_admin: bool,
}

/// The result of `get_config`, as far as the app asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HomeConfig {
    /// What the home is called.
    pub location_name: String,
    /// The hub's version.
    pub version: String,
    /// IANA name.
    pub time_zone: String,
    /// `RUNNING` once the hub is ready.
    pub state: String,
}

impl FromJson for CurrentUser {
    fn from_json(value: Value) -> Option<Self> {
        let mut user = Members::of(value)?;
        let read = Self {
            id: UserId(user.text("id")),
            name: user.text("name"),
            is_owner: user.or_default("is_owner"),
            is_admin: user.or_default("is_admin"),
        };
        user.made(read)
    }
}

impl FromJson for HomeConfig {
    fn from_json(value: Value) -> Option<Self> {
        let mut config = Members::of(value)?;
        let read = Self {
            location_name: config.or_default("location_name"),
            version: config.or_default("version"),
            time_zone: config.or_default("time_zone"),
            state: config.or_default("state"),
        };
        config.made(read)
    }
}
