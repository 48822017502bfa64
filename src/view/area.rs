//! The areas of the home and the tiles in them.

use std::sync::Arc;

use doorstep_core::dashboard::Section;
use leptos::html::{button, div, h2, main, section};
use leptos::{ev, prelude::*};

use super::{text, tile};
use crate::runtime::Runtime;

/// So many tiles of an area are drawn before anybody asks for the rest: nobody reads more at a glance, and a hub
/// with thousands of sensors must not cost a wall tablet its breath.
const AT_FIRST: usize = 48;

/// All areas, one more with every picture: each is a small task, so a tap in between is answered at once.
pub(super) fn areas(runtime: Runtime, sections: Memo<Arc<Vec<Section>>>) -> impl IntoView {
    let drawn = RwSignal::new(1_usize);
    draw_next(drawn, sections);
    let places = move || 0..sections.with(|sections| sections.len()).min(drawn.get());
    main().class("areas").child(For(ForProps::builder()
        .each(places)
        .key(|place| *place)
        .children(move |place| area(runtime, sections, place).into_any())
        .build()))
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

fn area(runtime: Runtime, sections: Memo<Arc<Vec<Section>>>, place: usize) -> impl IntoView {
    let title = Memo::new(move |_| {
        sections.with(|sections| sections.get(place).map(|section| text::title(&section.title)))
    });
    let limit = RwSignal::new(AT_FIRST);
    let count =
        move || sections.with(|sections| sections.get(place).map_or(0, |section| section.entities.len()));
    let entities = move || {
        let limit = limit.get();
        sections.with(|sections| {
            sections
                .get(place)
                .map_or_else(Vec::new, |section| section.entities.iter().take(limit).cloned().collect())
        })
    };
    let hidden = Memo::new(move |_| count().saturating_sub(limit.get()));
    let id = format!("area-{place}");
    section().class("area").attr("aria-labelledby", id.clone()).child((
        div().class("area-head").child(h2().attr("id", id).child(move || title.get())),
        div().class("tiles").child(For(ForProps::builder()
            .each(entities)
            .key(|entity| entity.clone())
            .children(move |entity| tile::tile(runtime, entity))
            .build())),
        move || {
            (hidden.get() > 0).then(|| {
                button()
                    .class("button more")
                    .attr("type", "button")
                    .on(ev::click, move |_| limit.set(usize::MAX))
                    .child(move || format!("Show {} more", hidden.get()))
            })
        },
    ))
}
