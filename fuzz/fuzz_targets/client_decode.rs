//! What a hub says to the app, by request and by socket: whatever it is, the app goes on.
#![no_main]

use std::time::Instant;

use doorstep_core::accounts::Vault;
use doorstep_core::command::{RequestId, SocketId};
use doorstep_core::event::{Answers, HttpReply, Theme};
use doorstep_core::place::Place;
use doorstep_core::time::Timestamp;
use doorstep_core::{App, Command, Event, Intent};
use libfuzzer_sys::fuzz_target;

// The hub's answers are the lines; one that begins with a digit is a status and a body.
fuzz_target!(|text: &str| {
    let begun = Instant::now();
    let mut world = World { app: App::default(), requests: Vec::new(), sockets: Vec::new() };
    let Some(place) = Place::of_page("http://hub:8123/") else { return };
    world.happen(Event::Started { place, entropy: 7, theme: Theme::System });
    world.happen(Event::Loaded(Ok(Vault::default())));
    for line in text.lines().take(60) {
        world.hear(line);
    }
    assert!(begun.elapsed().as_millis() < 2_000, "the app takes too long");
});

struct World {
    app: App,
    requests: Vec<RequestId>,
    sockets: Vec<SocketId>,
}

impl World {
    fn happen(&mut self, event: Event) {
        for command in self.app.update(event, Timestamp(1_000_000)).commands {
            match command {
                Command::Request { id, .. } => self.requests.push(id),
                Command::OpenSocket { id, .. } => self.sockets.push(id),
                _ => {}
            }
        }
    }

    fn hear(&mut self, line: &str) {
        let socket = self.sockets.last().copied();
        match (line.split_at_checked(3), socket) {
            (Some((status, body)), _) if status.bytes().all(|byte| byte.is_ascii_digit()) => {
                let Some(id) = self.requests.pop() else { return };
                let reply = HttpReply { status: status.parse().unwrap_or(500), body: body.to_owned() };
                self.happen(Event::Replied(id, Ok(reply)));
            }
            (Some(("!in", _)), _) => {
                let answers = Answers([("username".to_owned(), "olivia".into())].into());
                self.happen(Event::User(Intent::Submit { answers, remember: true }));
            }
            (Some(("!up", _)), Some(id)) => self.happen(Event::SocketOpened(id)),
            (Some(("!no", _)), Some(id)) => self.happen(Event::SocketClosed(id)),
            (Some(("!go", _)), _) => self.happen(Event::Resumed),
            (_, Some(id)) => self.happen(Event::SocketSaid(id, line.to_owned())),
            (_, None) => {}
        }
    }
}
