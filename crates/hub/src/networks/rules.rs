//! All rules together: the longest prefix decides, never the order; no match means nobody.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use ipnet::IpNet;

use super::Address;
use super::forwarding::Proxies;
use super::ranges::{is_link_local_v6, is_never_trusted, is_private};
use super::rule::{Place, Rule};
use super::surroundings::Surroundings;

/// Rules that do not contradict each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules(Vec<Arc<Rule>>);

/// What an address alone opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// What this rule says.
    Trusted(Arc<Rule>),
    /// Nothing.
    Nobody(Why),
}

/// Why an address opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    NoRules,
    NoMatch,
    AddressUnknown,
    NotAHomeAddress,
}

/// Why rules cannot stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conflict {
    SameName(String),
    SamePlace(String, String, String),
    Proxy(String, IpNet),
}

impl Rules {
    /// The rules, if they can stand beside each other and beside the proxies.
    pub(crate) fn new(rules: Vec<Rule>, proxies: &Proxies) -> Result<Self, Conflict> {
        let mut sound = Self::default();
        for rule in rules {
            sound.add(rule, proxies)?;
        }
        Ok(sound)
    }

    /// Adds one, if it can stand beside the others.
    pub(crate) fn add(&mut self, rule: Rule, proxies: &Proxies) -> Result<(), Conflict> {
        if self.named(&rule.name).is_some() {
            return Err(Conflict::SameName(rule.name));
        }
        let is_proxied = |net: &&IpNet| {
            let overlaps = |proxy: &IpNet| proxy.contains(*net) || net.contains(proxy);
            proxies.trusted.iter().any(overlaps)
        };
        if let Some(net) = rule.networks().iter().find(is_proxied) {
            return Err(Conflict::Proxy(rule.name.clone(), *net));
        }
        let mut own = HashSet::new();
        for place in places(&rule) {
            let other = self.0.iter().find(|other| places(other).any(|theirs| theirs == place));
            match other {
                Some(other) => return Err(Conflict::SamePlace(place, other.name.clone(), rule.name.clone())),
                None if !own.insert(place.clone()) => {
                    return Err(Conflict::SamePlace(place, rule.name.clone(), rule.name.clone()));
                }
                None => {}
            }
        }
        self.0.push(Arc::new(rule));
        Ok(())
    }

    /// The rule of this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Arc<Rule>> {
        self.0.iter().find(|rule| rule.name == name)
    }

    /// Every rule.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Rule>> {
        self.0.iter()
    }

    /// What this address alone opens. Whatever is doubtful opens nothing.
    pub(crate) fn decide(&self, address: Address, around: &Surroundings) -> Decision {
        if self.0.is_empty() {
            return Decision::Nobody(Why::NoRules);
        }
        let Some(ip) = around.seen(address).ip() else { return Decision::Nobody(Why::AddressUnknown) };
        if is_never_trusted(ip) {
            return Decision::Nobody(Why::NotAHomeAddress);
        }
        let matching = self.0.iter().filter_map(|rule| Some((length(rule, address, around)?, rule)));
        let mut matching: Vec<_> = matching.collect();
        matching.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        match &matching[..] {
            // Two interfaces in one network: nobody can say which rule is meant.
            [(longest, _), (next, _), ..] if longest == next => Decision::Nobody(Why::NoMatch),
            [(_, rule), ..] => Decision::Trusted(Arc::clone(rule)),
            [] if is_private(ip) => Decision::Nobody(Why::NoMatch),
            [] => Decision::Nobody(Why::NotAHomeAddress),
        }
    }
}

/// How closely a rule matches. A network that is named counts before one that an interface happens to be in.
fn length(rule: &Rule, address: Address, around: &Surroundings) -> Option<(u8, bool)> {
    let ip = address.ip()?;
    let longest = |nets: &mut dyn Iterator<Item = IpNet>| {
        nets.filter(|net| net.contains(&ip)).map(|net| net.prefix_len()).max()
    };
    match &rule.place {
        _ if is_link_local_v6(ip) => match (&rule.place, address) {
            (Place::SubnetOf(interface), Address::Direct { link, .. }) => {
                around.is_interface(interface, link).then_some((64, false))
            }
            (Place::SubnetOf(_) | Place::Networks(_), _) => None,
        },
        Place::Networks(nets) => longest(&mut nets.iter().copied()).map(|length| (length, true)),
        Place::SubnetOf(interface) => {
            longest(&mut around.networks_of(interface)).map(|length| (length, false))
        }
    }
}

fn places(rule: &Rule) -> impl Iterator<Item = String> + '_ {
    let interface = match &rule.place {
        Place::SubnetOf(interface) => Some(interface.clone()),
        Place::Networks(_) => None,
    };
    rule.networks().iter().map(IpNet::to_string).chain(interface)
}

impl Why {
    /// The key that the app has a sentence for.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::NoRules => "no_rules",
            Self::NoMatch => "no_match",
            Self::AddressUnknown => "address_unknown",
            Self::NotAHomeAddress => "not_a_home_address",
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameName(name) => write!(f, "Two networks are called {name:?}. Give one another name."),
            Self::SamePlace(place, one, other) => {
                write!(f, "The networks {one:?} and {other:?} are the same place, {place}. Keep one of them.")
            }
            Self::Proxy(name, net) => write!(
                f,
                "{net} of the network {name:?} has a proxy in it, behind which anybody can be. Leave the proxy's \
                 address out of the network."
            ),
        }
    }
}

#[cfg(test)]
mod tests;
