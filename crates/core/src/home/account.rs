//! The page of one's own account, as far as it needs the home's line to the hub.

use doorstep_protocol::socket::CommandError;
use serde_json::Value;

use super::Home;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::security::{Asked, Means, Security, Wish};
use crate::time::Timestamp;

impl Home {
    /// The page of one's own account.
    pub fn security(&self) -> &Security {
        &self.security
    }

    /// Does what a person wants of their account.
    pub fn secure(&mut self, wish: Wish, now: Timestamp, out: &mut Outbox) {
        let mut means = Means { line: &mut self.connection, now, out };
        self.security.want(wish, self.user.as_ref(), &mut means);
    }

    pub(super) fn account_replied(
        &mut self,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        self.security.replied(answer, &mut Means { line: &mut self.connection, now, out });
    }

    pub(super) fn account_answered(
        &mut self,
        call: u64,
        asked: &Asked,
        answer: Result<Value, CommandError>,
        now: Timestamp,
        out: &mut Outbox,
    ) {
        self.security.answered(call, asked, answer, &mut Means { line: &mut self.connection, now, out });
    }
}
