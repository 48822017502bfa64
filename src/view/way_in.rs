//! The way in: under the sky of the hour either the picker or the sign-in, and at the foot the way to the other.

use doorstep_core::login::{Asked, Login};
use doorstep_core::problem::{Problem, Remedy};
use doorstep_core::{App, Intent};
use leptos::prelude::*;

use super::element::{changing, classed, element, nothing};
use super::{icons, parts, picker, sign_in, text, why};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The screen.
pub(super) fn screen(runtime: Runtime) -> AnyView {
    let is_picking = runtime.watch(App::is_picking);
    let is_arriving = runtime.watch(|app| app.login().is_some_and(Login::is_arriving));
    let body = changing(move || match (is_picking.get(), is_arriving.get()) {
        (true, _) => picker::picker(runtime),
        (false, true) => classed("main", "arriving").attr("aria-busy", "true").child(parts::mark()).view(),
        (false, false) => sign_in::column(runtime),
    });
    classed("div", "sky")
        .with(
            classed("header", "sky-head")
                .changing(move || if is_picking.get() { clock(runtime) } else { nothing() }),
        )
        .child(body)
        .with(classed("footer", "sky-foot").child(other_door(runtime, is_picking)).child(why::why(runtime)))
        .view()
}

/// A wall has a clock. It is not read aloud every minute.
fn clock(runtime: Runtime) -> AnyView {
    let time = runtime.watch(|app| format!("{:02}:{:02}", app.hour(), app.minute()));
    classed("p", "clock").attr("aria-hidden", "true").says(move || time.get()).view()
}

/// From the picker to the form, and back.
fn other_door(runtime: Runtime, is_picking: Watch<bool>) -> AnyView {
    let has_form = runtime.watch(|app| app.login().is_some_and(Login::has_form));
    let has_faces =
        runtime.watch(|app| app.login().is_some_and(Login::has_network_faces) || !app.people().is_empty());
    changing(move || {
        let door = |intent: Intent| parts::button("button door", move || runtime.send(intent.clone()));
        match (is_picking.get(), has_form.get(), has_faces.get()) {
            (true, true, _) => door(Intent::SignInSomeoneElse).text("Someone else").view(),
            (false, _, true) => {
                door(Intent::ShowFaces).child(parts::still(icons::BACK)).text("Who's here?").view()
            }
            (true, false, _) | (false, _, false) => nothing(),
        }
    })
}

/// What went wrong. The place is always there, so that what comes into it is read aloud.
pub(super) fn trouble(runtime: Runtime) -> AnyView {
    let trouble = runtime.watch(|app| {
        let login = app.login()?;
        let said = login.problem().map(text::problem).or_else(|| base_error(login));
        let is_free = !login.is_busy() && login.pause().is_none();
        // Where something is asked, doing it again is its own way.
        let is_offered = |remedy: &Remedy| login.is_stuck() || *remedy != Remedy::TryAgain;
        let problem = login.problem().filter(|_| is_free);
        let remedy = problem.map(Problem::remedy).filter(is_offered).unwrap_or(Remedy::None);
        said.map(|said| (said, remedy))
    });
    let storage = runtime.watch(|app| app.storage_problem().map(text::storage));
    let alert = move || {
        let Some((said, remedy)) = trouble.get() else { return nothing() };
        let button = |intent: Intent, words: &'static str| {
            parts::button("button", move || runtime.send(intent.clone())).text(words)
        };
        let words = element("div").with(parts::paragraph(said));
        let words = match remedy {
            Remedy::TryAgain => words.with(button(Intent::TryAgain, "Try again")),
            Remedy::Reload => words.with(button(Intent::Reload, "Reload the page")),
            Remedy::None => words,
        };
        parts::alert(icons::WARNING, words)
    };
    let forgetful = move || {
        storage.get().map_or_else(nothing, |said| {
            parts::alert(icons::WARNING, element("div").with(element("p").text(said)))
        })
    };
    classed("div", "trouble").attr("role", "alert").changing(alert).changing(forgetful).view()
}

fn base_error(login: &Login) -> Option<String> {
    // While a new attempt is under way, the old mistake is no longer the point.
    let Asked::Form(form) = login.asked() else { return None };
    let errors = form.errors.as_ref().filter(|_| !login.is_busy())?;
    errors.get("base").or_else(|| errors.values().next()).map(|key| text::form_error(key))
}

/// The hub's other ways in.
pub(super) fn ways(runtime: Runtime, is_picker: bool) -> AnyView {
    let ways = runtime.watch(move |app| {
        let ways = app.login().map(|login| login.ways(is_picker)).unwrap_or_default();
        ways.into_iter().map(|(place, provider)| (place, text::way(provider))).collect::<Vec<_>>()
    });
    let others = move || {
        super::element::together(ways.get().into_iter().map(|(place, name)| {
            parts::button("button plain", move || runtime.send(Intent::ChooseProvider(place)))
                .words(name)
                .view()
        }))
    };
    classed("div", "ways").changing(others).view()
}
