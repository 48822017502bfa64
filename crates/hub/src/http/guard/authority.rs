//! A host and its port, as `Host` headers and origins have them. One form each: what has another is none.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Url;

/// `host` or `host:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authority {
    pub(crate) host: Host,
    pub(crate) port: Option<u16>,
}

/// A name in lower case without a dot at its end, or an address in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    Name(String),
    Address(IpAddr),
}

impl Authority {
    /// Reads what a browser would send. No user, no path, no space, no name in other than ASCII.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix('[') {
            let (address, rest) = rest.split_once(']')?;
            let address = IpAddr::from(address.parse::<Ipv6Addr>().ok()?).to_canonical();
            return Some(Self { host: Host::Address(address), port: port(rest)? });
        }
        let end = text.find(':').unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end)?;
        let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
        let host = match name.parse::<Ipv4Addr>() {
            Ok(address) => Host::Address(address.into()),
            Err(_) if is_name(&name) => Host::Name(name),
            Err(_) => return None,
        };
        Some(Self { host, port: port(rest)? })
    }

    /// Reads what somebody has written into a configuration: also a bare IPv6 address and a name with
    /// letters of any language.
    pub(crate) fn configured(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(address) = text.parse::<IpAddr>() {
            return Some(Self { host: Host::Address(address.to_canonical()), port: None });
        }
        if text.is_ascii() {
            return Self::parse(text);
        }
        let url = Url::parse(&format!("http://{text}/")).ok()?;
        let is_plain = url.username().is_empty() && url.path() == "/" && url.query().is_none();
        let port = url.port().map_or(String::new(), |port| format!(":{port}"));
        is_plain.then(|| Self::parse(&format!("{}{port}", url.host_str()?)))?
    }
}

/// The port after a host: nothing, or a colon and a number.
fn port(rest: &str) -> Option<Option<u16>> {
    let Some(digits) = rest.strip_prefix(':') else { return rest.is_empty().then_some(None) };
    let is_plain = digits.bytes().all(|digit| digit.is_ascii_digit()) && !digits.starts_with('0');
    is_plain.then(|| digits.parse().ok()).flatten().map(Some)
}

fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_each_is_read() {
        let read = |text: &str| match Authority::parse(text)? {
            Authority { host: Host::Name(name), port } => Some((name, port)),
            Authority { host: Host::Address(address), port } => Some((address.to_string(), port)),
        };
        for (text, host, port) in [
            ("localhost", "localhost", None),
            ("LocalHost.:8480", "localhost", Some(8480)),
            ("127.0.0.1:80", "127.0.0.1", Some(80)),
            ("[::1]", "::1", None),
            ("[::ffff:127.0.0.1]:8480", "127.0.0.1", Some(8480)),
            ("xn--bcher-kva.example", "xn--bcher-kva.example", None),
        ] {
            assert_eq!(read(text), Some((host.to_owned(), port)), "{text}");
        }
        for text in [
            "",
            ".",
            "..",
            "a..b",
            "a.b..",
            ":80",
            "a:",
            "a:080",
            "a:65536",
            "a:8x",
            "a:80:80",
            "a b",
            " a",
            "a/",
            "a/b",
            "u@a",
            "u:p@a",
            "::1",
            "[::1",
            "[::1]x",
            "[fe80::1%eth0]",
            "[127.0.0.1]",
            "a%2eb",
            "a,b",
            "a\\b",
            "bücher",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn people_write_names_as_they_know_them() {
        let read = |text: &str| Authority::configured(text);
        assert_eq!(read("Bücher.example:8443"), Authority::parse("xn--bcher-kva.example:8443"));
        assert_eq!(read("fd00::1"), Authority::parse("[fd00::1]"));
        assert_eq!(read("192.168.1.20"), Authority::parse("192.168.1.20"));
        for text in ["", "http://home.example", "home.example/", "*", "*.example", "bü@b", "bü/x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
