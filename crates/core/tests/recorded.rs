//! What real Home Assistants have said, word for word: the core understands all of it and survives any part of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use doorstep_protocol::json::FromJson;
use serde_json::{Value, json};
use support::{Player, recordings};

#[test]
fn every_recorded_frame_is_understood() {
    let mut frames = 0;
    for (name, recording) in recordings() {
        for data in server_frames(&recording) {
            let mut player = Player::at_home(&json!({}));
            player.hear(&data);
            assert_eq!(player.app.home().unwrap().garbled(), 0, "{name}: {data}");
            frames += 1;
        }
    }
    assert!(frames > 20, "only {frames} frames are recorded");
}

#[test]
fn no_part_of_a_recorded_frame_brings_the_core_down() {
    for (_, recording) in recordings() {
        for data in server_frames(&recording) {
            let text = data.to_string();
            let mut player = Player::at_home(&json!({}));
            let cuts = (0..text.len()).step_by(1 + text.len() / 40).filter(|cut| text.is_char_boundary(*cut));
            for cut in cuts {
                player.hear_text(&text[..cut]);
                player.hear_text(&text[cut..]);
            }
        }
    }
}

#[test]
fn every_recorded_event_of_entities_is_read() {
    let mut events = 0;
    for (name, recording) in recordings() {
        for data in server_frames(&recording) {
            let event = &data["event"];
            if event.get("a").is_some() || event.get("c").is_some() || event.get("r").is_some() {
                let read = doorstep_protocol::entities::read_event(&event.to_string());
                assert_eq!(read.map(|(_, dropped)| dropped), Some(0), "{name}: {event}");
                events += 1;
            }
        }
    }
    assert!(events > 3, "only {events} events are recorded");
}

#[test]
fn every_recorded_step_and_token_answer_is_read() {
    let mut answers = 0;
    for (name, recording) in recordings() {
        let body = &recording["response"]["body"];
        let path = recording["request"]["path"].as_str().unwrap_or_default();
        if recording["response"]["status"] != 200 {
            continue;
        }
        if path.starts_with("/auth/login_flow") && body.get("type").is_some() {
            let step = doorstep_protocol::login::Step::from_json(body.clone()).unwrap();
            assert_ne!(step, doorstep_protocol::login::Step::Unknown, "{name}");
        } else if path == "/auth/token" && body.get("access_token").is_some() {
            doorstep_protocol::token::Tokens::from_json(body.clone()).unwrap();
        } else if path == "/auth/providers" {
            doorstep_protocol::login::Providers::from_json(body.clone()).unwrap();
        } else {
            continue;
        }
        answers += 1;
    }
    assert!(answers > 5, "only {answers} answers are recorded");
}

fn server_frames(recording: &Value) -> Vec<Value> {
    let frames = recording["frames"].as_array().cloned().unwrap_or_default();
    frames
        .into_iter()
        .filter(|frame| frame["dir"] == "<" && frame["data"].get("__close__").is_none())
        .map(|frame| frame["data"].clone())
        .filter(|data| !data.is_string())
        .collect()
}
