//! The second step at sign-in against the real hub: on, asked for, done without the phone, and off.

use std::time::Duration;

use doorstep_core::event::Answers;
use doorstep_core::security::factor::Factor;
use doorstep_core::security::{Part, Wish};
use doorstep_core::{App, Intent, Screen};
use doorstep_protocol::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::pair::Pair;

fn want(pair: &mut Pair, wish: Wish) {
    pair.want(Intent::Security(wish));
}

fn factor(app: &App) -> Factor {
    app.home().map(|home| home.security().factor().clone()).unwrap_or_default()
}

fn type_code(pair: &mut Pair, code: &str) {
    let answers = Answers([("code".to_owned(), code.into())].into_iter().collect());
    pair.want(Intent::Submit { answers, remember: false });
}

/// Anna at her account, with the letters that her app is shown.
async fn setting_up() -> (Pair, String) {
    let mut pair = Pair::new().await;
    pair.sign_in("anna").await;
    want(&mut pair, Wish::Open);
    pair.until("it is off", |app| factor(app) == Factor::Off).await;
    want(&mut pair, Wish::BeginFactor);
    pair.until("the letters are there", |app| matches!(factor(app), Factor::Asking(_))).await;
    let Factor::Asking(setup) = factor(&pair.app) else { panic!("no letters") };
    assert!(setup.picture.is_some(), "the hub draws a picture");
    (pair, setup.letters.expose().to_owned())
}

/// The same with the second step on, and her recovery codes.
async fn turned_on() -> (Pair, String, Vec<Secret>) {
    let (mut pair, letters) = setting_up().await;
    let code = code(&letters, pair.seconds());
    want(&mut pair, Wish::SendCode(Secret::new(code)));
    pair.until("it is on", |app| matches!(factor(app), Factor::Codes(_))).await;
    let Factor::Codes(codes) = factor(&pair.app) else { panic!("no codes") };
    want(&mut pair, Wish::KeepCodes);
    (pair, letters, codes)
}

/// Anna at another screen, after her password.
async fn asked_for_a_code(at: &Pair) -> Pair {
    let mut other = at.beside().await;
    other.until("the form is there", |app| app.login().is_some_and(|login| login.form().is_some())).await;
    other.submit("anna", "anna-demo-pass");
    other.until("a code is asked for", asks_for_code).await;
    other
}

fn asks_for_code(app: &App) -> bool {
    let form = app.login().filter(|login| !login.is_busy()).and_then(|login| login.form());
    form.is_some_and(|form| form.data_schema.iter().any(|field| field.name == "code"))
}

#[tokio::test(start_paused = true)]
async fn it_is_on_after_a_code_and_asked_for_from_then_on() {
    let (mut here, letters, codes) = turned_on().await;
    assert_eq!(codes.len(), 10);
    let mut there = asked_for_a_code(&here).await;
    // A code works once, also the one that turned it on.
    there.advance(Duration::from_secs(31)).await;
    let now = code(&letters, there.seconds());
    type_code(&mut there, &now);
    there.until("she is in", |app| app.screen() == Screen::Home).await;

    want(&mut here, Wish::RemoveFactor);
    here.until("it is off", |app| factor(app) == Factor::Off).await;
    let mut later = here.beside().await;
    later.sign_in("anna").await;
}

#[tokio::test(start_paused = true)]
async fn a_recovery_code_stands_in_for_the_phone() {
    let (here, _, codes) = turned_on().await;
    let mut there = asked_for_a_code(&here).await;
    type_code(&mut there, codes[0].expose());
    there.until("she is in", |app| app.screen() == Screen::Home).await;
}

#[tokio::test(start_paused = true)]
async fn a_wrong_code_is_told_and_the_letters_stay() {
    let (mut here, letters) = setting_up().await;
    want(&mut here, Wish::SendCode(Secret::new("000000")));
    here.until("it is told", |app| matches!(factor(app), Factor::Asking(setup) if setup.is_wrong)).await;
    let Factor::Asking(setup) = factor(&here.app) else { panic!("no letters") };
    assert_eq!(setup.letters.expose(), letters);
    assert_eq!(here.app.home().unwrap().security().trouble(Part::Factor), None);
}

/// What an authenticator app shows (RFC 6238).
fn code(letters: &str, seconds: f64) -> String {
    let digits = letters.bytes().filter(|letter| *letter != b' ').map(|letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        digit => digit - b'2' + 26,
    });
    let bits: String = digits.map(|digit| format!("{digit:05b}")).collect();
    let bytes = bits.as_bytes().chunks_exact(8).map(|byte| std::str::from_utf8(byte).unwrap());
    let seed: Vec<u8> = bytes.map(|byte| u8::from_str_radix(byte, 2).unwrap()).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&seed).unwrap();
    mac.update(&((seconds / 30.0) as u64).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}
