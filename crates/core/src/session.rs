//! One user's tokens: the refresh token that lasts and the access token that opens the socket.
//!
//! Lifetimes are counted from the answer that brought them, by the page's own clock: a wrong wall clock does no
//! harm. A token that is known to be expired is never sent.

use std::time::Duration;

use doorstep_protocol::secret::Secret;
use doorstep_protocol::token::Tokens;

use crate::command::RequestId;
use crate::event::{HttpReply, NetworkError};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::reply::{self, TokenAnswer};
use crate::time::Timestamp;

/// A session at the hub.
#[derive(Debug)]
pub struct Session {
    refresh_token: Secret,
    client_id: String,
    access: Access,
}

/// What came of a refresh.
#[derive(Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// There is a token to use.
    Ready,
    /// The hub ended the session.
    Ended,
    /// Not now; the credential is kept.
    NotNow(Problem),
}

#[derive(Debug)]
enum Access {
    None,
    Asked(RequestId),
    Held { token: Secret, until: Timestamp },
}

impl Session {
    /// A session of which only the credential is known.
    pub fn resume(refresh_token: Secret, client_id: String) -> Self {
        Self { refresh_token, client_id, access: Access::None }
    }

    /// A session that has just begun. `None` if the hub gave no refresh token.
    pub fn begin(tokens: Tokens, client_id: String, now: Timestamp) -> Option<Self> {
        let access = Access::held(tokens.access_token, tokens.expires_in, now);
        Some(Self { refresh_token: tokens.refresh_token?, client_id, access })
    }

    /// The credential.
    pub fn refresh_token(&self) -> &Secret {
        &self.refresh_token
    }

    /// The client id that the credential belongs to.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The access token, while it is good for at least a little longer.
    pub fn token(&self, now: Timestamp) -> Option<&Secret> {
        match &self.access {
            Access::Held { token, until } if now < *until => Some(token),
            Access::Held { .. } | Access::None | Access::Asked(_) => None,
        }
    }

    /// Lets go of an access token that the hub refused.
    pub fn drop_token(&mut self) {
        self.access = Access::None;
    }

    /// Asks for a new access token, once at a time.
    pub fn refresh(&mut self, out: &mut Outbox) {
        if !matches!(self.access, Access::Asked(_)) {
            let pairs = [
                ("grant_type", "refresh_token"),
                ("client_id", &self.client_id),
                ("refresh_token", self.refresh_token.expose()),
            ];
            self.access = Access::Asked(out.post_form("/auth/token", &pairs));
        }
    }

    /// Takes in an answer; `None` if the question was somebody else's.
    pub fn replied(
        &mut self,
        id: RequestId,
        answer: Result<HttpReply, NetworkError>,
        now: Timestamp,
    ) -> Option<Refreshed> {
        if !matches!(self.access, Access::Asked(asked) if asked == id) {
            return None;
        }
        self.access = Access::None;
        Some(match reply::read_tokens(answer) {
            TokenAnswer::Granted(tokens) => {
                self.access = Access::held(tokens.access_token, tokens.expires_in, now);
                Refreshed::Ready
            }
            TokenAnswer::Gone => Refreshed::Ended,
            TokenAnswer::Kept(problem) => Refreshed::NotNow(problem),
        })
    }
}

impl Access {
    /// Stops a minute, or a tenth of its life, before the end: whichever is less.
    fn held(token: Secret, lifetime_secs: u64, now: Timestamp) -> Self {
        let usable = lifetime_secs.saturating_sub((lifetime_secs / 10).min(60));
        Self::Held { token, until: now + Duration::from_secs(usable) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let tokens = Tokens {
            access_token: Secret::new("a"),
            refresh_token: Some(Secret::new("r")),
            expires_in: 1_800,
            token_type: "Bearer".to_owned(),
            ha_auth_provider: None,
        };
        Session::begin(tokens, "http://hub/".to_owned(), Timestamp(0)).unwrap()
    }

    #[test]
    fn an_old_token_is_never_handed_out() {
        let session = session();
        assert!(session.token(Timestamp(1_739_999)).is_some());
        assert!(session.token(Timestamp(1_740_000)).is_none());
    }

    #[test]
    fn a_refresh_is_asked_for_once() {
        let mut out = Outbox::new(crate::place::Place::of_page("http://hub/").unwrap(), 1);
        let mut session = Session::resume(Secret::new("r"), "http://hub/".to_owned());
        session.refresh(&mut out);
        session.refresh(&mut out);
        assert_eq!(out.update.commands.len(), 1);
    }
}
