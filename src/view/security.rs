//! The page of one's own account: a dialog over the home.

use doorstep_core::home::Home;
use doorstep_core::security::factor::Factor;
use doorstep_core::security::{Asked, Part, Security, Trouble, Wish};
use doorstep_core::{App, Intent};
use leptos::prelude::*;

use super::element::{Element, classed, element, nothing};
use super::{icons, parts, text};
use crate::browser::{dialog, focus};
use crate::runtime::Runtime;
use crate::watch::Watch;

mod factor;
mod password;
mod row;
mod sessions;

/// Its id.
pub(super) const DIALOG: &str = "your-account";

/// The dialog.
pub(super) fn dialog(runtime: Runtime) -> AnyView {
    let is_open = watch(runtime, Security::is_open);
    // Nobody may lose codes that are shown once by a tap beside the dialog.
    let must_stay = watch(runtime, |security| matches!(security.factor(), Factor::Codes(_)));
    let head = classed("div", "people-head")
        .with(
            element("h2")
                .attr("id", "account")
                .attr("tabindex", "-1")
                .attr("autofocus", "")
                .text("Your account"),
        )
        .with(
            parts::button("close", || dialog::close(DIALOG))
                .attr("aria-label", "Close")
                .flag("hidden", move || must_stay.get())
                .child(parts::still(icons::CLOSE)),
        );
    let page = move || if is_open.get() { page(runtime) } else { nothing() };
    classed("dialog", "account-page")
        .attr("id", DIALOG)
        .attr("aria-labelledby", "account")
        .one_of("closedby", move || Some(if must_stay.get() { "none" } else { "any" }))
        .dialog("close", move |_| want(runtime, Wish::Close))
        .dialog("cancel", move |event| {
            if must_stay.get_untracked() {
                event.prevent_default();
            }
        })
        .with(classed("div", "account-sheet").with(head).changing(page))
        .view()
}

fn page(runtime: Runtime) -> AnyView {
    let me = runtime.watch(|app| app.home().and_then(Home::user).cloned());
    let who = move || {
        let Some(me) = me.get() else { return nothing() };
        let role = match (me.is_owner, me.is_admin) {
            (true, _) => "Owner of this home",
            (false, true) => "Administrator",
            (false, false) => "Member of this home",
        };
        let words = element("div").with(element("b").words(me.name.clone())).with(element("p").text(role));
        classed("div", "account-who").child(parts::face(&me.name)).with(words).view()
    };
    classed("div", "account-parts")
        .changing(who)
        .child(sessions::own(runtime))
        .child(factor::part(runtime))
        .child(password::part(runtime))
        .child(sessions::everyone(runtime))
        .view()
}

/// Says what a person wants of their account.
fn want(runtime: Runtime, wish: Wish) {
    runtime.send(Intent::Security(wish));
}

/// Follows one aspect of the account.
fn watch<T: PartialEq + Default + Send + Sync + 'static>(
    runtime: Runtime,
    read: impl Fn(&Security) -> T + Send + Sync + 'static,
) -> Watch<T> {
    runtime.watch(move |app: &App| app.home().map(|home| read(home.security())).unwrap_or_default())
}

/// A part of the page, under its heading.
fn part(id: &'static str, title: &'static str) -> Element {
    classed("section", "account-part")
        .attr("aria-labelledby", id)
        .with(element("h3").attr("id", id).attr("tabindex", "-1").text(title))
}

/// What went wrong in a part. The place is always there, so that what comes into it is read aloud.
fn trouble(runtime: Runtime, part: Part) -> AnyView {
    let trouble = watch(runtime, move |security| security.trouble(part).cloned());
    let alert = move || {
        let Some(trouble) = trouble.get() else { return nothing() };
        let words = element("div").with(parts::paragraph(text::account::trouble(&trouble)));
        let retry = || parts::button("button", move || want(runtime, Wish::Retry(part))).text("Try again");
        let words = match trouble {
            Trouble::NotConnected | Trouble::Silent | Trouble::Unconfirmed | Trouble::Unreadable => {
                words.with(retry())
            }
            Trouble::Refused(_) | Trouble::TooShort => words,
        };
        parts::alert(icons::WARNING, words)
    };
    element("div").attr("role", "alert").changing(alert).view()
}

/// A button for a wish; this element has the focus afterwards.
fn button(runtime: Runtime, class: &'static str, wish: Wish, then: &'static str) -> Element {
    parts::button(class, move || {
        want(runtime, wish.clone());
        focus::on(then);
    })
}

/// Whether the answer to this is awaited.
fn waits(runtime: Runtime, asked: Asked) -> Watch<bool> {
    watch(runtime, move |security| security.is_waiting_for(&asked))
}

/// What a button says that asks once whether it is meant.
#[derive(Clone, Copy)]
struct Sure {
    /// Its id.
    id: &'static str,
    /// What it does.
    label: &'static str,
    /// The same while the hub does it.
    meanwhile: &'static str,
    /// What it asks.
    question: &'static str,
    /// What has the focus afterwards.
    then: &'static str,
}

/// A button that asks once whether it is meant.
fn sure(runtime: Runtime, says: Sure, wish: Wish, is_busy: Watch<bool>) -> AnyView {
    let Sure { id, label, meanwhile, question, then } = says;
    let is_asking = RwSignal::new(false);
    let ask = move |asks: bool| {
        is_asking.set(asks);
        focus::on(id);
    };
    super::element::changing(move || {
        if is_busy.get() || !is_asking.get() {
            let button = parts::button("button", move || ask(true)).attr("id", id);
            return parts::busy(button, is_busy, label, meanwhile).view();
        }
        let wish = wish.clone();
        let done = move || {
            is_asking.set(false);
            want(runtime, wish.clone());
            focus::on(then);
        };
        classed("div", "sure")
            .attr("role", "group")
            .attr("id", id)
            .attr("tabindex", "-1")
            .attr("aria-label", question)
            .with(element("p").text(question))
            .with(parts::button("button danger", done).text(label))
            .with(parts::button("button", move || ask(false)).text("Cancel"))
            .view()
    })
}
