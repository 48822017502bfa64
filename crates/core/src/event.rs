//! Everything that can happen to the app: in the past tense what happened, in the imperative what a person wants.

use std::collections::BTreeMap;
use std::fmt;

use doorstep_protocol::ids::{EntityId, UserId};
use doorstep_protocol::secret::Secret;
use serde_json::Value;

use crate::accounts::Vault;
use crate::command::{RequestId, SocketId};
use crate::place::Place;
use crate::security::Wish;
use crate::setup;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// The page is there.
    Started {
        /// Where it is served.
        place: Place,
        /// Something that differs between devices, to spread their reconnects.
        entropy: u64,
        /// The colours chosen on this device.
        theme: Theme,
    },
    /// A new minute has begun where the device stands.
    MinuteStruck {
        /// 0 to 23.
        hour: u8,
        /// 0 to 59.
        minute: u8,
    },
    /// What this device remembers was read.
    Loaded(Result<Vault, StorageError>),
    /// Remembering ended.
    Saved(Result<(), StorageError>),
    /// A person wants something.
    User(Intent),
    /// A request ended.
    Replied(RequestId, Result<HttpReply, NetworkError>),
    /// A socket is open.
    SocketOpened(SocketId),
    /// A socket received a text frame.
    SocketSaid(SocketId, String),
    /// A socket is closed or never opened.
    SocketClosed(SocketId),
    /// The random digits asked for; `None` where the browser has none to give.
    Drawn(Option<Secret>),
    /// The moment asked for by `WakeAt` has come.
    Woke,
    /// The page is looked at again, or the network is back.
    Resumed,
}

/// Something that a person wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Send the sign-in form.
    Submit {
        /// What was typed.
        answers: Answers,
        /// Whether this device may remember the user.
        remember: bool,
    },
    /// Sign in by the provider at this place in the list.
    ChooseProvider(usize),
    /// Go this way of a menu, by its key.
    ChooseStep(String),
    /// Come in as this face of the picker.
    Pick(UserId),
    /// See who can come in, without anybody coming in unasked.
    ShowFaces,
    /// Try again whatever could not be done.
    TryAgain,
    /// Load the page again.
    Reload,
    /// The note that says who came in unasked has been read.
    DismissWelcome,
    /// Do what a tap on this entity's tile does.
    Press(EntityId),
    /// Set brightness, position, volume or speed, in percent.
    SetLevel(EntityId, u8),
    /// Let this remembered account take over.
    SwitchTo(UserId),
    /// Let somebody sign in who is not remembered here.
    SignInSomeoneElse,
    /// End this user's session and forget it on this device.
    SignOut,
    /// Show these colours on this device.
    ChooseTheme(Theme),
    /// Something about one's own account at the hub.
    Security(Wish),
    /// Something about the first start of a hub.
    SetUp(setup::Wish),
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// As it is stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads what was stored; what cannot be read is as the device is set.
    pub fn of_key(key: &str) -> Self {
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.key() == key).unwrap_or_default()
    }
}

/// What was typed into a form, by field. Its `Debug` shows only which fields.
#[derive(Clone, Default, PartialEq)]
pub struct Answers(pub BTreeMap<String, Value>);

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// An answer of the hub, whatever its status.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// 200, 404, …
    pub status: u16,
    /// The body as text.
    pub body: String,
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpReply({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkError {
    /// Nobody answered: no network, no hub, or a proxy between that cut the line.
    Unreachable,
}

/// Why this device could not remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser has no storage here or does not let the page use it.
    Denied,
    /// It did not answer in time or broke off.
    Broken,
    /// There is no room.
    Full,
    /// What is stored cannot be read.
    Unreadable,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_answers_nor_replies_show_what_they_hold() {
        let answers = Answers(BTreeMap::from([("password".to_owned(), Value::from("hunter2"))]));
        let intent = Intent::Submit { answers, remember: true };
        let reply = HttpReply { status: 200, body: "{\"access_token\":\"hunter2\"}".to_owned() };
        let shown = format!("{intent:?} {reply:?}");
        assert!(shown.contains("password") && !shown.contains("hunter2"), "{shown}");
    }
}
