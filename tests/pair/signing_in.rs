//! Coming in, staying in, and going.

use std::time::Duration;

use doorstep_core::accounts::Vault;
use doorstep_core::connection::Standing;
use doorstep_core::problem::Problem;
use doorstep_core::{Intent, Screen};

use super::pair::{Pair, Wire};

#[tokio::test(start_paused = true)]
async fn a_person_signs_in_and_sees_a_living_home() {
    let mut pair = Pair::new().await;
    pair.sign_in("anna").await;
    let home = pair.app.home().unwrap();
    assert_eq!(home.user().unwrap().name, "Anna");
    assert_eq!(home.standing(), Standing::Live);
    assert_eq!(home.garbled(), 0);
    let areas = home.sections().len();
    let tiles: usize = home.sections().iter().map(|section| section.entities.len()).sum();
    assert!(areas >= 8 && tiles >= 60, "{areas} areas with {tiles} tiles");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_asks_again_and_says_so() {
    let mut pair = Pair::new().await;
    pair.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    for (name, password) in [("anna", "wrong"), ("nobody", "wrong"), ("household", "household-demo-pass")] {
        pair.submit(name, password);
        pair.until("an answer", |app| app.login().is_some_and(|login| !login.is_busy())).await;
        let errors = pair.app.login().unwrap().form().unwrap().errors.clone().unwrap();
        assert_eq!(errors.get("base").map(String::as_str), Some("invalid_auth"), "{name}");
    }
    // Who was wrong is not looked at for a second.
    tokio::time::advance(Duration::from_secs(1)).await;
    pair.sign_in("anna").await;
}

#[tokio::test(start_paused = true)]
async fn a_remembered_user_comes_back_after_a_reload() {
    let mut pair = Pair::new().await;
    pair.sign_in("ben").await;
    let mut pair = pair.reloaded().await;
    pair.until("Ben is home", |app| app.home().is_some_and(|home| home.is_told() && home.user().is_some()))
        .await;
    assert_eq!(pair.app.home().unwrap().user().unwrap().name, "Ben");
}

#[tokio::test(start_paused = true)]
async fn who_signs_out_is_out_everywhere() {
    let mut pair = Pair::new().await;
    pair.sign_in("anna").await;
    let before = pair.vault.clone();
    pair.want(Intent::SignOut);
    pair.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    assert_eq!((pair.vault.accounts.len(), &pair.vault.current), (0, &None));
    // A copy of what the device remembered is worth nothing now.
    pair.vault = before;
    let mut copy = pair.reloaded().await;
    copy.until("the hub has refused", |app| app.screen() == Screen::SignIn).await;
    assert_eq!(copy.app.login().unwrap().problem(), Some(&Problem::SessionEnded));
    assert_eq!(copy.vault, Vault::default());
}

#[tokio::test(start_paused = true)]
async fn a_tablet_that_is_on_for_days_renews_its_token_by_itself() {
    let mut pair = Pair::new().await;
    pair.sign_in("anna").await;
    for _ in 0..3 {
        pair.advance(Duration::from_secs(24 * 3_600)).await;
        pair.wire(Wire::Cut);
        pair.advance(Duration::from_secs(60)).await;
        assert_eq!(pair.app.home().unwrap().standing(), Standing::Away);
        pair.wire(Wire::Whole);
        pair.until("live again", |app| app.home().is_some_and(|home| home.standing() == Standing::Live))
            .await;
    }
}

#[tokio::test(start_paused = true)]
async fn two_users_take_turns_on_one_device() {
    let mut pair = Pair::new().await;
    pair.sign_in("anna").await;
    pair.want(Intent::SignInSomeoneElse);
    pair.sign_in("clara").await;
    let anna = pair.app.people().into_iter().find(|(_, name)| name == "Anna").unwrap().0;
    pair.want(Intent::SwitchTo(anna));
    assert!(pair.app.home().unwrap().user().is_none(), "nothing of Clara's session is left");
    pair.until("Anna is home", |app| app.home().is_some_and(|home| home.is_told() && home.user().is_some()))
        .await;
    assert_eq!(pair.app.home().unwrap().user().unwrap().name, "Anna");
}
