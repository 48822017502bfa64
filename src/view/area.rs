//! The areas of the home and the tiles in them.

use std::sync::Arc;

use doorstep_core::dashboard::Section;
use leptos::prelude::*;

use super::element::{classed, element, nothing};
use super::{parts, text, tile};
use crate::runtime::Runtime;

/// So many tiles of an area are drawn before anybody asks for the rest: nobody reads more at a glance, and a hub
/// with thousands of sensors must not cost a wall tablet its breath.
const AT_FIRST: usize = 48;

/// What is worth a glance, then all areas, one more with every picture: each is a small task, so a tap in between is answered at once.
pub(super) fn areas(runtime: Runtime, sections: Memo<Arc<Vec<Section>>>, glance: AnyView) -> AnyView {
    let drawn = RwSignal::new(1_usize);
    draw_next(drawn, sections);
    let places = move || 0..sections.with(|sections| sections.len()).min(drawn.get());
    let areas = For(ForProps::builder()
        .each(places)
        .key(|place| *place)
        .children(move |place| area(runtime, sections, place))
        .build());
    classed("main", "areas").child(glance).child(areas.into_any()).view()
}

fn draw_next(drawn: RwSignal<usize>, sections: Memo<Arc<Vec<Section>>>) {
    request_animation_frame(move || {
        // The screen may be gone by then, and its signals with it.
        let all = sections.try_with_untracked(|sections| sections.len()).unwrap_or_default();
        let now = drawn.try_update(|drawn| {
            *drawn += 1;
            *drawn
        });
        if now.is_some_and(|now| now < all) {
            draw_next(drawn, sections);
        } else {
            // Areas that come later are drawn at once.
            drawn.try_set(usize::MAX);
        }
    });
}

fn area(runtime: Runtime, sections: Memo<Arc<Vec<Section>>>, place: usize) -> AnyView {
    let title = move || sections.with(|sections| Some(text::title(&sections.get(place)?.title)));
    let limit = RwSignal::new(AT_FIRST);
    let entities = move || {
        let limit = limit.get();
        sections.with(|sections| {
            let section = sections.get(place);
            section.map_or_else(Vec::new, |section| section.entities.iter().take(limit).cloned().collect())
        })
    };
    let hidden = Memo::new(move |_| {
        let all = sections.with(|sections| sections.get(place).map_or(0, |section| section.entities.len()));
        all.saturating_sub(limit.get())
    });
    let more = move || match hidden.get() {
        0 => nothing(),
        hidden => parts::button("button more", move || limit.set(usize::MAX))
            .words(format!("Show {hidden} more"))
            .view(),
    };
    let tiles = For(ForProps::builder()
        .each(entities)
        .key(|entity| entity.clone())
        .children(move |entity| tile::tile(runtime, entity))
        .build());
    let id = format!("area-{place}");
    let head = element("h2").own("id", id.clone()).says(move || title().unwrap_or_default());
    classed("section", "area")
        .own("aria-labelledby", id)
        .with(classed("div", "area-head").with(head))
        .with(classed("div", "tiles").child(tiles.into_any()))
        .changing(more)
        .view()
}
