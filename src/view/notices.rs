//! What must be heard: a lost connection, a refusal, a storage that does not remember.

use doorstep_core::Intent;
use doorstep_core::connection::Standing;
use doorstep_core::home::Home;
use leptos::prelude::*;

use super::element::{classed, element, nothing};
use super::{icons, parts, text, words};
use crate::runtime::Runtime;

/// The notices over a home. Both places are always there, so that what comes into them is read aloud.
pub(super) fn notices(runtime: Runtime) -> AnyView {
    let standing = runtime.watch(|app| app.home().map(Home::standing));
    let storage = runtime.watch(|app| app.storage_problem().map(text::storage));
    let lost = move || match standing.get() {
        Some(Standing::Away) => classed("p", "notice")
            .attr("data-tone", "wait")
            .child(parts::still(icons::OFFLINE))
            .with(element("span").text("Connection lost. Trying again…"))
            .view(),
        Some(Standing::Coming | Standing::Live | Standing::Stopped(_)) | None => nothing(),
    };
    let forgetful = move || match storage.get() {
        Some(said) => classed("p", "notice").with(element("span").text(said)).view(),
        None => nothing(),
    };
    // The tile shows it too; here it is read aloud.
    let trouble = runtime.watch(|app| app.home().and_then(Home::trouble));
    let refused = move || {
        let said =
            trouble.get().and_then(|(name, phase)| Some(format!("{name}: {}", words::notice(&phase)?)));
        said.map_or_else(nothing, |said| classed("p", "visually-hidden").words(said).view())
    };
    let stopped = move || match standing.get() {
        Some(Standing::Stopped(problem)) => classed("div", "notice")
            .child(parts::still(icons::WARNING))
            .with(element("span").words(text::problem(&problem)))
            .with(parts::button("button", move || runtime.send(Intent::TryAgain)).text("Try again"))
            .with(
                parts::button("button", move || runtime.send(Intent::SignInSomeoneElse)).text("Someone else"),
            )
            .view(),
        Some(Standing::Coming | Standing::Away | Standing::Live) | None => nothing(),
    };
    let welcome = runtime.watch(|app| {
        let name = app.home()?.user()?.name.clone();
        app.is_welcoming().then_some(name)
    });
    let unasked = move || {
        let Some(name) = welcome.get() else { return nothing() };
        classed("div", "notice welcome")
            .with(element("span").words(format!("You are {name} · ")))
            .with(parts::button("button", move || runtime.send(Intent::ShowFaces)).text("not you?"))
            .with(
                parts::button("dismiss", move || runtime.send(Intent::DismissWelcome))
                    .attr("aria-label", "Close")
                    .child(parts::still(icons::CLOSE)),
            )
            .view()
    };
    classed("div", "notices")
        .with(element("div").attr("role", "status").changing(unasked))
        .with(element("div").attr("role", "status").changing(lost).changing(forgetful).changing(refused))
        .with(element("div").attr("role", "alert").changing(stopped))
        .view()
}
