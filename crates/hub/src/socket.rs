//! `/api/websocket`: the conversation between the hub and one page.
//!
//! Source: `homeassistant/components/websocket_api` and
//! <https://developers.home-assistant.io/docs/api/websocket>.

mod commands;
mod conversation;
mod diff;
mod feed;
mod handshake;
mod line;
mod message;
pub(crate) mod news;
mod outbox;
mod refused;
mod request;
mod seats;
pub(crate) mod snapshot;
mod upgrade;

use std::net::{Ipv4Addr, SocketAddr};

use futures_util::{Sink, Stream};

use crate::auth::access::Address;
use crate::hub::Hub;
use line::Line;

pub use commands::COMMANDS;
pub(crate) use seats::Sockets;
pub(crate) use upgrade::upgrade;

/// What the hub says that it speaks: the version of Home Assistant whose API this is.
pub(crate) const API_VERSION: &str = "2026.11.0";

/// What goes over a socket, in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// One message, or an array of them.
    Text(String),
    /// Are you there?
    Ping,
    /// I am.
    Pong,
    /// The end, with its code (RFC 6455, 7.4).
    Close(u16),
}

/// Why a conversation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The other side is no longer there.
    Gone,
    /// In order: signed out, shut out, or nobody to talk to.
    Done,
    /// The hub stops.
    Stopping,
    /// Something that is no text.
    NotText,
    /// A message that is too big.
    TooBig,
    /// The hub cannot go on with this one: too slow, or too many.
    TryLater,
}

/// Holds one conversation, from the first word to the last, with somebody on this machine.
pub async fn converse<R, W>(hub: Hub, stream: R, sink: W)
where
    R: Stream<Item = Frame> + Unpin,
    W: Sink<Frame> + Unpin,
{
    converse_from(hub, (Ipv4Addr::LOCALHOST, 0).into(), stream, sink).await;
}

/// The same with somebody at the other end of a connection.
pub async fn converse_from<R, W>(hub: Hub, peer: SocketAddr, stream: R, sink: W)
where
    R: Stream<Item = Frame> + Unpin,
    W: Sink<Frame> + Unpin,
{
    converse_with(hub, Address::direct(peer), stream, sink).await;
}

/// Holds one conversation with somebody at `address`.
pub(crate) async fn converse_with<R, W>(hub: Hub, address: Address, mut stream: R, sink: W)
where
    R: Stream<Item = Frame> + Unpin,
    W: Sink<Frame> + Unpin,
{
    let Some(mut seat) = hub.sockets().take_seat() else {
        return Line::new(sink).close(End::TryLater).await;
    };
    let mut line = Line::new(sink);
    let end = match handshake::run(&hub, address, &mut stream, &mut line, &mut seat).await {
        Ok(guest) => conversation::run(hub, guest, &mut stream, &mut line, &mut seat).await,
        Err(end) => end,
    };
    line.close(end).await;
}

impl End {
    fn code(self) -> Option<u16> {
        match self {
            Self::Gone => None,
            Self::Done => Some(1000),
            Self::Stopping => Some(1001),
            Self::NotText => Some(1003),
            Self::TooBig => Some(1009),
            Self::TryLater => Some(1013),
        }
    }
}
