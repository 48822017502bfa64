//! Which rule an address meets: tables, and 100,000 cases against a reference that is as simple as can be.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use proptest::prelude::*;

use super::*;
use crate::networks::Hidden;
use crate::networks::rule::RuleWords;
use crate::networks::surroundings::Link;

fn rule(name: &str, cidr: &[&str], subnet_of: Option<&str>) -> Rule {
    let cidr = cidr.iter().map(|&text| text.to_owned()).collect();
    let subnet_of = subnet_of.map(str::to_owned);
    RuleWords { name: name.to_owned(), cidr, subnet_of, ..RuleWords::default() }.check().unwrap()
}

fn rules(rules: &[(&str, &[&str])]) -> Rules {
    let rules = rules.iter().map(|(name, cidr)| rule(name, cidr, None)).collect();
    Rules::new(rules, &Proxies::default()).unwrap()
}

fn at(address: &str) -> Address {
    Address::direct(address.parse().unwrap())
}

fn met(rules: &Rules, around: &Surroundings, address: &str) -> Result<String, Why> {
    match rules.decide(at(address), around) {
        Decision::Trusted(rule) => Ok(rule.name.clone()),
        Decision::Nobody(why) => Err(why),
    }
}

#[test]
fn the_longest_prefix_wins_in_any_order() {
    let orders: [&[(&str, &[&str])]; 2] = [
        &[
            ("home", &["192.168.0.0/16", "fd00::/8"]),
            ("kids", &["192.168.7.0/24"]),
            ("tablet", &["192.168.7.20"]),
        ],
        &[
            ("tablet", &["192.168.7.20"]),
            ("kids", &["192.168.7.0/24"]),
            ("home", &["fd00::/8", "192.168.0.0/16"]),
        ],
    ];
    for order in orders {
        let rules = rules(order);
        for (address, expected) in [
            ("192.168.1.5:1", Ok("home")),
            ("192.168.7.5:1", Ok("kids")),
            ("192.168.7.20:1", Ok("tablet")),
            ("[::ffff:192.168.7.20]:1", Ok("tablet")),
            ("[fd00::1]:1", Ok("home")),
            ("10.0.0.1:1", Err(Why::NoMatch)),
            ("8.8.8.8:1", Err(Why::NotAHomeAddress)),
            ("[fe80::1%2]:1", Err(Why::NoMatch)),
            ("[64:ff9b::192.168.7.20]:1", Err(Why::NotAHomeAddress)),
            ("[2002:c0a8:714::1]:1", Err(Why::NotAHomeAddress)),
            ("[::192.168.7.20]:1", Err(Why::NotAHomeAddress)),
            ("0.0.0.0:1", Err(Why::NotAHomeAddress)),
        ] {
            let met = met(&rules, &Surroundings::default(), address);
            assert_eq!(met.as_deref().map_err(|why| *why), expected, "{address}");
        }
    }
}

#[test]
fn who_is_not_known_is_nobody() {
    let rules = rules(&[("home", &["192.168.0.0/16"])]);
    let home: IpAddr = "192.168.1.1".parse().unwrap();
    for hidden in
        [Hidden::NoConnection, Hidden::ByProxy(home), Hidden::OnlyProxies(home), Hidden::ByGateway(home)]
    {
        let decision = rules.decide(Address::Unknown(hidden), &Surroundings::default());
        assert_eq!(decision, Decision::Nobody(Why::AddressUnknown), "{hidden:?}");
    }
    let around = Surroundings { links: Vec::new(), gateways: vec![home] };
    assert_eq!(met(&rules, &around, "192.168.1.1:1"), Err(Why::AddressUnknown));
    assert_eq!(met(&rules, &around, "192.168.1.2:1").unwrap(), "home");
    assert_eq!(met(&Rules::default(), &around, "192.168.1.2:1"), Err(Why::NoRules));
}

#[test]
fn a_rule_for_an_interface_follows_it() {
    let link = |interface: &str, index, net: &str| {
        let net: IpNet = net.parse().unwrap();
        Link { interface: interface.to_owned(), index, ip: net.addr(), prefix: net.prefix_len() }
    };
    let lan = rule("lan", &[], Some("eth0"));
    let wlan = rule("wlan", &[], Some("wlan0"));
    let tablet = rule("tablet", &["192.168.7.0/24"], None);
    let rules = Rules::new(vec![lan, wlan, tablet], &Proxies::default()).unwrap();
    let at = |nets: &[(&str, u32, &str)]| Surroundings {
        links: nets.iter().map(|(name, index, net)| link(name, *index, net)).collect(),
        gateways: Vec::new(),
    };
    let before = at(&[("eth0", 2, "2001:db8:1::5/64"), ("wlan0", 3, "10.0.0.2/24")]);
    let after = at(&[("eth0", 2, "2001:db8:2::5/64"), ("wlan0", 3, "10.0.0.2/24")]);
    assert_eq!(met(&rules, &before, "[2001:db8:1::9]:1").unwrap(), "lan");
    assert_eq!(met(&rules, &after, "[2001:db8:1::9]:1"), Err(Why::NotAHomeAddress));
    assert_eq!(met(&rules, &after, "[2001:db8:2::9]:1").unwrap(), "lan");
    // The same address on two links is two places.
    assert_eq!(met(&rules, &before, "[fe80::9%2]:1").unwrap(), "lan");
    assert_eq!(met(&rules, &before, "[fe80::9%3]:1").unwrap(), "wlan");
    assert_eq!(met(&rules, &before, "[fe80::9%4]:1"), Err(Why::NoMatch));
    assert_eq!(met(&rules, &before, "[fe80::9]:1"), Err(Why::NoMatch));
    // A tunnel's addresses say nothing of where somebody is, although an interface has them.
    let tunnel = at(&[("eth0", 2, "2002:c0a8:101::1/64"), ("wlan0", 3, "64:ff9b::1/96")]);
    assert_eq!(met(&rules, &tunnel, "[2002:c0a8:101::9]:1"), Err(Why::NotAHomeAddress));
    assert_eq!(met(&rules, &tunnel, "[64:ff9b::9]:1"), Err(Why::NotAHomeAddress));
    // A network that is named counts first; between two interfaces nobody can choose.
    let named = at(&[("eth0", 2, "192.168.7.2/24")]);
    assert_eq!(met(&rules, &named, "192.168.7.9:1").unwrap(), "tablet");
    let doubtful = at(&[("eth0", 2, "10.0.0.2/24"), ("wlan0", 3, "10.0.0.3/24")]);
    assert_eq!(met(&rules, &doubtful, "10.0.0.9:1"), Err(Why::NoMatch));
}

