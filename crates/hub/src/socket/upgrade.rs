//! From an HTTP request to a conversation, with every limit set.

use std::pin::pin;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::{SinkExt, StreamExt, future};

use super::{Frame, converse_with};
use crate::auth::access::Address;
use crate::hub::Hub;

/// `GET /api/websocket`
pub(crate) async fn upgrade(State(hub): State<Hub>, address: Address, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(MAX_WRITE_BUFFER)
        .on_upgrade(move |socket| run(hub, address, socket))
}

async fn run(hub: Hub, address: Address, socket: WebSocket) {
    let (sink, stream) = socket.split();
    let stream = stream.map(|message| match message {
        Ok(Message::Text(text)) => Frame::Text(text.as_str().to_owned()),
        Ok(Message::Ping(_)) => Frame::Ping,
        Ok(Message::Pong(_)) => Frame::Pong,
        Ok(Message::Close(frame)) => Frame::Close(frame.map_or(1005, |frame| frame.code)),
        Ok(Message::Binary(_)) => Frame::Close(1003),
        Err(_) => Frame::Close(1006),
    });
    let sink = sink.with(|frame| {
        future::ready(Ok::<_, axum::Error>(match frame {
            Frame::Text(text) => Message::Text(text.into()),
            Frame::Ping => Message::Ping(axum::body::Bytes::new()),
            Frame::Pong => Message::Pong(axum::body::Bytes::new()),
            Frame::Close(code) => Message::Close(Some(CloseFrame { code, reason: "".into() })),
        }))
    });
    converse_with(hub, address, pin!(stream), pin!(sink)).await;
}

/// What a page may say in one go.
const MAX_MESSAGE: usize = 256 * 1024;
/// Each socket has these two from the start.
const READ_BUFFER: usize = 8 * 1024;
const WRITE_BUFFER: usize = 16 * 1024;
/// The longest answer there can be, and some. The hub waits until each frame is written, and cuts what it
/// sends by itself into pieces of [`super::outbox::PIECE`], so that only `get_states` of a huge home
/// comes near.
pub(super) const MAX_WRITE_BUFFER: usize = 8 * 1024 * 1024;
