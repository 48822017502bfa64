//! The page of one's own account against the real hub: where somebody is signed in, ending that, and a new password.

use std::time::Duration;

use doorstep_core::security::password::Password;
use doorstep_core::security::sessions::Row;
use doorstep_core::security::{Part, Security, Wish};
use doorstep_core::{App, Intent, Screen};
use doorstep_protocol::secret::Secret;

use super::pair::Pair;

fn want(pair: &mut Pair, wish: Wish) {
    pair.want(Intent::Security(wish));
}

fn page(app: &App) -> Option<&Security> {
    app.home().map(|home| home.security())
}

fn own(app: &App) -> Vec<Row> {
    page(app).and_then(Security::own_sessions).unwrap_or_default()
}

/// Anna at two screens, the first of which looks at her account.
async fn anna_at_two_screens() -> (Pair, Pair) {
    let mut there = Pair::new().await;
    there.sign_in("anna").await;
    let mut here = there.beside().await;
    here.sign_in("anna").await;
    want(&mut here, Wish::Open);
    here.until("both sessions are told", |app| own(app).len() == 2).await;
    (here, there)
}

#[tokio::test(start_paused = true)]
async fn a_person_sees_where_they_are_signed_in() {
    let (here, _there) = anna_at_two_screens().await;
    let rows = own(&here.app);
    assert!(rows[0].is_current && !rows[1].is_current, "{rows:?}");
    for row in rows {
        assert!(row.used.is_some() && row.ends.is_some(), "{row:?}");
        assert_eq!(row.entered.as_deref(), Some("password"));
    }
    assert_eq!(page(&here.app).unwrap().trouble(Part::Sessions), None);
}

#[tokio::test(start_paused = true)]
async fn a_new_password_ends_the_sessions_of_the_old() {
    let (mut here, mut there) = anna_at_two_screens().await;
    want(&mut here, Wish::OpenPassword);
    let change = |current: &str| Wish::ChangePassword {
        current: Secret::new(current),
        new: Secret::new("a few words in a row"),
    };
    want(&mut here, change("not the password"));
    here.until("it is refused", |app| page(app).is_some_and(|page| page.trouble(Part::Password).is_some()))
        .await;
    tokio::time::advance(Duration::from_secs(2)).await;
    want(&mut here, change("anna-demo-pass"));
    here.until("it is changed", |app| page(app).is_some_and(|page| page.password() == Password::Changed))
        .await;
    there.until("it is out", |app| app.screen() == Screen::SignIn).await;
}

#[tokio::test(start_paused = true)]
async fn ending_a_session_elsewhere_ends_it_there() {
    let (mut here, mut there) = anna_at_two_screens().await;
    let other = own(&here.app)[1].id.clone();
    want(&mut here, Wish::EndSession(other));
    here.until("it is gone", |app| own(app).len() == 1).await;
    there.until("it is out", |app| app.screen() == Screen::SignIn).await;
    assert_eq!(here.app.screen(), Screen::Home);
}

#[tokio::test(start_paused = true)]
async fn ending_all_others_keeps_this_one() {
    let (mut here, mut there) = anna_at_two_screens().await;
    want(&mut here, Wish::EndOthers);
    here.until("the others are gone", |app| own(app).len() == 1).await;
    there.until("it is out", |app| app.screen() == Screen::SignIn).await;
    assert!(own(&here.app)[0].is_current);
}

#[tokio::test(start_paused = true)]
async fn an_administrator_sees_and_ends_everybodys_sessions() {
    let mut clara = Pair::new().await;
    clara.sign_in("clara").await;
    let mut anna = clara.beside().await;
    anna.sign_in("anna").await;
    want(&mut anna, Wish::Open);
    let others = |app: &App| page(app).and_then(Security::others_sessions).unwrap_or_default();
    anna.until("Clara's session is told", |app| others(app).iter().any(|group| group.name == "Clara")).await;
    let group = others(&anna.app).into_iter().find(|group| group.name == "Clara").unwrap();
    want(&mut anna, Wish::EndAllOf(group.user));
    anna.until("they are gone", |app| others(app).is_empty()).await;
    clara.until("she is out", |app| app.screen() == Screen::SignIn).await;

    want(&mut clara, Wish::Open);
    assert_eq!(others(&clara.app), []);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_called_as_somebody_named_it() {
    let (mut here, _there) = anna_at_two_screens().await;
    let row = own(&here.app)[1].id.clone();
    here.until("the hub says what it can do", |app| {
        page(app).is_some_and(|page| page.is_able_to("sessions"))
    })
    .await;
    want(&mut here, Wish::Rename(row, "Kitchen tablet".to_owned()));
    here.until("it has its name", |app| {
        own(app).iter().any(|row| format!("{:?}", row.title).contains("Kitchen tablet"))
    })
    .await;
}
