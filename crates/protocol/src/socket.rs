//! The frames of `/api/websocket`.
//!
//! A frame holds one message, or, once `supported_features` has asked for it, an array of messages.

use serde_json::{Map, Value};

use crate::json::{self, FromJson, Members, object};
use crate::secret::Secret;
use crate::service::ServiceCall;
use crate::{mfa, sessions, users};

/// The first message of the client.
#[derive(Clone, Debug)]
pub struct AuthMessage {
    /// A fresh access token.
    pub access_token: Secret,
}

impl AuthMessage {
    /// As it stands on the wire.
    pub fn to_json(&self) -> Value {
        let token = Value::from(self.access_token.expose());
        Value::Object(object([("type", "auth".into()), ("access_token", token)]))
    }
}

/// A command with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Positive and increasing; answers carry it.
    pub id: u64,
    /// What is asked.
    pub command: Command,
}

impl Request {
    /// As it stands on the wire: number, type and arguments side by side.
    pub fn to_json(&self) -> Value {
        let (kind, mut members) = match &self.command {
            Command::SupportedFeatures { features } => {
                let features = object([("coalesce_messages", features.coalesce_messages.into())]);
                ("supported_features", object([("features", Value::Object(features))]))
            }
            Command::Ping => ("ping", Map::new()),
            Command::CurrentUser => ("auth/current_user", Map::new()),
            Command::Config => ("get_config", Map::new()),
            Command::SubscribeEntities => ("subscribe_entities", Map::new()),
            Command::Areas => ("config/area_registry/list", Map::new()),
            Command::Devices => ("config/device_registry/list", Map::new()),
            Command::Entities => ("config/entity_registry/list_for_display", Map::new()),
            Command::CallService(call) => ("call_service", call.to_json()),
            Command::Sessions(ask) => ask.to_json(),
            Command::Mfa(ask) => ask.to_json(),
            Command::Users(ask) => ask.to_json(),
        };
        members.insert("id".to_owned(), self.id.into());
        members.insert("type".to_owned(), kind.into());
        Value::Object(members)
    }
}

/// The commands that the app sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Announces what the client understands.
    SupportedFeatures {
        /// The abilities.
        features: Features,
    },
    /// Asks for a `pong`.
    Ping,
    /// Who am I?
    CurrentUser,
    /// What home is this?
    Config,
    /// Follows every entity.
    SubscribeEntities,
    /// The rooms.
    Areas,
    /// The devices.
    Devices,
    /// The entities as the registry knows them.
    Entities,
    /// Does something.
    CallService(ServiceCall),
    /// Something about sessions.
    Sessions(sessions::Ask),
    /// Something about a second factor.
    Mfa(mfa::Ask),
    /// Something about the hub's users.
    Users(users::Ask),
}

/// What `supported_features` announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Features {
    /// 1: frames may hold arrays of messages.
    pub coalesce_messages: u8,
}

/// A message of the hub, read as far as its envelope.
#[derive(Debug)]
pub enum ServerMessage {
    /// The hub wants to know who is there.
    AuthRequired,
    /// The token was good.
    AuthOk,
    /// The token was not good, or this user may not come in from here.
    AuthInvalid {
        /// The hub's reason, in English.
        message: String,
    },
    /// A command was carried out.
    Done {
        /// Which command.
        id: u64,
        /// Its result; `null` where there is none.
        result: Value,
    },
    /// A command was refused.
    Failed {
        /// Which command.
        id: u64,
        /// Why.
        error: CommandError,
    },
    /// Something that a subscription reports.
    Event {
        /// Which subscription.
        id: u64,
        /// What happened.
        event: Value,
    },
    /// The answer to `ping`.
    Pong {
        /// Which ping.
        id: u64,
    },
}

/// Why a command was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandError {
    /// `not_found`, `home_assistant_error`, …
    pub code: String,
    /// English, as the hub words it.
    pub message: String,
}

/// The messages of one frame, and how many parts of it could not be read.
#[derive(Debug, Default)]
pub struct Frame {
    /// In order.
    pub messages: Vec<ServerMessage>,
    /// Parts that are no message of this protocol.
    pub dropped: usize,
}

/// Reads a frame. Never fails: what cannot be read is counted.
pub fn read_frame(text: &str) -> Frame {
    let mut frame = Frame::default();
    match json::value(text) {
        Some(Value::Array(parts)) => parts.into_iter().for_each(|part| frame.take(part)),
        Some(message) => frame.take(message),
        None => frame.dropped += 1,
    }
    frame
}

impl Frame {
    fn take(&mut self, value: Value) {
        match ServerMessage::from_json(value) {
            Some(message) => self.messages.push(message),
            None => self.dropped += 1,
        }
    }
}

impl FromJson for ServerMessage {
    fn from_json(value: Value) -> Option<Self> {
        let mut parts = Members::of(value)?;
        let kind = parts.text("type");
        let id = parts.read("id");
        let message = match (kind.as_str(), id) {
            ("auth_required", _) => Self::AuthRequired,
            ("auth_ok", _) => Self::AuthOk,
            ("auth_invalid", _) => Self::AuthInvalid { message: parts.or_default("message") },
            ("event", Some(id)) => Self::Event { id, event: parts.read("event")? },
            ("pong", Some(id)) => Self::Pong { id },
            ("result", Some(id)) if parts.or_default("success") => {
                Self::Done { id, result: parts.or_default("result") }
            }
            // A hub answers a message without a number with `"id": null`; no command has the number 0.
            ("result", id) => Self::Failed { id: id.unwrap_or_default(), error: parts.or_default("error") },
            _ => return None,
        };
        parts.made(message)
    }
}

impl FromJson for CommandError {
    fn from_json(value: Value) -> Option<Self> {
        let mut error = Members::of(value)?;
        let read = Self { code: error.text("code"), message: error.text("message") };
        error.made(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_may_hold_many_messages_in_any_order_of_keys() {
        let frame =
            read_frame(r#"[{"event":{"r":[]},"type":"event","id":8},{"id":9,"type":"pong"},{"x":1}]"#);
        assert!(matches!(
            frame.messages[..],
            [ServerMessage::Event { id: 8, .. }, ServerMessage::Pong { id: 9 }]
        ));
        assert_eq!(frame.dropped, 1);
    }

    #[test]
    fn an_empty_result_is_null() {
        let frame = read_frame(r#"{"id":1,"type":"result","success":true,"result":null}"#);
        assert!(matches!(frame.messages[..], [ServerMessage::Done { id: 1, result: Value::Null }]));
    }

    #[test]
    fn rubbish_is_counted() {
        for text in ["", "[", "7", "{}", r#"{"type":"event","id":1}"#, "\u{0}"] {
            let frame = read_frame(text);
            assert_eq!((frame.messages.len(), frame.dropped), (0, 1), "{text:?}");
        }
    }

    #[test]
    fn a_command_is_flat_on_the_wire() {
        let request = Request { id: 3, command: Command::Ping };
        assert_eq!(request.to_json().to_string(), r#"{"id":3,"type":"ping"}"#);
    }
}
