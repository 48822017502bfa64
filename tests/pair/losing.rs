//! What happens when the line between the two does not hold.

use std::time::Duration;

use doorstep_core::Intent;
use doorstep_core::actions::{Phase, Refusal};
use doorstep_core::connection::Standing;

use super::pair::{Pair, Wire, entity};

fn is_live(app: &doorstep_core::App) -> bool {
    app.home().is_some_and(|home| home.standing() == Standing::Live)
}

#[tokio::test(start_paused = true)]
async fn a_cut_line_heals_and_what_changed_meanwhile_is_shown() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let mut ben = anna.beside().await;
    ben.sign_in("ben").await;
    anna.wire(Wire::Cut);
    assert_eq!(anna.app.home().unwrap().standing(), Standing::Away);
    let before = anna.tile("switch.coffee_machine").unwrap().face.says;
    ben.want(Intent::Press(entity("switch.coffee_machine")));
    ben.until("it is switched", |app| {
        app.home().unwrap().tile(&entity("switch.coffee_machine")).unwrap().face.says != before
    })
    .await;
    let now = ben.tile("switch.coffee_machine").unwrap().face.says;
    anna.wire(Wire::Whole);
    anna.until("Anna sees it", |app| {
        app.home().unwrap().tile(&entity("switch.coffee_machine")).unwrap().face.says == now
    })
    .await;
    assert!(is_live(&anna.app));
}

#[tokio::test(start_paused = true)]
async fn a_dead_line_is_noticed_within_half_a_minute_and_replaced() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    anna.wire(Wire::Dead);
    anna.advance(Duration::from_secs(26)).await;
    assert_eq!(anna.app.home().unwrap().standing(), Standing::Away);
    anna.wire(Wire::Whole);
    anna.until("live again", is_live).await;
}

#[tokio::test(start_paused = true)]
async fn a_tap_into_a_cut_line_is_not_sent_later() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let before = anna.tile("lock.front_door").unwrap().face.says;
    anna.wire(Wire::Cut);
    anna.want(Intent::Press(entity("lock.front_door")));
    assert_eq!(anna.tile("lock.front_door").unwrap().phase, Phase::Refused(Refusal::NotConnected));
    anna.wire(Wire::Whole);
    anna.until("live again", is_live).await;
    anna.advance(Duration::from_secs(20)).await;
    assert_eq!(anna.tile("lock.front_door").unwrap().face.says, before);
}

#[tokio::test(start_paused = true)]
async fn a_hub_that_stops_ends_its_sockets_and_the_app_looks_for_it() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let hub = anna.hub.clone();
    tokio::spawn(async move { hub.close().await });
    anna.until("it is noticed", |app| !is_live(app)).await;
    assert!(anna.app.home().is_some(), "a hub that stops signs nobody out");
}
