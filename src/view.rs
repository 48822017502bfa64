//! What is on the screen. Views read the app through [`Runtime`] and send intents; they decide nothing.
//!
//! Everything is built with functions, not with the `view!` macro: the macro turns subtrees without a dynamic
//! part into `innerHTML`, which the page's Trusted Types policy rightly forbids.

mod area;
mod dimmer;
mod element;
mod entry;
mod field;
mod home;
mod icons;
mod notices;
mod parts;
mod people;
mod picker;
mod security;
mod set_up;
mod sign_in;
mod text;
mod tile;
mod way_in;
mod why;
mod words;

use doorstep_core::Screen;
use leptos::prelude::*;

use crate::runtime::Runtime;

/// The page.
pub fn root(runtime: Runtime) -> AnyView {
    let screen = runtime.watch(|app| app.screen());
    element::changing(move || match screen.get() {
        Screen::Starting => parts::start(),
        Screen::SignIn => way_in::screen(runtime),
        Screen::SetUp => set_up::screen(runtime),
        Screen::Home => home::screen(runtime),
    })
}
