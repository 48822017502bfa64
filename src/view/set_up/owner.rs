//! Who the owner is. The username follows the name until somebody types another one.

use doorstep_core::security::password::SHORTEST;
use doorstep_core::setup::{Page, Wish, username};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::super::element::{Element, classed, element};
use super::super::entry::{Kind, entry, entry_with};
use super::{PRIMARY, back, page as section, submit, want};
use crate::browser::form;
use crate::runtime::Runtime;

/// The page.
pub(super) fn page(runtime: Runtime) -> AnyView {
    let (name, username) = named("owner-name", "owner-username", |input| input);
    section(runtime, Page::Owner, "Who are you?")
        .with(
            element("p")
                .text("You will be the owner of this home: you add people and decide who may do what."),
        )
        .with(
            element("form")
                .submit(move |event| {
                    event.prevent_default();
                    let typed = |name| form::text(&event, name).map(|typed| typed.trim().to_owned());
                    let password = form::text(&event, "owner-password").map(Secret::new);
                    if let (Some(name), Some(username), Some(password)) =
                        (typed("owner-name"), typed("owner-username"), password)
                    {
                        want(runtime, Wish::Own { name, username, password });
                    }
                })
                .with(name)
                .with(username)
                .with(entry(Kind::NewPassword, "owner-password", "Password"))
                .with(rule())
                .with(
                    classed("div", "buttons")
                        .with(submit(runtime, "Become the owner", "Making you the owner…", PRIMARY))
                        .with(back(runtime)),
                ),
        )
        .view()
}

/// What a password must be.
pub(super) fn rule() -> Element {
    classed("p", "rule")
        .words(format!("At least {SHORTEST} characters. A few words in a row are easy to remember."))
}

/// A field for a name and one for the username that follows from it.
pub(super) fn named(
    name: &'static str,
    username: &'static str,
    more: impl FnOnce(Element) -> Element,
) -> (Element, Element) {
    let of_name = RwSignal::new(String::new());
    let typed = RwSignal::new(String::new());
    let name = entry_with(Kind::Words, name, "Name", move |input| {
        input
            .attr("maxlength", "100")
            .input(move |event| of_name.set(username::of_name(&event_target_value(&event))))
    });
    let username = entry_with(Kind::Username, username, "Username", move |input| {
        more(input)
            .attr("maxlength", "100")
            .value(move || if typed.read().is_empty() { of_name.get() } else { typed.get() })
            .input(move |event| typed.set(event_target_value(&event)))
    });
    (name, username)
}
