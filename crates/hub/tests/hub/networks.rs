//! Signing in by network: where it is offered, to whom, and how long that lasts.

use std::time::Duration;

use doorstep_hub::config::Policy;
use serde_json::{Value, json};
use tokio::time::{Instant, advance};

use crate::house::{CLIENT, House, SignedIn};
use crate::page::{Page, Said};
use crate::sessions::Folder;

/// The living room shows everybody, the kitchen signs its tablet in, the cellar names nobody.
pub(crate) const RULES: &str = r#"
    [[network]]
    name = "living room"
    cidr = ["192.168.7.0/24", "fd00:7::/64"]
    users = ["anna", "ben", "clara", "Dan", "household"]
    default_user = "household"
    show_users = true

    [[network]]
    name = "kitchen"
    cidr = ["192.168.7.20"]
    users = ["clara", "household"]
    default_user = "household"
    auto_login = true
    role_ceiling = "read_only"

    [[network]]
    name = "cellar"
    cidr = ["192.168.9.0/24"]
    users = ["clara"]
"#;

/// Begins the flow of this provider, with more members.
pub(crate) async fn begin(house: &House, more: Value) -> Value {
    let mut start =
        json!({"client_id": CLIENT, "handler": ["trusted_networks", null], "redirect_uri": CLIENT});
    start.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.post_json("/auth/login_flow", &start).await.json()
}

/// Picks one of those who are shown and answers the code.
pub(crate) async fn pick(house: &House, name: &str) -> String {
    let step = begin(house, json!({"pick": true})).await;
    let options = step["data_schema"][0]["options"].as_array().unwrap_or_else(|| panic!("{step}"));
    let user = &options.iter().find(|option| option[1] == name).unwrap()[0];
    let path = format!("/auth/login_flow/{}", step["flow_id"].as_str().unwrap());
    let done = house.post_json(&path, &json!({"client_id": CLIENT, "user": user})).await.json();
    done["result"].as_str().unwrap_or_else(|| panic!("{done}")).to_owned()
}

pub(crate) async fn enter(house: &House, name: &str) -> SignedIn {
    house.redeemed(&pick(house, name).await).await
}

async fn offered(house: &House) -> (bool, Value) {
    let answer = house.get("/auth/providers").await.json();
    let kinds: Vec<_> = answer["providers"].as_array().unwrap().iter().map(|p| p["type"].clone()).collect();
    (kinds.contains(&json!("trusted_networks")), answer["explanation"].clone())
}

#[tokio::test(start_paused = true)]
async fn a_network_is_offered_where_it_lets_somebody_in_and_says_why_not_elsewhere() {
    let house = House::with_policy(RULES).await;
    for (address, is_offered, rule, why) in [
        ("192.168.7.5", true, json!("living room"), "rule_matched"),
        ("192.168.7.20", true, json!("kitchen"), "rule_matched"),
        ("fd00:7::5", true, json!("living room"), "rule_matched"),
        ("192.168.9.5", false, json!("cellar"), "users_not_shown"),
        ("192.168.8.5", false, Value::Null, "no_match"),
        ("203.0.113.9", false, Value::Null, "not_a_home_address"),
    ] {
        let explanation = json!({"address": address, "proxy": null, "rule": rule, "why": why});
        assert_eq!(offered(&house.from(address)).await, (is_offered, explanation), "{address}");
    }
    let (is_offered, explanation) = offered(&House::open().await).await;
    assert_eq!((is_offered, &explanation["why"]), (false, &json!("no_rules")));
}

#[tokio::test(start_paused = true)]
async fn who_may_administer_is_never_shown_and_the_default_comes_first() {
    let house = House::with_policy(RULES).await;
    let step = begin(&house.from("192.168.7.5"), json!({})).await;
    let field = &step["data_schema"][0];
    let names: Vec<_> = field["options"].as_array().unwrap().iter().map(|option| option[1].clone()).collect();
    assert_eq!(names, ["Clara", "Dan", "Household"]);
    assert_eq!((&step["step_id"], &field["name"]), (&json!("init"), &json!("user")));
    assert_eq!(field["default"], field["options"][2][0]);
    let path = format!("/auth/login_flow/{}", step["flow_id"].as_str().unwrap());
    let anna = crate::login::id_of(&house, "anna").await;
    let forced = json!({"client_id": CLIENT, "user": anna});
    house.from("192.168.7.5").post_json(&path, &forced).await.is(400, "User input malformed");
}

