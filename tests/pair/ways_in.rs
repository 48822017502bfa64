//! Ways in beside the straight one: by the network, with a flow that has expired, after guesses that cost time.

use std::time::Duration;

use doorstep_core::connection::Standing;
use doorstep_core::login::Login;
use doorstep_core::problem::{Problem, Refused};
use doorstep_core::{App, Intent, Screen};

use super::pair::Pair;

const RULES: &str = r#"
    [[network]]
    name = "living room"
    cidr = ["192.168.7.0/24"]
    users = ["clara", "dan", "household"]
    default_user = "household"
    show_users = true

    [[network]]
    name = "kitchen"
    cidr = ["192.168.7.20"]
    users = ["clara", "household"]
    default_user = "household"
    auto_login = true
    show_users = true
"#;

const LIVING_ROOM: &str = "192.168.7.5";
const KITCHEN: &str = "192.168.7.20";
const AWAY: &str = "203.0.113.9";

fn is_at_home(app: &App) -> bool {
    app.home().is_some_and(|home| home.is_told() && home.user().is_some())
}

fn user(pair: &Pair) -> &str {
    &pair.app.home().unwrap().user().unwrap().name
}

/// Waits for the picker and taps a face.
async fn pick(pair: &mut Pair, name: &str) {
    pair.until("the picker is there", |app| app.is_picking() && !app.login().is_some_and(Login::is_busy))
        .await;
    let face = pair.app.faces().into_iter().find(|face| face.name == name).unwrap();
    pair.want(Intent::Pick(face.user_id));
    pair.until("at home", is_at_home).await;
}

#[tokio::test(start_paused = true)]
async fn one_tap_in_the_living_room_and_the_device_remembers() {
    let mut pair = Pair::at(LIVING_ROOM, RULES).await;
    pair.until("the picker is there", App::is_picking).await;
    let faces: Vec<_> = pair.app.faces().into_iter().map(|face| face.name).collect();
    assert_eq!(faces, ["Household", "Clara", "Dan"], "the default user first, and no admin");
    pick(&mut pair, "Clara").await;
    let mut pair = pair.reloaded().await;
    pair.until("Clara is home again", is_at_home).await;
    assert_eq!(user(&pair), "Clara");
}

#[tokio::test(start_paused = true)]
async fn the_kitchen_goes_straight_in_and_who_leaves_stays_out() {
    let mut pair = Pair::at(KITCHEN, RULES).await;
    pair.until("at home", is_at_home).await;
    assert_eq!((user(&pair), pair.app.is_welcoming()), ("Household", true));
    pair.want(Intent::ShowFaces);
    pair.until("the picker is there", |app| app.faces().len() == 2).await;
    let mut pair = pair.reloaded().await;
    pair.until("the picker is there again", |app| app.faces().len() == 2).await;
    assert_eq!(pair.app.screen(), Screen::SignIn);
    pick(&mut pair, "Clara").await;
    assert_eq!(user(&pair), "Clara");
}

#[tokio::test(start_paused = true)]
async fn who_goes_out_keeps_the_account_and_is_back_when_they_are() {
    let mut pair = Pair::at(LIVING_ROOM, RULES).await;
    pick(&mut pair, "Dan").await;
    let not_here = Standing::Stopped(Problem::NotHere(Refused::NotTrusted));
    pair.goes_to(AWAY);
    pair.until("not here", |app| app.home().is_some_and(|home| home.standing() == not_here)).await;
    assert_eq!(pair.vault.accounts.len(), 1);
    pair.goes_to(LIVING_ROOM);
    pair.until("live", |app| app.home().is_some_and(|home| home.standing() == Standing::Live)).await;
    assert_eq!(user(&pair), "Dan");
}

#[tokio::test(start_paused = true)]
async fn a_stranger_sees_the_form_and_why() {
    let mut pair = Pair::at(AWAY, RULES).await;
    pair.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    let explanation = pair.app.login().unwrap().explanation().unwrap();
    assert_eq!(
        (explanation.address.as_deref(), explanation.why.as_str()),
        (Some(AWAY), "not_a_home_address")
    );
    assert!(pair.app.faces().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_tablet_on_the_wall_is_still_in_after_a_day() {
    let mut pair = Pair::at(KITCHEN, RULES).await;
    pair.until("at home", is_at_home).await;
    pair.advance(Duration::from_secs(26 * 3_600)).await;
    pair.until("at home", is_at_home).await;
    pair.until("live", |app| app.home().is_some_and(|home| home.standing() == Standing::Live)).await;
    assert_eq!(user(&pair), "Household");
}

#[tokio::test(start_paused = true)]
async fn a_form_that_was_left_open_over_lunch_still_signs_in() {
    let mut pair = Pair::new().await;
    pair.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    pair.advance(Duration::from_secs(3_600)).await;
    pair.sign_in("anna").await;
}

#[tokio::test(start_paused = true)]
async fn who_guesses_waits_and_the_right_password_opens_afterwards() {
    let mut pair = Pair::new().await;
    pair.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    let pause = |pair: &Pair| pair.app.login().and_then(Login::pause);
    for _ in 0..30 {
        if pause(&pair).is_none() {
            pair.submit("anna", "a guess");
            pair.until("an answer", |app| app.login().is_some_and(|login| !login.is_busy())).await;
        }
    }
    let seconds = pause(&pair).expect("thirty guesses cost no time");
    pair.advance(Duration::from_secs(seconds + 1)).await;
    assert_eq!(pause(&pair), None);
    pair.sign_in("anna").await;
}
