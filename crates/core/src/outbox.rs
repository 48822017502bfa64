//! What the machines of the core write their wishes into: numbers requests and sockets, and knows where the hub is.

use doorstep_protocol::json;
use doorstep_protocol::secret::Secret;
use serde_json::Value;

use crate::command::{Body, Command, HttpRequest, RequestId, SocketId, Update};
use crate::place::Place;
use crate::time::{Dice, Timestamp};

/// Collects what follows from one event.
#[derive(Debug)]
pub struct Outbox {
    place: Place,
    /// For spreading reconnects.
    pub dice: Dice,
    /// What has been collected.
    pub update: Update,
    last_number: u32,
    alarm: Option<Timestamp>,
}

impl Outbox {
    /// An empty one for the hub that serves this page.
    pub fn new(place: Place, entropy: u64) -> Self {
        Self { place, dice: Dice::new(entropy), update: Update::default(), last_number: 0, alarm: None }
    }

    /// Where the app is served.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Asks the hub for something.
    pub fn read(&mut self, path: &str) -> RequestId {
        self.request(path, Body::Nothing, None)
    }

    /// The same as the user of this access token.
    pub fn read_as(&mut self, path: &str, token: &Secret) -> RequestId {
        self.request(path, Body::Nothing, Some(token.clone()))
    }

    /// Sends the hub a JSON body.
    pub fn post_json(&mut self, path: &str, body: &Value) -> RequestId {
        self.request(path, Body::Json(Secret::new(json::text(body))), None)
    }

    /// The same as the user of this access token.
    pub fn post_json_as(&mut self, path: &str, body: &Value, token: &Secret) -> RequestId {
        self.request(path, Body::Json(Secret::new(json::text(body))), Some(token.clone()))
    }

    /// Sends the hub a form.
    pub fn post_form(&mut self, path: &str, pairs: &[(&str, &str)]) -> RequestId {
        let text: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
        self.request(path, Body::Form(Secret::new(text.join("&"))), None)
    }

    /// Opens the hub's socket.
    pub fn open_socket(&mut self) -> SocketId {
        let id = SocketId(self.number());
        let address = self.place.socket();
        self.update.command(Command::OpenSocket { id, address });
        id
    }

    /// Sends a message through a socket.
    pub fn say(&mut self, socket: SocketId, message: &Value) {
        self.update.command(Command::Say(socket, Secret::new(json::text(message))));
    }

    /// Asks to be woken at the earliest of these moments, unless that is asked for already.
    pub fn wake_at(&mut self, deadline: Option<Timestamp>) {
        if deadline != self.alarm {
            self.alarm = deadline;
            if let Some(moment) = deadline {
                self.update.command(Command::WakeAt(moment));
            }
        }
    }

    /// The wake-up that was asked for has come.
    pub fn woken(&mut self) {
        self.alarm = None;
    }

    fn request(&mut self, path: &str, body: Body, token: Option<Secret>) -> RequestId {
        let id = RequestId(self.number());
        let address = self.place.endpoint(path);
        self.update.command(Command::Request { id, request: HttpRequest { address, body, token } });
        id
    }

    fn number(&mut self) -> u32 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }
}

/// Percent-encodes a form value: all but RFC 3986's unreserved characters.
pub(crate) fn encoded(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_values_are_percent_encoded() {
        assert_eq!(encoded("http://hub:8123/a b&c=ü"), "http%3A%2F%2Fhub%3A8123%2Fa%20b%26c%3D%C3%BC");
    }

    #[test]
    fn the_same_alarm_is_set_once() {
        let mut out = Outbox::new(Place::of_page("http://hub/").unwrap(), 1);
        out.wake_at(Some(Timestamp(5)));
        out.wake_at(Some(Timestamp(5)));
        assert_eq!(out.update.commands, [Command::WakeAt(Timestamp(5))]);
        out.woken();
        out.wake_at(Some(Timestamp(5)));
        assert_eq!(out.update.commands.len(), 2);
    }
}
