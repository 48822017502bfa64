//! Plays the world to the core: what it asked for, what is answered, and a clock turned by hand.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

use std::path::PathBuf;
use std::time::Duration;

use doorstep_core::accounts::Vault;
use doorstep_core::command::{Body, Changes, RequestId, SocketId};
use doorstep_core::event::{Answers, HttpReply, NetworkError, Theme};
use doorstep_core::place::Place;
use doorstep_core::time::Timestamp;
use doorstep_core::{App, Command, Event, Intent, Screen};
use doorstep_protocol::secret::Secret;
use serde_json::{Value, json};

/// What the browser draws when it is asked for something random.
pub const DRAWN: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

pub struct Player {
    pub app: App,
    pub now: Timestamp,
    pub asked: Vec<Command>,
    pub changes: Changes,
    /// What the hub says of itself; Home Assistant 2024.3 has neither PKCE nor our features.
    pub metadata: Value,
}

impl Player {
    /// A page that has just been opened and remembers this.
    pub fn open(vault: Vault) -> Self {
        Self::open_at(vault, json!({}))
    }

    /// The same at a hub that says this of itself.
    pub fn open_at(vault: Vault, metadata: Value) -> Self {
        Self::open_later(vault, metadata, Duration::ZERO)
    }

    /// The same after this time.
    pub fn open_later(vault: Vault, metadata: Value, later: Duration) -> Self {
        let mut player = Self::closed(metadata);
        player.now = player.now + later;
        player.begin("http://hub:8123/", vault);
        player
    }

    /// A page of this address that remembers nobody.
    pub fn open_page(address: &str) -> Self {
        let mut player = Self::closed(json!({}));
        player.begin(address, Vault::default());
        player
    }

    fn closed(metadata: Value) -> Self {
        Self {
            app: App::default(),
            now: Timestamp(1_000_000),
            asked: Vec::new(),
            changes: Changes::default(),
            metadata,
        }
    }

    fn begin(&mut self, address: &str, vault: Vault) {
        let place = Place::of_page(address).unwrap();
        self.happen(Event::Started { place, entropy: 7, theme: Theme::System });
        self.happen(Event::Loaded(Ok(vault)));
    }

    /// A page whose user has just signed in, with a live line and this snapshot of entities.
    pub fn at_home(snapshot: &Value) -> Self {
        let mut player = Self::signed_in();
        player.answer_socket_handshake();
        player.answer_everything(snapshot);
        player
    }

    /// A page whose user has just signed in; the socket is being opened.
    pub fn signed_in() -> Self {
        let mut player = Self::open(Vault::default());
        player.reply(200, &providers());
        player.reply(200, &form(&json!({})));
        player.submit("olivia", "right", true);
        player.reply(200, &json!({"type": "create_entry", "flow_id": "f", "result": "code"}).to_string());
        player.reply(200, &tokens("access-1"));
        player
    }

    pub fn happen(&mut self, event: Event) {
        let update = self.app.update(event, self.now);
        self.changes.screen |= update.changes.screen;
        self.changes.entities.extend(update.changes.entities);
        for command in update.commands {
            self.perform(command);
        }
    }

    /// What no test has anything to say about is answered at once.
    fn perform(&mut self, command: Command) {
        match &command {
            Command::Request { id, request }
                if request.address.ends_with("/oauth-authorization-server")
                    && self.app.screen() == Screen::SignIn =>
            {
                let reply = HttpReply { status: 200, body: self.metadata.to_string() };
                self.happen(Event::Replied(*id, Ok(reply)));
            }
            Command::Draw => self.happen(Event::Drawn(Some(Secret::new(DRAWN)))),
            _ => self.asked.push(command),
        }
    }

    pub fn want(&mut self, intent: Intent) {
        self.happen(Event::User(intent));
    }

    pub fn submit(&mut self, username: &str, password: &str, remember: bool) {
        let answers = json!({"username": username, "password": password});
        let answers = Answers(serde_json::from_value(answers).unwrap());
        self.want(Intent::Submit { answers, remember });
    }

