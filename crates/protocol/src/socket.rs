//! The frames of `/api/websocket`.
//!
//! A frame holds one message, or, once `supported_features` has asked for it, an array of messages.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::secret::Secret;
use crate::service::ServiceCall;

/// The first message of the client.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AuthMessage {
    /// Always `auth`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A fresh access token.
    pub access_token: Secret,
}

/// A command with its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Positive and increasing; answers carry it.
    pub id: u64,
    /// What is asked.
    #[serde(flatten)]
    pub command: Command,
}

/// The commands that the app sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Command {
    /// Announces what the client understands.
    #[serde(rename = "supported_features")]
    SupportedFeatures {
        /// The abilities.
        features: Features,
    },
    /// Asks for a `pong`.
    #[serde(rename = "ping")]
    Ping,
    /// Who am I?
    #[serde(rename = "auth/current_user")]
    CurrentUser,
    /// What home is this?
    #[serde(rename = "get_config")]
    Config,
    /// Follows every entity.
    #[serde(rename = "subscribe_entities")]
    SubscribeEntities,
    /// The rooms.
    #[serde(rename = "config/area_registry/list")]
    Areas,
    /// The devices.
    #[serde(rename = "config/device_registry/list")]
    Devices,
    /// The entities as the registry knows them.
    #[serde(rename = "config/entity_registry/list_for_display")]
    Entities,
    /// Does something.
    #[serde(rename = "call_service")]
    CallService(ServiceCall),
}

/// What `supported_features` announces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// 1: frames may hold arrays of messages.
    pub coalesce_messages: u8,
}

/// A message of the hub, read as far as its envelope.
#[derive(Debug)]
pub enum ServerMessage<'a> {
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
        result: &'a RawValue,
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
        event: &'a RawValue,
    },
    /// The answer to `ping`.
    Pong {
        /// Which ping.
        id: u64,
    },
}

/// Why a command was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandError {
    /// `not_found`, `home_assistant_error`, …
    pub code: String,
    /// English, as the hub words it.
    pub message: String,
}

/// The messages of one frame, and how many parts of it could not be read.
#[derive(Debug, Default)]
pub struct Frame<'a> {
    /// In order.
    pub messages: Vec<ServerMessage<'a>>,
    /// Parts that are no message of this protocol.
    pub dropped: usize,
}

/// Reads a frame. Never fails: what cannot be read is counted.
pub fn read_frame(text: &str) -> Frame<'_> {
    let mut frame = Frame::default();
    if text.trim_start().starts_with('[') {
        match serde_json::from_str::<Vec<&RawValue>>(text) {
            Ok(parts) => parts.iter().for_each(|part| frame.take(part.get())),
            Err(_) => frame.dropped += 1,
        }
    } else {
        frame.take(text);
    }
    frame
}

impl<'a> Frame<'a> {
    fn take(&mut self, text: &'a str) {
        match serde_json::from_str::<Envelope<'a>>(text).ok().and_then(Envelope::open) {
            Some(message) => self.messages.push(message),
            None => self.dropped += 1,
        }
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    id: Option<u64>,
    #[serde(default)]
    success: Option<bool>,
    #[serde(default, borrow)]
    result: Option<&'a RawValue>,
    #[serde(default, borrow)]
    event: Option<&'a RawValue>,
    #[serde(default)]
    error: Option<CommandError>,
    #[serde(default)]
    message: Option<String>,
}

impl<'a> Envelope<'a> {
    fn open(self) -> Option<ServerMessage<'a>> {
        match (self.kind.as_str(), self.id) {
            ("auth_required", _) => Some(ServerMessage::AuthRequired),
            ("auth_ok", _) => Some(ServerMessage::AuthOk),
            ("auth_invalid", _) => {
                Some(ServerMessage::AuthInvalid { message: self.message.unwrap_or_default() })
            }
            ("event", Some(id)) => self.event.map(|event| ServerMessage::Event { id, event }),
            ("pong", Some(id)) => Some(ServerMessage::Pong { id }),
            ("result", Some(id)) if self.success == Some(true) => {
                Some(ServerMessage::Done { id, result: self.result.unwrap_or(RawValue::NULL) })
            }
            // A hub answers a message without a number with `"id": null`; no command has the number 0.
            ("result", id) => Some(ServerMessage::Failed {
                id: id.unwrap_or_default(),
                error: self.error.unwrap_or_default(),
            }),
            _ => None,
        }
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
        assert!(
            matches!(frame.messages[..], [ServerMessage::Done { id: 1, result }] if result.get() == "null")
        );
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
        assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"id":3,"type":"ping"}"#);
    }
}
