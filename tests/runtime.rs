//! Who is woken, and how often: the loop between the core and the signals, without a browser.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use doorstep::runtime::{Runtime, World};
use doorstep_core::accounts::{Account, Entrance, Vault};
use doorstep_core::command::{RequestId, SocketId};
use doorstep_core::event::{HttpReply, Theme};
use doorstep_core::place::Place;
use doorstep_core::time::Timestamp;
use doorstep_core::{Command, Event, Screen};
use doorstep_protocol::ids::EntityId;
use doorstep_protocol::secret::Secret;
use leptos::prelude::*;
use serde_json::{Value, json};

/// A world that notes what it is asked for, and answers storage from within the asking.
#[derive(Default)]
struct Notes {
    asked: RefCell<Vec<Command>>,
    frames: Cell<usize>,
}

impl World for Notes {
    fn now(&self) -> Timestamp {
        Timestamp(1_000)
    }

    fn perform(&self, command: Command, runtime: Runtime) {
        self.asked.borrow_mut().push(command.clone());
        if command == Command::Load {
            let account = Account {
                user_id: "u1".into(),
                name: "Olivia".to_owned(),
                client_id: "http://hub/".to_owned(),
                refresh_token: Secret::new("r"),
                entrance: Entrance::SignedIn,
            };
            let vault = Vault { accounts: vec![account], current: Some("u1".into()), ..Vault::default() };
            runtime.happen(Event::Loaded(Ok(vault)));
        }
    }

    fn request_frame(&self, _: Runtime) {
        self.frames.set(self.frames.get() + 1);
    }
}

struct Stage {
    runtime: Runtime,
    notes: Rc<Notes>,
    socket: SocketId,
    subscription: u64,
    _owner: Owner,
}

impl Stage {
    /// A home with two lamps.
    fn set() -> Self {
        let owner = Owner::new();
        owner.set();
        let notes = Rc::new(Notes::default());
        let runtime = Runtime::new(Rc::clone(&notes) as Rc<dyn World>);
        let place = Place::of_page("http://hub/").unwrap();
        runtime.happen(Event::Started { place, entropy: 1, theme: Theme::System });
        let tokens = json!({"access_token": "a", "token_type": "Bearer", "expires_in": 1800}).to_string();
        let request = find(&notes, |command| match command {
            Command::Request { id, .. } => Some(*id),
            _ => None,
        });
        let request: RequestId = request.unwrap();
        runtime.happen(Event::Replied(request, Ok(HttpReply { status: 200, body: tokens })));
        let socket = find(&notes, |command| match command {
            Command::OpenSocket { id, .. } => Some(*id),
            _ => None,
        });
        let socket = socket.unwrap();
        runtime.happen(Event::SocketOpened(socket));
        let mut stage = Self { runtime, notes, socket, subscription: 0, _owner: owner };
        stage.hear(&json!({"type": "auth_ok"}));
        stage.subscription = stage.asked("subscribe_entities");
        let lamp = |name: &str| json!({"s": "off", "a": {"friendly_name": name}, "c": "1", "lc": 1.0});
        stage.event(&json!({"a": {"light.a": lamp("A"), "light.b": lamp("B")}}));
        stage
    }

    fn hear(&self, message: &Value) {
        self.runtime.happen(Event::SocketSaid(self.socket, message.to_string()));
    }

    fn event(&self, event: &Value) {
        self.hear(&json!({"id": self.subscription, "type": "event", "event": event}));
    }

    fn asked(&self, kind: &str) -> u64 {
        let said = find(&self.notes, |command| match command {
            Command::Say(_, text) => {
                let message: Value = serde_json::from_str(text.expose()).ok()?;
                (message["type"] == kind).then(|| message["id"].as_u64())?
            }
            _ => None,
        });
        said.unwrap()
    }

    /// A reader of one lamp's tile that counts how often it is woken.
    fn reader(&self, id: &str) -> (Memo<Option<String>>, Arc<AtomicUsize>) {
        let woken = Arc::new(AtomicUsize::new(0));
        let (tile, count) = (self.runtime.tile(&EntityId::parse(id).unwrap()), Arc::clone(&woken));
        let memo = Memo::new(move |_| {
            count.fetch_add(1, Ordering::Relaxed);
            tile.with(|tile| tile.as_ref().map(|tile| format!("{:?}", tile.face.says)))
        });
        (memo, woken)
    }
}

fn find<T>(notes: &Notes, read: impl Fn(&Command) -> Option<T>) -> Option<T> {
    notes.asked.borrow().iter().rev().find_map(read)
}

fn switched(state: &str) -> Value {
    json!({"c": {"light.a": {"+": {"s": state, "lc": 2.0}}}})
}

#[test]
fn a_world_that_answers_at_once_does_not_enter_the_core_twice() {
    let stage = Stage::set();
    assert_eq!(stage.runtime.watch(|app| app.screen()).get_untracked(), Screen::Home);
}

#[test]
fn one_changed_entity_wakes_one_tile() {
    let stage = Stage::set();
    let ((a, a_woken), (b, b_woken)) = (stage.reader("light.a"), stage.reader("light.b"));
    a.get_untracked();
    b.get_untracked();
    stage.event(&switched("on"));
    stage.runtime.draw_tiles();
    assert!(a.get_untracked().unwrap().contains("on"));
    b.get_untracked();
    assert_eq!((a_woken.load(Ordering::Relaxed), b_woken.load(Ordering::Relaxed)), (2, 1));
}

#[test]
fn a_hundred_changes_before_a_picture_are_drawn_once() {
    let stage = Stage::set();
    let (a, woken) = stage.reader("light.a");
    a.get_untracked();
    let before = stage.notes.frames.get();
    for round in 0..100 {
        stage.event(&switched(if round % 2 == 0 { "on" } else { "off" }));
    }
    assert_eq!(stage.notes.frames.get() - before, 1);
    stage.runtime.draw_tiles();
    a.get_untracked();
    // It is off again: nothing differs from what is on the screen.
    assert_eq!(woken.load(Ordering::Relaxed), 1);
}

#[test]
fn nobody_is_woken_for_an_entity_that_is_not_on_the_screen() {
    let stage = Stage::set();
    let before = stage.notes.frames.get();
    stage.event(&switched("on"));
    assert_eq!(stage.notes.frames.get(), before);
}

#[test]
fn an_aspect_that_stays_the_same_wakes_nobody() {
    let stage = Stage::set();
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let lights = stage.runtime.watch(|app| app.home().map(|home| home.overview().lights_on));
    let reader = Memo::new(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        lights.get()
    });
    reader.get_untracked();
    stage.runtime.happen(Event::MinuteStruck { hour: 7, minute: 30 });
    reader.get_untracked();
    assert_eq!(woken.load(Ordering::Relaxed), 1);
    stage.event(&switched("on"));
    assert_eq!(reader.get_untracked(), Some(1));
    assert_eq!(woken.load(Ordering::Relaxed), 2);
}
