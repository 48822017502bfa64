//! Whether a user may come in from where they are.
//!
//! Source: `homeassistant/components/http/auth.py` (`async_user_not_allowed_do_auth`).

use std::net::{IpAddr, Ipv6Addr};

use crate::store::User;

/// Where a request comes from; `None` where that cannot be known, which counts as far away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address(pub(crate) Option<IpAddr>);

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

impl Address {
    /// Whether this is the machine itself or the home's own network.
    pub(crate) fn is_local(self) -> bool {
        self.0.is_some_and(is_private)
    }

    /// For the session list.
    pub(crate) fn text(self) -> Option<String> {
        self.0.map(|address| address.to_canonical().to_string())
    }
}

/// Loopback, private and link-local addresses.
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6 == Ipv6Addr::LOCALHOST || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_homes_network_is_told_from_the_rest_of_the_world() {
        for local in ["127.0.0.1", "192.168.7.3", "10.1.2.3", "172.31.0.1", "169.254.1.1", "::1", "fd00::1"] {
            assert!(is_private(local.parse().unwrap()), "{local}");
        }
        for remote in ["8.8.8.8", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8", "0.0.0.0", "::"] {
            assert!(!is_private(remote.parse().unwrap()), "{remote}");
        }
        assert!(is_private("::ffff:192.168.1.1".parse().unwrap()));
        assert!(!Address(None).is_local());
    }
}
