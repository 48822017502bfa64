//! Second factors: turned on, asked for, used once, turned off.

use std::time::Duration;

use doorstep_hub::{Config, Place};
use serde_json::{Value, json};
use tokio::time::advance;

use crate::authenticator::Authenticator;
use crate::house::{Answer, CLIENT, House};
use crate::page::Page;
use crate::recorded::recording;
use crate::sessions::Folder;

/// A house where Anna has turned her second factor on, half a minute ago.
async fn with_factor() -> (House, Page, Authenticator) {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let app = Authenticator::turned_on(&house, &mut page).await;
    advance(Duration::from_secs(30)).await;
    (house, page, app)
}

/// Anna's password is right; what the hub asks next, and in which flow.
async fn password(house: &House) -> (String, Value) {
    let flow = house.begin_flow(CLIENT).await;
    let step = house.answer_flow(&flow, "anna", "anna-demo-pass").await.json();
    (flow, step)
}

async fn code(house: &House, flow: &str, code: &str) -> Answer {
    house.post_json(&format!("/auth/login_flow/{flow}"), &json!({"client_id": CLIENT, "code": code})).await
}

#[tokio::test(start_paused = true)]
async fn after_the_password_a_code_is_asked_for_and_the_session_says_so() {
    let (house, mut page, app) = with_factor().await;
    let (flow, step) = password(&house).await;
    let theirs = &recording("2026.2.3", "167")["response"]["body"];
    for key in ["type", "step_id", "data_schema", "errors", "handler", "last_step", "preview"] {
        assert_eq!(step[key], theirs[key], "{key}");
    }
    let placeholders =
        json!({"mfa_module_name": "Authenticator app", "mfa_module_id": "totp", "recovery": "true"});
    assert_eq!(step["description_placeholders"], placeholders);
    let done = code(&house, &flow, &app.code(&house)).await.json();
    assert_eq!(done["type"], "create_entry", "{done}");
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("code", done["result"].as_str().unwrap()),
    ];
    assert_eq!(house.post_form("/auth/token", &fields).await.status, 200);
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    let assurances: Vec<&Value> =
        sessions.as_array().unwrap().iter().map(|session| &session["assurance"]).collect();
    assert_eq!(assurances, ["password", "mfa"]);
    house.sign_in("ben").await;
}

#[tokio::test(start_paused = true)]
async fn a_code_works_once_and_none_before_it_works_after_it() {
    let (house, _page, app) = with_factor().await;
    let (first, _) = password(&house).await;
    let (second, _) = password(&house).await;
    let (early, late) = (app.code_in(&house, 0), app.code_in(&house, 1));
    assert_eq!(code(&house, &first, &late).await.json()["type"], "create_entry");
    for used in [late, early] {
        let step = code(&house, &second, &used).await.json();
        assert_eq!(step["errors"]["base"], "invalid_code", "{step}");
        advance(Duration::from_secs(1)).await;
    }
    advance(Duration::from_secs(60)).await;
    assert_eq!(code(&house, &second, &app.code(&house)).await.json()["type"], "create_entry");
}

#[tokio::test(start_paused = true)]
async fn two_flows_with_the_same_code_at_once_let_one_in() {
    let (house, _page, app) = with_factor().await;
    let ((one, _), (other, _)) = (password(&house).await, password(&house).await);
    let now = app.code(&house);
    let (one, other) = tokio::join!(code(&house, &one, &now), code(&house, &other, &now));
    let entered = [one.json(), other.json()].iter().filter(|step| step["type"] == "create_entry").count();
    assert_eq!(entered, 1);
}

#[tokio::test(start_paused = true)]
async fn a_code_of_the_enrolment_is_used_up_by_it() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let app = Authenticator::turned_on(&house, &mut page).await;
    let (flow, _) = password(&house).await;
    assert_eq!(code(&house, &flow, &app.code(&house)).await.json()["errors"]["base"], "invalid_code");
}

#[tokio::test(start_paused = true)]
async fn each_recovery_code_works_once() {
    let (house, _page, app) = with_factor().await;
    assert_eq!(app.recovery_codes.len(), 10);
    for recovery_code in &app.recovery_codes {
        let (flow, step) = password(&house).await;
        assert_eq!(step["description_placeholders"]["recovery"], "true");
        let written = format!(" {} ", recovery_code.to_uppercase());
        assert_eq!(code(&house, &flow, &written).await.json()["type"], "create_entry");
        let (flow, _) = password(&house).await;
        let again = code(&house, &flow, recovery_code).await.json();
        assert_eq!(again["errors"]["base"], "invalid_code");
        advance(Duration::from_secs(10)).await;
    }
    let (_, step) = password(&house).await;
    assert_eq!(step["description_placeholders"].get("recovery"), None, "none is left");
}

