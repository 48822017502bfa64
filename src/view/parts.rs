//! The small shapes that every screen is made of. They know nothing of the core.

use leptos::html::{div, span};
use leptos::prelude::*;
use leptos::svg;

/// A picture of one path.
pub(super) fn icon(path: impl Fn() -> &'static str + Send + 'static) -> impl IntoView {
    svg::svg()
        .attr("class", "glyph")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(svg::path().attr("d", path))
}

/// A picture that never changes.
pub(super) fn still(path: &'static str) -> impl IntoView {
    icon(move || path)
}

/// The product's mark: a door with light falling out of it.
pub(super) fn mark() -> impl IntoView {
    let leaf = "M5 18V9a7 7 0 0 1 14 0v9h-2V9a5 5 0 0 0-5.8-4.93V20.5L7 18z";
    svg::svg().attr("class", "mark-door").attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child((
        svg::path().attr("d", leaf),
        svg::path().attr("class", "light").attr("d", "M11.2 4.07A5 5 0 0 1 17 9v9h-5.8z"),
        svg::path().attr("class", "spill").attr("d", "M11.2 18H17l4.5 5H11.2z"),
    ))
}

/// What stands on the page until the app knows what to show.
pub(super) fn start() -> impl IntoView {
    div().class("start").child(mark())
}

/// A face: a colour and a letter, the same for the same name on every device.
pub(super) fn face(name: &str) -> impl IntoView + use<> {
    let letter: String =
        name.trim().chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let hue = name.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte))) % 8;
    span().class("avatar").attr("data-hue", hue.to_string()).attr("aria-hidden", "true").child(letter)
}
