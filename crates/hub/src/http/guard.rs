//! Who may call: the hub answers to its own names only (DNS rebinding), believes its own proxies only, and
//! lets only its own pages act (cross-site requests).

mod authority;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{HOST, ORIGIN, UPGRADE};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::public::Public;
use crate::hub::Hub;
use crate::networks::forwarding::{BadClaim, Claim, Proxies};
use crate::networks::ranges::is_private;
use crate::networks::surroundings::Surroundings;
use crate::networks::{Address, Hidden};
pub(crate) use authority::{Authority, Host};

/// Whom and what somebody has allowed beside the usual.
pub(crate) struct Guard {
    names: Vec<Authority>,
    origins: Vec<Origin>,
    allows_no_origin: bool,
    proxies: Proxies,
    refused: AtomicU32,
}

/// Where a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    is_https: bool,
    host: Host,
    port: u16,
}

/// Lets a request through, or says what to set.
pub(crate) async fn check(State(hub): State<Hub>, mut request: Request, next: Next) -> Response {
    let (guard, around) = (hub.guard(), hub.networks().around());
    let Some(host) = host(&request).filter(|host| guard.answers_to(host, &around)) else {
        guard.note(MISDIRECTED, single(request.headers(), &HOST).unwrap_or_default());
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    };
    let host = host.to_owned();
    let Ok(claim) = guard.claim(&request) else {
        guard.note("a request was refused that claims to be forwarded, by no proxy of this hub", "");
        return (StatusCode::BAD_REQUEST, FORWARDED).into_response();
    };
    let public = Public { is_https: claim.is_https, host: claim.host.unwrap_or(host) };
    if !guard.answers_to(&public.host, &around) {
        guard.note(MISDIRECTED, single(request.headers(), &HOST).unwrap_or_default());
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    if !guard.may_act(request.method(), request.headers(), &public) {
        let origin = single(request.headers(), &ORIGIN).unwrap_or_default();
        guard.note("a request from a page of another origin was refused", origin);
        return (StatusCode::FORBIDDEN, FOREIGN).into_response();
    }
    request.extensions_mut().insert(around.seen(claim.address));
    request.extensions_mut().insert(public.clone());
    let mut response = next.run(request).await;
    response.extensions_mut().insert(public);
    response
}

impl Guard {
    pub(crate) fn new(
        names: Vec<Authority>,
        origins: Vec<Origin>,
        allows_no_origin: bool,
        proxies: Proxies,
    ) -> Self {
        let own = own_name().and_then(|name| Authority::parse(&name));
        let names = names.into_iter().chain(Authority::parse("localhost")).chain(own).collect();
        Self { names, origins, allows_no_origin, proxies, refused: AtomicU32::new(0) }
    }

    /// Whether this names the hub: a name that somebody has allowed or that no stranger can own, or an
    /// address of this machine, which no name can be rebound to without being told apart from it.
    fn answers_to(&self, text: &str, around: &Surroundings) -> bool {
        let Some(asked) = Authority::parse(text) else { return false };
        let is_named =
            |own: &Authority| own.host == asked.host && (own.port.is_none() || own.port == asked.port);
        match &asked.host {
            Host::Address(ip) if ip.is_loopback() || around.is_own(*ip) => true,
            // Where the system does not tell its addresses.
            Host::Address(ip) if around.links.is_empty() && is_private(*ip) => true,
            Host::Address(_) | Host::Name(_) => self.names.iter().any(is_named),
        }
    }

    /// Whose request this is, and how they have made it.
    fn claim(&self, request: &Request) -> Result<Claim, BadClaim> {
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

    /// Whether the page that sent this may do so. Browsers say which page it is: always where it opens a
    /// socket, and wherever it acts.
    fn may_act(&self, method: &Method, headers: &HeaderMap, public: &Public) -> bool {
        let opens = headers.contains_key(UPGRADE);
        if !opens && matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        if !headers.contains_key(ORIGIN) {
            // Programs that are no browsers send neither; a browser sends at least one.
            return if opens { self.allows_no_origin } else { is_from_here(headers) };
        }
        let Some(origin) = single(headers, &ORIGIN).and_then(Origin::parse) else { return false };
        if self.origins.contains(&origin) {
            return true;
        }
        // Firefox calls a socket to the own page's host another site.
        let is_own = Authority::parse(&public.host).is_some_and(|own| origin.is_at(&own));
        is_own && (opens || is_from_here(headers))
    }

    /// The first refusals are logged, so that whoever has moved the hub finds out what to set. A stranger
    /// must not fill the log.
    fn note(&self, refusal: &'static str, named: &str) {
        if self.refused.fetch_add(1, Ordering::Relaxed) < MOST_LOGGED {
            let named: String = named.chars().take(100).collect();
            tracing::warn!(?named, "{refusal}");
        }
    }
}

impl Origin {
    /// Reads an origin as browsers write it, and not otherwise.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let (is_https, usual) = match scheme {
            "https" => (true, 443),
            "http" => (false, 80),
            _ => return None,
        };
        let is_canonical = !rest.bytes().any(|byte| byte.is_ascii_uppercase()) && !rest.ends_with('.');
        let Authority { host, port } = Authority::parse(rest).filter(|_| is_canonical)?;
        Some(Self { is_https, host, port: port.unwrap_or(usual) })
    }

    /// Whether a page of this origin is one of the hub's own at this host. A proxy may add the `s`.
    fn is_at(&self, own: &Authority) -> bool {
        let usual = if self.is_https { 443 } else { 80 };
        self.host == own.host && self.port == own.port.unwrap_or(usual)
    }
}

/// The host that a request is for, where it says so once and does not contradict itself.
fn host(request: &Request) -> Option<&str> {
    let host = single(request.headers(), &HOST)?;
    match request.uri().authority() {
        Some(target) => {
            let (target, named) = (Authority::parse(target.as_str())?, Authority::parse(host)?);
            (target == named).then_some(host)
        }
        None => Some(host),
    }
}

/// A header that is there exactly once.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        (Some(_) | None, _) => None,
    }
}

/// What newer browsers say about the page: that it is the hub's own, or that there is none.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none")
}

/// The name by which machines nearby find this one (RFC 6762).
fn own_name() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    let label = name.trim().split('.').next().filter(|label| !label.is_empty())?;
    Some(format!("{label}.local"))
}

const MOST_LOGGED: u32 = 50;
const MISDIRECTED: &str =
    "a request for a name that is not the hub's was refused; if it is, start the hub with --name";
const FORWARDED: &str = "This request says that it was forwarded, but it does not come from a proxy that this hub knows, or \
     what it says is not well formed. Set [proxy] in the configuration file.";
const FOREIGN: &str =
    "Pages of another origin may not act on this hub. To allow one, start it with --origin.";
