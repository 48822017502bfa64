//! The first start: a page for each question, one after the other.
//!
//! All pages are drawn once and hidden in turn, so that nothing that was typed is lost on the way back.

use doorstep_core::setup::{Page, Trouble, Wish};
use doorstep_core::{App, Intent};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::element::{Element, classed, element, nothing};
use super::entry::{Kind, entry, entry_with};
use super::{icons, parts, text};
use crate::browser::{focus, form};
use crate::runtime::Runtime;
use crate::watch::Watch;

mod network;
mod owner;
mod people;

const PRIMARY: &str = "button primary";

/// The screen.
pub(super) fn screen(runtime: Runtime) -> AnyView {
    let page = runtime.watch(|app| app.set_up().page);
    // The keyboard and the screen reader begin where the page does.
    let step = move || {
        focus::on(heading(page.get()));
        number(page.get()).map(|number| format!("Step {number} of 5")).unwrap_or_default()
    };
    let column = classed("main", "set-up")
        .child(parts::mark())
        .with(classed("p", "step").says(step))
        .child(trouble(runtime))
        .child(looking(runtime))
        .child(elsewhere(runtime))
        .child(code(runtime))
        .child(owner::page(runtime))
        .child(home(runtime))
        .child(people::page(runtime))
        .child(network::page(runtime));
    classed("div", "sky")
        .with(classed("header", "sky-head"))
        .with(column)
        .with(classed("footer", "sky-foot"))
        .view()
}

/// Says what a person wants of the set-up.
fn want(runtime: Runtime, wish: Wish) {
    runtime.send(Intent::SetUp(wish));
}

/// A page of the set-up, on the screen only in its turn.
fn page(runtime: Runtime, this: Page, title: &'static str) -> Element {
    let is_on = runtime.watch(move |app| app.set_up().page == this);
    classed("section", "set-up-page")
        .attr("aria-labelledby", heading(this))
        .flag("hidden", move || !is_on.get())
        .with(element("h1").attr("id", heading(this)).attr("tabindex", "-1").text(title))
}

fn heading(page: Page) -> &'static str {
    match page {
        Page::Looking => "set-up-looking",
        Page::Elsewhere => "set-up-elsewhere",
        Page::Code => "set-up-code",
        Page::Owner => "set-up-owner",
        Page::Home => "set-up-home",
        Page::People => "set-up-people",
        Page::Network => "set-up-network",
    }
}

fn number(page: Page) -> Option<u8> {
    match page {
        Page::Looking | Page::Elsewhere => None,
        Page::Code => Some(1),
        Page::Owner => Some(2),
        Page::Home => Some(3),
        Page::People => Some(4),
        Page::Network => Some(5),
    }
}

/// What went wrong. The place is always there, so that what comes into it is read aloud.
fn trouble(runtime: Runtime) -> AnyView {
    let trouble = runtime.watch(|app: &App| app.set_up().trouble);
    let alert = move || {
        let Some(trouble) = trouble.get() else { return nothing() };
        let words = element("div").with(parts::paragraph(text::set_up::trouble(&trouble)));
        let is_stuck = runtime.watch(|app| matches!(app.set_up().page, Page::Looking | Page::Network));
        let words = match trouble {
            Trouble::Hub(_) if is_stuck.get_untracked() => words.with(again(runtime)),
            Trouble::Hub(_) | Trouble::Line(_) | Trouble::WrongCode | Trouble::TooShort => words,
        };
        parts::alert(icons::WARNING, words)
    };
    element("div").attr("role", "alert").changing(alert).view()
}

fn again(runtime: Runtime) -> Element {
    button(runtime, "button", Wish::TryAgain).text("Try again")
}

/// The button that sends a page's form.
fn submit(runtime: Runtime, words: &'static str, busy: &'static str, class: &'static str) -> Element {
    parts::busy(parts::send(class), is_busy(runtime), words, busy)
}

fn is_busy(runtime: Runtime) -> Watch<bool> {
    runtime.watch(|app| app.set_up().is_busy)
}

/// A button for a wish.
fn button(runtime: Runtime, class: &'static str, wish: Wish) -> Element {
    parts::button(class, move || want(runtime, wish.clone()))
}

fn back(runtime: Runtime) -> Element {
    button(runtime, "button plain", Wish::Back).text("Back")
}

fn looking(runtime: Runtime) -> AnyView {
    page(runtime, Page::Looking, "Looking at your hub…").view()
}

/// Home Assistant is set up by its own pages.
fn elsewhere(runtime: Runtime) -> AnyView {
    page(runtime, Page::Elsewhere, "This hub has no owner yet")
        .with(element("p").text("Home Assistant is set up on its own pages. Finish that first; then come back here and try again."))
        .with(classed("a", "button primary").attr("href", "/").text("Open its set-up"))
        .with(again(runtime))
        .view()
}

fn code(runtime: Runtime) -> AnyView {
    let field = entry_with(Kind::Word, "setup-code", "Set-up code", |input| input.attr("maxlength", "40"));
    page(runtime, Page::Code, "Welcome home")
        .with(element("p").text(
            "This hub is new and belongs to nobody yet. Where it was started, in its window or its log, it shows a set-up code: that is how it knows that you stand before it.",
        ))
        .with(
            element("form")
                .submit(move |event| {
                    event.prevent_default();
                    if let Some(code) = form::text(&event, "setup-code") {
                        want(runtime, Wish::UseCode(Secret::new(code.trim())));
                    }
                })
                .with(field)
                .with(submit(runtime, "Continue", "Continue", PRIMARY)),
        )
        .view()
}

fn home(runtime: Runtime) -> AnyView {
    page(runtime, Page::Home, "What is your home called?")
        .with(element("p").text("Everybody sees this name, for example when they sign in."))
        .with(
            element("form")
                .submit(move |event| {
                    event.prevent_default();
                    if let Some(name) = form::text(&event, "home-name") {
                        want(runtime, Wish::NameHome(name.trim().to_owned()));
                    }
                })
                .with(entry(Kind::Words, "home-name", "Name of the home"))
                .with(submit(runtime, "Continue", "Continue", PRIMARY)),
        )
        .view()
}
