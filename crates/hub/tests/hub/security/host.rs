//! SEC-HOST: the hub answers to its own names only, whatever is asked of it.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use doorstep_hub::{Config, Place};

use crate::house::{Answer, House};

/// One of each kind of thing that is asked: a page, a file, the API read and acted upon, a socket.
const CLASSES: [(Method, &str); 10] = [
    (Method::GET, "/"),
    (Method::GET, "/assets/app-1a2b.js"),
    (Method::HEAD, "/nothing"),
    (Method::OPTIONS, "/auth/token"),
    (Method::GET, "/auth/providers"),
    (Method::POST, "/auth/login_flow"),
    (Method::POST, "/auth/token"),
    (Method::GET, "/api/states"),
    (Method::GET, "/api/websocket"),
    (Method::GET, "/healthz"),
];

const OWN: [&str; 16] = [
    "localhost",
    "localhost:8480",
    "LOCALHOST",
    "localhost.",
    "127.0.0.1",
    "127.0.0.1:8480",
    "127.0.0.1.:8480",
    "[::1]",
    "[::1]:8480",
    "[::ffff:127.0.0.1]",
    "home.example",
    "Home.Example.:8480",
    "xn--bcher-kva.example",
    "192.168.50.50:80",
    "[2001:db8::50]:8480",
    "port.example:8443",
];

const FOREIGN: [&str; 52] = [
    "",
    " ",
    ".",
    ":",
    ":8480",
    "evil.example",
    "evil.example:8480",
    "EVIL.EXAMPLE",
    "evil.local",
    "local",
    ".local",
    "localhost..",
    "localhost.evil.example",
    "evil.localhost",
    "127.0.0.1.evil.example",
    "127.0.0.1.nip.example",
    "home.example.evil.example",
    "evilhome.example",
    "evil.home.example",
    "home.example..",
    "home.example:",
    "home.example:0",
    "home.example:99999",
    "home.example:80:80",
    "home.example:http",
    "home.example/",
    "home.example/path",
    "home.example?x",
    "home.example#x",
    "home.example\\",
    "home.example,evil.example",
    "home.example evil.example",
    "evil.example@home.example",
    "home.example@evil.example",
    "user:secret@home.example",
    "http://home.example",
    "port.example",
    "port.example:8480",
    "bücher.example",
    "xn--bcher-kva.evil.example",
    "0.0.0.0",
    "0",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "8.8.8.8",
    "192.168.50.51",
    "::1",
    "[::1",
    "[fe80::1%eth0]",
    "[2001:db8::51]",
];

async fn house() -> House {
    let names = ["home.example", "Bücher.example", "192.168.50.50", "2001:db8::50", "port.example:8443"];
    let names = names.map(str::to_owned).to_vec();
    House::with(Config { names, ..Config::demo(Place::Memory) }).await
}

fn ask(method: &Method, path: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method.clone()).uri(path);
    if path == "/api/websocket" { request.header(header::UPGRADE, "websocket") } else { request }
}

#[track_caller]
fn assert_misdirected(answer: &Answer, what: &str) {
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (421, ""), "{what}");
}

#[tokio::test(start_paused = true)]
async fn sec_host_1_to_3_every_class_of_route_answers_to_the_hubs_names_only() {
    let house = house().await;
    for (method, path) in &CLASSES {
        for host in FOREIGN {
            let host = HeaderValue::from_bytes(host.as_bytes()).unwrap();
            let what = format!("{method} {path} for {host:?}");
            let answer = house
                .send_as_it_is(ask(method, path).header(header::HOST, host).body(Body::empty()).unwrap());
            assert_misdirected(&answer.await, &what);
        }
        for host in OWN {
            let answer =
                house.send(ask(method, path).header(header::HOST, host).body(Body::empty()).unwrap()).await;
            assert_ne!(answer.status, 421, "{method} {path} for {host}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_host_4_a_host_is_named_once() {
    let house = house().await;
    for (method, path) in &CLASSES {
        let none = house.send_as_it_is(ask(method, path).body(Body::empty()).unwrap()).await;
        assert_misdirected(&none, &format!("{method} {path} without a host"));
        for other in ["localhost", "evil.example"] {
            let twice = ask(method, path).header(header::HOST, "localhost").header(header::HOST, other);
            let answer = house.send_as_it_is(twice.body(Body::empty()).unwrap()).await;
            assert_misdirected(&answer, &format!("{method} {path} with two hosts"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_host_5_a_target_that_contradicts_the_host_is_refused() {
    let house = house().await;
    for (target, host, is_ours) in [
        ("http://localhost:8480/healthz", "localhost:8480", true),
        ("http://LOCALHOST:8480/healthz", "localhost.:8480", true),
        ("http://evil.example/healthz", "localhost:8480", false),
        ("http://localhost/healthz", "evil.example", false),
        ("http://localhost:8480/healthz", "localhost", false),
        ("http://user@localhost:8480/healthz", "localhost:8480", false),
    ] {
        let request = Request::get(target).header(header::HOST, host).body(Body::empty()).unwrap();
        let answer = house.send(request).await;
        assert_eq!(answer.status.as_u16(), if is_ours { 200 } else { 421 }, "{target} for {host}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_host_6_what_a_proxy_says_of_the_host_is_checked_as_strictly() {
    let proxy = "[proxy]\ntrusted = [\"10.0.0.1\"]\nheader = \"x-forwarded-for\"";
    let policy = doorstep_hub::config::Policy::parse(proxy).unwrap();
    let names = vec!["home.example".to_owned()];
    let house = House::with(Config { policy, names, ..Config::demo(Place::Memory) }).await.from("10.0.0.1");
    let ask = async |host: &str, origin: &str| {
        let request = Request::post("/auth/token")
            .header("x-forwarded-for", "203.0.113.9")
            .header("x-forwarded-proto", "https")
            .header("x-forwarded-host", host)
            .header(header::ORIGIN, origin);
        house.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    assert_eq!(ask("home.example", "https://home.example").await, 400);
    assert_eq!(ask("evil.example", "https://evil.example").await, 421);
    assert_eq!(ask("home.example", "https://evil.example").await, 403);
    assert_eq!(ask("home.example, evil.example", "https://home.example").await, 400);
    assert_eq!(ask("home.example@evil.example", "https://home.example").await, 421);
}

#[tokio::test(start_paused = true)]
async fn sec_host_names_that_are_none_refuse_to_start() {
    for wrong in ["", "*", "http://home.example", "home.example/", "a b", "home.example:0"] {
        let names = vec![wrong.to_owned()];
        let config = Config { names, ..Config::demo(Place::Memory) };
        let opened = doorstep_hub::Hub::open(config, doorstep_hub::Clock::by_hand(0.0)).await;
        assert!(opened.err().unwrap().to_string().contains("host name"), "{wrong}");
    }
    for wrong in
        ["", "*", "home.example", "https://", "https://home.example/app", "ftp://home.example", "null"]
    {
        let origins = vec![wrong.to_owned()];
        let config = Config { origins, ..Config::demo(Place::Memory) };
        let opened = doorstep_hub::Hub::open(config, doorstep_hub::Clock::by_hand(0.0)).await;
        assert!(opened.err().unwrap().to_string().contains("origin"), "{wrong}");
    }
}
