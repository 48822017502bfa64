//! The front of the hub: what every answer carries, who may call, and the app's own files.

use std::fs;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use doorstep_hub::{Config, paths};

use crate::house::{Answer, House};
use crate::sessions::Folder;

/// A built app in a folder.
fn built(folder: &Folder) -> Config {
    let root = folder.path().join("dist");
    fs::create_dir_all(root.join("assets")).unwrap();
    for (name, text) in [
        ("index.html", "<!doctype html><title>Doorstep</title>"),
        ("index.html.br", "brotli page"),
        ("assets/app-1a2b.wasm", "plain wasm"),
        ("assets/app-1a2b.wasm.br", "brotli wasm"),
        ("assets/app-1a2b.wasm.gz", "gzip wasm"),
        ("assets/app-1a2b.js", "plain script"),
        ("icon.svg", "<svg/>"),
        (".secret", "hidden"),
    ] {
        fs::write(root.join(name), text).unwrap();
    }
    fs::write(folder.path().join("outside.txt"), "outside").unwrap();
    Config { app: Some(root), ..folder.config() }
}

#[track_caller]
fn assert_guarded(answer: &Answer, what: &str) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{what}");
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    assert!(!answer.headers.contains_key("server"), "{what}");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
    if answer.header("content-type").starts_with("text/html") {
        assert!(policy.starts_with("default-src 'none';"), "{what}: {policy}");
        assert!(policy.contains("require-trusted-types-for 'script'"), "{what}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{what}: {policy}");
        assert_eq!(answer.header("origin-agent-cluster"), "?1", "{what}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_answer_on_every_path_carries_the_headers() {
    let folder = Folder::new();
    let house = House::with(built(&folder)).await;
    let files =
        ["/", "/index.html", "/assets/app-1a2b.wasm", "/icon.svg", "/nothing", "/home", "/api/nothing"];
    let routes = paths().into_iter().map(|path| path.replace("{flow_id}", "x"));
    for path in routes.chain(files.map(str::to_owned)) {
        for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS]
        {
            for host in ["127.0.0.1:8480", "evil.example"] {
                let request = Request::builder().method(method.clone()).uri(&path).header(header::HOST, host);
                let request = request.header(header::ACCEPT, "text/html");
                let answer = house.send(request.body(Body::empty()).unwrap()).await;
                let what = format!("{method} {path} for {host}: {}", answer.status);
                assert_guarded(&answer, &what);
                assert_eq!(answer.status == 421, host == "evil.example", "{what}");
                assert!(answer.status != 500, "{what}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_path_that_is_added_is_crawled_too() {
    assert!(paths().len() >= 10);
    assert!(paths().contains(&"/api/websocket") && paths().contains(&"/auth/token"));
}

#[tokio::test(start_paused = true)]
async fn files_come_in_the_form_that_a_browser_takes() {
    let folder = Folder::new();
    let house = House::with(built(&folder)).await;
    let fetch = async |path: &str, accepts: &str| {
        house
            .send(Request::get(path).header(header::ACCEPT_ENCODING, accepts).body(Body::empty()).unwrap())
            .await
    };
    for (accepts, text, encoding) in
        [("gzip, br", "brotli wasm", "br"), ("gzip", "gzip wasm", "gzip"), ("", "plain wasm", "")]
    {
        let answer = fetch("/assets/app-1a2b.wasm", accepts).await;
        assert_eq!((answer.text.as_str(), answer.header("content-encoding")), (text, encoding));
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("content-length"), text.len().to_string());
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
    let page = fetch("/", "br").await;
    assert_eq!((page.text.as_str(), page.header("cache-control")), ("brotli page", "no-store"));
    assert_eq!(fetch("/assets/app-1a2b.js", "br").await.text, "plain script");
}

#[tokio::test(start_paused = true)]
async fn somebody_who_navigates_gets_the_page_and_a_script_that_is_gone_does_not() {
    let folder = Folder::new();
    let house = House::with(built(&folder)).await;
    let fetch = async |path: &str, accepts: &str| {
        house.send(Request::get(path).header(header::ACCEPT, accepts).body(Body::empty()).unwrap()).await
    };
    let navigation = "text/html,application/xhtml+xml,*/*;q=0.8";
    assert_eq!(fetch("/somewhere/else", navigation).await.status, 200);
    assert_eq!(fetch("/assets/gone.js", "*/*").await.status, 404);
    assert_eq!(fetch("/api/nothing", navigation).await.status, 404);
    for path in
        ["/../outside.txt", "/%2e%2e/outside.txt", "/assets/../../outside.txt", "/.secret", "//etc/passwd"]
    {
        let answer = fetch(path, "*/*").await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::NOT_FOUND, "404: Not Found"),
            "{path}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_built_app_the_hub_says_how_to_build_one() {
    let folder = Folder::new();
    let house = House::with(Config { app: Some(folder.path().join("none")), ..folder.config() }).await;
    let answer = house.get("/").await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("cargo xtask build"), "{}", answer.text);
}

#[tokio::test(start_paused = true)]
async fn reports_of_browsers_are_counted_and_rubbish_is_not() {
    let house = House::open().await;
    let report =
        r#"{"csp-report":{"effective-directive":"script-src","blocked-uri":"https://x.example/a?token=1"}}"#;
    assert_eq!(house.post("/api/csp", "application/csp-report", report).await.status, 204);
    for rubbish in ["", "{}", "[]", "nonsense"] {
        assert_eq!(house.post("/api/csp", "application/csp-report", rubbish).await.status, 400, "{rubbish}");
    }
    assert_eq!(house.get("/api/csp").await.json()["reports"], 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_good_token_nothing_is_told() {
    let house = House::open().await;
    for path in ["/api/", "/api/states"] {
        for token in ["", "nope", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x"] {
            let answer = house.get_as(path, token).await;
            assert_eq!((answer.status.as_u16(), answer.text.as_str()), (401, "401: Unauthorized"));
        }
    }
    assert_eq!(house.get("/healthz").await.json()["status"], "ok");
}
