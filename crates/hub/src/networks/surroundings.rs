//! The machine's own addresses and its way to the world, as they are now.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::{Address, Hidden};

/// What the machine knows of the network that it is in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Surroundings {
    pub(crate) links: Vec<Link>,
    pub(crate) gateways: Vec<IpAddr>,
}

/// One address of one interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) interface: String,
    pub(crate) index: u32,
    pub(crate) ip: IpAddr,
    pub(crate) prefix: u8,
}

impl Surroundings {
    /// Asks the system. What it does not tell is empty.
    pub(crate) fn read() -> Self {
        let links = if_addrs::get_if_addrs().unwrap_or_else(|error| {
            tracing::warn!(%error, "the addresses of this machine cannot be read");
            Vec::new()
        });
        let links = links.into_iter().map(|link| {
            let prefix = match &link.addr {
                if_addrs::IfAddr::V4(v4) => v4.prefixlen,
                if_addrs::IfAddr::V6(v6) => v6.prefixlen,
            };
            let (ip, index) = (link.ip(), link.index.unwrap_or_default());
            Link { interface: link.name, index, ip, prefix }
        });
        let table = |path| fs::read_to_string(path).unwrap_or_default();
        let mut gateways = gateways_v4(&table("/proc/net/route"));
        gateways.extend(gateways_v6(&table("/proc/net/ipv6_route")));
        Self { links: links.collect(), gateways }
    }

    /// Whether this is an address of the machine itself.
    pub(crate) fn is_own(&self, ip: IpAddr) -> bool {
        self.links.iter().any(|link| link.ip == ip.to_canonical())
    }

    /// The networks that an interface is in.
    pub(crate) fn networks_of<'a>(&'a self, interface: &'a str) -> impl Iterator<Item = IpNet> + 'a {
        self.links
            .iter()
            .filter(move |link| link.interface == interface)
            .filter_map(|link| IpNet::new(link.ip, link.prefix).ok())
            .map(|net| net.trunc())
    }

    /// Whether an interface has this number.
    pub(crate) fn is_interface(&self, interface: &str, index: u32) -> bool {
        index != 0 && self.links.iter().any(|link| link.interface == interface && link.index == index)
    }

    /// The same address, or that it is the gateway's, behind which anybody can be: a container sees
    /// everybody there, and a router shows itself for those whom it turns around.
    pub(crate) fn seen(&self, address: Address) -> Address {
        match address.ip() {
            Some(ip) if self.gateways.contains(&ip) => Address::Unknown(Hidden::ByGateway(ip)),
            Some(_) | None => address,
        }
    }
}

/// The gateways in `/proc/net/route`: numbers in the machine's own order of bytes.
fn gateways_v4(table: &str) -> Vec<IpAddr> {
    let gateway = |line: &str| {
        let mut columns = line.split_whitespace().skip(1);
        let (destination, gateway) = (columns.next()?, columns.next()?);
        let number = u32::from_str_radix(gateway, 16).ok()?;
        (destination == "00000000" && number != 0).then(|| Ipv4Addr::from(number.to_ne_bytes()).into())
    };
    table.lines().skip(1).filter_map(gateway).collect()
}

/// The gateways in `/proc/net/ipv6_route`.
fn gateways_v6(table: &str) -> Vec<IpAddr> {
    let gateway = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [destination, length, _, _, next, ..] = columns[..] else { return None };
        let number = u128::from_str_radix(next, 16).ok()?;
        let is_default = length == "00" && destination.bytes().all(|digit| digit == b'0');
        (is_default && number != 0).then(|| Ipv6Addr::from_bits(number).into())
    };
    table.lines().filter_map(gateway).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gateway_is_read_from_the_systems_tables() {
        let table = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\n\
                     eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\n\
                     eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\n\
                     rubbish\n";
        let expected: Vec<IpAddr> = if cfg!(target_endian = "little") {
            vec!["172.17.0.1".parse().unwrap()]
        } else {
            vec!["1.0.17.172".parse().unwrap()]
        };
        assert_eq!(gateways_v4(table), expected);
        let zero = "0".repeat(32);
        let table = format!(
            "{zero} 00 {zero} 00 fe800000000000000000000000000001 00000400 1 0 00000003 eth0\n\
             fd000000000000000000000000000000 40 {zero} 00 {zero} 00000100 1 0 00000001 eth0\n\
             {zero} 00 {zero} 00 {zero} ffffffff 1 0 00200200 lo\nrubbish"
        );
        assert_eq!(gateways_v6(&table), ["fe80::1".parse::<IpAddr>().unwrap()]);
    }

    #[test]
    fn the_machine_knows_itself() {
        let around = Surroundings::read();
        assert!(around.is_own([127, 0, 0, 1].into()), "{around:?}");
        assert!(!around.is_own([203, 0, 113, 77].into()));
        assert!(around.networks_of("lo").any(|net| net.to_string() == "127.0.0.0/8"), "{around:?}");
    }

    #[test]
    fn behind_the_gateway_anybody_can_be() {
        let gateway = "172.17.0.1".parse().unwrap();
        let around = Surroundings { links: Vec::new(), gateways: vec![gateway] };
        let seen = |address: &str| around.seen(Address::direct(address.parse().unwrap()));
        assert_eq!(seen("172.17.0.1:9"), Address::Unknown(Hidden::ByGateway(gateway)));
        assert_eq!(seen("[::ffff:172.17.0.1]:9"), Address::Unknown(Hidden::ByGateway(gateway)));
        assert!(seen("172.17.0.2:9").is_local());
        let proxied = Address::Proxied { client: gateway, proxy: "172.17.0.3".parse().unwrap() };
        assert_eq!(around.seen(proxied), Address::Unknown(Hidden::ByGateway(gateway)));
    }
}
