//! Why a session is not changed, in Home Assistant's words where it has some.

use serde_json::Value;

use super::error;

/// Every way in which it can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::socket) enum SessionError {
    /// No such session, or not one's own.
    Unknown,
    /// One by network cannot last for ever.
    AlwaysEnds,
    /// Another program has that name.
    NameTaken,
    /// More programs than anybody has.
    TooManyPrograms,
}

impl SessionError {
    pub(super) fn to_json(self) -> Value {
        match self {
            Self::Unknown => error("invalid_token_id", "Received invalid token"),
            Self::AlwaysEnds => {
                error("home_assistant_error", "A session that began by network always ends by itself.")
            }
            Self::NameTaken => {
                error("name_exists", "There is a token of that name already. Choose another name.")
            }
            Self::TooManyPrograms => {
                error("too_many_tokens", "There are too many tokens already. Remove one that is not needed.")
            }
        }
    }
}
