//! Every route and method of the hub, for every role and for nobody. A route that has no row here fails.

use axum::body::Body;
use axum::http::{Request, header};
use doorstep_hub::paths;

use super::{ROLES, house};
use crate::house::House;

/// Who may use a route.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Strangers too: it is how one stops being a stranger, or tells nothing of anybody.
    Everybody,
    /// Whoever has an access token; what they see is filtered.
    SignedIn,
    /// Nobody: the home is set up, and it is as if the route was not there. `setup.rs` has it before.
    Gone,
}

/// A path, its methods, and who may use it.
const ROWS: [(&str, &[&str], Who); 15] = [
    ("/auth/providers", &["GET"], Who::Everybody),
    ("/auth/login_flow", &["POST"], Who::Everybody),
    ("/auth/login_flow/{flow_id}", &["POST", "DELETE"], Who::Everybody),
    ("/auth/token", &["POST"], Who::Everybody),
    ("/auth/revoke", &["POST"], Who::Everybody),
    ("/.well-known/oauth-authorization-server", &["GET"], Who::Everybody),
    ("/api/", &["GET"], Who::SignedIn),
    ("/api/states", &["GET"], Who::SignedIn),
    ("/api/onboarding", &["GET"], Who::Gone),
    ("/api/onboarding/users", &["POST"], Who::Gone),
    ("/api/onboarding/core_config", &["POST"], Who::Gone),
    ("/api/onboarding/network", &["GET", "POST"], Who::Gone),
    // A socket says who it is in its first words.
    ("/api/websocket", &["GET"], Who::Everybody),
    ("/api/csp", &["GET", "POST"], Who::Everybody),
    ("/healthz", &["GET"], Who::Everybody),
];

async fn status(house: &House, method: &str, path: &str, token: Option<&str>) -> u16 {
    let mut request = Request::builder().method(method).uri(path.replace("{flow_id}", "x"));
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    house.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_every_route_has_a_row_and_no_method_more() {
    let house = house().await;
    let rows = ROWS;
    for path in paths() {
        assert!(rows.iter().any(|(known, ..)| *known == path), "{path} has no row in this matrix");
    }
    assert_eq!(rows.len(), paths().len());
    for (path, methods, _) in rows {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let is_there = status(&house, method, path, None).await != 405;
            assert_eq!(is_there, methods.contains(&method), "{method} {path}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_every_route_is_for_those_whom_it_is_for() {
    let house = house().await;
    let mut tokens = vec![(None, "nobody".to_owned(), house.from("127.0.0.1"))];
    for role in ROLES {
        tokens.push((Some(role.token(&house).await), format!("{role:?}"), role.place(&house)));
    }
    for (path, methods, who) in ROWS {
        for method in methods {
            for (token, name, place) in &tokens {
                let status = status(place, method, path, token.as_deref()).await;
                let is_refused = matches!(status, 401 | 403);
                let expected = who == Who::SignedIn && token.is_none();
                assert_eq!(is_refused, expected, "{method} {path} as {name}: {status}");
                assert!(who != Who::Gone || status == 404, "{method} {path} as {name}: {status}");
            }
        }
    }
}
