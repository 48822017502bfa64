//! Where somebody is signed in: their own sessions, and for an administrator everybody's.

use doorstep_core::Intent;
use doorstep_core::security::sessions::{Others, Row};
use doorstep_core::security::{Asked, Part, Wish};
use doorstep_protocol::ids::UserId;
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing, together};
use super::super::parts;
use super::{Sure, button, part, row, sure, trouble, waits, want, watch};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The heading of one's own sessions.
pub(super) const OWN: &str = "own-sessions";

/// The heading of everybody's.
const ALL: &str = "all-sessions";

/// So many are shown before anybody asks for the rest.
const AT_FIRST: usize = 12;

/// One's own sessions.
pub(super) fn own(runtime: Runtime) -> AnyView {
    let rows = watch(runtime, |security| security.own_sessions());
    let is_busy = waits(runtime, Asked::EndOthers);
    let count = Watch::new(move || rows.with(|rows| rows.as_ref().map(Vec::len)));
    let is_told = Watch::new(move || count.get().is_some());
    let has_others = Watch::new(move || count.get() > Some(1));
    let list = changing(move || {
        if is_told.get() {
            list(runtime, Watch::new(move || rows.get().unwrap_or_default()), OWN)
        } else {
            classed("p", "quiet").text("Asking the hub…").view()
        }
    });
    let says = Sure {
        id: "end-others",
        label: "Sign out all others",
        meanwhile: "Signing out…",
        question: "Sign out everywhere but here? Each of those devices will be asked to sign in again.",
        then: OWN,
    };
    let others =
        move || if has_others.get() { sure(runtime, says, Wish::EndOthers, is_busy) } else { nothing() };
    part(OWN, "Where you are signed in")
        .child(trouble(runtime, Part::Sessions))
        .child(list)
        .changing(others)
        .view()
}

/// Everybody else's, where this user may see them.
pub(super) fn everyone(runtime: Runtime) -> AnyView {
    let groups = watch(runtime, |security| security.others_sessions());
    let users = Watch::new(move || {
        let user = |group: &Others| (group.user.clone(), group.name.clone());
        groups.with(|groups| groups.as_ref().map(|groups| groups.iter().map(user).collect::<Vec<_>>()))
    });
    changing(move || {
        let Some(users) = users.get() else { return nothing() };
        if users.is_empty() {
            return nothing();
        }
        part(ALL, "Where the others are signed in")
            .child(trouble(runtime, Part::Everyone))
            .child(together(users.into_iter().map(|(user, name)| group(runtime, groups, user, name))))
            .view()
    })
}

fn group(runtime: Runtime, groups: Watch<Option<Vec<Others>>>, user: UserId, name: String) -> AnyView {
    let is_ending = waits(runtime, Asked::EndAllOf(user.clone()));
    let of = user.clone();
    let rows = Watch::new(move || {
        let of_user = |groups: &Vec<Others>| Some(groups.iter().find(|group| group.user == of)?.rows.clone());
        groups.with(|groups| groups.as_ref().and_then(of_user)).unwrap_or_default()
    });
    let end = button(runtime, "button", Wish::EndAllOf(user), ALL)
        .own("aria-label", format!("Sign out everywhere: {name}"));
    let end = parts::busy(end, is_ending, "Sign out everywhere", "Signing out…");
    let head =
        classed("div", "session-group").child(parts::face(&name)).with(element("h4").words(name)).with(end);
    element("div").with(head).child(list(runtime, rows, ALL)).view()
}

/// The rows, drawn anew when there are others: what is in them follows by itself, so that the keyboard stays.
fn list(runtime: Runtime, rows: Watch<Vec<Row>>, heading: &'static str) -> AnyView {
    let is_cut = RwSignal::new(true);
    let ids = Watch::new(move || rows.with(|rows| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>()));
    changing(move || {
        let ids = ids.get();
        let shown = if is_cut.get() { AT_FIRST } else { usize::MAX };
        let left = ids.len().saturating_sub(shown);
        let each = ids.into_iter().take(shown).map(|id| row::row(runtime, rows, id, heading));
        let more = || parts::button("button", move || is_cut.set(false)).words(format!("Show {left} more"));
        let more = if left > 0 { more().view() } else { nothing() };
        element("div").with(classed("ul", "sessions").child(together(each))).child(more).view()
    })
}

/// Ends this session: for the one on this page that is to sign out.
pub(super) fn end(runtime: Runtime, row: &Row) {
    if row.is_current {
        runtime.send(Intent::SignOut);
    } else {
        want(runtime, Wish::EndSession(row.id.clone()));
    }
}