#[tokio::test(start_paused = true)]
async fn the_kitchen_comes_in_by_itself_unless_it_wants_to_pick() {
    let house = House::with_policy(RULES).await;
    let kitchen = house.from("192.168.7.20");
    let done = begin(&kitchen, json!({})).await;
    assert_eq!(done["type"], "create_entry");
    let signed_in = kitchen.redeemed(done["result"].as_str().unwrap()).await;
    let mut page = Page::with_token(&kitchen, &signed_in.access_token).await;
    assert_eq!(page.result(json!({"type": "auth/current_user"})).await["name"], "Household");

    let step = begin(&kitchen, json!({"pick": true})).await;
    assert_eq!(
        (&step["type"], &step["data_schema"][0]["options"][0][1]),
        (&json!("form"), &json!("Household"))
    );
    // The kitchen does not say who else lives here.
    assert_eq!(step["data_schema"][0]["options"].as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn elsewhere_the_flow_ends_and_without_rules_there_is_none() {
    let house = House::with_policy(RULES).await;
    for address in ["192.168.8.5", "203.0.113.9", "192.168.9.5"] {
        let step = begin(&house.from(address), json!({})).await;
        assert_eq!((&step["type"], &step["reason"]), (&json!("abort"), &json!("not_allowed")), "{address}");
    }
    assert_eq!(begin(&House::open().await, json!({})).await["message"], "Invalid handler specified");
}

#[tokio::test(start_paused = true)]
async fn a_flow_that_goes_on_elsewhere_is_refused() {
    let house = House::with_policy(RULES).await;
    let step = begin(&house.from("192.168.7.5"), json!({})).await;
    let path = format!("/auth/login_flow/{}", step["flow_id"].as_str().unwrap());
    let user = json!({"client_id": CLIENT, "user": step["data_schema"][0]["options"][0][0]});
    house.from("192.168.7.6").post_json(&path, &user).await.is(400, "IP address changed");
}

#[tokio::test(start_paused = true)]
async fn a_code_that_is_redeemed_elsewhere_leaves_no_session_behind() {
    let house = House::with_policy(RULES).await;
    let code = pick(&house.from("192.168.7.5"), "Clara").await;
    let answer = house.from("192.168.8.5").redeem(&code).await;
    assert_eq!(answer.status, 403);
    assert_eq!(
        answer.json(),
        json!({"error": "access_denied", "error_description": "Not in trusted_networks"})
    );
    let mut page = Page::of(&house, "clara").await;
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    assert_eq!(sessions.as_array().unwrap().len(), 1, "{sessions}");
}

#[tokio::test(start_paused = true)]
async fn a_session_works_in_its_network_only_and_is_kept_elsewhere() {
    let house = House::with_policy(RULES).await;
    let (home, away) = (house.from("192.168.7.5"), house.from("192.168.8.5"));
    let signed_in = enter(&home, "Clara").await;
    assert_eq!(home.get_as("/api/", &signed_in.access_token).await.status, 200);
    assert_eq!(away.get_as("/api/", &signed_in.access_token).await.status, 401);
    let refused = away.refresh(&signed_in.refresh_token).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["error"]), (403, &json!("access_denied")));
    let mut page = Page::connect(&away);
    page.hear().await;
    page.say(&json!({"type": "auth", "access_token": signed_in.access_token})).await;
    assert_eq!(page.hear().await, json!({"type": "auth_invalid", "message": "Not in trusted_networks"}));
    assert_eq!(home.refresh(&signed_in.refresh_token).await.status, 200);
    let mut page = Page::with_token(&home, &signed_in.access_token).await;
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    assert_eq!(sessions[0]["assurance"], "network");
}

