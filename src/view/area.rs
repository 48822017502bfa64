//! The areas of the home and the tiles in them.

use std::sync::Arc;

use doorstep_core::dashboard::Section;
use leptos::prelude::*;

use super::element::{classed, element, nothing};
use super::{parts, text, tile};
use crate::runtime::Runtime;
use crate::watch::Watch;

/// So many tiles of an area are drawn before anybody asks for the rest: nobody reads more at a glance, and a hub
/// with thousands of sensors must not cost a wall tablet its breath.
const AT_FIRST: usize = 48;

/// So many tiles more are drawn with every picture. Building one takes about a millisecond on a small machine, and
/// a tap in between must be answered within 50.
const A_PICTURE: usize = 12;

/// What is worth a glance, then all areas, a few tiles more with every picture.
pub(super) fn areas(runtime: Runtime, sections: Watch<Arc<Vec<Section>>>, glance: AnyView) -> AnyView {
    let allowed = RwSignal::new(A_PICTURE);
    draw_more(allowed, move || {
        sections.try_with_untracked(|sections| before(sections, sections.len())).unwrap_or_default()
    });
    // An area begins with the picture in which its first tile is drawn.
    let places = move || {
        let allowed = allowed.get();
        sections.with(|sections| {
            0..(0..sections.len()).filter(|place| before(sections, *place) < allowed).count()
        })
    };
    let areas = For(ForProps::builder()
        .each(places)
        .key(|place| *place)
        .children(move |place| area(runtime, sections, place, allowed))
        .build());
    classed("main", "areas").child(glance).child(areas.into_any()).view()
}

/// Lets a few tiles more be drawn with every picture, until all are there.
fn draw_more(allowed: RwSignal<usize>, all: impl Fn() -> usize + Copy + 'static) {
    request_animation_frame(move || {
        // The screen may be gone by then, and its signals with it.
        let now = allowed.try_update(|allowed| {
            *allowed = allowed.saturating_add(A_PICTURE);
            *allowed
        });
        if now.is_some_and(|now| now < all()) {
            draw_more(allowed, all);
        } else {
            // Tiles that come later are drawn at once.
            allowed.try_set(usize::MAX);
        }
    });
}

/// How many tiles are drawn before those of the area at this place.
fn before(sections: &[Section], place: usize) -> usize {
    sections.iter().take(place).map(|section| section.entities.len().min(AT_FIRST)).sum()
}

fn area(
    runtime: Runtime,
    sections: Watch<Arc<Vec<Section>>>,
    place: usize,
    allowed: RwSignal<usize>,
) -> AnyView {
    let title = move || sections.with(|sections| Some(text::title(&sections.get(place)?.title)));
    let limit = RwSignal::new(AT_FIRST);
    // Wakes the list only while this area is the one that grows.
    let drawn = Watch::new(move || {
        let left = sections.with(|sections| allowed.get().saturating_sub(before(sections, place)));
        if left >= AT_FIRST { limit.get() } else { left }
    });
    let entities = move || {
        let drawn = drawn.get();
        sections.with(|sections| {
            let section = sections.get(place);
            section.map_or_else(Vec::new, |section| section.entities.iter().take(drawn).cloned().collect())
        })
    };
    let count =
        move |sections: &Arc<Vec<Section>>| sections.get(place).map_or(0, |section| section.entities.len());
    let hidden = Watch::new(move || sections.with(count).saturating_sub(limit.get()));
    let show_rest = move || {
        draw_more(limit, move || sections.try_with_untracked(count).unwrap_or_default());
    };
    let more = move || match hidden.get() {
        0 => nothing(),
        hidden => parts::button("button more", show_rest).words(format!("Show {hidden} more")).view(),
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
