//! Whether a user may come in from where they are.
//!
//! Source: `homeassistant/components/http/auth.py` (`async_user_not_allowed_do_auth`).

use super::assurance::Assurance;
use crate::hub::Hub;
pub(crate) use crate::networks::Address;
use crate::networks::people;
use crate::store::{StoreError, User};

/// Why a user may not come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Inactive,
    Remote,
    /// Their network let them in, and this is not it.
    Network,
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

/// Why `user`, whom the hub knows by `assurance`, may not come in from `address` now, if so.
pub(crate) async fn refusal(
    hub: &Hub,
    user: &User,
    assurance: Assurance,
    address: Address,
) -> Result<Option<Block>, StoreError> {
    if let Some(block) = block(user, address) {
        return Ok(Some(block));
    }
    if assurance != Assurance::Network {
        return Ok(None);
    }
    let admitted = people::admits(hub.networks().decide(address), user, hub.store()).await?;
    Ok((!admitted).then_some(Block::Network))
}

impl Block {
    /// In Home Assistant's words.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Inactive => "User is not active",
            Self::Remote => "User cannot authenticate remotely",
            Self::Network => "Not in trusted_networks",
        }
    }
}
