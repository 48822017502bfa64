//! Signing in: who may, who may not, and what is said.

use std::time::Duration;

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::time::advance;

use crate::house::{CLIENT, House};

#[tokio::test(start_paused = true)]
async fn everybody_in_the_family_who_has_a_password_can_sign_in() {
    let house = House::open().await;
    for name in ["anna", "ben", "clara", "dan"] {
        let signed_in = house.sign_in(name).await;
        assert_eq!(house.get_as("/api/", &signed_in.access_token).await.json()["message"], "API running.");
    }
}

#[tokio::test(start_paused = true)]
async fn the_household_has_no_password_and_none_opens_it() {
    let house = House::open().await;
    for password in ["", "household-demo-pass", "household"] {
        let flow = house.begin_flow(CLIENT).await;
        advance(Duration::from_secs(1)).await;
        let step = house.answer_flow(&flow, "household", password).await.json();
        assert_eq!(step["errors"]["base"], "invalid_auth", "{password}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_asks_again_in_the_same_flow() {
    let house = House::open().await;
    let flow = house.begin_flow(CLIENT).await;
    let again = house.answer_flow(&flow, "anna", "wrong").await.json();
    assert_eq!((&again["type"], &again["errors"]["base"]), (&json!("form"), &json!("invalid_auth")));
    advance(Duration::from_secs(1)).await;
    let done = house.answer_flow(&flow, "anna", "anna-demo-pass").await.json();
    assert_eq!(done["type"], "create_entry");
}

#[tokio::test(start_paused = true)]
async fn a_flow_that_is_answered_twice_at_once_is_answered_once() {
    let house = House::open().await;
    let flow = house.begin_flow(CLIENT).await;
    let answer = || house.answer_flow(&flow, "anna", "anna-demo-pass");
    let (one, other) = tokio::join!(answer(), answer());
    let mut both = [one.status.as_u16(), other.status.as_u16()];
    both.sort_unstable();
    assert_eq!(both, [200, 409]);
}

#[tokio::test(start_paused = true)]
async fn input_that_does_not_fit_leaves_the_flow_as_it_was() {
    let house = House::open().await;
    let flow = house.begin_flow(CLIENT).await;
    let path = format!("/auth/login_flow/{flow}");
    for wrong in [
        json!({"client_id": CLIENT}),
        json!({"client_id": CLIENT, "username": "anna"}),
        json!({"client_id": CLIENT, "username": "anna", "password": 7}),
        json!({"client_id": CLIENT, "username": ["anna"], "password": "x"}),
        json!({"client_id": CLIENT, "username": "anna", "password": "x", "remember": true}),
    ] {
        house.post_json(&path, &wrong).await.is(400, "User input malformed");
    }
    assert_eq!(house.answer_flow(&flow, "anna", "anna-demo-pass").await.json()["type"], "create_entry");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_no_object_is_refused_with_a_reason() {
    let house = House::open().await;
    for (body, message) in [
        ("", "Invalid JSON."),
        ("{", "Invalid JSON."),
        ("[]", "Message format incorrect: expected a dictionary"),
        ("null", "Message format incorrect: expected a dictionary"),
        ("{}", "Message format incorrect: required key not provided @ data['client_id']"),
    ] {
        house.post("/auth/login_flow", "application/json", body).await.is(400, message);
    }
    let deep = "[".repeat(100_000);
    assert_eq!(house.post("/auth/login_flow", "application/json", deep).await.status, 413);
    let deep = "[".repeat(10_000);
    house.post("/auth/login_flow", "application/json", deep).await.is(400, "Invalid JSON.");
}

#[tokio::test(start_paused = true)]
async fn a_start_that_this_hub_cannot_serve_says_why() {
    let house = House::open().await;
    let start = |more: Value| {
        let mut start =
            json!({"client_id": CLIENT, "handler": ["homeassistant", null], "redirect_uri": CLIENT});
        start.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        start
    };
    for (more, status, message) in [
        (json!({"response_type": "token"}), 400, "Response type not supported"),
        (
            json!({"code_challenge_method": "S256"}),
            400,
            "code_challenge required when code_challenge_method is provided",
        ),
        (
            json!({"code_challenge": "x", "code_challenge_method": "plain"}),
            400,
            "Transform algorithm not supported",
        ),
        (json!({"handler": ["trusted_networks", null]}), 404, "Invalid handler specified"),
        (json!({"handler": ["homeassistant", "other"]}), 404, "Invalid handler specified"),
        (json!({"extra": 1}), 400, "Message format incorrect: extra keys not allowed @ data['extra']"),
    ] {
        house.post_json("/auth/login_flow", &start(more)).await.is(status, message);
    }
    let allowed = start(json!({"type": "authorize", "response_type": "code"}));
    assert_eq!(house.post_json("/auth/login_flow", &allowed).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn with_pkce_a_code_is_worth_nothing_without_its_verifier() {
    let house = House::open().await;
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let code = async || {
        let start = json!({"client_id": CLIENT, "handler": ["homeassistant", null], "redirect_uri": CLIENT,
            "code_challenge": challenge, "code_challenge_method": "S256"});
        let flow = house.post_json("/auth/login_flow", &start).await.json();
        let flow = flow["flow_id"].as_str().unwrap().to_owned();
        let done = house.answer_flow(&flow, "ben", "ben-demo-pass").await.json();
        done["result"].as_str().unwrap().to_owned()
    };
    let redeem = async |code: &str, verifier: Option<&str>| {
        let mut fields = vec![("grant_type", "authorization_code"), ("client_id", CLIENT), ("code", code)];
        fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
        let answer = house.post_form("/auth/token", &fields).await;
        (answer.status.as_u16(), answer.json()["error"].as_str().map(str::to_owned))
    };
    assert_eq!(redeem(&code().await, None).await, (400, Some("invalid_request".into())));
    assert_eq!(redeem(&code().await, Some("wrong")).await, (400, Some("invalid_grant".into())));
    let wasted = code().await;
    redeem(&wasted, Some("wrong")).await;
    assert_eq!(redeem(&wasted, Some(verifier)).await, (400, Some("invalid_request".into())), "used up");
    assert_eq!(redeem(&code().await, Some(verifier)).await, (200, None));
    let plain = house.code("ben", CLIENT).await;
    assert_eq!(redeem(&plain, Some(verifier)).await, (400, Some("invalid_request".into())));
}

#[tokio::test(start_paused = true)]
async fn a_multipart_form_is_as_good_as_an_urlencoded_one() {
    let house = House::open().await;
    let code = house.code("anna", CLIENT).await;
    let field = |name: &str, value: &str| {
        format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body =
        field("grant_type", "authorization_code") + &field("client_id", CLIENT) + &field("code", &code);
    let body = body + "--limit--\r\n";
    let answer = house.post("/auth/token", "multipart/form-data; boundary=limit", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let broken =
        house.post("/auth/token", "multipart/form-data; boundary=limit", "--limit\r\nnonsense").await;
    assert_eq!(broken.status, 400);
    let boundless = house.post("/auth/token", "multipart/form-data", "x").await;
    assert_eq!(boundless.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_person_who_was_shut_out_is_told_so_only_after_the_right_password() {
    let house = House::open().await;
    let signed_in = house.sign_in("clara").await;
    assert!(house.hub.deactivate(&id_of(&house, "clara").await).await.unwrap());
    let flow = house.begin_flow(CLIENT).await;
    let wrong = house.answer_flow(&flow, "clara", "wrong").await.json();
    assert_eq!(wrong["errors"]["base"], "invalid_auth");
    advance(Duration::from_secs(1)).await;
    house.answer_flow(&flow, "clara", "clara-demo-pass").await.is(403, "Login blocked: User is not active");
    let refreshed = house.refresh(&signed_in.refresh_token).await;
    assert_eq!(
        (refreshed.status, &refreshed.json()),
        (StatusCode::BAD_REQUEST, &json!({"error": "invalid_grant"}))
    );
    assert_eq!(house.get_as("/api/", &signed_in.access_token).await.status, 401);
}

/// What the hub calls one of the family.
pub(crate) async fn id_of(house: &House, username: &str) -> doorstep_protocol::ids::UserId {
    let mut page = crate::page::Page::of(house, username).await;
    let user = page.result(json!({"type": "auth/current_user"})).await;
    user["id"].as_str().unwrap().into()
}
