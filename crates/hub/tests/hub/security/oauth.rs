//! SEC-OAUTH: codes, addresses and tokens are good for what they were made for, and for nothing else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::house::{Answer, CLIENT, House};
use crate::page::{Page, Said};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

async fn code(house: &House, redirect_uri: &str, challenge: Option<&str>) -> Answer {
    let mut start =
        json!({"client_id": CLIENT, "handler": ["homeassistant", null], "redirect_uri": redirect_uri});
    if let Some(challenge) = challenge {
        start["code_challenge"] = challenge.into();
        start["code_challenge_method"] = "S256".into();
    }
    let flow = house.post_json("/auth/login_flow", &start).await.json();
    house.answer_flow(flow["flow_id"].as_str().unwrap_or("none"), "clara", "clara-demo-pass").await
}

async fn redeem(house: &House, client: &str, code: &str, verifier: Option<&str>) -> (u16, Value) {
    let mut fields = vec![("grant_type", "authorization_code"), ("client_id", client), ("code", code)];
    fields.extend(verifier.map(|verifier| ("code_verifier", verifier)));
    let answer = house.post_form("/auth/token", &fields).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test(start_paused = true)]
async fn sec_oauth_2_a_code_goes_to_the_address_that_asked_and_nowhere_near_it() {
    let house = House::open().await;
    assert_eq!(code(&house, &format!("{CLIENT}?auth_callback=1"), None).await.json()["type"], "create_entry");
    for other in [
        "http://127.0.0.1:8481/",
        "http://127.0.0.1/",
        "https://127.0.0.1:8480/",
        "http://127.0.0.2:8480/",
        "http://localhost:8480/",
        "http://user@127.0.0.1:8480/",
        "http://user:word@127.0.0.1:8480/",
        "http://127.0.0.1:8480/#fragment",
        "http://127.0.0.1:8480.evil.example/",
        "http://127.0.0.1:8480@evil.example/",
        "http://127.0.0.1.:8480/",
        "//127.0.0.1:8480/",
        "/",
        "javascript:alert(1)",
        "data:text/html,x",
        "homeassistant://auth-callback",
        "HTTP://127.0.0.1:8480\\@evil.example/",
    ] {
        let answer = code(&house, other, None).await;
        assert!([400, 403].contains(&answer.status.as_u16()), "{other}: {} {}", answer.status, answer.text);
        assert_eq!(answer.header("location"), "", "{other}");
        assert!(!answer.text.contains("create_entry"), "{other}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_oauth_2_a_password_is_no_grant() {
    let house = House::open().await;
    for grant in
        ["password", "client_credentials", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer", ""]
    {
        let fields = [
            ("grant_type", grant),
            ("client_id", CLIENT),
            ("username", "clara"),
            ("password", "clara-demo-pass"),
        ];
        let answer = house.post_form("/auth/token", &fields).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["error"]),
            (400, &json!("unsupported_grant_type")),
            "{grant}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn sec_oauth_5_a_challenge_is_never_forgotten_and_never_made_up() {
    let house = House::open().await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    for (challenge, verifier) in [
        (Some(&*challenge), None),
        (Some(&*challenge), Some("x")),
        (Some(&*challenge), Some("")),
        (None, Some(VERIFIER)),
    ] {
        let code = code(&house, CLIENT, challenge).await.json()["result"].as_str().unwrap().to_owned();
        let (status, answer) = redeem(&house, CLIENT, &code, verifier).await;
        assert_eq!(status, 400, "{challenge:?} {verifier:?}: {answer}");
        assert!(answer.get("access_token").is_none());
        // And it is used up.
        assert_eq!(redeem(&house, CLIENT, &code, challenge.map(|_| VERIFIER)).await.0, 400);
    }
}

#[tokio::test(start_paused = true)]
async fn sec_oauth_5_a_code_that_comes_twice_ends_what_it_gave() {
    let house = House::open().await;
    let code = house.code("clara", CLIENT).await;
    let (_, tokens) = redeem(&house, CLIENT, &code, None).await;
    let access_token = tokens["access_token"].as_str().unwrap();
    let mut page = Page::with_token(&house, access_token).await;
    let (status, answer) = redeem(&house, CLIENT, &code, None).await;
    assert_eq!((status, &answer["error"]), (400, &json!("invalid_request")));
    assert_eq!(page.end().await, Some(1000));
    assert_eq!(house.get_as("/api/", access_token).await.status, 401);
    let refreshed = house.refresh(tokens["refresh_token"].as_str().unwrap()).await.json();
    assert_eq!(refreshed["error"], "invalid_grant");
}

#[tokio::test(start_paused = true)]
async fn sec_oauth_5_another_client_gets_nothing_for_a_code_and_takes_nothing_away() {
    let house = House::open().await;
    let code = house.code("clara", CLIENT).await;
    assert_eq!(redeem(&house, "http://evil.example/", &code, None).await.0, 400);
    let (status, tokens) = redeem(&house, CLIENT, &code, None).await;
    assert_eq!(status, 200);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let fields =
        [("grant_type", "refresh_token"), ("client_id", "http://evil.example/"), ("refresh_token", refresh)];
    assert_eq!(house.post_form("/auth/token", &fields).await.status, 400);
    assert_eq!(house.refresh(refresh).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn sec_rev_1_every_kind_of_token_is_good_for_its_own_use_only() {
    let house = House::open().await;
    let unused = house.code("clara", CLIENT).await;
    let signed_in = house.sign_in("clara").await;
    let mut page = Page::with_token(&house, &signed_in.access_token).await;
    let make = json!({"type": "auth/long_lived_access_token", "lifespan": 365, "client_name": "Meter"});
    let program = page.result(make).await.as_str().unwrap().to_owned();
    let session =
        page.result(json!({"type": "auth/refresh_tokens"})).await[0]["id"].as_str().unwrap().to_owned();

    for wrong in [&signed_in.refresh_token, &unused, &session] {
        assert_eq!(house.get_as("/api/states", wrong).await.status, 401, "as an access token");
        let mut stranger = Page::connect(&house);
        stranger.hear().await;
        stranger.say(&json!({"type": "auth", "access_token": wrong})).await;
        assert_eq!(stranger.hear().await["type"], "auth_invalid");
        assert_eq!(stranger.next().await, Said::Closed(Some(1000)));
    }
    for wrong in [&signed_in.access_token, &program, &unused, &session] {
        assert_eq!(house.refresh(wrong).await.json()["error"], "invalid_grant", "as a refresh token");
        house.revoke(wrong).await;
    }
    for wrong in [&signed_in.access_token, &signed_in.refresh_token, &program, &session] {
        assert_eq!(redeem(&house, CLIENT, wrong, None).await.0, 400, "as a code");
    }
    // None of that took anything away.
    assert_eq!(house.get_as("/api/", &program).await.status, 200);
    assert_eq!(house.refresh(&signed_in.refresh_token).await.status, 200);
    assert_eq!(redeem(&house, CLIENT, &unused, None).await.0, 200);
}
