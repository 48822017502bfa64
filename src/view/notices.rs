//! What must be heard: a lost connection, a refusal, a storage that does not remember.

use doorstep_core::Intent;
use doorstep_core::connection::Standing;
use doorstep_core::home::Home;
use leptos::html::{button, div, p, span};
use leptos::{ev, prelude::*};

use super::{icons, parts, text};
use crate::runtime::Runtime;

/// The notices over a home. Both places are always there, so that what comes into them is read aloud.
pub(super) fn notices(runtime: Runtime) -> impl IntoView {
    let standing = runtime.watch(|app| app.home().map(Home::standing));
    let storage = runtime.watch(|app| app.storage_problem().map(text::storage));
    let lost = move || {
        matches!(standing.get(), Some(Standing::Away)).then(|| {
            p().class("notice")
                .attr("data-tone", "wait")
                .child((parts::still(icons::OFFLINE), span().child("Connection lost. Trying again…")))
        })
    };
    let forgetful = move || storage.get().map(|said| p().class("notice").child(span().child(said)));
    let stopped = move || match standing.get() {
        Some(Standing::Stopped(problem)) => Some(
            div().class("notice").child((
                parts::still(icons::WARNING),
                span().child(text::problem(&problem)),
                button()
                    .class("button")
                    .attr("type", "button")
                    .on(ev::click, move |_| runtime.send(Intent::TryAgain))
                    .child("Try again"),
            )),
        ),
        Some(Standing::Coming | Standing::Away | Standing::Live) | None => None,
    };
    div().class("notices").child((
        div().attr("role", "status").child((lost, forgetful)),
        div().attr("role", "alert").child(stopped),
    ))
}
