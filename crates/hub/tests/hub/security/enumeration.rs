//! SEC-ENUM: nobody learns who lives here by trying names.

use axum::body::Body;
use axum::http::Request;
use doorstep_hub::home::demo::family;
use doorstep_hub::paths;
use serde_json::json;

use crate::house::{CLIENT, House};
use crate::journal::Journal;
use crate::networks::RULES;

/// Everything that is to be had without a token, by somebody at `address` of whom a proxy says `forwarded`.
async fn all_that_is_public(house: &House, address: &str, forwarded: Option<&str>) -> String {
    let house = house.from(address);
    let mut told = String::new();
    for path in paths() {
        let mut request = Request::get(path.replace("{flow_id}", "0"));
        if let Some(client) = forwarded {
            request = request.header("x-forwarded-for", client);
        }
        told += &house.send(request.body(Body::empty()).unwrap()).await.text;
    }
    for kind in ["homeassistant", "trusted_networks", "command_line"] {
        let start =
            json!({"client_id": CLIENT, "handler": [kind, null], "redirect_uri": CLIENT, "pick": true});
        let mut request = Request::post("/auth/login_flow");
        if let Some(client) = forwarded {
            request = request.header("x-forwarded-for", client);
        }
        told += &house.send(request.body(Body::from(start.to_string())).unwrap()).await.text;
    }
    told
}

/// Who of the family can be told from it, by name or by id.
fn named_in(told: &str) -> Vec<&'static str> {
    let people = [
        ("Anna", family::ANNA),
        ("Ben", family::BEN),
        ("Clara", family::CLARA),
        ("Dan", family::DAN),
        ("Household", family::HOUSEHOLD),
    ];
    let quoted = told.to_lowercase();
    let is_named = |name: &str| quoted.contains(&format!("\"{}\"", name.to_lowercase()));
    people
        .into_iter()
        .filter(|(name, id)| is_named(name) || told.contains(id))
        .map(|(name, _)| name)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn sec_enum_1_only_a_network_that_shows_its_users_names_them() {
    let behind = format!("{RULES}\n[proxy]\ntrusted = [\"127.0.0.1/32\"]\nheader = \"x-forwarded-for\"\n");
    let house = House::with_policy(&behind).await;
    let admins_are_not_shown = ["Clara", "Dan", "Household"];
    for (address, forwarded, expected) in [
        ("192.168.7.3", None, &admins_are_not_shown[..]),
        ("fd00:7::3", None, &admins_are_not_shown),
        ("127.0.0.1", Some("192.168.7.3"), &admins_are_not_shown),
        ("192.168.9.3", None, &[]),
        ("192.168.8.3", None, &[]),
        ("203.0.113.7", None, &[]),
        ("2001:db8::7", None, &[]),
        ("127.0.0.1", Some("203.0.113.7"), &[]),
        ("127.0.0.1", Some("192.168.7.3, 203.0.113.7"), &[]),
        ("127.0.0.1", None, &[]),
        // Not through the proxy, and so not believed.
        ("203.0.113.7", Some("192.168.7.3"), &[]),
    ] {
        let told = all_that_is_public(&house, address, forwarded).await;
        assert_eq!(named_in(&told), expected, "{address} {forwarded:?}: {told}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_enum_2_a_name_that_nobody_has_gets_the_same_answer_for_the_same_work() {
    let house = House::open().await;
    let journal = Journal::begin();
    let mut seen = Vec::new();
    // Somebody with a password, somebody without one, and nobody.
    for name in ["anna", "household", "nobody", "", "x".repeat(10_000).as_str()] {
        let flow = house.begin_flow(CLIENT).await;
        let before = journal.count("a password is compared");
        let answer = house.answer_flow(&flow, name, "a guess").await;
        let compared = journal.count("a password is compared") - before;
        let mut headers: Vec<String> = answer
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort_unstable();
        seen.push((compared, answer.status, headers, answer.text.replace(&flow, "the flow")));
    }
    assert_eq!(seen[0].0, 1, "{:?}", journal.text());
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:#?}");
}
