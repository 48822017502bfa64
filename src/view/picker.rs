//! The picker: a face for everybody who can come in here with one tap.

use doorstep_core::login::{FACE, Login};
use doorstep_core::picker::Search;
use doorstep_core::{App, Intent};
use leptos::prelude::*;

use super::element::{classed, element, together};
use super::{parts, way_in};
use crate::browser::{faces as keys, form};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// The picker.
pub(super) fn picker(runtime: Runtime) -> AnyView {
    let faces = runtime.watch(App::faces);
    let is_busy = runtime.watch(|app| app.login().is_some_and(Login::is_busy));
    let many = Watch::new(move || faces.with(|faces| faces.len() > MANY));
    let each = move || {
        together(faces.get().into_iter().enumerate().map(|(place, face)| {
            let user = face.user_id.clone();
            let button = parts::button("person", move || runtime.send(Intent::Pick(user.clone())))
                // Arrows and letters work from the start.
                .own("id", (place == 0).then(|| form::id(FACE)))
                .child(parts::face(&face.name))
                .with(element("b").words(face.name));
            element("li").with(button).view()
        }))
    };
    let mut search = Search::default();
    let list = classed("ul", "faces")
        .one_of("data-many", move || many.get().then_some(""))
        .one_of("aria-busy", move || is_busy.get().then_some("true"))
        .key(move |event| keys::follow(&event, &mut search))
        .changing(each);
    classed("main", "picker")
        .with(element("h1").text("Who's here?"))
        .child(way_in::trouble(runtime))
        .with(list)
        .child(way_in::ways(runtime, true))
        .view()
}

/// From how many faces on they are drawn smaller.
const MANY: usize = 8;