#[test]
fn rules_that_contradict_each_other_are_refused() {
    let proxies = Proxies { trusted: vec!["10.0.0.1/32".parse().unwrap()], ..Proxies::default() };
    for (one, other, expected) in [
        (rule("a", &["192.168.7.0/24"], None), rule("b", &["192.168.7.9/24"], None), "same place"),
        (rule("a", &["192.168.7.0/24"], None), rule("b", &["::ffff:192.168.7.0/120"], None), "same place"),
        (rule("a", &[], Some("eth0")), rule("b", &[], Some("eth0")), "same place"),
        (rule("a", &["192.168.7.0/24"], None), rule("a", &["192.168.8.0/24"], None), "another name"),
        (rule("a", &["192.168.7.0/24"], None), rule("b", &["10.0.0.0/24"], None), "proxy"),
        (rule("a", &["192.168.7.0/24"], None), rule("b", &["10.0.0.1"], None), "proxy"),
        (rule("a", &["192.168.7.1", "192.168.7.1"], None), rule("b", &["10.1.0.1"], None), "same place"),
    ] {
        let conflict = Rules::new(vec![one, other], &proxies).unwrap_err().to_string();
        assert!(conflict.contains(expected), "{conflict}");
    }
}

/// An address or a network as the bits that it consists of, which is all that the reference knows.
fn bits(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(v4) => format!("4{:032b}", v4.to_bits()),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => format!("4{:032b}", v4.to_bits()),
            None => format!("6{:0128b}", v6.to_bits()),
        },
    }
}

/// The reference: of all networks whose bits the address begins with, the one with the most.
fn reference<'a>(nets: &'a [(IpNet, &str)], ip: IpAddr) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for (net, name) in nets {
        let all = bits(net.addr());
        let start = &all[..=usize::from(net.prefix_len())];
        if bits(ip).starts_with(start) && best.is_none_or(|(length, _)| start.len() > length) {
            best = Some((start.len(), name));
        }
    }
    best.map(|(_, name)| name)
}

/// Few bits differ, so that networks overlap and addresses meet them.
fn near_home() -> impl Strategy<Value = IpAddr> {
    prop_oneof![
        any::<u32>().prop_map(|bits| Ipv4Addr::from_bits(0x0A00_0000 | bits & 0x0101_0103).into()),
        any::<u128>().prop_map(|bits| {
            let few = bits & 0x0001_0000_0001_0000_0001_0000_0003;
            Ipv6Addr::from_bits(0xFD00 << 112 | few).into()
        }),
    ]
}

fn near_net() -> impl Strategy<Value = IpNet> {
    (near_home(), 0..=120_u8).prop_map(|(ip, length)| {
        let length = if ip.is_ipv4() { 8 + length % 25 } else { 8 + length };
        IpNet::new(ip, length).unwrap().trunc()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100_000) })]

    #[test]
    fn sec_net_1_decisions_are_those_of_a_naive_reference(
        nets in prop::collection::vec(near_net(), 1..6),
        ip in near_home(),
    ) {
        const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
        let mut kept: Vec<(IpNet, &str)> = Vec::new();
        for (net, name) in nets.into_iter().zip(NAMES) {
            if kept.iter().all(|(other, _)| *other != net) {
                kept.push((net, name));
            }
        }
        let all = kept.iter().map(|(net, name)| rule(name, &[&net.to_string()], None)).collect();
        let rules = Rules::new(all, &Proxies::default()).unwrap();
        let decide = |ip| match rules.decide(Address::direct(SocketAddr::new(ip, 1)), &Surroundings::default()) {
            Decision::Trusted(rule) => Some(rule.name.clone()),
            Decision::Nobody(_) => None,
        };
        let expected = reference(&kept, ip).map(str::to_owned);
        prop_assert_eq!(&decide(ip), &expected);
        if let IpAddr::V4(v4) = ip {
            prop_assert_eq!(&decide(v4.to_ipv6_mapped().into()), &expected);
        }
    }
}
