//! Whether the network that this page is opened from is only the household's, and what follows from the answer.

use doorstep_core::setup::settling::Settling;
use doorstep_core::setup::{Page, Wish};
use leptos::prelude::*;

use super::super::element::{Element, classed, element, nothing};
use super::super::text;
use super::{back, button, is_busy, page as section};
use crate::runtime::Runtime;

/// The page.
pub(super) fn page(runtime: Runtime) -> AnyView {
    let here = runtime.watch(|app| app.home()?.settling().and_then(Settling::here).cloned());
    let question = move || {
        let Some(here) = here.get() else { return nothing() };
        let said = element("p").words(text::set_up::here(&here));
        let choices = match here.network {
            Some(_) => element("div")
                .with(choice(
                    runtime,
                    true,
                    "Yes, only us",
                    "At home the people whom you added tap their face, without a password. So could a guest in your Wi-Fi: they would see the home and switch things, but never change users, passwords or networks. You sign in with your password.",
                ))
                .with(choice(
                    runtime,
                    false,
                    "No, others use it too",
                    "Everybody signs in with a password, at home as well. Whom you added without one cannot come in yet.",
                )),
            None => element("div").with(choice(
                runtime,
                false,
                "Finish",
                "Whom you added without a password can come in once a network is trusted.",
            )),
        };
        element("div").with(said).with(choices).view()
    };
    section(runtime, Page::Network, "Is this network only for your household?")
        .with(classed("div", "set-up-choices").changing(question))
        .with(back(runtime))
        .view()
}

fn choice(runtime: Runtime, is_trusted: bool, title: &'static str, follows: &'static str) -> Element {
    let is_busy = is_busy(runtime);
    button(runtime, "set-up-choice", Wish::Finish { is_trusted })
        .one_of("aria-busy", move || is_busy.get().then_some("true"))
        .with(element("b").text(title))
        .with(element("span").text(follows))
}
