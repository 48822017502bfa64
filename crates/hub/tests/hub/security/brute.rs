//! SEC-BRUTE: guessing a password, from one place or from a thousand.

use std::time::Duration;

use serde_json::json;
use tokio::time::advance;

use crate::house::{CLIENT, House};

/// One guess in a flow of its own address: whether it was looked at.
async fn is_looked_at(house: &House, flow: &str, username: &str) -> bool {
    let answer = house.answer_flow(flow, username, "a guess").await;
    match answer.status.as_u16() {
        200 => {
            assert_eq!(answer.json()["errors"]["base"], "invalid_auth");
            true
        }
        429 => {
            let body = answer.json();
            assert_eq!(body["code"], "too_many_tries", "{body}");
            assert_eq!(answer.header("retry-after"), body["retry_after"].to_string());
            assert!(body["message"].as_str().unwrap().starts_with("Too many tries. Try again in "), "{body}");
            false
        }
        other => panic!("{other}: {}", answer.text),
    }
}

/// 10,000 guesses within a day, from `addresses`; other people sign in meanwhile.
async fn attack(addresses: &[String], username: &str) -> usize {
    let house = House::open().await;
    let strangers: Vec<House> = addresses.iter().map(|address| house.from(address)).collect();
    let mut looked_at = 0;
    for guess in 0..10_000 {
        let stranger = &strangers[guess % strangers.len()];
        // The name as an attacker would vary it to get more tries.
        let name = [username.to_owned(), username.to_uppercase(), format!(" {username} ")][guess % 3].clone();
        let flow = stranger.begin_flow(CLIENT).await;
        looked_at += usize::from(is_looked_at(stranger, &flow, &name).await);
        if guess % 1_000 == 0 {
            stranger.sign_in("ben").await;
            house.from("192.168.7.3").sign_in("anna").await;
        }
        advance(Duration::from_millis(8_640)).await;
    }
    looked_at
}

#[tokio::test(start_paused = true)]
async fn sec_brute_1_from_one_address() {
    let looked_at = attack(&["203.0.113.7".into()], "anna").await;
    assert!((25..=100).contains(&looked_at), "{looked_at}");
}

#[tokio::test(start_paused = true)]
async fn sec_brute_1_from_a_thousand_addresses() {
    let thousand: Vec<String> = (0..1_000).map(|n| format!("198.18.{}.{}", n / 250, n % 250)).collect();
    let looked_at = attack(&thousand, "anna").await;
    assert!((25..=100).contains(&looked_at), "{looked_at}");
}

#[tokio::test(start_paused = true)]
async fn sec_brute_1_from_inside_the_home_and_from_outside_at_once() {
    let both = ["203.0.113.7".to_owned(), "192.168.7.66".to_owned()];
    // At home Anna herself has to wait for whoever guesses there, so that another is guessed.
    let looked_at = attack(&both, "clara").await;
    assert!((50..=100).contains(&looked_at), "{looked_at}");
}

#[tokio::test(start_paused = true)]
async fn sec_brute_1_a_right_password_is_not_looked_at_before_its_time() {
    let house = House::open().await;
    let flow = house.begin_flow(CLIENT).await;
    assert!(is_looked_at(&house, &flow, "anna").await);
    let early = house.answer_flow(&flow, "anna", "anna-demo-pass").await;
    let wrong = house.answer_flow(&flow, "anna", "a guess").await;
    assert_eq!((early.status.as_u16(), &early.text), (429, &wrong.text));
    assert_eq!(
        early.json(),
        json!({"message": "Too many tries. Try again in a second.",
        "code": "too_many_tries", "retry_after": 1})
    );
    advance(Duration::from_secs(1)).await;
    assert_eq!(house.answer_flow(&flow, "anna", "anna-demo-pass").await.json()["type"], "create_entry");
}

#[tokio::test(start_paused = true)]
async fn sec_brute_1_a_name_that_nobody_has_is_counted_as_any_other() {
    let house = House::open().await;
    let flow = house.begin_flow(CLIENT).await;
    for name in ["anna", "nobody"] {
        assert!(is_looked_at(&house, &flow, name).await, "{name}");
        assert!(!is_looked_at(&house, &flow, name).await, "{name}");
    }
}
