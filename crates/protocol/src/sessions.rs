//! Where a user is signed in: the commands about sessions and the rows that they answer.
//!
//! Home Assistant has those under `auth/`, for one's own sessions; `doorstep/sessions/` is our hub's, which lists
//! `sessions` among its features.

use serde_json::{Map, Value};

use crate::ids::{SessionId, UserId};
use crate::json::{FromJson, Members, object};

/// What is asked of the hub about sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One's own.
    Own,
    /// Everybody's, on our hub, for an administrator.
    Everyones,
    /// Ends one of one's own.
    End(SessionId),
    /// Ends all of one's own but the one that asks. Long-lived tokens of programs stay.
    EndOthers,
    /// Ends somebody's, on our hub.
    Revoke(SessionId),
    /// Ends all of a user's, on our hub, for an administrator.
    RevokeAllOf(UserId),
    /// Gives a session a name, on our hub.
    Rename(SessionId, String),
}

impl Ask {
    /// Type and arguments, as they stand on the wire.
    pub fn to_json(&self) -> (&'static str, Map<String, Value>) {
        match self {
            Self::Own => ("auth/refresh_tokens", Map::new()),
            Self::Everyones => ("doorstep/sessions/list", Map::new()),
            Self::End(id) => {
                ("auth/delete_refresh_token", object([("refresh_token_id", id.as_str().into())]))
            }
            Self::EndOthers => (
                "auth/delete_all_refresh_tokens",
                object([("token_type", "normal".into()), ("delete_current_token", false.into())]),
            ),
            Self::Revoke(id) => ("doorstep/sessions/revoke", object([("session_id", id.as_str().into())])),
            Self::RevokeAllOf(user) => {
                ("doorstep/sessions/revoke", object([("user_id", user.as_str().into())]))
            }
            Self::Rename(id, name) => (
                "doorstep/sessions/rename",
                object([("session_id", id.as_str().into()), ("name", name.as_str().into())]),
            ),
        }
    }
}

/// One sign-in of one user. Moments are ISO 8601 texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it in commands.
    pub id: SessionId,
    /// Whose it is; only in everybody's list.
    pub user_id: Option<UserId>,
    /// `normal`, `long_lived_access_token` or `system`.
    pub kind: String,
    /// The address of the page that signed in.
    pub client_id: Option<String>,
    /// The name of a long-lived token.
    pub client_name: Option<String>,
    /// When it began.
    pub created_at: Option<String>,
    /// When it was last used.
    pub last_used_at: Option<String>,
    /// From which address.
    pub last_used_ip: Option<String>,
    /// When it ends by itself: `Some(None)` says never; Home Assistant tells since 2024.2.
    pub expire_at: Option<Option<String>>,
    /// Whether it is the one that asks.
    pub is_current: bool,
    /// How the person signed in: `homeassistant`, `trusted_networks`, …
    pub provider: Option<String>,
    /// What somebody called it; our hub only.
    pub name: Option<String>,
    /// How the hub knows who it is; our hub only.
    pub assurance: Option<String>,
    /// `Firefox on Linux`; our hub only.
    pub device: Option<String>,
}

impl FromJson for Session {
    fn from_json(value: Value) -> Option<Self> {
        let mut session = Members::of(value)?;
        let read = Self {
            id: SessionId(session.text("id")),
            user_id: session.read("user_id").map(UserId),
            kind: session.or_default("type"),
            client_id: session.read("client_id"),
            client_name: session.read("client_name"),
            created_at: session.read("created_at"),
            last_used_at: session.read("last_used_at"),
            last_used_ip: session.read("last_used_ip"),
            expire_at: session.nullable("expire_at"),
            is_current: session.or_default("is_current"),
            provider: session.read("auth_provider_type"),
            name: session.read("name"),
            assurance: session.read("assurance"),
            device: session.read("device"),
        };
        session.made(read)
    }
}
