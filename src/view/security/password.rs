//! Changing one's own password.

use doorstep_core::security::password::{Password, SHORTEST};
use doorstep_core::security::{Asked, Part, Wish};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing};
use super::super::entry::{Kind, entry};
use super::super::parts;
use super::{button, part as section, trouble, waits, want, watch};
use crate::browser::form;
use crate::runtime::Runtime;
use crate::watch::Watch;

const HEADING: &str = "password";

/// The part.
pub(super) fn part(runtime: Runtime) -> AnyView {
    let state = watch(runtime, |security| security.password());
    let is_there = Watch::new(move || !matches!(state.get(), Password::Unknown | Password::None));
    changing(move || {
        if !is_there.get() {
            return nothing();
        }
        let said = move || match state.get() {
            Password::Changed => "Your password is changed. Use the new one from now on.".into(),
            Password::Unknown | Password::None | Password::Set | Password::Asking => String::new(),
        };
        section(HEADING, "Password")
            .with(element("p").attr("role", "status").says(said))
            .changing(move || match state.get() {
                Password::Unknown | Password::None => nothing(),
                Password::Set | Password::Changed => {
                    let first = "entry-current-password";
                    button(runtime, "button", Wish::OpenPassword, first).text("Change password").view()
                }
                Password::Asking => asking(runtime),
            })
            .child(trouble(runtime, Part::Password))
            .view()
    })
}

fn asking(runtime: Runtime) -> AnyView {
    let is_busy = waits(runtime, Asked::ChangePassword);
    // Home Assistant has no rule.
    let has_rule = watch(runtime, |security| security.is_able_to("doorstep"));
    let rule = move || match has_rule.get() {
        true => format!("At least {SHORTEST} characters. A few words in a row are easy to remember."),
        false => "A few words in a row are easy to remember and hard to guess.".into(),
    };
    element("form")
        .submit(move |event| {
            event.prevent_default();
            let typed = |name| form::text(&event, name).map(Secret::new);
            if let (Some(current), Some(new)) = (typed("current-password"), typed("new-password")) {
                want(runtime, Wish::ChangePassword { current, new });
            }
        })
        .with(entry(Kind::CurrentPassword, "current-password", "Current password"))
        .with(entry(Kind::NewPassword, "new-password", "New password"))
        .with(classed("p", "quiet").says(rule))
        .with(
            classed("div", "buttons")
                .with(parts::busy(parts::send("button primary"), is_busy, "Change", "Changing…"))
                .with(button(runtime, "button", Wish::ClosePassword, HEADING).text("Cancel")),
        )
        .view()
}
