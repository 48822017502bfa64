//! The slider at the foot of a tile.

use doorstep_core::Intent;
use doorstep_core::card::{LevelOf, Says};
use doorstep_core::home::Tile;
use doorstep_protocol::ids::EntityId;
use leptos::{ev, prelude::*};

use super::element::classed;
use super::{tile, words};
use crate::runtime::Runtime;

/// A slider; `wanted` is where a person has put it and the hub has not yet.
pub(super) fn dimmer(
    runtime: Runtime,
    seen: ReadSignal<Option<Tile>>,
    id: StoredValue<EntityId>,
    wanted: RwSignal<Option<u8>>,
) -> AnyView {
    let level = move || seen.with(|seen| seen.as_ref().and_then(|seen| tile::shown(seen, wanted.get())));
    let percent = move || level().map_or(0, |level| level.percent);
    let of = move || level().map_or(LevelOf::Brightness, |level| level.of);
    let name = move || seen.with(|seen| seen.as_ref().map(|seen| seen.face.name.clone()).unwrap_or_default());
    let set = move |event: &ev::Event| {
        if let Ok(percent) = event_target_value(event).parse() {
            wanted.set(Some(percent));
            runtime.send(Intent::SetLevel(id.get_value(), percent));
        }
    };
    let is_lost =
        move || seen.with(|seen| seen.as_ref().is_some_and(|seen| seen.face.says == Says::Unavailable));
    let slider = classed("input", "level")
        .attr("type", "range")
        .attr("min", "0")
        .attr("max", "100")
        .flag("disabled", is_lost)
        .value(move || percent().to_string())
        .live("aria-label", move || Some(format!("{} {}", name(), words::level(of()))))
        .live("aria-valuetext", move || Some(format!("{} %", percent())))
        .input(move |event| {
            // A blind that followed the finger would start and stop its motor all the way.
            if of() != LevelOf::Position {
                set(&event);
            }
        })
        .change(move |event| set(&event));
    classed("div", "dimmer")
        .style("--level", move || format!("{}%", percent()))
        .with(slider)
        .with(classed("span", "bar").attr("aria-hidden", "true"))
        .view()
}
