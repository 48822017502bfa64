//! SEC-SETUP: nobody becomes the owner who has not seen what the hub printed.

use std::process::Stdio;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use doorstep_hub::{Config, Place};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;
use tokio::time::{advance, timeout};

use crate::house::{Answer, CLIENT, House};
use crate::page::Page;
use crate::program::PATIENCE;
use crate::sessions::Folder;

const PASSWORD: &str = "a lighthouse far away";

async fn fresh() -> House {
    House::with(Config { demo: None, ..Config::demo(Place::Memory) }).await
}

fn printed(house: &House) -> String {
    house.hub.set_up_codes().borrow().as_ref().unwrap().expose().to_owned()
}

async fn own(house: &House, code: &str) -> Answer {
    let body = json!({"name": "Olga", "username": " Olga", "password": PASSWORD, "client_id": CLIENT,
        "language": "en", "setup_code": code});
    house.post_json("/api/onboarding/users", &body).await
}

/// Makes the owner and signs her in.
async fn owner(house: &House) -> String {
    let made = own(house, &printed(house)).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let code = made.json()["auth_code"].as_str().unwrap().to_owned();
    let fields = [("grant_type", "authorization_code"), ("client_id", CLIENT), ("code", code.as_str())];
    let tokens = house.post_form("/auth/token", &fields).await.json();
    tokens["access_token"].as_str().unwrap().to_owned()
}

async fn send_as(house: &House, token: &str, method: &str, path: &str, body: &Value) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    house.send(request.body(Body::from(body.to_string())).unwrap()).await
}

const ROUTES: [(&str, &str); 4] = [
    ("POST", "/api/onboarding/users"),
    ("POST", "/api/onboarding/core_config"),
    ("GET", "/api/onboarding/network"),
    ("POST", "/api/onboarding/network"),
];

#[tokio::test(start_paused = true)]
async fn sec_setup_1_without_the_code_nothing_can_be_done() {
    let house = fresh().await;
    house.get("/auth/providers").await.is(400, "Onboarding not finished");
    for (method, path) in ROUTES {
        for body in ["", "{", "[]", "{}", r#"{"setup_code":""}"#, r#"{"setup_code":7}"#, r#"{"trust":true}"#]
        {
            let request = Request::builder().method(method).uri(path);
            let answer = house.send(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(answer.status, 401, "{method} {path} {body}");
            advance(Duration::from_secs(10)).await;
        }
    }
    let steps = house.get("/api/onboarding").await.json();
    assert_eq!(steps, json!([{"step": "user", "done": false}, {"step": "core_config", "done": false}]));
}

#[tokio::test(start_paused = true)]
async fn sec_setup_1_a_code_is_good_for_ten_minutes_and_five_tries() {
    let house = fresh().await;
    let first = printed(&house);
    for guess in ["AAAA-AAAA", "BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD", "EEEE-EEEE"] {
        let wrong = own(&house, guess).await;
        assert_eq!((wrong.status.as_u16(), &wrong.json()["code"]), (401, &json!("setup_code")));
        let early = own(&house, &printed(&house)).await;
        assert_eq!((early.status.as_u16(), &early.json()["code"]), (429, &json!("too_many_tries")));
        advance(Duration::from_secs(10)).await;
    }
    let second = printed(&house);
    assert_ne!(first, second, "another is printed");
    assert_eq!(own(&house, &first).await.status, 401);
    advance(Duration::from_secs(600)).await;
    assert_eq!(own(&house, &second).await.status, 401, "too old");
    assert_ne!(printed(&house), second);
    advance(Duration::from_secs(10)).await;
    owner(&house).await;
}

#[tokio::test(start_paused = true)]
async fn sec_setup_1_there_is_one_owner_and_whoever_is_late_is_told() {
    let house = fresh().await;
    let code = printed(&house);
    let (one, other) = tokio::join!(own(&house, &code), own(&house, &code));
    let mut both = [one.status.as_u16(), other.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 403], "{} {}", one.text, other.text);
    assert!(house.hub.set_up_codes().borrow().is_none(), "and no code is printed any more");
    own(&house, &code).await.is(403, "User step already done");
}

#[tokio::test(start_paused = true)]
async fn sec_setup_1_afterwards_nothing_is_there_not_even_after_a_restart() {
    let folder = Folder::new();
    let config = || Config { demo: None, ..folder.config() };
    let house = House::with(config()).await;
    let token = owner(&house).await;
    // In between the home has an owner and the owner goes on, also after a restart.
    house.hub.close().await;
    let house = House::with(config()).await;
    assert!(house.hub.set_up_codes().borrow().is_none());
    let steps = house.get("/api/onboarding").await.json();
    assert_eq!((&steps[0]["done"], &steps[1]["done"]), (&json!(true), &json!(false)));
    assert_eq!(house.get("/auth/providers").await.status, 200);
    let named = json!({"home_name": "Lighthouse"});
    let done = send_as(&house, &token, "POST", "/api/onboarding/core_config", &named).await;
    assert_eq!((done.status.as_u16(), done.json()), (200, json!({})));
    for again in ["at once", "after a restart"] {
        for (method, path) in ROUTES.into_iter().chain([("GET", "/api/onboarding")]) {
            let answer = send_as(&house, &token, method, path, &json!({"trust": true})).await;
            assert_eq!(answer.status, 404, "{method} {path} {again}");
        }
        house.hub.close().await;
        let house = House::with(config()).await;
        assert_eq!(house.get("/api/onboarding").await.status, 404);
        let mut page = Page::with_token(&house, &token).await;
        assert_eq!(page.result(json!({"type": "get_config"})).await["location_name"], "Lighthouse");
        page.vanish().await;
        house.hub.close().await;
    }
}

#[tokio::test(start_paused = true)]
async fn sec_setup_1_a_demo_has_no_set_up() {
    let house = House::open().await;
    for (method, path) in ROUTES.into_iter().chain([("GET", "/api/onboarding")]) {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.status, 404, "{method} {path}");
    }
    assert!(house.hub.set_up_codes().borrow().is_none());
}

