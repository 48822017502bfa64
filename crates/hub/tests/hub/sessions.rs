//! Sessions: how long they last, how they end, and that the disk knows before anybody is told.

use std::path::PathBuf;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use doorstep_hub::{Clock, Config, Hub, Place};
use serde_json::json;
use tokio::time::advance;

use crate::house::{CLIENT, House, START};
use crate::login::id_of;
use crate::page::Page;

const DAY: Duration = Duration::from_secs(86_400);

/// A folder that is removed at the end of the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let mut random = [0; 8];
        getrandom::fill(&mut random).unwrap();
        Self(std::env::temp_dir().join(format!("doorstep-{:016x}", u64::from_le_bytes(random))))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.clone()
    }

    pub(crate) fn config(&self) -> Config {
        Config::demo(Place::Folder(self.path()))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[tokio::test(start_paused = true)]
async fn an_access_token_is_good_for_half_an_hour_and_a_refresh_gives_another() {
    let house = House::open().await;
    let signed_in = house.sign_in("anna").await;
    advance(Duration::from_secs(1_700)).await;
    assert_eq!(house.get_as("/api/", &signed_in.access_token).await.status, 200);
    advance(Duration::from_secs(200)).await;
    assert_eq!(house.get_as("/api/", &signed_in.access_token).await.status, 401);
    let fresh = house.refresh(&signed_in.refresh_token).await.json();
    assert_eq!((fresh["expires_in"].as_u64(), fresh.get("refresh_token")), (Some(1800), None));
    assert_eq!(house.get_as("/api/", fresh["access_token"].as_str().unwrap()).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_session_lasts_ninety_days_from_its_last_use() {
    let house = House::open().await;
    let signed_in = house.sign_in("anna").await;
    for _ in 0..4 {
        advance(DAY * 80).await;
        assert_eq!(house.refresh(&signed_in.refresh_token).await.status, 200);
    }
    advance(DAY * 90).await;
    assert_eq!(house.refresh(&signed_in.refresh_token).await.json(), json!({"error": "invalid_grant"}));
}

#[tokio::test(start_paused = true)]
async fn a_session_outlives_the_hub_and_its_revocation_does_too() {
    let folder = Folder::new();
    let house = House::with(folder.config()).await;
    let (kept, revoked) = (house.sign_in("anna").await, house.sign_in("anna").await);
    assert_eq!(house.revoke(&revoked.refresh_token).await.status, 200);
    house.hub.close().await;

    let house = House::with(folder.config()).await;
    assert_eq!(house.get_as("/api/", &kept.access_token).await.status, 200);
    assert_eq!(house.get_as("/api/", &revoked.access_token).await.status, 401);
    assert_eq!(house.refresh(&kept.refresh_token).await.status, 200);
    assert_eq!(house.refresh(&revoked.refresh_token).await.json()["error"], "invalid_grant");
}

#[tokio::test(start_paused = true)]
async fn the_family_has_the_same_ids_at_every_fresh_start() {
    let (one, other) = (House::open().await, House::open().await);
    for name in ["anna", "ben", "clara", "dan"] {
        assert_eq!(id_of(&one, name).await, id_of(&other, name).await);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_that_opens_a_door_lies_on_the_disk() {
    let folder = Folder::new();
    let house = House::with(folder.config()).await;
    let signed_in = house.sign_in("anna").await;
    house.hub.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&signed_in.refresh_token, &signed_in.access_token, "anna-demo-pass"] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_person_sees_their_own_sessions_and_which_is_this_one() {
    let house = House::open().await;
    house.sign_in("anna").await;
    house.sign_in("ben").await;
    let mut page = Page::of(&house, "anna").await;
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    let current: Vec<_> = sessions.as_array().unwrap().iter().map(|s| s["is_current"].as_bool()).collect();
    assert_eq!(current, [Some(false), Some(true)]);
    assert_eq!(
        (&sessions[0]["client_id"], &sessions[0]["last_used_ip"]),
        (&json!(CLIENT), &json!("127.0.0.1"))
    );
    assert!(sessions.to_string().find("token_hash").is_none());
}

#[tokio::test(start_paused = true)]
async fn a_session_tells_on_which_device_and_how_its_user_was_recognised() {
    let house = House::open().await;
    let code = house.code("anna", CLIENT).await;
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("grant_type", "authorization_code"), ("client_id", CLIENT), ("code", &code)])
        .finish();
    let request = Request::post("/auth/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    let tokens = house.send(request.body(Body::from(body)).unwrap()).await.json();
    let mut page = Page::with_token(&house, tokens["access_token"].as_str().unwrap()).await;
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    assert_eq!(
        [&sessions[0]["device"], &sessions[0]["assurance"], &sessions[0]["type"], &sessions[0]["name"]],
        [&json!("Firefox on Linux"), &json!("password"), &json!("normal"), &json!(null)]
    );
}

#[tokio::test(start_paused = true)]
async fn who_is_shut_out_loses_every_socket_at_once() {
    let house = House::open().await;
    let (mut one, mut other) = (Page::of(&house, "clara").await, Page::of(&house, "clara").await);
    let mut somebody = Page::of(&house, "ben").await;
    let clara = id_of(&house, "clara").await;
    house.hub.deactivate(&clara).await.unwrap();
    assert_eq!((one.end().await, other.end().await), (Some(1000), Some(1000)));
    assert_eq!(somebody.ask(json!({"type": "ping"})).await["type"], "pong");
}

#[tokio::test(start_paused = true)]
async fn a_database_that_cannot_be_used_is_refused_and_left_as_it_is() {
    let damaged = vec![b'x'; 8192];
    for (bytes, expected) in [(damaged, "damaged"), (foreign(), "another program"), (newer().await, "newer")]
    {
        let folder = Folder::new();
        std::fs::create_dir_all(folder.path()).unwrap();
        let file = folder.path().join("doorstep.sqlite3");
        std::fs::write(&file, &bytes).unwrap();
        let error = Hub::open(folder.config(), Clock::by_hand(START)).await.err().unwrap().to_string();
        assert!(error.contains(expected) && error.contains("doorstep.sqlite3"), "{error}");
        assert_eq!(std::fs::read(&file).unwrap().len(), bytes.len());
    }
}

#[tokio::test(start_paused = true)]
async fn two_hubs_do_not_work_with_one_database() {
    let folder = Folder::new();
    let first = House::with(folder.config()).await;
    let error = Hub::open(folder.config(), Clock::by_hand(START)).await.err().unwrap();
    assert!(error.to_string().contains("Another hub works with"), "{error}");
    first.hub.close().await;
    assert!(Hub::open(folder.config(), Clock::by_hand(START)).await.is_ok());
}

fn foreign() -> Vec<u8> {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path()).unwrap();
    let file = folder.path().join("x");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.execute_batch("CREATE TABLE something (x)").unwrap();
    drop(database);
    std::fs::read(file).unwrap()
}

async fn newer() -> Vec<u8> {
    let folder = Folder::new();
    House::with(folder.config()).await.hub.close().await;
    let file = folder.path().join("doorstep.sqlite3");
    let database = rusqlite::Connection::open(&file).unwrap();
    database.pragma_update(None, "user_version", 999).unwrap();
    drop(database);
    std::fs::read(file).unwrap()
}
