//! The browser: everything that touches it is in this module, and nothing here decides.
#![expect(clippy::disallowed_methods, reason = "this is where the browser lives")]

pub mod dialog;
pub mod faces;
pub mod focus;
pub mod form;
mod frame;
mod http;
mod page;
mod preferences;
mod socket;
mod timer;
mod vault;

use std::cell::RefCell;
use std::rc::Rc;

use doorstep_core::command::SocketId;
use doorstep_core::time::Timestamp;
use doorstep_core::{Command, Event};
use doorstep_protocol::secret::Secret;
use wasm_bindgen_futures::spawn_local;

use crate::runtime::{Runtime, World};
use crate::view;

use self::socket::Socket;
use self::timer::Alarm;

/// Puts the app on the page and lets it begin.
pub fn start() {
    let Some(place) = page::place() else { return };
    let owner = leptos::prelude::Owner::new();
    owner.set();
    let runtime = Runtime::new(Rc::new(Browser::default()));
    let theme = preferences::theme();
    page::show_theme(theme);
    page::clear_start_mark();
    leptos::mount::mount_to_body(move || view::root(runtime));
    runtime.happen(Event::Started { place, entropy: page::entropy(), theme });
    page::follow(runtime);
    // The app lives as long as the page.
    std::mem::forget(owner);
}

/// The world as a browser tab.
#[derive(Default)]
struct Browser {
    sockets: RefCell<Vec<(SocketId, Socket)>>,
    alarm: RefCell<Option<Alarm>>,
}

impl World for Browser {
    fn now(&self) -> Timestamp {
        page::now()
    }

    fn perform(&self, command: Command, runtime: Runtime) {
        match command {
            Command::Request { id, request } => spawn_local(async move {
                runtime.happen(Event::Replied(id, http::send(request).await));
            }),
            Command::OpenSocket { id, address } => match Socket::open(id, &address, runtime) {
                Some(socket) => self.sockets.borrow_mut().push((id, socket)),
                None => runtime.happen(Event::SocketClosed(id)),
            },
            Command::Say(id, text) => {
                if let Some((_, socket)) = self.sockets.borrow().iter().find(|(of, _)| *of == id) {
                    socket.say(text.expose());
                }
            }
            Command::CloseSocket(id) => self.sockets.borrow_mut().retain(|(of, _)| *of != id),
            Command::Load => spawn_local(async move {
                runtime.happen(Event::Loaded(vault::load().await));
            }),
            Command::Save(vault) => spawn_local(async move {
                runtime.happen(Event::Saved(vault::save(&vault).await));
            }),
            Command::Draw => runtime.happen(Event::Drawn(page::digits().map(Secret::new))),
            Command::Focus(field) => focus::on_field(&field),
            Command::Reload => page::reload(),
            Command::ShowTheme(theme) => {
                page::show_theme(theme);
                preferences::keep_theme(theme);
            }
            Command::WakeAt(moment) => {
                *self.alarm.borrow_mut() = Alarm::set(page::now(), moment, runtime);
            }
        }
    }

    fn request_frame(&self, runtime: Runtime) {
        frame::request(runtime);
    }
}
