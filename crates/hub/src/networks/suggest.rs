//! What rule somebody would want who trusts the network that they are in.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Address;
use super::kept::{self, NotKept};
use super::ranges::{is_link_local_v6, is_never_trusted, is_private};
use super::rule::RuleWords;
use super::surroundings::Surroundings;
use crate::hub::Hub;

/// Why no network can be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WhyNot {
    /// It is not known where they are.
    AddressUnknown,
    /// They are not at home.
    NotAHomeAddress,
    /// They sit at the machine itself, which is not in a network of its own.
    OwnMachine,
}

/// The network of this address: the one that the machine is in too, else the usual size.
pub(crate) fn network(address: Address, around: &Surroundings) -> Result<IpNet, WhyNot> {
    let ip = around.seen(address).ip().ok_or(WhyNot::AddressUnknown)?;
    if ip.is_loopback() || around.is_own(ip) {
        return Err(WhyNot::OwnMachine);
    }
    if is_never_trusted(ip) || is_link_local_v6(ip) || !is_private(ip) {
        return Err(WhyNot::NotAHomeAddress);
    }
    let usual = match ip {
        IpAddr::V4(_) => 24,
        IpAddr::V6(_) => 64,
    };
    let shared = around.links.iter().filter_map(|link| IpNet::new(link.ip, link.prefix).ok());
    let shared =
        shared.filter(|net| net.contains(&ip) && net.prefix_len() + 8 >= usual).max_by_key(IpNet::prefix_len);
    shared.or_else(|| IpNet::new(ip, usual).ok()).map(|net| net.trunc()).ok_or(WhyNot::NotAHomeAddress)
}

impl Hub {
    /// Trusts the network of this address from now on: everybody who may not administer can be picked in
    /// it. Answers the network.
    pub(crate) async fn trust_network(&self, address: Address) -> Result<IpNet, NotTrusted> {
        let net = network(address, &self.networks().around()).map_err(NotTrusted::Here)?;
        let mut users = Vec::new();
        for id in self.store().user_ids().await.map_err(NotKept::Storage)? {
            let user = self.store().user(id).await.map_err(NotKept::Storage)?;
            users.extend(user.filter(|user| user.is_active && !user.is_admin()));
        }
        let words = RuleWords {
            name: "home".to_owned(),
            cidr: vec![net.to_string()],
            users: users.into_iter().map(|user| user.id.as_str().to_owned()).collect(),
            show_users: true,
            ..RuleWords::default()
        };
        kept::save(self, words).await?;
        Ok(net)
    }
}

/// Why a network is not trusted now.
#[derive(Debug)]
pub(crate) enum NotTrusted {
    Here(WhyNot),
    Kept(NotKept),
}

impl From<NotKept> for NotTrusted {
    fn from(why: NotKept) -> Self {
        Self::Kept(why)
    }
}

impl WhyNot {
    /// The key that the app has a sentence for.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::AddressUnknown => "address_unknown",
            Self::NotAHomeAddress => "not_a_home_address",
            Self::OwnMachine => "own_machine",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::surroundings::Link;

    #[test]
    fn the_network_that_both_are_in_is_suggested() {
        let link =
            |ip: &str, prefix| Link { interface: "eth0".into(), index: 2, ip: ip.parse().unwrap(), prefix };
        let around = Surroundings {
            links: vec![link("192.168.4.1", 22), link("10.0.0.1", 8), link("127.0.0.1", 8)],
            gateways: vec!["192.168.4.254".parse().unwrap()],
        };
        for (address, expected) in [
            ("192.168.7.5:1", Ok("192.168.4.0/22")),
            ("192.168.9.5:1", Ok("192.168.9.0/24")),
            ("10.1.2.3:1", Ok("10.1.2.0/24")),
            ("[fd00:1::5]:1", Ok("fd00:1::/64")),
            ("[::ffff:192.168.7.5]:1", Ok("192.168.4.0/22")),
            ("127.0.0.1:1", Err(WhyNot::OwnMachine)),
            ("192.168.4.1:1", Err(WhyNot::OwnMachine)),
            ("192.168.4.254:1", Err(WhyNot::AddressUnknown)),
            ("8.8.8.8:1", Err(WhyNot::NotAHomeAddress)),
            ("[fe80::1%2]:1", Err(WhyNot::NotAHomeAddress)),
        ] {
            let suggested = network(Address::direct(address.parse().unwrap()), &around);
            assert_eq!(suggested.map(|net| net.to_string()), expected.map(str::to_owned), "{address}");
        }
    }
}
