//! The messages that the hub sends, written by hand around parts that are JSON already.

use serde::Serialize;
use serde_json::Value;

use super::outbox;
use super::refused::Refused;

/// A command was carried out.
pub(super) fn done(id: u64, result: &impl Serialize) -> String {
    match serde_json::to_string(result) {
        Ok(result) if result.len() <= outbox::LONGEST => {
            format!(r#"{{"id":{id},"type":"result","success":true,"result":{result}}}"#)
        }
        Ok(_) => refused(&id.into(), &Refused::AnswerTooLong),
        Err(_) => refused(&id.into(), &Refused::Failed),
    }
}

/// A command was refused. `id` is whatever number came with it, if any.
pub(super) fn refused(id: &Value, why: &Refused) -> String {
    format!(r#"{{"id":{id},"type":"result","success":false,"error":{}}}"#, why.to_json())
}

/// Something happened that `subscription` follows.
pub(super) fn event(subscription: u64, event: &str) -> String {
    format!(r#"{{"id":{subscription},"type":"event","event":{event}}}"#)
}

/// I am here.
pub(super) fn pong(id: u64) -> String {
    format!(r#"{{"id":{id},"type":"pong"}}"#)
}
