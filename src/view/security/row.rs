//! One session: what it is called, how long ago it was used and from where, and the ways to end or name it.

use doorstep_core::security::Wish;
use doorstep_core::security::sessions::{Row, Title};
use doorstep_protocol::ids::SessionId;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing};
use super::super::entry::{Kind, entry_with};
use super::super::{parts, text};
use super::sessions::OWN;
use super::{sessions, want, watch};
use crate::browser::{focus, form};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The row of this session; `heading` gets the focus when it goes.
pub(super) fn row(runtime: Runtime, rows: Watch<Vec<Row>>, id: SessionId, heading: &'static str) -> AnyView {
    let row = Watch::new(move || rows.with(|rows| rows.iter().find(|row| row.id == id).cloned()));
    let is_renaming = RwSignal::new(false);
    let inside =
        changing(move || if is_renaming.get() { naming(runtime, row, is_renaming) } else { nothing() });
    let name = Watch::new(move || row.with(|row| row.as_ref().map(name)).unwrap_or_default());
    let lines = Watch::new(move || {
        row.with(|row| row.as_ref().map(text::account::session_lines)).unwrap_or_default()
    });
    let is_current = row.with_untracked(|row| row.as_ref().is_some_and(|row| row.is_current));
    let is_ending = Watch::new(move || row.with(|row| row.as_ref().is_some_and(|row| row.is_ending)));
    let title = element("b").says(move || name.get());
    let badge = if is_current { classed("span", "badge").text("This device").view() } else { nothing() };
    let words = classed("div", "session-words")
        .with(element("div").with(title).child(badge))
        .with(element("p").says(move || lines.with(|(used, _)| used.clone())))
        .with(element("p").says(move || lines.with(|(_, more)| more.clone())));
    let end = parts::button("button", move || {
        if let Some(row) = row.get_untracked() {
            sessions::end(runtime, &row);
            focus::on(heading);
        }
    })
    // Several sessions of one browser have one name.
    .live("aria-label", move || {
        let which = lines.with(|(used, _)| if is_current { "this device".to_owned() } else { used.clone() });
        Some(format!("Sign out {}, {which}", name.get()))
    });
    let end = parts::busy(end, is_ending, "Sign out", "Signing out…");
    let line = classed("div", "session")
        .with(words)
        .child(if heading == OWN { rename(runtime, row, name, is_renaming) } else { nothing() })
        .with(end);
    element("li").with(line).child(inside).view()
}

fn rename(
    runtime: Runtime,
    row: Watch<Option<Row>>,
    name: Watch<String>,
    is_renaming: RwSignal<bool>,
) -> AnyView {
    let is_able = watch(runtime, |security| security.is_able_to("sessions"));
    let is_program =
        row.with_untracked(|row| row.as_ref().is_some_and(|row| matches!(row.title, Title::Program(_))));
    changing(move || {
        if !is_able.get() || is_program || is_renaming.get() {
            return nothing();
        }
        parts::button("button plain", move || {
            is_renaming.set(true);
            focus::on("entry-session-name");
        })
        .live("aria-label", move || Some(format!("Rename {}", name.get())))
        .text("Rename")
        .view()
    })
}

fn naming(runtime: Runtime, row: Watch<Option<Row>>, is_renaming: RwSignal<bool>) -> AnyView {
    let named = row.with_untracked(|row| match row.as_ref().map(|row| &row.title) {
        Some(Title::Name(name) | Title::Device(name)) => name.clone(),
        Some(Title::Page(_) | Title::Program(_) | Title::Unknown) | None => String::new(),
    });
    let field = entry_with(Kind::Words, "session-name", "What is it called?", move |input| {
        input.attr("maxlength", "60").own("value", named)
    });
    classed("form", "session-name")
        .submit(move |event| {
            event.prevent_default();
            let typed = form::text(&event, "session-name").map(|name| name.trim().to_owned());
            let id = row.with_untracked(|row| row.as_ref().map(|row| row.id.clone()));
            if let (Some(id), Some(name)) = (id, typed.filter(|name| !name.is_empty())) {
                want(runtime, Wish::Rename(id, name));
                is_renaming.set(false);
                focus::on(OWN);
            }
        })
        .with(field)
        .with(classed("button", "button primary").attr("type", "submit").text("Save"))
        .with(parts::button("button", move || is_renaming.set(false)).text("Cancel"))
        .view()
}

fn name(row: &Row) -> String {
    text::account::session(&row.title)
}
