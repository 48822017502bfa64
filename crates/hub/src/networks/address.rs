//! Where a request comes from, as far as that can be known.

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::ranges::is_private;

/// Where a request comes from. Nothing that decides takes a bare address: whoever asks must say what
/// happens where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Address {
    /// The other end of the connection.
    Direct {
        /// In its canonical form: a mapped IPv4 address is that IPv4 address.
        ip: IpAddr,
        /// The interface of a link-local address; 0 for every other.
        link: u32,
    },
    /// The other end is a proxy of the home, and says this.
    Proxied {
        /// Whom it speaks for.
        client: IpAddr,
        /// The proxy.
        proxy: IpAddr,
    },
    /// It cannot be known, which counts as far away.
    Unknown(Hidden),
}

/// Why an address is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Hidden {
    /// There is no connection.
    NoConnection,
    /// This proxy does not say for whom it speaks.
    ByProxy(IpAddr),
    /// The whole way consists of proxies; this is the first of them.
    OnlyProxies(IpAddr),
    /// The machine's own way to the world: it stands for whoever it forwards (containers, routers).
    ByGateway(IpAddr),
}

impl Address {
    /// The other end of a connection.
    pub(crate) fn direct(peer: SocketAddr) -> Self {
        let link = match peer {
            SocketAddr::V6(peer) if peer.ip().is_unicast_link_local() => peer.scope_id(),
            SocketAddr::V4(_) | SocketAddr::V6(_) => 0,
        };
        Self::Direct { ip: peer.ip().to_canonical(), link }
    }

    /// The address, where it is known.
    pub(crate) fn ip(self) -> Option<IpAddr> {
        match self {
            Self::Direct { ip, .. } => Some(ip),
            Self::Proxied { client, .. } => Some(client),
            Self::Unknown(_) => None,
        }
    }

    /// The proxy in between, if there is one.
    pub(crate) fn proxy(self) -> Option<IpAddr> {
        match self {
            Self::Proxied { proxy, .. } | Self::Unknown(Hidden::ByProxy(proxy)) => Some(proxy),
            Self::Direct { .. }
            | Self::Unknown(Hidden::NoConnection | Hidden::OnlyProxies(_) | Hidden::ByGateway(_)) => None,
        }
    }

    /// Whether this is the machine itself or the home's own network.
    pub(crate) fn is_local(self) -> bool {
        self.ip().is_some_and(is_private)
    }

    /// For the session list.
    pub(crate) fn text(self) -> Option<String> {
        self.nearest().map(|address| address.to_string())
    }

    /// What tries are counted by: the address, or the /64 of an IPv6 address, of which one household has
    /// as many as it likes. Where nothing is known everybody shares one.
    pub(crate) fn bucket(self) -> IpAddr {
        match self.nearest().unwrap_or(Ipv6Addr::UNSPECIFIED.into()) {
            IpAddr::V4(v4) => v4.into(),
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        }
    }

    /// Somebody on the way, where it is not known who is at its end.
    fn nearest(self) -> Option<IpAddr> {
        match self {
            Self::Direct { ip: nearest, .. }
            | Self::Proxied { client: nearest, .. }
            | Self::Unknown(
                Hidden::ByProxy(nearest) | Hidden::OnlyProxies(nearest) | Hidden::ByGateway(nearest),
            ) => Some(nearest),
            Self::Unknown(Hidden::NoConnection) => None,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct { ip, .. } => ip.fmt(f),
            Self::Proxied { client, proxy } => write!(f, "{client} through {proxy}"),
            Self::Unknown(Hidden::NoConnection) => f.write_str("unknown"),
            Self::Unknown(Hidden::ByProxy(proxy)) => write!(f, "unknown, through {proxy}"),
            Self::Unknown(Hidden::OnlyProxies(first)) => write!(f, "unknown, behind {first}"),
            Self::Unknown(Hidden::ByGateway(gateway)) => write!(f, "unknown, behind the gateway {gateway}"),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self::Unknown(Hidden::NoConnection)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn direct(address: &str) -> Address {
        Address::direct(address.parse().unwrap())
    }

    #[test]
    fn a_mapped_address_is_the_address_that_it_maps() {
        let (mapped, plain) = (direct("[::ffff:192.168.1.5]:1"), direct("192.168.1.5:1"));
        assert_eq!(mapped, plain);
        assert_eq!(mapped.text().unwrap(), "192.168.1.5");
    }

    #[test]
    fn a_link_is_remembered_where_it_tells_addresses_apart() {
        assert_ne!(direct("[fe80::1%2]:1"), direct("[fe80::1%3]:1"));
        assert_eq!(direct("[fd00::1%2]:1"), direct("[fd00::1%3]:1"));
    }

    #[test]
    fn who_is_not_known_is_far_away() {
        let home = "192.168.1.1".parse().unwrap();
        for hidden in
            [Hidden::NoConnection, Hidden::ByProxy(home), Hidden::OnlyProxies(home), Hidden::ByGateway(home)]
        {
            assert!(!Address::Unknown(hidden).is_local(), "{hidden:?}");
            assert_eq!(Address::Unknown(hidden).ip(), None);
        }
        assert!(Address::Proxied { client: home, proxy: home }.is_local());
    }

    #[test]
    fn ten_thousand_addresses_of_one_household_share_a_bucket() {
        let buckets: std::collections::HashSet<_> =
            (0..10_000).map(|host| direct(&format!("[2001:db8:1:2::{host:x}]:1")).bucket()).collect();
        assert_eq!(buckets.len(), 1);
        assert_ne!(direct("[2001:db8:1:3::1]:1").bucket(), direct("[2001:db8:1:2::1]:1").bucket());
        assert_ne!(direct("192.168.1.5:1").bucket(), direct("192.168.1.6:1").bucket());
    }
}
