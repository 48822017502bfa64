//! Where somebody is signed in: their own sessions, and for an administrator everybody's.

use doorstep_core::Intent;
use doorstep_core::security::sessions::{Others, Row};
use doorstep_core::security::{Asked, Part, Wish};
use doorstep_protocol::ids::{SessionId, UserId};
use leptos::prelude::*;

use super::super::element::{changing, classed, element, nothing, together};
use super::super::parts;
use super::{part, row, sure, trouble, want, watch};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// So many are shown before anybody asks for the rest.
const AT_FIRST: usize = 12;

/// One's own sessions.
pub(super) fn own(runtime: Runtime) -> AnyView {
    let rows = watch(runtime, |security| security.own_sessions());
    let is_busy = watch(runtime, |security| security.is_waiting_for(&Asked::EndOthers));
    let has_others = move || rows.with(|rows| rows.as_ref().is_some_and(|rows| rows.len() > 1));
    let has_others = Watch::new(has_others);
    let is_told = Watch::new(move || rows.with(Option::is_some));
    let list = changing(move || {
        if is_told.get() {
            list(runtime, Watch::new(move || rows.get().unwrap_or_default()), "own-sessions")
        } else {
            classed("p", "quiet").text("Asking the hub…").view()
        }
    });
    let others = changing(move || match (is_busy.get(), has_others.get()) {
        (true, _) => parts::button("button", || ()).attr("aria-busy", "true").text("Signing out…").view(),
        (false, true) => sure(
            "end-others",
            "Sign out all others",
            "Sign out everywhere but here? Each of those devices will be asked to sign in again.",
            "Sign out all others",
            move || {
                want(runtime, Wish::EndOthers);
                crate::browser::focus::on("own-sessions");
            },
        ),
        (false, false) => nothing(),
    });
    part("own-sessions", "Where you are signed in")
        .child(trouble(runtime, Part::Sessions))
        .child(list)
        .child(others)
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
        part("all-sessions", "Where the others are signed in")
            .child(trouble(runtime, Part::Everyone))
            .child(together(users.into_iter().map(|(user, name)| group(runtime, groups, user, name))))
            .view()
    })
}

fn group(runtime: Runtime, groups: Watch<Option<Vec<Others>>>, user: UserId, name: String) -> AnyView {
    let of = user.clone();
    let found = Watch::new(move || {
        groups.with(|groups| groups.as_ref()?.iter().find(|group| group.user == of).cloned())
    });
    let rows = Watch::new(move || found.get().map(|group| group.rows).unwrap_or_default());
    let is_ending =
        Watch::new(move || found.with(|group| group.as_ref().is_some_and(|group| group.is_ending)));
    let end = parts::button("button", move || want(runtime, Wish::EndAllOf(user.clone())))
        .own("aria-label", format!("Sign {name} out everywhere"))
        .one_of("aria-busy", move || is_ending.get().then_some("true"))
        .says(move || if is_ending.get() { "Signing out…".into() } else { "Sign out everywhere".into() });
    let head =
        classed("div", "session-group").child(parts::face(&name)).with(element("h4").words(name)).with(end);
    element("div").with(head).child(list(runtime, rows, "all-sessions")).view()
}

/// The rows; each is drawn once and follows its session, so that the keyboard stays where it is.
fn list(runtime: Runtime, rows: Watch<Vec<Row>>, heading: &'static str) -> AnyView {
    let shown = RwSignal::new(AT_FIRST);
    let ids = move || {
        rows.with(|rows| rows.iter().take(shown.get()).map(|row| row.id.clone()).collect::<Vec<SessionId>>())
    };
    let each = For(ForProps::builder()
        .each(ids)
        .key(|id| id.clone())
        .children(move |id| row::row(runtime, rows, id, heading))
        .build());
    let left = Watch::new(move || rows.with(Vec::len).saturating_sub(shown.get()));
    let more = changing(move || match left.get() {
        0 => nothing(),
        left => {
            parts::button("button", move || shown.set(usize::MAX)).words(format!("Show {left} more")).view()
        }
    });
    element("div").with(classed("ul", "sessions").child(each.into_any())).child(more).view()
}

/// Ends this session: for the one on this page that is to sign out.
pub(super) fn end(runtime: Runtime, row: &Row) {
    if row.is_current {
        runtime.send(Intent::SignOut);
    } else {
        want(runtime, Wish::EndSession(row.id.clone()));
    }
}