#[tokio::test(start_paused = true)]
async fn sec_net_1_a_rule_that_goes_takes_its_sockets_with_it_within_a_second() {
    let house = House::with_policy(RULES).await;
    let home = house.from("192.168.7.5");
    let signed_in = enter(&home, "Clara").await;
    let mut by_network = Page::with_token(&home, &signed_in.access_token).await;
    let mut by_password = Page::of(&home, "clara").await;
    let before = Instant::now();
    house.hub.take(Policy::parse("").unwrap()).await.unwrap();
    assert_eq!(by_network.end().await, Some(1000));
    assert!(before.elapsed() < Duration::from_secs(1));
    assert_eq!(by_password.ask(json!({"type": "ping"})).await["type"], "pong");
    assert_eq!(home.refresh(&signed_in.refresh_token).await.status, 403);
    house.hub.take(Policy::parse(RULES).unwrap()).await.unwrap();
    assert_eq!(home.refresh(&signed_in.refresh_token).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_rule_that_stays_keeps_its_sockets_open() {
    let house = House::with_policy(RULES).await;
    let live = tokio::spawn({
        let hub = house.hub.clone();
        async move { hub.live().await }
    });
    let home = house.from("192.168.7.5");
    let signed_in = enter(&home, "Clara").await;
    let mut page = Page::with_token(&home, &signed_in.access_token).await;
    house.hub.take(Policy::parse(RULES).unwrap()).await.unwrap();
    advance(Duration::from_secs(50)).await;
    assert_eq!(page.ask(json!({"type": "ping"})).await["type"], "pong");
    advance(Duration::from_secs(50)).await;
    page.command(json!({"type": "ping"})).await;
    let answer = loop {
        match page.next().await {
            Said::Ping => {}
            said => break said,
        }
    };
    assert!(matches!(&answer, Said::Message(message) if message["type"] == "pong"), "{answer:?}");
    live.abort();
}

fn guest_room(users: &[&str]) -> Value {
    json!({"name": "guest room", "cidr": ["10.9.0.0/24"], "users": users, "show_users": true})
}

#[tokio::test(start_paused = true)]
async fn administrators_keep_rules_that_hold_at_once_and_after_a_restart() {
    let folder = Folder::new();
    let house = House::with(folder.config()).await;
    let guest = house.from("10.9.0.5");
    let mut admin = Page::of(&house, "anna").await;
    admin.result(json!({"type": "doorstep/networks/save", "network": guest_room(&["clara"])})).await;
    let signed_in = enter(&guest, "Clara").await;
    house.hub.close().await;

    let house = House::with(folder.config()).await;
    let guest = house.from("10.9.0.5");
    let mut admin = Page::of(&house, "anna").await;
    let list = admin.result(json!({"type": "doorstep/networks/list"})).await;
    assert_eq!((&list[0]["name"], &list[0]["source"]), (&json!("guest room"), &json!("hub")));
    let mut page = Page::with_token(&guest, &signed_in.access_token).await;
    admin.result(json!({"type": "doorstep/networks/save", "network": guest_room(&["dan"])})).await;
    assert_eq!(page.end().await, Some(1000));
    admin.result(json!({"type": "doorstep/networks/delete", "name": "guest room"})).await;
    assert_eq!(begin(&guest, json!({})).await["message"], "Invalid handler specified");
    let gone = admin.error(json!({"type": "doorstep/networks/delete", "name": "guest room"})).await;
    assert_eq!(gone["code"], "not_found");
}

#[tokio::test(start_paused = true)]
async fn a_rule_is_tried_before_it_is_trusted() {
    let house = House::with_policy(RULES).await;
    let mut admin = Page::of(&house, "ben").await;
    let mut seen = async |address: &str| {
        admin.result(json!({"type": "doorstep/networks/preview", "address": address})).await
    };
    let kitchen = seen("::ffff:192.168.7.20").await;
    assert_eq!((&kitchen["rule"], &kitchen["users"][0]["name"]), (&json!("kitchen"), &json!("Household")));
    assert_eq!(kitchen["automatic"], kitchen["users"][0]["id"]);
    assert_eq!(seen("192.168.7.5").await["users"].as_array().unwrap().len(), 3);
    assert_eq!(seen("8.8.8.8").await["why"], "not_a_home_address");
    let error = admin.error(json!({"type": "doorstep/networks/preview", "address": "kitchen"})).await;
    assert_eq!(error["code"], "invalid_format");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_kept_says_why_and_changes_nothing() {
    let house = House::with_policy(RULES).await;
    let mut admin = Page::of(&house, "anna").await;
    for (network, expected) in [
        (json!({"name": "x", "cidr": ["0.0.0.0/0"], "users": ["clara"]}), "much of the world"),
        (json!({"name": "x", "cidr": ["192.168.7.0/24"], "users": ["clara"]}), "same place"),
        (json!({"name": "kitchen", "cidr": ["10.0.0.0/24"], "users": ["clara"]}), "configuration file"),
        (
            json!({"name": "x", "cidr": ["10.0.0.0/24"], "users": [], "role_ceiling": "admin"}),
            "not understood",
        ),
        (json!({"name": "x", "cidr": ["10.0.0.0/24"], "users": [], "trust": true}), "not understood"),
        (json!({"name": "x", "cidr": ["10.0.0.0/24"], "users": [], "auto_login": true}), "default_user"),
        (json!("everything"), "not understood"),
    ] {
        let error = admin.error(json!({"type": "doorstep/networks/save", "network": network})).await;
        assert!(error["message"].as_str().unwrap().contains(expected), "{network}: {error}");
    }
    let error = admin.error(json!({"type": "doorstep/networks/delete", "name": "kitchen"})).await;
    assert!(error["message"].as_str().unwrap().contains("configuration file"), "{error}");
    assert_eq!(admin.result(json!({"type": "doorstep/networks/list"})).await.as_array().unwrap().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn only_administrators_see_or_change_networks() {
    let house = House::with_policy(RULES).await;
    let signed_in = enter(&house.from("192.168.7.5"), "Clara").await;
    let mut by_network = Page::with_token(&house.from("192.168.7.5"), &signed_in.access_token).await;
    let mut by_password = Page::of(&house, "clara").await;
    for page in [&mut by_network, &mut by_password] {
        for command in [
            json!({"type": "doorstep/networks/list"}),
            json!({"type": "doorstep/networks/save", "network": guest_room(&["clara"])}),
            json!({"type": "doorstep/networks/delete", "name": "kitchen"}),
            json!({"type": "doorstep/networks/preview", "address": "192.168.7.5"}),
        ] {
            assert_eq!(page.error(command.clone()).await["code"], "unauthorized", "{command}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_ceiling_holds_whoever_it_is_and_from_the_moment_it_is_set() {
    let lamp = json!({"type": "call_service", "domain": "light", "service": "turn_on",
        "target": {"entity_id": "light.kitchen_counter"}});
    let house = House::with_policy(RULES).await;
    let home = house.from("192.168.7.5");
    let signed_in = enter(&home, "Household").await;
    let mut page = Page::with_token(&home, &signed_in.access_token).await;
    page.result(lamp.clone()).await;
    let done = begin(&house.from("192.168.7.20"), json!({})).await;
    let kitchen = house.from("192.168.7.20").redeemed(done["result"].as_str().unwrap()).await;
    let mut tablet = Page::with_token(&house.from("192.168.7.20"), &kitchen.access_token).await;
    assert_eq!(tablet.error(lamp.clone()).await["message"], "Unauthorized");
    let lower = RULES.replacen("show_users", "role_ceiling = \"read_only\"\n    show_users", 1);
    house.hub.take(Policy::parse(&lower).unwrap()).await.unwrap();
    // What was said before the page's turn came to look again may still be done.
    let mut is_refused = false;
    for _ in 0..50 {
        is_refused = is_refused || page.ask(lamp.clone()).await["success"] == false;
    }
    assert!(is_refused);
}
