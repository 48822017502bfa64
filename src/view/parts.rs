//! The small shapes that every screen is made of. They know nothing of the core.

use leptos::prelude::*;
use leptos::svg;

use super::element::{Element, classed, element};
use crate::watch::Watch;

/// A picture of one path, which may change.
pub(super) fn icon(path: impl FnMut() -> &'static str + Send + 'static) -> AnyView {
    let path: Box<dyn FnMut() -> &'static str + Send> = Box::new(path);
    svg::svg()
        .attr("class", "glyph")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child(svg::path().attr("d", path))
        .into_any()
}

/// A picture that never changes.
pub(super) fn still(path: &'static str) -> AnyView {
    icon(move || path)
}

/// The product's mark: a door with light falling out of it.
pub(super) fn mark() -> AnyView {
    let part = |class: &'static str, path: &'static str| svg::path().attr("class", class).attr("d", path);
    svg::svg()
        .attr("class", "mark-door")
        .attr("viewBox", "0 0 24 24")
        .attr("aria-hidden", "true")
        .child((
            part("frame", "M4.5 19V9.5a7.5 7.5 0 0 1 15 0V19h-1.8V9.5a5.7 5.7 0 0 0-11.4 0V19z"),
            part("leaf", LEAF),
            part("light", "M12.2 4.8a4.7 4.7 0 0 1 4.5 4.7V19h-4.5z"),
            part("spill", "M12.2 20h4.7l4.6 3.5h-9.3z"),
        ))
        .into_any()
}

/// What stands on the page until the app knows what to show.
pub(super) fn start() -> AnyView {
    classed("main", "start").child(mark()).with(classed("h1", "visually-hidden").text("Doorstep")).view()
}

/// A face: a colour and a letter, the same for the same name on every device.
pub(super) fn face(name: &str) -> AnyView {
    let first = name.trim().chars().next();
    let letter: String = first.map(|first| first.to_uppercase().collect()).unwrap_or_default();
    let mix = |sum: u32, byte: u8| sum.wrapping_mul(31).wrapping_add(u32::from(byte));
    // The high bits of the product: the low ones of the sum hang on the last letter.
    let hue = name.bytes().fold(0, mix).wrapping_mul(0x9E37_79B9) >> 29;
    classed("span", "avatar")
        .own("data-hue", hue.to_string())
        .attr("aria-hidden", "true")
        .words(letter)
        .view()
}

/// A button that sends no form.
pub(super) fn button(class: &'static str, act: impl FnMut() + 'static) -> Element {
    classed("button", class).attr("type", "button").click(act)
}

/// The same, or a button of a form, that says so while it is waited for.
pub(super) fn busy(
    button: Element,
    is_busy: Watch<bool>,
    words: &'static str,
    meanwhile: &'static str,
) -> Element {
    button
        .one_of("aria-busy", move || is_busy.get().then_some("true"))
        .says(move || if is_busy.get() { meanwhile } else { words }.to_owned())
}

/// The button that sends a form.
pub(super) fn send(class: &'static str) -> Element {
    classed("button", class).attr("type", "submit")
}

/// A sentence that must be heard, with a sign before it.
pub(super) fn alert(sign: &'static str, words: Element) -> AnyView {
    classed("div", "alert").child(still(sign)).with(words).view()
}

/// A paragraph.
pub(super) fn paragraph(words: String) -> Element {
    element("p").words(words)
}

const LEAF: &str = "M7.3 19V9.5a4.7 4.7 0 0 1 4-4.65V21.5zM10.3 13.2a.8.8 0 1 0-1.6 0 .8.8 0 0 0 1.6 0z";
