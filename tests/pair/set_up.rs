//! The first start of a hub, played to the end: the code, the owner, the people, the network, the name.

use doorstep_core::setup::{Page, Trouble, Wish};
use doorstep_core::{App, Intent, Screen};
use doorstep_protocol::secret::Secret;

use super::pair::Pair;

const PASSWORD: &str = "a few words in a row";

fn want(pair: &mut Pair, wish: Wish) {
    pair.want(Intent::SetUp(wish));
}

fn printed(pair: &Pair) -> Secret {
    pair.hub.set_up_codes().borrow().clone().unwrap()
}

fn is_at(page: Page) -> impl Fn(&App) -> bool {
    move |app| app.screen() == Screen::SetUp && app.set_up().page == page && !app.set_up().is_busy
}

fn people(app: &App) -> usize {
    app.home().and_then(|home| home.settling()).map_or(0, |settling| settling.people().len())
}

/// A new hub in a home network, at the question for the code.
async fn at_a_new_hub() -> Pair {
    let mut pair = Pair::fresh("192.168.7.20").await;
    pair.until("the code is asked for", is_at(Page::Code)).await;
    pair
}

/// The same with Anna as its owner.
async fn owned() -> Pair {
    let mut pair = at_a_new_hub().await;
    let code = printed(&pair);
    want(&mut pair, Wish::UseCode(code));
    let (name, username) = ("Anna".to_owned(), "anna".to_owned());
    want(&mut pair, Wish::Own { name, username, password: Secret::new(PASSWORD) });
    pair.until("the owner is in", |app| is_at(Page::Home)(app) && people(app) == 1).await;
    pair
}

#[tokio::test(start_paused = true)]
async fn a_new_hub_is_set_up_from_the_code_to_the_home() {
    let mut pair = owned().await;
    want(&mut pair, Wish::NameHome("Lighthouse".to_owned()));
    want(&mut pair, Wish::AddPerson { name: "Clara".to_owned(), sign_in: None });
    pair.until("Clara is there", |app| people(app) == 2).await;
    let sign_in = Some(("ben".to_owned(), Secret::new(PASSWORD)));
    want(&mut pair, Wish::AddPerson { name: "Ben".to_owned(), sign_in });
    pair.until("Ben is there", |app| people(app) == 3).await;
    want(&mut pair, Wish::GoOn);
    pair.until("the network is known", |app| {
        app.home().and_then(|home| home.settling()).is_some_and(|settling| settling.here().is_some())
    })
    .await;
    let here = pair.app.home().unwrap().settling().unwrap().here().unwrap().clone();
    assert_eq!(here.network.as_deref(), Some("192.168.7.0/24"));

    want(&mut pair, Wish::Finish { is_trusted: true });
    pair.until("the home is there", |app| app.screen() == Screen::Home).await;
    assert!(!pair.vault.is_setting_up);
    let mut later = pair.beside().await;
    later.until("the faces are there", |app| app.screen() == Screen::SignIn && app.login().is_some()).await;
    later
        .until("Clara has a face", |app| {
            app.login().is_some_and(|login| {
                login.network_faces().is_some_and(|faces| faces.iter().any(|face| face.name == "Clara"))
            })
        })
        .await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_code_is_told_and_the_right_one_still_works() {
    let mut pair = at_a_new_hub().await;
    want(&mut pair, Wish::UseCode(Secret::new("NOT-THE-CODE")));
    let (name, username) = ("Anna".to_owned(), "anna".to_owned());
    let own = Wish::Own { name, username, password: Secret::new(PASSWORD) };
    want(&mut pair, own.clone());
    pair.until("it is told", |app| app.set_up().trouble == Some(Trouble::WrongCode)).await;
    pair.advance(std::time::Duration::from_secs(5)).await;
    let code = printed(&pair);
    want(&mut pair, Wish::UseCode(code));
    want(&mut pair, own);
    pair.until("the owner is in", is_at(Page::Home)).await;
}

#[tokio::test(start_paused = true)]
async fn a_set_up_goes_on_after_a_reload_and_ends_once() {
    let pair = owned().await;
    let mut pair = pair.reloaded().await;
    pair.until("it goes on", |app| is_at(Page::Home)(app) && people(app) == 1).await;
    want(&mut pair, Wish::Finish { is_trusted: false });
    pair.until("the home is there", |app| app.screen() == Screen::Home).await;
    let mut pair = pair.reloaded().await;
    pair.until("the home is there again", |app| app.screen() == Screen::Home).await;
}

#[tokio::test(start_paused = true)]
async fn a_second_page_cannot_become_the_owner_too() {
    let mut late = at_a_new_hub().await;
    let code = printed(&late);
    let mut quick = late.beside().await;
    quick.until("the code is asked for", is_at(Page::Code)).await;
    let own = |name: &str| Wish::Own {
        name: name.to_owned(),
        username: name.to_lowercase(),
        password: Secret::new(PASSWORD),
    };
    want(&mut quick, Wish::UseCode(code.clone()));
    want(&mut quick, own("Anna"));
    quick.until("the owner is in", is_at(Page::Home)).await;
    want(&mut late, Wish::UseCode(code));
    want(&mut late, own("Ben"));
    late.until("it asks to sign in", |app| app.screen() == Screen::SignIn).await;
}
