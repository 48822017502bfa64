//! Addresses that a hub names and a person is to be sent to: only what a browser opens as a page of the web.
//!
//! `javascript:` and its kin would run as this page. What a browser would read otherwise than it looks (control
//! characters, backslashes, a user before the host) is refused, not repaired.

/// The address and the host that it leads to, if a page may be sent there. A path leads to `origin`.
pub fn checked(address: &str, origin: &str) -> Option<(String, String)> {
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"\\\"<>^`{|}".contains(letter);
    if address.len() > LONGEST || !address.chars().all(is_plain) {
        return None;
    }
    if let Some(path) = address.strip_prefix('/') {
        let host = origin.split_once("://")?.1;
        return (!path.starts_with('/')).then(|| (format!("{origin}{address}"), host.to_owned()));
    }
    let (scheme, rest) = address.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let host = rest.split(['/', '?', '#']).next()?;
    (is_web && is_host(host)).then(|| (address.to_owned(), host.to_owned()))
}

/// A name or an address, perhaps with a port. No user, no percent-encoding.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((name, after)) => (name, after.strip_prefix(':').or(after.is_empty().then_some("0"))),
            None => return false,
        },
        None => match host.split_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (host, Some("0")),
        },
    };
    let is_bracketed = host.starts_with('[');
    let fits = |letter: char| {
        if is_bracketed {
            letter.is_ascii_hexdigit() || letter == ':' || letter == '.'
        } else {
            letter.is_ascii_alphanumeric() || letter == '-' || letter == '.' || letter == '_'
        }
    };
    let is_port =
        |port: &str| !port.is_empty() && port.len() <= 5 && port.bytes().all(|digit| digit.is_ascii_digit());
    !name.is_empty() && name.chars().all(fits) && port.is_some_and(is_port)
}

const LONGEST: usize = 4_096;
