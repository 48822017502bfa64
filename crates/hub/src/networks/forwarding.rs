//! What a proxy says about whom it speaks for, and when that is believed.

use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

use super::{Address, Hidden};

/// The proxies of the home. Without any, nothing that a header says is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Proxies {
    pub(crate) trusted: Vec<IpNet>,
    pub(crate) header: Forwarding,
}

/// The one header in which proxies name the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Forwarding {
    /// None.
    #[default]
    Nowhere,
    /// `X-Forwarded-For`, as most proxies write it.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// A request, as its client has made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    /// Where it comes from.
    pub(crate) address: Address,
    /// Whether the client speaks https.
    pub(crate) is_https: bool,
    /// The host that the client has asked for, where it is not the one of the request.
    pub(crate) host: Option<String>,
}

/// The request claims what it may not, or what cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadClaim;

impl Proxies {
    /// Whether this address is one of them.
    pub(crate) fn includes(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|net| net.contains(&address.to_canonical()))
    }

    /// Whose request this is.
    ///
    /// # Errors
    ///
    /// If somebody forwards who is no proxy of the home, or what it says is not well formed.
    pub(crate) fn claim(&self, peer: SocketAddr, headers: &HeaderMap) -> Result<Claim, BadClaim> {
        let direct = Address::direct(peer);
        let Some(proxy) = direct.ip().filter(|ip| self.includes(*ip)) else {
            let is_forwarded = headers.keys().any(|name| name.as_str().starts_with("x-forwarded-"))
                || self.header == Forwarding::Forwarded && headers.contains_key("forwarded");
            let plain = Claim { address: direct, is_https: false, host: None };
            return if is_forwarded { Err(BadClaim) } else { Ok(plain) };
        };
        let way = match self.header {
            Forwarding::Nowhere => None,
            Forwarding::XForwardedFor => joined(headers, "x-forwarded-for")?.map(|text| plain_way(&text)),
            Forwarding::Forwarded => joined(headers, "forwarded")?.map(|text| forwarded_way(&text)),
        };
        let Some(way) = way else {
            let address = Address::Unknown(Hidden::ByProxy(proxy));
            return Ok(Claim { address, is_https: false, host: None });
        };
        let Way { elements, proto, host } = way?;
        let client = elements.iter().rev().find(|element| !self.includes(**element));
        let address = match (client, elements.first()) {
            (Some(client), _) => Address::Proxied { client: *client, proxy },
            (None, Some(first)) => Address::Unknown(Hidden::OnlyProxies(*first)),
            (None, None) => return Err(BadClaim),
        };
        let proto = single(headers, "x-forwarded-proto")?.or(proto);
        let is_https = match proto.as_deref() {
            Some("https") => true,
            Some("http") | None => false,
            Some(_) => return Err(BadClaim),
        };
        Ok(Claim { address, is_https, host: single(headers, "x-forwarded-host")?.or(host) })
    }
}

/// What a header says of the way that a request has come.
struct Way {
    /// The client first, then each proxy but the last.
    elements: Vec<IpAddr>,
    proto: Option<String>,
    host: Option<String>,
}

/// Every line of a header as one.
fn joined(headers: &HeaderMap, name: &str) -> Result<Option<String>, BadClaim> {
    let lines: Result<Vec<_>, _> = headers.get_all(name).iter().map(|value| value.to_str()).collect();
    let lines = lines.map_err(|_| BadClaim)?;
    let text = lines.join(",");
    match (lines.is_empty(), text.len() > LONGEST || text.matches(',').count() >= MOST) {
        (true, _) => Ok(None),
        (false, true) => Err(BadClaim),
        (false, false) => Ok(Some(text)),
    }
}

/// A header that has one value, if any.
fn single(headers: &HeaderMap, name: &str) -> Result<Option<String>, BadClaim> {
    let mut lines = headers.get_all(name).iter();
    match (lines.next(), lines.next()) {
        (None, _) => Ok(None),
        (Some(line), None) => {
            let value = line.to_str().map_err(|_| BadClaim)?.trim();
            if value.is_empty() || value.contains(',') || value.len() > LONGEST {
                return Err(BadClaim);
            }
            Ok(Some(value.to_owned()))
        }
        (Some(_), Some(_)) => Err(BadClaim),
    }
}

fn plain_way(text: &str) -> Result<Way, BadClaim> {
    let elements = text.split(',').map(|element| ip(element.trim())).collect::<Result<_, _>>()?;
    Ok(Way { elements, proto: None, host: None })
}

/// The last element is from the nearest proxy: its `proto` and `host` are those that count.
fn forwarded_way(text: &str) -> Result<Way, BadClaim> {
    let mut way = Way { elements: Vec::new(), proto: None, host: None };
    for element in text.split(',') {
        let mut client = None;
        (way.proto, way.host) = (None, None);
        for pair in element.split(';') {
            let (name, value) = pair.split_once('=').ok_or(BadClaim)?;
            let value = match value.trim().strip_prefix('"') {
                Some(rest) => rest.strip_suffix('"').ok_or(BadClaim)?,
                None => value.trim(),
            };
            let place = match name.trim().to_ascii_lowercase().as_str() {
                "for" => &mut client,
                "proto" => &mut way.proto,
                "host" => &mut way.host,
                _ => continue,
            };
            if place.replace(value.to_owned()).is_some() {
                return Err(BadClaim);
            }
        }
        let client = client.ok_or(BadClaim)?;
        // RFC 7239 writes IPv6 addresses, and only those, in brackets.
        let client = match client.strip_prefix('[') {
            Some(rest) => ip(rest.strip_suffix(']').filter(|text| text.contains(':')).ok_or(BadClaim)?)?,
            None if client.contains(':') => return Err(BadClaim),
            None => ip(&client)?,
        };
        way.elements.push(client);
    }
    Ok(way)
}

fn ip(text: &str) -> Result<IpAddr, BadClaim> {
    text.parse().map(|ip: IpAddr| ip.to_canonical()).map_err(|_| BadClaim)
}

/// Bytes of a header.
const LONGEST: usize = 1024;
/// Elements of a way.
const MOST: usize = 16;

#[cfg(test)]
mod tests;
