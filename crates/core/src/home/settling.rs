//! A home that is being set up, as far as the set-up needs the owner's session and line.

use doorstep_protocol::socket::CommandError;
use serde_json::Value;

use super::{Home, Outcome};
use crate::command::RequestId;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::security::Means;
use crate::setup::Wish;
use crate::setup::settling::{Asked, Progress, Settling};
use crate::time::Timestamp;

impl Home {
    /// The set-up that goes on here.
    pub fn settling(&self) -> Option<&Settling> {
        self.settling.as_deref()
    }

    /// Goes on with the set-up before the home is shown.
    pub fn settle_in(&mut self, now: Timestamp, out: &mut Outbox) {
        self.settling = Some(Box::new(Settling::start()));
        self.settle(now, out);
    }

    /// Does what a person wants of the set-up.
    pub fn wish_settled(&mut self, wish: Wish, now: Timestamp, out: &mut Outbox) {
        if let Some(settling) = &mut self.settling {
            settling.want(wish, &mut Means { line: &mut self.connection, now, out });
            self.settle(now, out);
        }
    }

    /// Sends what waits for a token, or sees to it that there is one.
    pub(super) fn settle(&mut self, now: Timestamp, out: &mut Outbox) {
        let Some(settling) = self.settling.as_mut().filter(|settling| settling.needs_token()) else { return };
        match self.session.token(now) {
            Some(token) => settling.send(token, out),
            None => self.connect(now, out),
        }
    }

    /// `None` if the question was somebody else's.
    pub(super) fn settling_replied(
        &mut self,
        id: RequestId,
        answer: &Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) -> Option<Outcome> {
        let progress = self.settling.as_mut()?.replied(id, answer)?;
        out.update.redraw();
        match progress {
            Progress::Going => {
                self.settle(now, out);
                Some(Outcome::Going)
            }
            Progress::Done => {
                self.settling = None;
                Some(Outcome::Settled)
            }
        }
    }

    pub(super) fn settling_answered(
        &mut self,
        asked: &Asked,
        answer: Result<Value, CommandError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        if let Some(settling) = &mut self.settling {
            settling.answered(asked, answer, &mut Means { line: &mut self.connection, now, out });
        }
    }
}
