//! The conversation over the WebSocket: handshake, numbers, who asked what, heartbeat, and trying again.
//!
//! `Down` → `Opening` → `Greeting` → `Live` → `Down` …; `Stopped` waits for a person. What is said over it is
//! decided in [`crate::home`].

use std::time::Duration;

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::secret::Secret;
use doorstep_protocol::socket::{
    AuthMessage, Command as Ask, CommandError, Features, Request, ServerMessage, read_frame,
};
use serde_json::Value;

use crate::command::{Command, SocketId};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::security::Asked;
use crate::setup::settling;
use crate::time::{Timestamp, backoff};

/// A line that is silent for this long is asked for a sign of life.
pub const QUIET: Duration = Duration::from_secs(15);
/// How long a sign of life may take.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The same, when somebody is waiting in front of the screen.
pub const SHORT_PATIENCE: Duration = Duration::from_secs(3);

/// The line to the hub.
#[derive(Debug)]
pub struct Connection {
    line: Line,
    tries: u32,
}

#[derive(Debug)]
enum Line {
    Down { again_at: Option<Timestamp> },
    Opening { socket: SocketId, give_up_at: Timestamp },
    Greeting { socket: SocketId, give_up_at: Timestamp },
    Live(Talk),
    Stopped(Problem),
}

#[derive(Debug)]
struct Talk {
    socket: SocketId,
    last_id: u64,
    asked: Vec<(u64, Question)>,
    entities: Option<u64>,
    heard_at: Timestamp,
    ping_ends_at: Option<Timestamp>,
}

/// What an answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Nothing follows from the answer.
    Nothing,
    /// Who am I?
    User,
    /// What home is this?
    Config,
    /// The rooms.
    Areas,
    /// The devices.
    Devices,
    /// The registry's entities.
    Registry,
    /// A service call for this entity's tile.
    Service(EntityId),
    /// Something about the user's own account.
    Security(Asked),
    /// Something about a home that is being set up.
    Settling(settling::Asked),
}

/// What the line brought.
#[derive(Debug)]
pub enum News {
    /// The hub let us in: ask for everything.
    Live,
    /// The hub did not accept the token.
    Refused(String),
    /// An answer.
    Answer(u64, Question, Result<Value, CommandError>),
    /// An event of the entities subscription.
    Entities(Value),
    /// Parts that could not be read.
    Garbled(usize),
}

/// What the screen says of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Being opened for the first time.
    Coming,
    /// Lost, and being looked for.
    Away,
    /// All is well.
    Live,
    /// Given up until a person says so.
    Stopped(Problem),
}

impl Connection {
    /// A line that is to be opened.
    pub fn new() -> Self {
        Self { line: Line::Down { again_at: None }, tries: 0 }
    }

    /// What the screen says of it.
    pub fn standing(&self) -> Standing {
        match &self.line {
            Line::Live(_) => Standing::Live,
            Line::Stopped(problem) => Standing::Stopped(problem.clone()),
            Line::Down { .. } | Line::Opening { .. } | Line::Greeting { .. } if self.tries == 0 => {
                Standing::Coming
            }
            Line::Down { .. } | Line::Opening { .. } | Line::Greeting { .. } => Standing::Away,
        }
    }

    /// Opens the line. The token is sent once it is open.
    pub fn open(&mut self, now: Timestamp, out: &mut Outbox) {
        self.line = Line::Opening { socket: out.open_socket(), give_up_at: now + PATIENCE };
    }

    /// Closes the line and stays down.
    pub fn close(&mut self, out: &mut Outbox) {
        if let Some(socket) = self.socket() {
            out.update.command(Command::CloseSocket(socket));
        }
        self.line = Line::Down { again_at: None };
    }

    /// Stays down until a person says so.
    pub fn stop(&mut self, problem: Problem, out: &mut Outbox) {
        self.close(out);
        self.line = Line::Stopped(problem);
    }

    /// Stays down for a while: so many seconds, where the hub says so.
    pub fn retry_later(&mut self, seconds: Option<u64>, now: Timestamp, out: &mut Outbox) {
        self.close(out);
        let wait = seconds.map_or_else(|| backoff(self.tries, &mut out.dice), Duration::from_secs);
        self.line = Line::Down { again_at: Some(now + wait) };
        self.tries = self.tries.saturating_add(1);
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Timestamp> {
        match &self.line {
            Line::Down { again_at } => *again_at,
            Line::Opening { give_up_at, .. } | Line::Greeting { give_up_at, .. } => Some(*give_up_at),
            Line::Live(talk) => Some(talk.ping_ends_at.unwrap_or(talk.heard_at + QUIET)),
            Line::Stopped(_) => None,
        }
    }

    /// Does what is due. Answers whether the line should be opened now.
    #[must_use]
    pub fn tick(&mut self, now: Timestamp, out: &mut Outbox) -> bool {
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return false;
        }
        match &mut self.line {
            Line::Down { again_at } => {
                *again_at = None;
                return true;
            }
            Line::Live(talk) if talk.ping_ends_at.is_none() => talk.ping(now + PATIENCE, out),
            Line::Live(_) | Line::Opening { .. } | Line::Greeting { .. } => self.retry_later(None, now, out),
            Line::Stopped(_) => {}
        }
        false
    }

