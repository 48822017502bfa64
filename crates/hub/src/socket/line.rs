//! The writing end of a socket. Somebody who does not read for ten seconds is let go.

use std::time::Duration;

use futures_util::{Sink, SinkExt};
use tokio::time::timeout;

use super::seats::Seat;
use super::{End, Frame};

/// A sink with a deadline.
pub(super) struct Line<W>(W);

impl<W: Sink<Frame> + Unpin> Line<W> {
    pub(super) fn new(sink: W) -> Self {
        Self(sink)
    }

    /// Sends a frame; ends early when the hub wants the conversation to end.
    pub(super) async fn send(&mut self, frame: Frame, seat: &mut Seat) -> Result<(), End> {
        tokio::select! {
            sent = timeout(PATIENCE, self.0.send(frame)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone),
                Err(_) => {
                    tracing::info!("a socket that does not read was closed");
                    Err(End::TryLater)
                }
            },
            end = seat.ended() => Err(end),
        }
    }

    /// Says the last word, if the other side still listens.
    pub(super) async fn close(mut self, end: End) {
        let Some(code) = end.code() else { return };
        // Whether it arrives changes nothing: the conversation is over.
        drop(timeout(FAREWELL, self.0.send(Frame::Close(code))).await);
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const FAREWELL: Duration = Duration::from_secs(1);
