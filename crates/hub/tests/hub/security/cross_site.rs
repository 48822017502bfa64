//! SEC-CSRF and SEC-CSWSH: pages of others cannot act on the hub and cannot open a socket.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use doorstep_hub::config::Policy;
use doorstep_hub::{Config, Place, paths};
use tokio::time::Instant;

use crate::house::House;
use crate::page::Page;

/// Origins that are not the hub's own, which is `http://127.0.0.1:8480` here.
const FOREIGN: [&str; 18] = [
    "null",
    "",
    "http://evil.example",
    "https://evil.example",
    "http://sub.127.0.0.1:8480",
    "http://127.0.0.1",
    "https://127.0.0.1",
    "http://127.0.0.1:9999",
    "http://127.0.0.1:84800",
    "HTTP://127.0.0.1:8480",
    "http://LOCALHOST:8480",
    "http://bücher.example",
    "http://xn--bcher-kva.example",
    "http://127.0.0.1:8480@evil.example",
    "http://evil.example@127.0.0.1:8480",
    "http://127.0.0.1:8480/",
    "http://127.0.0.1:8480, http://evil.example",
    "file://127.0.0.1:8480",
];

fn socket(house: &str) -> axum::http::request::Builder {
    Request::get("/api/websocket")
        .header(header::HOST, house)
        .header(header::UPGRADE, "websocket")
        .header(header::CONNECTION, "upgrade")
        .header(header::SEC_WEBSOCKET_VERSION, "13")
        .header(header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==")
}

#[tokio::test(start_paused = true)]
async fn sec_cswsh_1_a_socket_of_another_origin_is_never_opened() {
    let house = House::open().await;
    let open = async |origins: &[&str]| {
        let mut request = socket("127.0.0.1:8480");
        for origin in origins {
            request = request.header(header::ORIGIN, HeaderValue::from_bytes(origin.as_bytes()).unwrap());
        }
        house.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    for origin in FOREIGN {
        assert_eq!(open(&[origin]).await, 403, "{origin}");
    }
    assert_eq!(open(&[]).await, 403, "no origin");
    assert_eq!(open(&["http://127.0.0.1:8480", "http://127.0.0.1:8480"]).await, 403, "two origins");
    // There is no connection to take over in this process: 426 is as far as one gets.
    assert_eq!(open(&["http://127.0.0.1:8480"]).await, 426);
    assert_eq!(open(&["https://127.0.0.1:8480"]).await, 426);
}

#[tokio::test(start_paused = true)]
async fn sec_cswsh_1_programs_without_an_origin_come_in_where_somebody_allows_it() {
    let house = House::with_policy("allow_no_origin = true").await;
    assert_eq!(house.send(socket("127.0.0.1:8480").body(Body::empty()).unwrap()).await.status, 426);
    let foreign = socket("127.0.0.1:8480").header(header::ORIGIN, "http://evil.example");
    assert_eq!(house.send(foreign.body(Body::empty()).unwrap()).await.status, 403);
}

#[tokio::test(start_paused = true)]
async fn sec_csrf_1_no_shape_of_a_cross_site_request_reaches_a_route() {
    let house = House::open().await;
    let signed_in = house.sign_in("anna").await;
    let kinds = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
        "",
    ];
    let bodies =
        [format!("token={}", signed_in.refresh_token), "{\"broken\":".to_owned(), "x".repeat(1 << 20)];
    let mut shapes = 0;
    for path in paths() {
        let path = path.replace("{flow_id}", "x");
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for (number, origin) in FOREIGN.iter().enumerate() {
                let (kind, body) = (kinds[number % kinds.len()], bodies[number % bodies.len()].clone());
                let request = Request::builder()
                    .method(method.clone())
                    .uri(&path)
                    .header(header::ORIGIN, HeaderValue::from_bytes(origin.as_bytes()).unwrap())
                    .header(header::CONTENT_TYPE, kind);
                let answer = house.send(request.body(Body::from(body)).unwrap()).await;
                assert_eq!(answer.status, 403, "{method} {path} from {origin}");
                assert!(answer.text.contains("another origin"), "{method} {path}: {}", answer.text);
                shapes += 1;
            }
            for site in ["cross-site", "same-site", "anything"] {
                for origin in [None, Some("http://127.0.0.1:8480")] {
                    let request =
                        Request::builder().method(method.clone()).uri(&path).header("sec-fetch-site", site);
                    let request =
                        origin.into_iter().fold(request, |all, origin| all.header(header::ORIGIN, origin));
                    let answer = house.send(request.body(Body::empty()).unwrap()).await;
                    assert_eq!(answer.status, 403, "{method} {path} of {site} from {origin:?}");
                }
            }
        }
    }
    assert!(shapes >= 40);
    assert_eq!(house.refresh(&signed_in.refresh_token).await.status, 200, "nothing has happened");
}

#[tokio::test(start_paused = true)]
async fn sec_csrf_1_the_hubs_own_pages_and_programs_and_allowed_origins_act() {
    let origins = vec!["https://Front.example/".to_owned()];
    let house = House::with(Config { origins, ..Config::demo(Place::Memory) }).await;
    for headers in [
        &[][..],
        &[("origin", "http://127.0.0.1:8480")],
        &[("origin", "http://127.0.0.1:8480"), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://front.example"), ("sec-fetch-site", "cross-site")],
    ] {
        let request =
            headers.iter().fold(Request::post("/auth/token"), |all, (name, value)| all.header(*name, *value));
        assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.status, 400, "{headers:?}");
    }
    let signed_in = house.sign_in("anna").await;
    // Nothing that a browser sends by itself opens anything: there is no cookie, and no other way in.
    for name in ["cookie", "x-ha-access", "proxy-authorization"] {
        let request = Request::get("/api/").header(name, format!("Bearer {}", signed_in.access_token));
        assert_eq!(house.send(request.body(Body::empty()).unwrap()).await.status, 401, "{name}");
    }
    assert!(Policy::parse("cookies = true").is_err());
}

#[tokio::test(start_paused = true)]
async fn sec_cswsh_1_a_socket_that_says_nothing_is_let_go_after_five_seconds() {
    let house = House::open().await;
    let mut page = Page::connect(&house);
    assert_eq!(page.hear().await["type"], "auth_required");
    let before = Instant::now();
    assert_eq!(page.end().await, Some(1000));
    assert_eq!(before.elapsed().as_secs(), 5);
}
