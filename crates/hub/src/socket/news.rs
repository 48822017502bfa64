//! What happens in the hub itself and is told to those who follow it.

use doorstep_protocol::ids::UserId;
use serde_json::{Value, json};

/// Something that happened.
#[derive(Debug)]
pub(crate) enum News {
    /// A user's data has a new value.
    UserData {
        /// Whose.
        user: UserId,
        /// Under which key.
        key: String,
        /// The value.
        value: Value,
    },
    /// What this user may do, or whether they may do anything, is another than before; `None` is everybody.
    AccessChanged(Option<UserId>),
    /// An event that administrators may follow.
    Event {
        /// Its type.
        kind: &'static str,
        /// Its data.
        data: Value,
    },
}

impl News {
    /// Something happened to a user: `user_added`, `user_updated`, `user_removed`.
    pub(crate) fn user_event(kind: &'static str, user: &UserId) -> Self {
        Self::Event { kind, data: json!({ "user_id": user }) }
    }
}
