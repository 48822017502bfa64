//! SEC-LOG: whatever happens, the log at its loudest tells nothing that lets anybody in.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use doorstep_hub::config::CommandLine;
use doorstep_hub::{Config, Place};
use serde_json::{Value, json};
use tokio::time::advance;

use crate::authenticator::Authenticator;
use crate::house::{CLIENT, House};
use crate::journal::Journal;
use crate::page::Page;

/// Everything that somebody could get in with.
#[derive(Default)]
struct Secrets(Vec<String>);

impl Secrets {
    fn keep(&mut self, secret: &str) -> String {
        assert!(secret.len() >= 6, "{secret} could be anywhere");
        self.0.push(secret.to_owned());
        secret.to_owned()
    }

    fn keep_all(&mut self, value: &Value, keys: &[&str]) {
        for key in keys {
            if let Some(secret) = value[key].as_str() {
                self.keep(secret);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_log_1_the_log_at_its_loudest_tells_no_secret() {
    let journal = Journal::begin();
    let mut secrets = Secrets::default();
    let program = CommandLine { command: "/bin/true".into(), args: Vec::new(), meta: false };
    let config = Config { demo: None, command_line: Some(program), ..Config::demo(Place::Memory) };
    let house = House::with(config).await;

    // The first start.
    let code = house.hub.set_up_codes().borrow().as_ref().unwrap().expose().to_owned();
    let password = secrets.keep("a lighthouse far away");
    let mut owner = json!({"name": "Olga", "username": "olga", "password": password, "client_id": CLIENT});
    owner["setup_code"] = secrets.keep("WRONG-CODE").into();
    house.post_json("/api/onboarding/users", &owner).await;
    advance(Duration::from_secs(2)).await;
    owner["setup_code"] = secrets.keep(&code).into();
    let made = house.post_json("/api/onboarding/users", &owner).await.json();
    let signed_in = house.redeemed(&secrets.keep(made["auth_code"].as_str().unwrap())).await;
    let token = secrets.keep(&signed_in.access_token);
    secrets.keep(&signed_in.refresh_token);
    let finish =
        Request::post("/api/onboarding/core_config").header(header::AUTHORIZATION, format!("Bearer {token}"));
    house.send(finish.body(Body::from("{}")).unwrap()).await;

    // A second factor.
    let mut page = Page::with_token(&house, &token).await;
    let form = page.result(json!({"type": "auth/setup_mfa", "mfa_module_id": "totp"})).await;
    secrets.keep_all(&form["description_placeholders"], &["code", "url"]);
    secrets.keep(form["flow_id"].as_str().unwrap());
    let app = Authenticator::turned_on(&house, &mut page).await;
    for code in &app.recovery_codes {
        secrets.keep(code);
        secrets.keep(&code.replace('-', ""));
    }
    advance(Duration::from_secs(30)).await;

    // Sign-ins: right, wrong, with codes that are right, wrong and written on paper.
    let wrong = secrets.keep("a wrong password");
    for (password, code) in [
        (&wrong, String::new()),
        (&password, secrets.keep("987654321")),
        (&password, secrets.keep(&app.code(&house))),
        (&password, app.recovery_codes[0].clone()),
    ] {
        let flow = secrets.keep(&house.begin_flow(CLIENT).await);
        house.answer_flow(&flow, "olga", password).await;
        let answer = json!({"client_id": CLIENT, "code": code});
        let step = house.post_json(&format!("/auth/login_flow/{flow}"), &answer).await.json();
        if let Some(code) = step["result"].as_str() {
            let signed_in = house.redeemed(&secrets.keep(code)).await;
            secrets.keep(&signed_in.access_token);
            let fresh = house.refresh(&secrets.keep(&signed_in.refresh_token)).await.json();
            secrets.keep_all(&fresh, &["access_token"]);
            house.revoke(&signed_in.refresh_token).await;
        }
        advance(Duration::from_secs(11)).await;
    }

    // A program that judges, and things that are no tokens at all.
    let start = json!({"client_id": CLIENT, "handler": ["command_line", null], "redirect_uri": CLIENT});
    let flow = house.post_json("/auth/login_flow", &start).await.json()["flow_id"].clone();
    let told = secrets.keep("what the program is told");
    house.answer_flow(flow.as_str().unwrap(), "pia", &told).await;
    let odd = secrets.keep("not.a.token-at-all");
    house.get_as("/api/states", &odd).await;
    house.refresh(&odd).await;
    house.revoke(&odd).await;
    house.redeem(&odd).await;
    let mut page = Page::with_token(&house, &token).await;
    page.result(json!({"type": "auth/depose_mfa", "mfa_module_id": "totp"})).await;
    house.hub.close().await;

    let text = journal.text();
    for happened in [
        "the owner was made",
        "a wrong set-up code was refused",
        "a second factor was turned on",
        "a wrong code was refused",
        "a sign-in was refused",
        "a session began",
        "a second factor was turned off",
    ] {
        assert!(text.contains(happened), "{happened} is not logged:\n{text}");
    }
    for secret in &secrets.0 {
        assert!(!text.contains(secret.as_str()), "{secret} is logged");
    }
    assert!(!text.contains("argon2id") && secrets.0.len() > 40, "{}", secrets.0.len());
}
