//! Whether a user may come in from where they are.
//!
//! Source: `homeassistant/components/http/auth.py` (`async_user_not_allowed_do_auth`).

pub(crate) use crate::networks::Address;
use crate::store::User;

/// Why a user may not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Inactive,
    Remote,
}

/// Why `user` may not come in from `address`, if so.
pub(crate) fn block(user: &User, address: Address) -> Option<Block> {
    if !user.is_active {
        Some(Block::Inactive)
    } else if user.local_only && !address.is_local() {
        Some(Block::Remote)
    } else {
        None
    }
}

impl Block {
    /// In Home Assistant's words.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Inactive => "User is not active",
            Self::Remote => "User cannot authenticate remotely",
        }
    }
}
