//! The second step at sign-in: the picture and the letters for the app, the code, the recovery codes.

use doorstep_core::security::factor::Factor;
use doorstep_core::security::{Asked, Part, Wish};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing};
use super::super::entry::{Kind, entry_with};
use super::super::parts;
use super::{Sure, button, sure, trouble, waits, want, watch};
use crate::browser::form;
use crate::runtime::Runtime;
use crate::watch::Watch;

const HEADING: &str = "second-step";

/// What the part shows; the form stays where it is while only its error differs.
#[derive(Clone, Default, PartialEq)]
enum Shown {
    #[default]
    Nothing,
    Off,
    Asking(Secret, Option<Secret>),
    Codes(Vec<Secret>),
    On,
}

/// The part.
pub(super) fn part(runtime: Runtime) -> AnyView {
    let shown = watch(runtime, |security| match security.factor() {
        Factor::Unknown | Factor::Unavailable => Shown::Nothing,
        Factor::Off => Shown::Off,
        Factor::Asking(setup) => Shown::Asking(setup.letters.clone(), setup.picture.clone()),
        Factor::Codes(codes) => Shown::Codes(codes.clone()),
        Factor::On => Shown::On,
    });
    let is_there = Watch::new(move || shown.get() != Shown::Nothing);
    changing(move || {
        if !is_there.get() {
            return trouble(runtime, Part::Factor);
        }
        super::part(HEADING, "Second step at sign-in")
            .changing(move || match shown.get() {
                Shown::Nothing => nothing(),
                Shown::Off => off(runtime),
                Shown::Asking(letters, picture) => asking(runtime, &letters, picture),
                Shown::Codes(codes) => recovery(runtime, &codes),
                Shown::On => on(runtime),
            })
            .child(trouble(runtime, Part::Factor))
            .view()
    })
}

fn off(runtime: Runtime) -> AnyView {
    let is_busy = waits(runtime, Asked::BeginFactor);
    let begin = button(runtime, "button primary", Wish::BeginFactor, HEADING);
    element("div")
        .with(element("p").text(
            "It is off. With it on, the hub asks for a code of an app on your phone after your password, so your password alone lets nobody in.",
        ))
        .with(parts::busy(begin, is_busy, "Turn on", "Asking the hub…"))
        .view()
}

fn asking(runtime: Runtime, letters: &Secret, picture: Option<Secret>) -> AnyView {
    let is_busy = waits(runtime, Asked::ProveFactor);
    let is_wrong =
        watch(runtime, |security| matches!(security.factor(), Factor::Asking(setup) if setup.is_wrong));
    let picture = match picture {
        Some(picture) => classed("div", "qr")
            .with(
                element("img")
                    .attr("alt", "QR code that holds the secret for your app")
                    .own("src", picture.expose().to_owned()),
            )
            .view(),
        None => nothing(),
    };
    let letters = classed("p", "letters").with(element("code").words(letters.expose().to_owned()));
    let hint = element("p").attr("role", "alert").says(move || {
        if is_wrong.get() {
            "That code is not right. Wait for the next one. If it stays wrong, check the clock of your phone."
                .into()
        } else {
            String::new()
        }
    });
    let field = entry_with(Kind::Code, "factor-code", "Code of your app", move |input| {
        input.attr("maxlength", "12").one_of("aria-invalid", move || is_wrong.get().then_some("true"))
    });
    let form = element("form")
        .submit(move |event| {
            event.prevent_default();
            if let Some(code) = form::text(&event, "factor-code") {
                want(runtime, Wish::SendCode(Secret::new(code)));
            }
        })
        .with(field)
        .with(hint)
        .with(
            classed("div", "buttons")
                .with(parts::busy(parts::send("button primary"), is_busy, "Check and turn on", "Checking…"))
                .with(button(runtime, "button", Wish::CancelFactor, HEADING).text("Cancel")),
        );
    let steps = element("ol")
        .with(
            element("li")
                .text("Open an authenticator app on your phone and scan this picture.")
                .child(picture),
        )
        .with(element("li").text("Or type these letters into the app:").with(letters))
        .with(element("li").text("Type the code that the app shows now.").with(form));
    classed("div", "factor").with(steps).view()
}

fn recovery(runtime: Runtime, codes: &[Secret]) -> AnyView {
    let text = codes.iter().map(Secret::expose).collect::<Vec<_>>().join("\n");
    let file = format!("data:text/plain;charset=utf-8,{}", text.replace('\n', "%0A"));
    let list = element("textarea")
        .attr("readonly", "")
        .attr("aria-label", "Recovery codes")
        .attr("spellcheck", "false")
        .own("rows", codes.len().to_string())
        .words(text);
    classed("div", "codes")
        .attr("role", "group")
        .attr("aria-labelledby", "codes")
        .with(element("h4").attr("id", "codes").text("It is on. Now keep your recovery codes"))
        .with(element("p").text(
            "When your phone is lost, one of these lets you in instead of its code. Each works once. They are not shown again.",
        ))
        .with(list)
        .with(
            classed("div", "buttons")
                .with(
                    classed("a", "button")
                        .own("href", file)
                        .attr("download", "doorstep-recovery-codes.txt")
                        .text("Save as a file"),
                )
                .with(button(runtime, "button primary", Wish::KeepCodes, HEADING).text("I have kept them")),
        )
        .view()
}

fn on(runtime: Runtime) -> AnyView {
    let says = Sure {
        id: "end-factor",
        label: "Turn off",
        meanwhile: "Turning off…",
        question: "Turn the second step off? Then your password alone is enough to sign in.",
        then: HEADING,
    };
    element("div")
        .with(
            element("p")
                .text("It is on: after your password the hub asks for a code of the app on your phone."),
        )
        .child(sure(runtime, says, Wish::RemoveFactor, waits(runtime, Asked::RemoveFactor)))
        .view()
}
