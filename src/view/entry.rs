//! A labelled place to type into, of which the app knows the meaning. Fields of the hub's forms are in
//! [`super::field`].

use leptos::prelude::*;

use super::element::{Element, classed, element};
use super::{icons, parts};

/// What is typed, which also says what a password manager or a phone should offer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words, such as a name.
    Words,
    /// One word that is no name.
    Word,
    /// The name to sign in with.
    Username,
    /// The password as it is.
    CurrentPassword,
    /// A password that is being made.
    NewPassword,
    /// A code that is used once.
    Code,
}

/// A text field; its name is also the end of its id.
pub(super) fn entry(kind: Kind, name: &'static str, label: &'static str) -> Element {
    entry_with(kind, name, label, |input| input)
}

/// The same, with something more on its input.
pub(super) fn entry_with(
    kind: Kind,
    name: &'static str,
    label: &'static str,
    more: impl FnOnce(Element) -> Element,
) -> Element {
    let id = format!("entry-{name}");
    let input = element("input")
        .own("id", id.clone())
        .attr("name", name)
        .attr("required", "")
        .attr("autocapitalize", if kind == Kind::Words { "words" } else { "none" })
        .attr("spellcheck", "false")
        .attr("autocomplete", autocomplete(kind));
    let label = element("label").own("for", id).text(label);
    let field = classed("div", "field").with(label);
    match kind {
        Kind::Words | Kind::Word | Kind::Username => field.with(more(input.attr("type", "text"))),
        Kind::Code => field.with(more(input.attr("type", "text").attr("inputmode", "numeric"))),
        Kind::CurrentPassword | Kind::NewPassword => {
            let is_shown = RwSignal::new(false);
            let kind = move || Some(if is_shown.get() { "text" } else { "password" });
            let peek = parts::button("peek", move || is_shown.update(|shown| *shown = !*shown))
                .attr("aria-label", "Show password")
                .one_of("aria-pressed", move || Some(if is_shown.get() { "true" } else { "false" }))
                .child(parts::icon(move || if is_shown.get() { icons::EYE_OFF } else { icons::EYE }));
            field.with(more(input.one_of("type", kind))).with(peek)
        }
    }
}

fn autocomplete(kind: Kind) -> &'static str {
    match kind {
        Kind::Words | Kind::Word => "off",
        Kind::Username => "username",
        Kind::CurrentPassword => "current-password",
        Kind::NewPassword => "new-password",
        Kind::Code => "one-time-code",
    }
}