#[tokio::test(start_paused = true)]
async fn the_fifth_wrong_code_ends_the_flow() {
    let (house, _page, app) = with_factor().await;
    let (flow, _) = password(&house).await;
    for _ in 0..4 {
        let step = code(&house, &flow, "000000").await.json();
        assert_eq!((&step["step_id"], &step["errors"]["base"]), (&json!("mfa"), &json!("invalid_code")));
        let early = code(&house, &flow, &app.code(&house)).await;
        assert_eq!((early.status.as_u16(), &early.json()["code"]), (429, &json!("too_many_tries")));
        advance(Duration::from_secs(10)).await;
    }
    let end = code(&house, &flow, "000000").await.json();
    let theirs = &recording("2026.2.3", "169")["response"]["body"];
    assert_eq!((&end["type"], &end["reason"]), (&theirs["type"], &theirs["reason"]));
    advance(Duration::from_secs(10)).await;
    code(&house, &flow, &app.code(&house)).await.is(404, "Invalid flow specified");
}

#[tokio::test(start_paused = true)]
async fn five_minutes_after_the_password_it_is_asked_for_again() {
    let (house, _page, app) = with_factor().await;
    let slow = house.begin_flow(CLIENT).await;
    advance(Duration::from_secs(600)).await;
    // Whoever types slowly loses nothing: the time counts from the right password.
    house.answer_flow(&slow, "anna", "anna-demo-pass").await;
    advance(Duration::from_secs(299)).await;
    assert_eq!(code(&house, &slow, &app.code(&house)).await.json()["type"], "create_entry");
    let (flow, _) = password(&house).await;
    advance(Duration::from_secs(300)).await;
    let end = code(&house, &flow, &app.code(&house)).await.json();
    assert_eq!((&end["type"], &end["reason"]), (&json!("abort"), &json!("login_expired")));
}

#[tokio::test(start_paused = true)]
async fn a_code_is_taken_by_no_flow_that_has_not_seen_the_password() {
    let (house, _page, app) = with_factor().await;
    let flow = house.begin_flow(CLIENT).await;
    code(&house, &flow, &app.code(&house)).await.is(400, "User input malformed");
    // And the other way round: who was known as Anna cannot go on as somebody else.
    let (flow, _) = password(&house).await;
    house.answer_flow(&flow, "ben", "ben-demo-pass").await.is(400, "User input malformed");
}

#[tokio::test(start_paused = true)]
async fn turning_it_on_shows_the_seed_until_a_code_proves_it() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    let form = page.result(json!({"type": "auth/setup_mfa", "mfa_module_id": "totp"})).await;
    let theirs = &recording("2026.2.3", "163")["frames"][1]["data"]["result"];
    for key in ["type", "handler", "data_schema", "errors", "last_step", "preview", "step_id"] {
        assert_eq!(form[key], theirs[key], "{key}");
    }
    let shown = &form["description_placeholders"];
    let letters = shown["code"].as_str().unwrap();
    assert_eq!(letters.len(), 32, "160 bits");
    assert_eq!(shown["url"], format!("otpauth://totp/Doorstep:Clara?secret={letters}&issuer=Doorstep"));
    assert!(shown["qr_code"].as_str().unwrap().contains("<svg "));
    let prove = |code: &str| json!({"type": "auth/setup_mfa", "flow_id": form["flow_id"], "user_input": {"code": code}});
    let again = page.result(prove("000000")).await;
    assert_eq!(
        (&again["errors"]["base"], &again["description_placeholders"]),
        (&json!("invalid_code"), shown)
    );
    assert!(!is_on(&mut page).await, "nothing is on before it is proved");
    let app = Authenticator::of(letters);
    let done = page.result(prove(&app.code(&house))).await;
    assert!(!done.to_string().contains(letters), "Home Assistant says the seed again");
    assert!(is_on(&mut page).await);
    assert_eq!(page.error(prove(&app.code(&house))).await["code"], "flow_not_found");
    let begin = json!({"type": "auth/setup_mfa", "mfa_module_id": "totp"});
    assert_eq!(page.error(begin).await["code"], "already_enabled");
}

