//! Which addresses belong to a home, and which can never say where somebody is.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// Loopback, private and link-local addresses.
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6 == Ipv6Addr::LOCALHOST || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// Addresses that no network rule may ever trust: what stands for many (NAT64, 6to4, Teredo, multicast,
/// broadcast), for none (unspecified), or hides an older address (v4-compatible).
pub(crate) fn is_never_trusted(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().first() == Some(&0) || v4.is_multicast() || v4.is_broadcast(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, e, f, _, _] = v6.segments();
            let is_nat64 = a == 0x64 && b == 0xff9b;
            let is_6to4 = a == 0x2002;
            let is_teredo = a == 0x2001 && b == 0;
            let is_v4_compatible = [a, b, c, d, e, f] == [0; 6] && v6 != Ipv6Addr::LOCALHOST;
            v6.is_multicast() || is_nat64 || is_6to4 || is_teredo || is_v4_compatible
        }
    }
}

/// An address, or a network in its shortest form. What maps IPv4 addresses is those IPv4 addresses.
pub(crate) fn net(text: &str) -> Option<IpNet> {
    let net = match text.parse::<IpNet>() {
        Ok(net) => net,
        Err(_) => IpNet::from(text.parse::<IpAddr>().ok()?),
    };
    let mapped = match net.addr() {
        IpAddr::V6(v6) => v6.to_ipv4_mapped(),
        IpAddr::V4(_) => None,
    };
    let net = match mapped {
        Some(v4) => IpNet::new(v4.into(), net.prefix_len().checked_sub(96)?).ok()?,
        None => net,
    };
    Some(net.trunc())
}

/// Whether this is an IPv6 link-local address: the same on every link, so that only a link can tell it apart.
pub(crate) fn is_link_local_v6(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(_) => false,
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
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
    }

    #[test]
    fn a_network_is_read_in_its_shortest_form() {
        for (text, expected) in [
            ("192.168.7.20", Some("192.168.7.20/32")),
            ("192.168.7.20/24", Some("192.168.7.0/24")),
            ("fd00::1", Some("fd00::1/128")),
            ("::ffff:10.0.0.9/120", Some("10.0.0.0/24")),
            ("::ffff:10.0.0.9/90", None),
            ("10.0.0.0/33", None),
            ("fe80::1%eth0", None),
            ("home", None),
            ("", None),
        ] {
            assert_eq!(net(text).map(|net| net.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_can_never_say_where_somebody_is() {
        for never in [
            "0.0.0.0",
            "0.1.2.3",
            "224.0.0.251",
            "255.255.255.255",
            "::",
            "::192.168.1.5",
            "::ffff:224.0.0.1",
            "64:ff9b::192.168.1.5",
            "64:ff9b:1::1",
            "2002:c0a8:105::1",
            "2001::1",
            "ff02::1",
        ] {
            assert!(is_never_trusted(never.parse().unwrap()), "{never}");
        }
        for plain in
            ["127.0.0.1", "192.168.1.5", "::1", "::ffff:192.168.1.5", "fd00::1", "2001:db8::1", "fe80::1"]
        {
            assert!(!is_never_trusted(plain.parse().unwrap()), "{plain}");
        }
    }
}
