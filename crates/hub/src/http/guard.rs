//! Who may call: the hub answers to its own names only (DNS rebinding), believes its own proxies only, and
//! lets only its own pages act (cross-site requests).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, ORIGIN, UPGRADE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::public::Public;
use crate::hub::Hub;
use crate::networks::forwarding::{Claim, Proxies};
use crate::networks::ranges::is_private;
use crate::networks::{Address, Hidden};

/// The names, origins and proxies that somebody has allowed beside the usual ones.
pub(crate) struct Guard {
    names: Vec<String>,
    origins: Vec<String>,
    proxies: Proxies,
}

/// Lets a request through, or says what to set.
pub(crate) async fn check(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let guard = hub.guard();
    let Some(host) = header(request.headers(), HOST) else {
        return (StatusCode::BAD_REQUEST, "The request does not say which host it is for.").into_response();
    };
    if !guard.answers_to(host) {
        tracing::warn!(host, "a request for a name that is not the hub's was refused");
        let sentence =
            "This hub does not answer to that name. If it should, start it with --name and the name.";
        return (StatusCode::MISDIRECTED_REQUEST, sentence).into_response();
    }
    let Ok(claim) = guard.claim(&request) else {
        tracing::warn!("a request was refused that claims to be forwarded, by no proxy of this hub");
        return (StatusCode::BAD_REQUEST, FORWARDED).into_response();
    };
    let public = Public { is_https: claim.is_https, host: claim.host.unwrap_or_else(|| host.to_owned()) };
    if !guard.answers_to(&public.host) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let acts = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || request.headers().contains_key(UPGRADE);
    if acts && !guard.may_act(request.headers(), &public.host) {
        tracing::warn!("a request from a page of another origin was refused");
        let sentence =
            "Pages of another origin may not act on this hub. To allow one, start it with --origin.";
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    let address = hub.networks().around().seen(claim.address);
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(public.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(public);
    response
}

impl Guard {
    pub(crate) fn new(names: Vec<String>, origins: Vec<String>, proxies: Proxies) -> Self {
        let tidy = |text: String| text.trim_end_matches('/').to_ascii_lowercase();
        Self {
            names: names.into_iter().map(tidy).collect(),
            origins: origins.into_iter().map(tidy).collect(),
            proxies,
        }
    }

    /// Whose request this is, and how they have made it.
    fn claim(&self, request: &Request) -> Result<Claim, crate::networks::forwarding::BadClaim> {
        match request.extensions().get::<ConnectInfo<SocketAddr>>() {
            Some(ConnectInfo(peer)) => self.proxies.claim(*peer, request.headers()),
            None => {
                // Headers are believed from a proxy only, and this is none.
                let nobody = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
                let claim = self.proxies.claim(nobody, request.headers())?;
                Ok(Claim { address: Address::Unknown(Hidden::NoConnection), ..claim })
            }
        }
    }

    /// Whether a `Host` header names this hub. An address literal cannot be rebound, but only those of the
    /// home are its own; a name must be one that no stranger can own, or be allowed.
    fn answers_to(&self, host: &str) -> bool {
        let name = name_of(host).trim_end_matches('.').to_ascii_lowercase();
        let name = name.trim_start_matches('[').trim_end_matches(']').to_owned();
        if let Ok(address) = name.parse::<IpAddr>() {
            return is_private(address) || self.names.contains(&name);
        }
        name == "localhost"
            || name.ends_with(".localhost")
            || name.strip_suffix(".local").is_some_and(|label| !label.is_empty())
            || self.names.contains(&name)
    }

    /// Whether the page that sent this may act. Programs that are no browsers send no `Origin`.
    fn may_act(&self, headers: &HeaderMap, host: &str) -> bool {
        if !headers.contains_key(ORIGIN) {
            return true;
        }
        let Some(origin) = header(headers, ORIGIN).map(str::to_ascii_lowercase) else { return false };
        let own = origin.split_once("://").is_some_and(|(scheme, rest)| {
            matches!(scheme, "http" | "https") && rest.eq_ignore_ascii_case(host)
        });
        own || self.origins.contains(&origin)
    }
}

fn header(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

const FORWARDED: &str = "This request says that it was forwarded, but it does not come from a proxy that this hub knows, or \
     what it says is not well formed. Set [proxy] in the configuration file.";

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(vec!["Home.Example.org".into()], vec!["https://front.example/".into()], Proxies::default())
    }

    #[test]
    fn the_hub_answers_to_names_that_no_stranger_can_own() {
        for host in [
            "localhost",
            "localhost:8480",
            "127.0.0.1:8480",
            "[::1]:8480",
            "[::1]",
            "192.168.1.20",
            "doorstep.local:8480",
            "Doorstep.Local.",
            "home.example.org",
        ] {
            assert!(guard().answers_to(host), "{host}");
        }
    }

    #[test]
    fn it_answers_to_no_other() {
        for host in [
            "evil.example",
            "evil.example:8480",
            "8.8.8.8",
            "0.0.0.0",
            "local",
            ".local",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "home.example.org.evil.example",
            "",
            ":8480",
            "[2001:db8::1]:8480",
        ] {
            assert!(!guard().answers_to(host), "{host}");
        }
    }

    #[test]
    fn only_its_own_pages_and_allowed_ones_may_act() {
        let may = |origin: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, origin.parse().unwrap());
            guard().may_act(&headers, "doorstep.local:8480")
        };
        assert!(may("http://doorstep.local:8480"));
        assert!(may("https://doorstep.local:8480"));
        assert!(may("https://front.example"));
        for origin in
            ["null", "http://evil.example", "http://doorstep.local", "http://doorstep.local:84800", ""]
        {
            assert!(!may(origin), "{origin}");
        }
        assert!(guard().may_act(&HeaderMap::new(), "doorstep.local:8480"), "no browser");
    }
}
