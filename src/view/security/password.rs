//! Changing one's own password.

use doorstep_core::security::password::{Password, SHORTEST};
use doorstep_core::security::{Asked, Part, Wish};
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing};
use super::super::entry::{Kind, entry};
use super::super::parts;
use super::{part as section, trouble, want, watch};
use crate::browser::{focus, form};
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
                Password::Set | Password::Changed => parts::button("button", move || {
                    want(runtime, Wish::OpenPassword);
                    focus::on("entry-current-password");
                })
                .text("Change password")
                .view(),
                Password::Asking => asking(runtime),
            })
            .child(trouble(runtime, Part::Password))
            .view()
    })
}

fn asking(runtime: Runtime) -> AnyView {
    let is_busy = watch(runtime, |security| security.is_waiting_for(&Asked::ChangePassword));
    // Home Assistant has no rule.
    let has_rule = watch(runtime, |security| security.is_able_to("doorstep"));
    let rule = move || match has_rule.get() {
        true => format!("At least {SHORTEST} characters. A few words in a row are easy to remember."),
        false => "A few words in a row are easy to remember and hard to guess.".into(),
    };
    let cancel = move || {
        want(runtime, Wish::ClosePassword);
        focus::on(HEADING);
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
                .with(
                    classed("button", "button primary")
                        .attr("type", "submit")
                        .one_of("aria-busy", move || is_busy.get().then_some("true"))
                        .says(move || if is_busy.get() { "Changing…".into() } else { "Change".into() }),
                )
                .with(parts::button("button", cancel).text("Cancel")),
        )
        .view()
}
