//! Which addresses may ask for a sign-in, and where its code may be sent.
//!
//! Source: IndieAuth 3.2 and `homeassistant/components/auth/indieauth.py`. Unlike there, nothing is
//! fetched from a `client_id`: a hub does not go out because a stranger names an address.

use url::{Host, Url};

use crate::networks::ranges::is_private;

/// Whether `client_id` is an address that may ask: a domain or an address of the home.
pub(crate) fn is_valid(client_id: &str) -> bool {
    let Ok(url) = Url::parse(client_id) else { return false };
    let web = matches!(url.scheme(), "http" | "https");
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    // `Url` resolves dot segments away, so that they are looked for in what was sent.
    let path = client_id.split(['?', '#']).next().unwrap_or_default();
    let straight = !path.split('/').any(|segment| matches!(segment, "." | ".."));
    let near = match url.host() {
        Some(Host::Domain(name)) => !name.is_empty(),
        Some(Host::Ipv4(address)) => is_private(address.into()),
        Some(Host::Ipv6(address)) => is_private(address.into()),
        None => false,
    };
    client_id.len() <= LONGEST && web && plain && straight && near
}

/// Whether a code for `client_id` may be sent to `redirect_uri`.
pub(crate) fn may_redirect(client_id: &str, redirect_uri: &str) -> bool {
    if APPS.contains(&(client_id, redirect_uri)) {
        return true;
    }
    // Letter by letter, as in Home Assistant: two ways to write one address are two addresses. What a
    // browser makes of it must be the same too.
    let is_plain = |url: &Url| {
        url.username().is_empty() && url.password().is_none() && url.fragment().is_none() && url.has_host()
    };
    match (Url::parse(client_id), Url::parse(redirect_uri)) {
        (Ok(client), Ok(redirect)) => {
            is_plain(&redirect)
                && front(client_id) == front(redirect_uri)
                && client.scheme() == redirect.scheme()
                && client.host() == redirect.host()
                && client.port() == redirect.port()
        }
        (Ok(_) | Err(_), _) => false,
    }
}

/// Scheme, host and port as they are written.
fn front(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    address.get(..scheme.len() + 3 + host)
}

/// Home Assistant's own apps, which take the code by a scheme of theirs.
const APPS: [(&str, &str); 2] = [
    ("https://home-assistant.io/iOS", "homeassistant://auth-callback"),
    ("https://home-assistant.io/android", "homeassistant://auth-callback"),
];

/// As Home Assistant's schema has it.
pub(crate) const LONGEST: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_and_addresses_of_the_home_may_ask() {
        for good in [
            "http://127.0.0.1:8124/",
            "https://hub.example/",
            "http://homeassistant.local:8123/app?x=1",
            "http://192.168.1.2",
            "http://[::1]:8123/",
            "https://home-assistant.io/iOS",
        ] {
            assert!(is_valid(good), "{good}");
        }
    }

    #[test]
    fn everything_else_may_not() {
        for bad in [
            "not a url",
            "",
            "ftp://hub.example/",
            "javascript:alert(1)",
            "http://8.8.8.8/",
            "http://8.8.8.8:8123/",
            "http://user@hub.example/",
            "http://user:pass@hub.example/",
            "http://hub.example/#fragment",
            "http://hub.example/../up",
            "http://hub.example/./here",
            "http://[2001:db8::1]/",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
    }

    #[test]
    fn a_code_stays_with_the_origin_that_asked() {
        assert!(may_redirect("http://hub.local:8123/", "http://hub.local:8123/?auth_callback=1"));
        assert!(may_redirect("http://hub.local", "http://hub.local?auth_callback=1"));
        assert!(!may_redirect("http://hub.local/", "http://hub.local:80/cb"));
        assert!(!may_redirect("http://hub.local/", "http://hub.local./"));
        assert!(!may_redirect("http://hub.local:8123/", "http://hub.local:9999/"));
        assert!(!may_redirect("http://hub.local/", "https://hub.local/"));
        assert!(!may_redirect("http://hub.local/", "http://hub.local.evil.example/"));
        assert!(!may_redirect("http://hub.local/", "nonsense"));
    }
}
