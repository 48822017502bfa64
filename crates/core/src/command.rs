//! What the app asks of the world, and what the screen must read again.

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::secret::Secret;

use crate::accounts::Vault;
use crate::event::Theme;
use crate::time::Timestamp;

/// What follows from an event.
#[must_use = "commands that are not performed never happen"]
#[derive(Debug, Default)]
pub struct Update {
    /// To perform, in order.
    pub commands: Vec<Command>,
    /// To draw.
    pub changes: Changes,
}

/// Something to do in the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Send a request; the answer comes back with the same id.
    Request {
        /// Tells the answers apart.
        id: RequestId,
        /// What to send.
        request: HttpRequest,
    },
    /// Open a WebSocket to this address.
    OpenSocket {
        /// Tells what the sockets say apart.
        id: SocketId,
        /// `ws://…` or `wss://…`.
        address: String,
    },
    /// Send a text frame. Secret, since the first frame carries the access token.
    Say(SocketId, Secret),
    /// Close it and report nothing more from it.
    CloseSocket(SocketId),
    /// Read what this device remembers.
    Load,
    /// Remember this instead of what was.
    Save(Vault),
    /// Draw 32 random bytes, written as 64 hexadecimal digits; they come back as `Drawn`.
    Draw,
    /// Put the cursor into the field of this name, once it is on the screen.
    Focus(String),
    /// Load the page again.
    Reload,
    /// Show these colours, and remember them where it costs nothing if they are lost.
    ShowTheme(Theme),
    /// Report `Woke` then; takes the place of any earlier one.
    WakeAt(Timestamp),
}

/// The number of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub u32);

/// The number of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SocketId(pub u32);

/// A request to the hub.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    /// The full address.
    pub address: String,
    /// Method and body.
    pub body: Body,
    /// The access token that says who asks, where that matters.
    pub token: Option<Secret>,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `GET`.
    Nothing,
    /// `POST` of `application/json`.
    Json(Secret),
    /// `POST` of `application/x-www-form-urlencoded`: Home Assistant's token endpoint reads nothing else.
    Form(Secret),
}

/// What differs on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Anything but the tiles.
    pub screen: bool,
    /// The tiles of these entities; may name one twice.
    pub entities: Vec<EntityId>,
}

impl Update {
    /// Asks for something.
    pub fn command(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Notes that the screen differs.
    pub fn redraw(&mut self) {
        self.changes.screen = true;
    }

    /// Notes that these tiles differ.
    pub fn touch(&mut self, entities: impl IntoIterator<Item = EntityId>) {
        self.changes.entities.extend(entities);
    }
}