#[tokio::test(start_paused = true)]
async fn an_owner_that_cannot_be_made_leaves_the_code_as_it_was() {
    let house = fresh().await;
    let code = printed(&house);
    let whole = json!({"name": "Olga", "username": "olga", "password": PASSWORD, "client_id": CLIENT,
        "setup_code": code});
    for (key, value, says) in [
        ("password", json!("short"), "too short"),
        ("name", json!("  "), "length must be"),
        ("username", json!(""), "length must be"),
        ("client_id", json!("nonsense"), "Invalid client id"),
        ("is_owner", json!(false), "extra keys not allowed"),
    ] {
        let mut body = whole.clone();
        body[key] = value;
        let answer = house.post_json("/api/onboarding/users", &body).await;
        assert!(
            answer.status == 400 && answer.text.contains(says),
            "{key}: {} {}",
            answer.status,
            answer.text
        );
    }
    assert_eq!(printed(&house), code);
    owner(&house).await;
}

#[tokio::test(start_paused = true)]
async fn the_owner_sets_the_home_up_and_lives_in_it() {
    let house = fresh().await.from("192.168.7.3");
    let token = owner(&house).await;
    let here = send_as(&house, &token, "GET", "/api/onboarding/network", &json!({})).await.json();
    assert_eq!(here, json!({"address": "192.168.7.3", "network": "192.168.7.0/24", "why_not": null}));
    let mut page = Page::with_token(&house, &token).await;
    let me = page.result(json!({"type": "auth/current_user"})).await;
    assert_eq!((&me["name"], &me["is_owner"], &me["is_admin"]), (&json!("Olga"), &json!(true), &json!(true)));
    let persons = page.result(json!({"type": "person/list"})).await;
    assert_eq!(persons["storage"], json!([]), "the family of the demo lives elsewhere");
    let pia = page
        .result(json!({"type": "config/auth/create", "name": "Pia", "group_ids": ["system-users"]}))
        .await;
    assert_eq!(pia["user"]["name"], "Pia");
    let trust = async |trust: bool| {
        let trust = json!({"trust": trust});
        send_as(&house, &token, "POST", "/api/onboarding/network", &trust).await
    };
    assert_eq!(trust(false).await.json(), json!({}));
    let kinds = async || {
        let told = house.get("/auth/providers").await.json();
        let kinds: Vec<Value> =
            told["providers"].as_array().unwrap().iter().map(|provider| provider["type"].clone()).collect();
        kinds
    };
    assert_eq!(kinds().await, ["homeassistant"]);
    assert_eq!(trust(true).await.json(), json!({}));
    assert_eq!(kinds().await, ["homeassistant", "trusted_networks"]);
    let (elsewhere, trusts) = (house.from("203.0.113.7"), json!({"trust": true}));
    let outside = send_as(&elsewhere, &token, "POST", "/api/onboarding/network", &trusts);
    assert_eq!(outside.await.json()["code"], "not_a_home_address");
    let done = send_as(&house, &token, "POST", "/api/onboarding/core_config", &json!({})).await;
    assert_eq!(done.status, 200);
    assert_eq!(page.result(json!({"type": "get_config"})).await["location_name"], "Home");
}

#[tokio::test]
async fn sec_setup_1_the_code_is_printed_once_and_is_in_no_log() {
    let folder = Folder::new();
    let mut hub = Command::new(env!("CARGO_BIN_EXE_doorstep-hub"))
        .args(["--listen", "127.0.0.1:0", "--log", "trace", "--data"])
        .arg(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(hub.stdout.take().unwrap()).lines();
    let mut line = async || timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap();
    let listening = line().await.unwrap();
    let address = listening.strip_prefix("listening on ").unwrap();
    let printed = line().await.unwrap();
    let code = printed.strip_prefix(&format!("set up at {address}/ with the code ")).unwrap();
    assert_eq!((code.len(), code.as_bytes()[4]), (9, b'-'), "{printed}");
    let id = hub.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    let mut log = String::new();
    timeout(PATIENCE, hub.stderr.take().unwrap().read_to_string(&mut log)).await.unwrap().unwrap();
    assert!(log.contains("stopping") && !log.contains(code), "{log}");
    assert_eq!(line().await, None, "nothing else is printed");
}
