//! What is asked of the home, and what others see of it.

use doorstep_core::Intent;
use doorstep_core::actions::{Phase, Refusal};

use super::pair::{Pair, entity, says};

#[tokio::test(start_paused = true)]
async fn a_tap_is_pending_then_true_and_others_see_who_did_it() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let mut ben = anna.beside().await;
    ben.sign_in("ben").await;
    let was_on = anna.is("light.slow", "on");
    let now = if was_on { "off" } else { "on" };
    anna.want(Intent::Press(entity("light.slow")));
    let tile = anna.tile("light.slow").unwrap();
    assert_eq!(tile.phase, Phase::Pending);
    assert!(!anna.is("light.slow", now), "no optimistic lie");
    anna.until("the lamp is switched", |app| says(app, "light.slow", now)).await;
    anna.until("it is settled", |app| phase(app, "light.slow") == Phase::Settled).await;
    ben.until("Ben sees it", |app| says(app, "light.slow", now)).await;
    assert_eq!(ben.tile("light.slow").unwrap().by.as_deref(), Some("Anna"));
    assert_eq!(anna.tile("light.slow").unwrap().by, None);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_shown_with_the_hubs_reason_and_nothing_changes() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let before = anna.tile("light.refuses").unwrap().face;
    anna.want(Intent::Press(entity("light.refuses")));
    anna.until("it is refused", |app| phase(app, "light.refuses") != Phase::Pending).await;
    let tile = anna.tile("light.refuses").unwrap();
    assert!(matches!(&tile.phase, Phase::Refused(Refusal::ByHub(reason)) if !reason.is_empty()));
    assert_eq!(tile.face, before);
    anna.until("it is over", |app| phase(app, "light.refuses") == Phase::Settled).await;
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_fades_is_shown_as_out_of_reach_and_comes_back() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    let home = anna.hub.clone();
    tokio::spawn(async move { home.live().await });
    anna.want(Intent::Press(entity("light.fades")));
    anna.until("it is lost", |app| says(app, "light.fades", "unavailable")).await;
    anna.until("it is back", |app| !says(app, "light.fades", "unavailable")).await;
}

#[tokio::test(start_paused = true)]
async fn a_slider_sets_what_it_says() {
    let mut anna = Pair::new().await;
    anna.sign_in("anna").await;
    for percent in [10, 35, 70] {
        anna.want(Intent::SetLevel(entity("light.kitchen_ceiling"), percent));
    }
    anna.until("it is at 70", |app| {
        let tile = app.home().unwrap().tile(&entity("light.kitchen_ceiling")).unwrap();
        tile.phase == Phase::Settled && tile.face.level.is_some_and(|level| level.percent.abs_diff(70) <= 1)
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn who_may_only_read_is_told_so() {
    let mut dan = Pair::new().await;
    dan.sign_in("dan").await;
    let before = dan.tile("light.kitchen_ceiling").unwrap().face;
    dan.want(Intent::Press(entity("light.kitchen_ceiling")));
    dan.until("it is refused", |app| phase(app, "light.kitchen_ceiling") != Phase::Pending).await;
    let tile = dan.tile("light.kitchen_ceiling").unwrap();
    assert_eq!(tile.phase, Phase::Refused(Refusal::NotAllowed));
    assert_eq!(tile.face, before);
}

fn phase(app: &doorstep_core::App, id: &str) -> Phase {
    app.home().and_then(|home| home.tile(&entity(id))).map(|tile| tile.phase).unwrap_or_default()
}
