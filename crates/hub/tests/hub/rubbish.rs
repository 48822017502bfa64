//! What nobody meant to send: good messages with something broken in them, the same ones at every run.
//! The hub answers or ends the talk in order; it never fails.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::house::{CLIENT, House};
use crate::page::{Page, Said};

/// A small generator (xorshift), so that a failure can be seen again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(most).unwrap()).unwrap()
    }

    /// One to three things go wrong with a text.
    fn broken(&mut self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len().max(1));
            if bytes.is_empty() {
                break;
            }
            match self.below(5) {
                0 => drop(bytes.remove(at)),
                1 => bytes[at] = b" \"{}[]:,0-.eE\\nutf\0"[self.below(18)],
                2 => bytes.insert(at, b"{}[]\",:9"[self.below(8)]),
                3 => bytes.truncate(at.max(1)),
                _ => bytes.extend_from_within(at..),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Another value in the place of one that was good.
    fn odd(&mut self, depth: usize) -> Value {
        match self.below(if depth > 3 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(-1),
            3 => json!(1e300),
            4 => json!(u64::MAX),
            5 => json!(""),
            6 => json!("light.".repeat(1 + self.below(60))),
            7 => (0..self.below(4)).map(|_| self.odd(depth + 1)).collect(),
            _ => json!({"entity_id": self.odd(depth + 1), "brightness": self.odd(depth + 1)}),
        }
    }
}

const COMMANDS: [&str; 12] = [
    r#"{"id":1,"type":"ping"}"#,
    r#"{"id":1,"type":"supported_features","features":{"coalesce_messages":1}}"#,
    r#"{"id":1,"type":"subscribe_entities","entity_ids":["light.kitchen_ceiling"]}"#,
    r#"{"id":1,"type":"subscribe_events","event_type":"state_changed"}"#,
    r#"{"id":1,"type":"unsubscribe_events","subscription":1}"#,
    r#"{"id":1,"type":"frontend/set_user_data","key":"a","value":{"b":[1,2]}}"#,
    r#"{"id":1,"type":"frontend/get_user_data","key":"a"}"#,
    r#"{"id":1,"type":"config/area_registry/list"}"#,
    r#"{"id":1,"type":"call_service","domain":"light","service":"turn_on","target":{"entity_id":"light.kitchen_ceiling"},"service_data":{"brightness":100}}"#,
    r#"{"id":1,"type":"call_service","domain":"climate","service":"set_temperature","service_data":{"entity_id":"climate.bathroom","temperature":21}}"#,
    r#"{"id":1,"type":"call_service","domain":"media_player","service":"volume_set","target":{"entity_id":"all"},"service_data":{"volume_level":0.5}}"#,
    r#"[{"id":1,"type":"ping"},{"id":2,"type":"get_states"}]"#,
];

#[tokio::test(start_paused = true)]
async fn broken_messages_are_answered_or_end_the_talk_in_order() {
    let house = House::open().await;
    let signed_in = house.sign_in("anna").await;
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    for round in 0..400 {
        let mut page = Page::with_token(&house, &signed_in.access_token).await;
        let text = chance.broken(COMMANDS[round % COMMANDS.len()]);
        page.say_text(text.clone()).await;
        page.say(&json!({"id": 1_000_000, "type": "ping"})).await;
        loop {
            match page.next().await {
                Said::Message(message) if message.to_string().contains("1000000") => break,
                Said::Message(_) => {}
                ended => {
                    assert_eq!(ended, Said::Closed(Some(1000)), "{text}");
                    break;
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn odd_values_are_answered() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let mut chance = Chance(7);
    for round in 0..2_000 {
        let Value::Object(mut command) = serde_json::from_str(COMMANDS[round % 11]).unwrap() else {
            panic!()
        };
        let keys: Vec<String> = command.keys().filter(|key| *key != "id").cloned().collect();
        let key = &keys[chance.below(keys.len())];
        command[key] = chance.odd(0);
        let answer = page.ask(Value::Object(command.clone())).await;
        assert!(answer["success"].is_boolean() || answer["type"] == "pong", "{command:?}: {answer}");
        assert_ne!(answer["error"]["code"], "unknown_error", "{command:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn broken_requests_are_errors_of_the_one_who_asks() {
    let house = House::open().await;
    let mut chance = Chance(11);
    let start = json!({"client_id": CLIENT, "handler": ["homeassistant", null], "redirect_uri": CLIENT});
    let flow = house.begin_flow(CLIENT).await;
    let answer = json!({"client_id": CLIENT, "username": "nobody", "password": 7}).to_string();
    let form = format!("grant_type=refresh_token&client_id={CLIENT}&refresh_token=abc");
    for _ in 0..300 {
        for (path, body) in [
            ("/auth/login_flow".to_owned(), start.to_string()),
            (format!("/auth/login_flow/{flow}"), answer.clone()),
            ("/auth/token".to_owned(), form.clone()),
            ("/auth/revoke".to_owned(), form.clone()),
            ("/api/csp".to_owned(), r#"{"csp-report":{"blocked-uri":"http://x/"}}"#.to_owned()),
        ] {
            let body = chance.broken(&body);
            for kind in ["application/json", "application/x-www-form-urlencoded"] {
                let answer = house.post(&path, kind, body.clone()).await;
                assert!(!answer.status.is_server_error(), "{path} {body}: {}", answer.text);
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED);
            }
        }
    }
}
