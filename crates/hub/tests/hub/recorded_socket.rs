//! What two real Home Assistants have said over the socket, this hub says too.

use serde_json::{Value, json};

use crate::house::House;
use crate::page::{Page, Said};
use crate::recorded::{VERSIONS, assert_covers, normalised, recording};

/// Everything that was said in `direction` in a recording.
fn said(recording: &Value, direction: &str) -> Vec<Value> {
    let frames = recording["frames"].as_array().unwrap();
    frames.iter().filter(|frame| frame["dir"] == direction).map(|frame| frame["data"].clone()).collect()
}

/// Their entities and services by the names that they have here.
fn translated(value: &Value) -> Value {
    serde_json::from_str(&value.to_string().replace("light.bed_light", "light.kitchen_ceiling")).unwrap()
}

/// Says what was said and expects the same answers, ids and times apart.
async fn check_same(house: &House, who: &str, version: &str, number: &str) {
    let recording = recording(version, number);
    let mut page = Page::of(house, who).await;
    for ours in said(&recording, ">") {
        page.say(&translated(&ours)).await;
    }
    for theirs in said(&recording, "<") {
        // Without coalescing an array comes as its messages, one by one.
        let theirs = theirs.as_array().cloned().unwrap_or_else(|| vec![theirs]);
        for theirs in theirs {
            let ours = page.hear().await;
            assert_eq!(normalised(&ours), normalised(&translated(&theirs)), "{version} {number}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn commands_are_answered_in_the_recorded_words() {
    for version in VERSIONS {
        let house = House::open().await;
        for number in ["069", "073", "088", "089", "090", "094", "096", "097", "101"] {
            check_same(&house, "anna", version, number).await;
        }
        check_same(&house, "dan", version, "129").await;
    }
    let house = House::open().await;
    // 2026 prints the whole message instead of the member; the code is the same.
    check_same(&house, "anna", "2024.3.3", "099").await;
    // 2024 does not know the command yet.
    check_same(&house, "anna", "2026.2.3", "089").await;
    check_same(&house, "anna", "2026.2.3", "092").await;
}

#[tokio::test(start_paused = true)]
async fn services_are_answered_in_the_recorded_words() {
    for version in VERSIONS {
        let house = House::open().await;
        for (who, number) in [("anna", "095"), ("anna", "098"), ("clara", "119")] {
            check_same(&house, who, version, number).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_is_used_once() {
    let house = House::open().await;
    for version in VERSIONS {
        let recording = recording(version, "100");
        let mut page = Page::of(&house, "anna").await;
        page.say(&json!({"id": 50, "type": "ping"})).await;
        page.hear().await;
        page.say(&said(&recording, ">")[0]).await;
        assert_eq!(page.hear().await, said(&recording, "<")[0], "{version}");
    }
}

#[tokio::test(start_paused = true)]
async fn results_have_every_member_that_home_assistants_have() {
    let house = House::open().await;
    for version in VERSIONS {
        for number in ["070", "071", "072", "079", "082", "083", "117"] {
            let recording = recording(version, number);
            let mut page = Page::of(&house, "anna").await;
            let mut command = said(&recording, ">")[0].clone();
            command.as_object_mut().unwrap().remove("id");
            let ours = page.result(command).await;
            let theirs = without_what_a_lab_has(&said(&recording, "<")[0]["result"]);
            assert_covers(&ours, &theirs, &format!("{version} {number}"));
        }
    }
}

/// Members that are about that one installation: the attributes of its first entity, the integrations of a
/// device, the optional keys of a registry entry.
fn without_what_a_lab_has(result: &Value) -> Value {
    let mut result = result.clone();
    if let Some(first) = result.get_mut(0).and_then(Value::as_object_mut) {
        first.remove("attributes");
        first.remove("config_entries_subentries");
    }
    if let Some(entities) = result.get_mut("entities").and_then(Value::as_array_mut) {
        for entity in entities {
            entity
                .as_object_mut()
                .unwrap()
                .retain(|key, _| ["ei", "pl", "lb", "di", "en"].contains(&key.as_str()));
        }
    }
    result
}

#[tokio::test(start_paused = true)]
async fn the_first_words_are_as_recorded() {
    let house = House::open().await;
    for version in VERSIONS {
        for number in ["106", "107", "108", "109", "110"] {
            let recording = recording(version, number);
            let mut page = Page::connect(&house);
            let mut theirs = said(&recording, "<").into_iter();
            let mut first = theirs.next().unwrap();
            let mut ours = page.hear().await;
            assert_eq!(first["ha_version"].take(), version);
            assert_eq!(ours["ha_version"].take(), "2026.11.0");
            assert_eq!(ours, first, "{version} {number}");
            match &said(&recording, ">")[0] {
                Value::String(text) => page.say_text(text.clone()).await,
                message => page.say(message).await,
            }
            for theirs in theirs {
                let expected = match theirs["code"].as_u64() {
                    Some(code) => Said::Closed(Some(code.try_into().unwrap())),
                    None => Said::Message(theirs),
                };
                assert_eq!(page.next().await, expected, "{version} {number}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_is_let_go_after_half_the_time_of_home_assistant() {
    let house = House::open().await;
    let mut page = Page::connect(&house);
    page.hear().await;
    let before = tokio::time::Instant::now();
    assert_eq!(page.end().await.map(u64::from), last_code("111"));
    assert_eq!(before.elapsed().as_secs(), 5);
}

#[tokio::test(start_paused = true)]
async fn revoking_a_session_closes_its_sockets_as_recorded_and_no_others() {
    let house = House::open().await;
    let signed_in = house.sign_in("anna").await;
    let mut page = Page::with_token(&house, &signed_in.access_token).await;
    let mut second = Page::with_token(&house, &signed_in.access_token).await;
    let mut elsewhere = Page::of(&house, "anna").await;
    house.revoke(&signed_in.refresh_token).await;
    assert_eq!(page.end().await.map(u64::from), last_code("113"));
    assert_eq!(second.end().await.map(u64::from), last_code("113"));
    assert_eq!(elsewhere.ask(json!({"type": "ping"})).await["type"], "pong");
}

/// With which code a recorded conversation ended; that of 2024 was cut off without one.
fn last_code(number: &str) -> Option<u64> {
    let code = |version| said(&recording(version, number), "<").last().unwrap()["code"].as_u64();
    assert_eq!(code("2024.3.3"), Some(1006));
    code("2026.2.3")
}

#[tokio::test(start_paused = true)]
async fn a_change_is_told_in_the_recorded_shape_to_both_kinds_of_follower() {
    let house = House::open().await;
    for version in VERSIONS {
        let mut page = Page::of(&house, "anna").await;
        page.result(json!({"type": "subscribe_events", "event_type": "state_changed"})).await;
        let target = json!({"entity_id": "light.kitchen_counter"});
        let call = json!({"type": "call_service", "domain": "light", "service": "toggle", "target": target});
        page.command(call).await;
        let mut ours = page.hear().await;
        let mut theirs = said(&recording(version, "105"), "<")[1].clone();
        for event in [&mut ours, &mut theirs] {
            assert!(event["event"]["data"]["new_state"]["attributes"].take().is_object());
            assert!(event["event"]["data"]["old_state"]["attributes"].take().is_object());
        }
        assert_covers(&ours, &theirs, version);
        assert_eq!(ours["event"]["event_type"], "state_changed");
        assert_eq!(page.hear().await["success"], true);
    }
    let theirs = said(&recording("2026.2.3", "102"), "<");
    let mut page = Page::of(&house, "anna").await;
    let id = page.command(json!({"type": "subscribe_entities"})).await;
    assert_eq!(page.hear().await["result"], theirs[0]["result"]);
    let first = page.hear().await;
    assert_eq!(first["id"], id);
    let (entity, theirs) = theirs[1]["event"]["a"].as_object().unwrap().iter().next().unwrap();
    let mut theirs = theirs.clone();
    theirs["a"].take();
    // Left out when it is the same as `lc`.
    theirs.as_object_mut().unwrap().remove("lu");
    assert_covers(&first["event"]["a"]["light.kitchen_ceiling"], &theirs, entity);
}