    /// Somebody looks at the screen, or the network is back: find out quickly whether the line is alive.
    /// Answers whether it should be opened now.
    #[must_use]
    pub fn hurry(&mut self, now: Timestamp, out: &mut Outbox) -> bool {
        match &mut self.line {
            Line::Down { again_at } => again_at.take().is_some(),
            Line::Live(talk) => {
                talk.ping(now + SHORT_PATIENCE, out);
                false
            }
            Line::Stopped(_) => {
                self.line = Line::Down { again_at: None };
                true
            }
            Line::Opening { .. } | Line::Greeting { .. } => false,
        }
    }

    /// The socket is open: say who is there.
    pub fn opened(&mut self, socket: SocketId, token: &Secret, now: Timestamp, out: &mut Outbox) {
        if matches!(self.line, Line::Opening { socket: awaited, .. } if awaited == socket) {
            out.say(socket, &AuthMessage { access_token: token.clone() }.to_json());
            self.line = Line::Greeting { socket, give_up_at: now + PATIENCE };
        }
    }

    /// The socket is gone. Answers whether it was the one in use.
    pub fn closed(&mut self, socket: SocketId, now: Timestamp, out: &mut Outbox) -> bool {
        let is_ours = self.socket() == Some(socket);
        if is_ours {
            self.line = Line::Down { again_at: None };
            self.retry_later(None, now, out);
        }
        is_ours
    }

    /// Takes in a frame.
    pub fn said(&mut self, socket: SocketId, text: &str, now: Timestamp, out: &mut Outbox) -> Vec<News> {
        if self.socket() != Some(socket) {
            return Vec::new();
        }
        let frame = read_frame(text);
        let mut news: Vec<_> =
            frame.messages.into_iter().filter_map(|message| self.hear(message, now, out)).collect();
        if frame.dropped > 0 {
            news.push(News::Garbled(frame.dropped));
        }
        news
    }

    /// Asks the hub; `None` while the line is not live.
    pub fn ask(&mut self, command: Ask, question: Question, out: &mut Outbox) -> Option<u64> {
        match &mut self.line {
            Line::Live(talk) => Some(talk.ask(command, question, out)),
            Line::Down { .. } | Line::Opening { .. } | Line::Greeting { .. } | Line::Stopped(_) => None,
        }
    }

    /// Follows all entities.
    pub fn subscribe_entities(&mut self, out: &mut Outbox) {
        if let Line::Live(talk) = &mut self.line {
            talk.entities = Some(talk.ask(Ask::SubscribeEntities, Question::Nothing, out));
        }
    }

    fn hear(&mut self, message: ServerMessage, now: Timestamp, out: &mut Outbox) -> Option<News> {
        match (&mut self.line, message) {
            (Line::Greeting { socket, .. }, ServerMessage::AuthOk) => {
                let mut talk = Talk::new(*socket, now);
                let features = Features { coalesce_messages: 1 };
                talk.ask(Ask::SupportedFeatures { features }, Question::Nothing, out);
                self.line = Line::Live(talk);
                self.tries = 0;
                Some(News::Live)
            }
            (Line::Greeting { .. }, ServerMessage::AuthInvalid { message }) => Some(News::Refused(message)),
            (Line::Live(talk), message) => talk.hear(message, now),
            (_, _) => None,
        }
    }

    fn socket(&self) -> Option<SocketId> {
        match &self.line {
            Line::Opening { socket, .. } | Line::Greeting { socket, .. } => Some(*socket),
            Line::Live(talk) => Some(talk.socket),
            Line::Down { .. } | Line::Stopped(_) => None,
        }
    }
}

impl Default for Connection {
    fn default() -> Self {
        Self::new()
    }
}

impl Talk {
    fn new(socket: SocketId, now: Timestamp) -> Self {
        Self { socket, last_id: 0, asked: Vec::new(), entities: None, heard_at: now, ping_ends_at: None }
    }

    fn ask(&mut self, command: Ask, question: Question, out: &mut Outbox) -> u64 {
        self.last_id += 1;
        out.say(self.socket, &Request { id: self.last_id, command }.to_json());
        self.asked.push((self.last_id, question));
        self.last_id
    }

    fn asked_for(&mut self, id: u64) -> Option<Question> {
        let place = self.asked.iter().position(|(asked, _)| *asked == id)?;
        Some(self.asked.swap_remove(place).1)
    }

    fn ping(&mut self, ends_at: Timestamp, out: &mut Outbox) {
        if self.ping_ends_at.is_none() {
            self.ask(Ask::Ping, Question::Nothing, out);
        }
        self.ping_ends_at = Some(self.ping_ends_at.map_or(ends_at, |earlier| earlier.min(ends_at)));
    }

    fn hear(&mut self, message: ServerMessage, now: Timestamp) -> Option<News> {
        // Any word is a sign of life.
        self.heard_at = now;
        self.ping_ends_at = None;
        match message {
            ServerMessage::Done { id, result } => {
                self.asked_for(id).map(|question| News::Answer(id, question, Ok(result)))
            }
            ServerMessage::Failed { id, error } => {
                self.asked_for(id).map(|question| News::Answer(id, question, Err(error)))
            }
            ServerMessage::Event { id, event } if self.entities == Some(id) => Some(News::Entities(event)),
            ServerMessage::Pong { id } => {
                self.asked_for(id);
                None
            }
            ServerMessage::Event { .. }
            | ServerMessage::AuthRequired
            | ServerMessage::AuthOk
            | ServerMessage::AuthInvalid { .. } => None,
        }
    }
}
