//! The headers of every answer. An answer that lacks them has not come from this hub.

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, SERVER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::public::Public;

/// Adds the headers to whatever comes back.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let public = response.extensions_mut().remove::<Public>();
    let is_https = public.as_ref().is_some_and(|public| public.is_https);
    let headers = response.headers_mut();
    headers.remove(SERVER);
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if is_document(headers) {
        for (name, value) in DOCUMENTS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(policy) =
            HeaderValue::try_from(policy(public.as_ref().map(|public| public.host.as_str()), is_https))
        {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        // Browsers ignore it on http, and complain.
        if is_https {
            headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
        }
    } else {
        // Browsers show JSON in a frame as well.
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("frame-ancestors 'none'"));
    }
    response
}

fn is_document(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// `'wasm-unsafe-eval'` allows WebAssembly and no `eval`. The socket's address is spelled out for older
/// Safari, whose `'self'` does not cover it.
fn policy(host: Option<&str>, is_https: bool) -> String {
    let is_plain = |host: &&str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']'))
    };
    let socket = host
        .filter(is_plain)
        .map_or(String::new(), |host| format!(" {}://{host}", if is_https { "wss" } else { "ws" }));
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; manifest-src 'self'; \
         worker-src 'self'; connect-src 'self'{socket}; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-src 'none'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'; report-uri /api/csp"
    )
}

const ALWAYS: [(HeaderName, &str); 3] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

const DOCUMENTS: [(HeaderName, &str); 2] = [
    (HeaderName::from_static("origin-agent-cluster"), "?1"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=(), \
         publickey-credentials-get=(self), publickey-credentials-create=(self), screen-wake-lock=(self), \
         fullscreen=(self)",
    ),
];

const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_nothing_unsafe() {
        let policy = policy(Some("127.0.0.1:8480"), false);
        assert!(policy.contains("connect-src 'self' ws://127.0.0.1:8480;"));
        assert!(!policy.replace("'wasm-unsafe-eval'", "").contains("unsafe"));
        assert!(!policy.contains('*'));
    }

    #[test]
    fn a_host_that_is_none_gets_no_place_in_the_policy() {
        assert!(policy(Some("x; script-src *"), true).contains("connect-src 'self';"));
        assert!(policy(None, true).contains("connect-src 'self';"));
    }
}
