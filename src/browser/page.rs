//! The page itself: its address, its clock, whether it is looked at, and the attributes of its root element.

use std::cell::RefCell;
use std::rc::Rc;

use doorstep_core::Event;
use doorstep_core::event::Theme;
use doorstep_core::place::Place;
use doorstep_core::time::Timestamp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, EventTarget, VisibilityState};

use super::timer::Alarm;
use crate::runtime::Runtime;

/// Where the page is served.
pub(super) fn place() -> Option<Place> {
    Place::of_page(&web_sys::window()?.location().href().ok()?)
}

/// The moment, by a clock that is not set back while the page lives.
pub(super) fn now() -> Timestamp {
    let performance = web_sys::window().and_then(|window| window.performance());
    let millis = performance.map_or(0.0, |performance| performance.time_origin() + performance.now());
    Timestamp(millis as u64)
}

/// Something that differs between devices.
pub(super) fn entropy() -> u64 {
    let mut bytes = [0; 8];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if filled { u64::from_le_bytes(bytes) } else { now().0 }
}

/// 32 random bytes, written as hexadecimal digits.
pub(super) fn digits() -> Option<String> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    let nibbles = bytes.into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}

/// Loads the page again: what stands between the page and the hub can only show itself then.
pub(super) fn reload() {
    if let Some(window) = web_sys::window() {
        window.location().reload().ok();
    }
}

/// Light, dark, or as the device is set.
pub(super) fn show_theme(theme: Theme) {
    let Some(root) = root() else { return };
    // The root element takes any attribute of this name; there is nothing to report.
    match theme {
        Theme::System => root.remove_attribute("data-theme").ok(),
        Theme::Light => root.set_attribute("data-theme", "light").ok(),
        Theme::Dark => root.set_attribute("data-theme", "dark").ok(),
    };
}

/// Takes away what stood on the page before the app was there.
pub(super) fn clear_start_mark() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(mark) = document.and_then(|document| document.get_element_by_id("start")) {
        mark.remove();
    }
}

/// Reports when the page is looked at again, when the network is back, and when a new minute begins.
pub(super) fn follow(runtime: Runtime) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    let resumed = Closure::<dyn FnMut()>::new(move || {
        let document = web_sys::window().and_then(|window| window.document());
        if document.is_some_and(|document| document.visibility_state() == VisibilityState::Visible) {
            runtime.happen(Event::Resumed);
        }
    });
    listen(&document, "visibilitychange", &resumed);
    listen(&window, "online", &resumed);
    listen(&window, "pageshow", &resumed);
    // The page listens as long as it lives.
    resumed.forget();
    follow_minutes(runtime, &Rc::default());
}

fn listen(target: &EventTarget, event: &str, listener: &Closure<dyn FnMut()>) {
    target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref()).ok();
}

fn follow_minutes(runtime: Runtime, alarm: &Rc<RefCell<Option<Alarm>>>) {
    let date = js_sys::Date::new_0();
    let hour = u8::try_from(date.get_hours()).unwrap_or_default();
    let minute = u8::try_from(date.get_minutes()).unwrap_or_default();
    if let Some(root) = root() {
        root.set_attribute("data-hour", sky(hour)).ok();
    }
    runtime.happen(Event::MinuteStruck { hour, minute });
    let left = (60 - i32::try_from(date.get_seconds()).unwrap_or_default()) * 1_000;
    let next = Rc::clone(alarm);
    *alarm.borrow_mut() = Alarm::after(left, move || {
        let next = Rc::clone(&next);
        // The alarm that rings cannot be replaced from within itself.
        wasm_bindgen_futures::spawn_local(async move { follow_minutes(runtime, &next) });
    });
}

/// Which sky stands at this hour.
fn sky(hour: u8) -> &'static str {
    match hour {
        5..=8 => "dawn",
        9..=16 => "day",
        17..=20 => "dusk",
        _ => "night",
    }
}

fn root() -> Option<Element> {
    web_sys::window()?.document()?.document_element()
}
