//! The person whom the socket belongs to, and the home's own description.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// The result of `auth/current_user`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentUser {
    /// The same at every sign-in.
    pub id: UserId,
    /// What people call them.
    pub name: String,
    /// Exactly one user of a hub is its owner.
    #[serde(default)]
    pub is_owner: bool,
    /// Whether they may do everything.
    #[serde(default)]
    pub is_admin: bool,
}

/// The result of `get_config`, as far as the app asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
