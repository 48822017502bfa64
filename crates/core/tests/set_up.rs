//! The first start of a hub: the code, the owner, and what follows once the owner is in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use doorstep_core::accounts::Vault;
use doorstep_core::problem::Problem;
use doorstep_core::security;
use doorstep_core::setup::{Page, Trouble, Wish};
use doorstep_core::{Command, Event, Intent, Screen};
use doorstep_protocol::secret::Secret;
use serde_json::{Value, json};
use support::{Player, tokens};

fn wish(player: &mut Player, wish: Wish) {
    player.want(Intent::SetUp(wish));
}

/// A page at a hub without an owner, which says this of itself.
fn at_a_new_hub(features: &Value) -> Player {
    let mut player = Player::open(Vault::default());
    player.reply(400, r#"{"message":"Onboarding not finished","code":"onboarding_required"}"#);
    player.reply(200, &json!({"features": features}).to_string());
    player
}

fn at_our_new_hub() -> Player {
    at_a_new_hub(&json!(["doorstep", "setup_code"]))
}

fn own(player: &mut Player, password: &str) {
    wish(player, Wish::UseCode(Secret::new("AAAA-BBBB")));
    let (name, username) = ("Anna".to_owned(), "anna".to_owned());
    wish(player, Wish::Own { name, username, password: Secret::new(password) });
}

/// The owner is in and has told nothing of the home yet.
fn settling() -> Player {
    let mut player = owned();
    player.answer_socket_handshake();
    player.answer_everything(&json!({}));
    player
}

/// The owner is in; the socket is being opened.
fn owned() -> Player {
    let mut player = at_our_new_hub();
    own(&mut player, "a long password");
    player.reply(200, r#"{"auth_code":"code-1"}"#);
    player.reply(200, &tokens("access-1"));
    player
}

fn page(player: &Player) -> Page {
    player.app.set_up().page
}

fn trouble(player: &Player) -> Option<Trouble> {
    player.app.set_up().trouble
}

/// Answers the request to this address that was sent last.
#[track_caller]
fn reply_to(player: &mut Player, end: &str, status: u16, body: &str) {
    let sent = player.asked.iter().rev().find_map(|command| match command {
        Command::Request { id, request } if request.address.ends_with(end) => Some(*id),
        _ => None,
    });
    let reply = doorstep_core::event::HttpReply { status, body: body.to_owned() };
    player.happen(Event::Replied(sent.expect(end), Ok(reply)));
}

#[track_caller]
fn answer(player: &mut Player, kind: &str, answer: &Value) {
    let said = player.said().into_iter().rfind(|message| message["type"] == kind).expect(kind);
    let mut message = json!({"id": said["id"], "type": "result", "success": true});
    message.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
    player.hear(&message);
}

#[test]
fn a_hub_without_an_owner_is_set_up_where_it_has_a_code() {
    let player = at_our_new_hub();
    assert_eq!((player.app.screen(), page(&player)), (Screen::SetUp, Page::Code));
    assert_eq!(page(&at_a_new_hub(&json!([]))), Page::Elsewhere);
}

#[test]
fn a_home_assistant_that_was_set_up_meanwhile_is_found_by_trying_again() {
    let mut player = at_a_new_hub(&json!([]));
    wish(&mut player, Wish::TryAgain);
    assert!(player.last_request().1.ends_with("/auth/providers"));
    player.reply(200, &support::providers());
    assert_eq!(player.app.screen(), Screen::SignIn);
}

#[test]
fn the_owner_is_made_with_the_code_and_comes_in() {
    let mut player = at_our_new_hub();
    own(&mut player, "a long password");
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/api/onboarding/users"));
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((&body["setup_code"], &body["username"]), (&json!("AAAA-BBBB"), &json!("anna")));
    player.reply(200, r#"{"auth_code":"code-1"}"#);
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/auth/token") && body.contains("code=code-1"), "{body}");
    player.reply(200, &tokens("access-1"));
    assert_eq!((player.app.screen(), page(&player)), (Screen::SetUp, Page::Home));
    player.answer_socket_handshake();
    player.answer_everything(&json!({}));
    let vault = player.saved().unwrap();
    assert!(vault.is_setting_up && vault.current.is_some());
}

#[test]
fn a_wrong_code_leads_back_to_the_code_and_costs_nothing_else() {
    let mut player = at_our_new_hub();
    own(&mut player, "a long password");
    player.reply(401, r#"{"message":"Wrong code","code":"setup_code"}"#);
    assert_eq!((page(&player), trouble(&player)), (Page::Code, Some(Trouble::WrongCode)));
    wish(&mut player, Wish::UseCode(Secret::new("CCCC-DDDD")));
    assert_eq!((page(&player), trouble(&player)), (Page::Owner, None));
}

#[test]
fn what_the_hub_does_not_accept_is_told_on_the_page_of_the_owner() {
    let mut player = at_our_new_hub();
    own(&mut player, "a long password");
    player.reply(400, r#"{"message":"That password is on every list"}"#);
    let reason = "That password is on every list".to_owned();
    assert_eq!(trouble(&player), Some(Trouble::Hub(Problem::NotAccepted { reason })));
    assert_eq!(page(&player), Page::Owner);
}

#[test]
fn a_short_password_is_not_even_sent() {
    let mut player = at_our_new_hub();
    let before = player.requests();
    own(&mut player, "elevenchars");
    assert_eq!((trouble(&player), player.requests()), (Some(Trouble::TooShort), before));
}

#[test]
fn a_hub_that_was_set_up_meanwhile_asks_to_sign_in() {
    let mut player = at_our_new_hub();
    own(&mut player, "a long password");
    player.reply(404, "");
    assert_eq!(player.app.screen(), Screen::SignIn);
}

#[test]
fn back_and_forth_costs_nothing() {
    let mut player = settling();
    wish(&mut player, Wish::NameHome("Lighthouse".to_owned()));
    wish(&mut player, Wish::GoOn);
    for page_before in [Page::People, Page::Home] {
        wish(&mut player, Wish::Back);
        assert_eq!(page(&player), page_before);
    }
}

#[test]
fn people_without_a_password_are_of_this_home_only() {
    let mut player = owned();
    player.answer_socket_handshake();
    answer(
        &mut player,
        "config/auth/list",
        &json!({"result": [{"id": "u1", "name": "Anna"},
        {"id": "x", "name": "Supervisor", "system_generated": true}]}),
    );
    wish(&mut player, Wish::AddPerson { name: "Clara".to_owned(), sign_in: None });
    let said = player.said().pop().unwrap();
    assert_eq!((&said["name"], &said["local_only"]), (&json!("Clara"), &json!(true)));
    assert!(player.app.set_up().is_busy);
    answer(&mut player, "config/auth/create", &json!({"result": {"user": {"id": "u2"}}}));
    assert_eq!(player.app.home().unwrap().settling().unwrap().people(), ["Anna", "Clara"]);
    assert!(!player.app.set_up().is_busy);
}

#[test]
fn somebody_whose_username_is_taken_is_taken_back() {
    let mut player = settling();
    let sign_in = Some(("anna".to_owned(), Secret::new("a long password")));
    wish(&mut player, Wish::AddPerson { name: "Ben".to_owned(), sign_in });
    answer(&mut player, "config/auth/create", &json!({"result": {"user": {"id": "u2"}}}));
    assert_eq!(player.said().pop().unwrap()["username"], "anna");
    let error = json!({"code": "home_assistant_error", "message": "username_already_exists"});
    answer(
        &mut player,
        "config/auth_provider/homeassistant/create",
        &json!({"success": false, "error": error}),
    );
    assert!(matches!(trouble(&player), Some(Trouble::Line(security::Trouble::Refused(_)))));
    assert_eq!(player.said().pop().unwrap()["user_id"], "u2");
    assert!(!player.app.home().unwrap().settling().unwrap().people().contains(&"Ben".to_owned()));
}

#[test]
fn a_trusted_network_is_sent_first_and_the_name_ends_the_set_up() {
    let mut player = settling();
    wish(&mut player, Wish::NameHome("Lighthouse".to_owned()));
    wish(&mut player, Wish::GoOn);
    wish(&mut player, Wish::Finish { is_trusted: true });
    wish(&mut player, Wish::Finish { is_trusted: true });
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/api/onboarding/network") && body == r#"{"trust":true}"#, "{body}");
    player.reply(200, "{}");
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/core_config") && body == r#"{"home_name":"Lighthouse"}"#, "{body}");
    player.reply(200, "{}");
    assert_eq!(player.app.screen(), Screen::Home);
    assert!(!player.saved().unwrap().is_setting_up);
}

#[test]
fn a_network_that_is_not_only_ours_is_not_mentioned_to_the_hub() {
    let mut player = settling();
    wish(&mut player, Wish::Finish { is_trusted: false });
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/core_config") && body == "{}", "{body}");
}

#[test]
fn every_question_of_the_owner_carries_the_owners_token() {
    let mut player = settling();
    wish(&mut player, Wish::Finish { is_trusted: true });
    player.reply(200, "{}");
    let owned = |command: &Command| match command {
        Command::Request { request, .. } if request.address.contains("/api/onboarding/") => {
            Some(request.address.ends_with("/users") || request.token == Some(Secret::new("access-1")))
        }
        _ => None,
    };
    let carried: Vec<_> = player.asked.iter().filter_map(owned).collect();
    assert_eq!(carried, [true; 4]);
}

#[test]
fn a_set_up_goes_on_after_a_reload_as_far_as_the_hub_says() {
    let vault = settling().saved().unwrap().clone();
    let mut player = Player::open(vault.clone());
    assert_eq!(player.app.screen(), Screen::SetUp);
    reply_to(&mut player, "/auth/token", 200, &tokens("access-2"));
    reply_to(
        &mut player,
        "/api/onboarding",
        200,
        r#"[{"step":"user","done":true},{"step":"core_config","done":false}]"#,
    );
    assert_eq!((player.app.screen(), page(&player)), (Screen::SetUp, Page::Home));

    for (status, body) in [(404, ""), (200, r#"[{"step":"user","done":true}]"#)] {
        let mut player = Player::open(vault.clone());
        reply_to(&mut player, "/auth/token", 200, &tokens("access-2"));
        reply_to(&mut player, "/api/onboarding", status, body);
        assert_eq!(player.app.screen(), Screen::Home, "{status}");
        assert!(!player.saved().unwrap().is_setting_up);
    }
}

#[test]
fn no_debug_shows_the_code_or_a_password() {
    let mut player = at_our_new_hub();
    wish(&mut player, Wish::UseCode(Secret::new("HUNTER2")));
    let password = Secret::new("hunter2 hunter2");
    let intent = Intent::SetUp(Wish::Own { name: String::new(), username: String::new(), password });
    let shown = format!("{intent:?}");
    player.want(intent);
    let shown = format!("{shown} {:?} {:?}", player.app, player.asked);
    assert!(!shown.to_lowercase().contains("hunter2"), "{shown}");
}