    /// Turns the clock and wakes the app where it asked for it.
    pub fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        while let Some(alarm) = self.alarm().filter(|alarm| *alarm <= end) {
            self.asked.retain(|command| !matches!(command, Command::WakeAt(_)));
            self.now = self.now.max(alarm);
            self.happen(Event::Woke);
        }
        self.now = end;
    }

    /// Answers the last request.
    #[track_caller]
    pub fn reply(&mut self, status: u16, body: &str) {
        let (id, _, _) = self.last_request();
        self.happen(Event::Replied(id, Ok(HttpReply { status, body: body.to_owned() })));
    }

    /// Nobody answers the last request.
    #[track_caller]
    pub fn no_reply(&mut self) {
        let (id, _, _) = self.last_request();
        self.happen(Event::Replied(id, Err(NetworkError::Unreachable)));
    }

    /// The last request: its number, its address and its body.
    #[track_caller]
    pub fn last_request(&self) -> (RequestId, String, String) {
        let last = self.asked.iter().rev().find_map(|command| match command {
            Command::Request { id, request } => {
                let body = match &request.body {
                    Body::Nothing => String::new(),
                    Body::Json(text) | Body::Form(text) => text.expose().to_owned(),
                };
                Some((*id, request.address.clone(), body))
            }
            _ => None,
        });
        last.expect("nothing was requested")
    }

    pub fn requests(&self) -> usize {
        self.asked.iter().filter(|command| matches!(command, Command::Request { .. })).count()
    }

    /// The last socket that was opened.
    #[track_caller]
    pub fn socket(&self) -> SocketId {
        let last = self.asked.iter().rev().find_map(|command| match command {
            Command::OpenSocket { id, .. } => Some(*id),
            _ => None,
        });
        last.expect("no socket was opened")
    }

    pub fn sockets(&self) -> usize {
        self.asked.iter().filter(|command| matches!(command, Command::OpenSocket { .. })).count()
    }

    #[track_caller]
    pub fn hear(&mut self, message: &Value) {
        self.hear_text(&message.to_string());
    }

    #[track_caller]
    pub fn hear_text(&mut self, text: &str) {
        self.happen(Event::SocketSaid(self.socket(), text.to_owned()));
    }

    pub fn answer_socket_handshake(&mut self) {
        self.happen(Event::SocketOpened(self.socket()));
        self.hear(&json!({"type": "auth_required", "ha_version": "2024.3.3"}));
        self.hear(&json!({"type": "auth_ok", "ha_version": "2024.3.3"}));
    }

    /// The hub does not know the session of this socket any more.
    pub fn answer_refused_socket(&mut self) {
        self.happen(Event::SocketOpened(self.socket()));
        self.hear(&json!({"type": "auth_required", "ha_version": "2024.3.3"}));
        self.hear(&json!({"type": "auth_invalid", "message": "Invalid access token or password"}));
    }

    /// Answers what a client asks after the handshake.
    pub fn answer_everything(&mut self, snapshot: &Value) {
        for message in self.said() {
            let id = message["id"].clone();
            let result = match message["type"].as_str().unwrap_or_default() {
                "subscribe_entities" => {
                    self.hear(&json!({"id": id, "type": "result", "success": true, "result": null}));
                    self.hear(&json!({"id": id, "type": "event", "event": {"a": snapshot}}));
                    continue;
                }
                "auth/current_user" => {
                    json!({"id": "u1", "name": "Olivia", "is_owner": true, "is_admin": true})
                }
                "get_config" => json!({"location_name": "Home", "version": "2024.3.3"}),
                "config/entity_registry/list_for_display" => json!({"entities": []}),
                "supported_features" => json!(null),
                kind if kind.ends_with("/list") => json!([]),
                _ => continue,
            };
            self.hear(&json!({"id": id, "type": "result", "success": true, "result": result}));
        }
    }

    /// What was said through the last socket after the handshake.
    pub fn said(&self) -> Vec<Value> {
        let socket = self.socket();
        self.asked
            .iter()
            .filter_map(|command| match command {
                Command::Say(id, text) if *id == socket => serde_json::from_str(text.expose()).ok(),
                _ => None,
            })
            .filter(|message: &Value| message["type"] != "auth")
            .collect()
    }

    /// The last service call and its number.
    #[track_caller]
    pub fn last_call(&self) -> Value {
        let mut calls = self.said().into_iter().filter(|message| message["type"] == "call_service");
        calls.next_back().expect("no service was called")
    }

    pub fn saved(&self) -> Option<&Vault> {
        self.asked.iter().rev().find_map(|command| match command {
            Command::Save(vault) => Some(vault),
            _ => None,
        })
    }

    fn alarm(&self) -> Option<Timestamp> {
        self.asked.iter().rev().find_map(|command| match command {
            Command::WakeAt(moment) => Some(*moment),
            _ => None,
        })
    }
}

/// The form of the password provider with these errors.
pub fn form(errors: &Value) -> String {
    let schema = json!([
        {"type": "string", "name": "username", "required": true},
        {"type": "string", "name": "password", "required": true}]);
    json!({"type": "form", "flow_id": "f", "handler": ["homeassistant", null], "step_id": "init",
        "data_schema": schema, "errors": errors})
    .to_string()
}

pub fn tokens(access: &str) -> String {
    json!({"access_token": access, "token_type": "Bearer", "refresh_token": "refresh-1", "expires_in": 1800})
        .to_string()
}

/// The provider list of a hub with passwords only.
pub fn providers() -> String {
    json!({"providers": [{"name": "Home Assistant Local", "id": null, "type": "homeassistant"}],
        "preselect_remember_me": true})
    .to_string()
}

/// Every exchange recorded with a real Home Assistant, with its file name.
pub fn recordings() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/home-assistant");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flat_map(|version| std::fs::read_dir(version.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.display().to_string(), serde_json::from_str(&text).unwrap())
    };
    files.into_iter().map(read).collect()
}