#[tokio::test(start_paused = true)]
async fn nothing_about_it_is_answered_with_silence() {
    let house = House::open().await;
    let (mut page, mut other) = (Page::of(&house, "clara").await, Page::of(&house, "dan").await);
    let form = other.result(json!({"type": "auth/setup_mfa", "mfa_module_id": "totp"})).await;
    for (command, code) in [
        (json!({"type": "auth/setup_mfa"}), "no_module"),
        (json!({"type": "auth/setup_mfa", "mfa_module_id": "notify"}), "no_module"),
        (
            json!({"type": "auth/setup_mfa", "flow_id": "x", "user_input": {"code": "000000"}}),
            "flow_not_found",
        ),
        (
            json!({"type": "auth/setup_mfa", "flow_id": form["flow_id"], "user_input": {"code": "000000"}}),
            "flow_not_found",
        ),
        (json!({"type": "auth/setup_mfa", "flow_id": form["flow_id"]}), "invalid_format"),
        (json!({"type": "auth/setup_mfa", "flow_id": 7, "user_input": {}}), "invalid_format"),
        (json!({"type": "auth/setup_mfa", "flow_id": "x", "user_input": {"code": 7}}), "invalid_format"),
        (json!({"type": "auth/depose_mfa", "mfa_module_id": "totp"}), "disable_failed"),
        (json!({"type": "auth/depose_mfa", "mfa_module_id": "notify"}), "disable_failed"),
    ] {
        let error = page.error(command.clone()).await;
        assert_eq!(error["code"], code, "{command}");
    }
    advance(Duration::from_secs(900)).await;
    let mut other = Page::of(&house, "dan").await;
    let late =
        json!({"type": "auth/setup_mfa", "flow_id": form["flow_id"], "user_input": {"code": "000000"}});
    assert_eq!(other.error(late).await["code"], "flow_not_found");
}

#[tokio::test(start_paused = true)]
async fn turned_off_it_is_asked_for_no_more_and_its_recovery_codes_are_gone() {
    let (house, mut page, old) = with_factor().await;
    let off = json!({"type": "auth/depose_mfa", "mfa_module_id": "totp"});
    assert_eq!(page.result(off).await, "done");
    assert!(!is_on(&mut page).await);
    assert_eq!(password(&house).await.1["type"], "create_entry");
    Authenticator::turned_on(&house, &mut page).await;
    let (flow, _) = password(&house).await;
    let step = code(&house, &flow, &old.recovery_codes[0]).await.json();
    assert_eq!(step["errors"]["base"], "invalid_code");
}

/// Whether the page's user has a second factor, as the page sees it.
async fn is_on(page: &mut Page) -> bool {
    let user = page.result(json!({"type": "auth/current_user"})).await;
    let modules = &user["mfa_modules"];
    assert_eq!((&modules[0]["id"], modules.as_array().unwrap().len()), (&json!("totp"), 1));
    modules[0]["enabled"].as_bool().unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_database_alone_is_worth_nothing_and_a_lost_key_is_told() {
    let folder = Folder::new();
    let config = || Config::demo(Place::Folder(folder.path()));
    let house = House::with(config()).await;
    let mut page = Page::of(&house, "anna").await;
    let app = Authenticator::turned_on(&house, &mut page).await;
    page.vanish().await;
    house.hub.close().await;
    drop(house);
    let key = folder.path().join("doorstep.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let moved = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let error = doorstep_hub::Hub::open(config(), doorstep_hub::Clock::system()).await.err().unwrap();
    assert!(error.to_string().contains("is gone"), "{error}");
    // The key of another hub opens nothing, not even with the right code.
    std::fs::write(&key, [7; 32]).unwrap();
    let house = House::with(config()).await;
    advance(Duration::from_secs(60)).await;
    let (flow, _) = password(&house).await;
    assert_eq!(code(&house, &flow, &app.code(&house)).await.json()["errors"]["base"], "invalid_code");
    advance(Duration::from_secs(1)).await;
    assert_eq!(code(&house, &flow, &app.recovery_codes[0]).await.json()["errors"]["base"], "invalid_code");
    house.hub.close().await;
    std::fs::write(&key, moved).unwrap();
    let house = House::with(config()).await;
    let (flow, _) = password(&house).await;
    assert_eq!(code(&house, &flow, &app.recovery_codes[0]).await.json()["type"], "create_entry");
}
