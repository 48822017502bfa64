//! Authorization codes: what a finished flow gives, good once, for a minute, for one client.
//!
//! A code that comes a second time was seen by somebody else: whatever the first time gave ends
//! (RFC 9700, 4.2.4).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use doorstep_protocol::ids::UserId;

use super::assurance::Assurance;
use super::pkce::Challenge;
use crate::random::{self, NoRandomness};
use crate::store::SessionId;

/// The codes of late. In memory: a restart asks for a new sign-in.
#[derive(Default)]
pub(crate) struct Codes(Mutex<HashMap<(String, String), Code>>);

struct Code {
    grant: Grant,
    state: CodeState,
}

enum CodeState {
    Open,
    Used,
    /// And this is what began by it.
    Gave(SessionId),
    /// It came a second time before anything had begun by it.
    Stolen,
}

/// What a code is good for.
#[derive(Debug)]
pub(crate) enum Redeemed {
    /// This.
    Grant(Grant),
    /// Nothing any more; the session that it gave has to end.
    Again(Option<(UserId, SessionId)>),
    /// Nothing.
    Unknown,
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) user_id: UserId,
    pub(crate) provider: &'static str,
    pub(crate) assurance: Assurance,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) created_at: f64,
}

impl Codes {
    /// A new code for `client_id`.
    pub(crate) fn issue(&self, client_id: &str, grant: Grant) -> Result<String, NoRandomness> {
        let code = random::id()?;
        let mut codes = self.lock();
        let now = grant.created_at;
        codes.retain(|_, code| now < code.grant.created_at + REMEMBERED);
        if codes.len() >= MOST {
            let age = |code: &Code| code.grant.created_at;
            let oldest = codes.iter().min_by(|(_, a), (_, b)| age(a).total_cmp(&age(b)));
            if let Some(key) = oldest.map(|(key, _)| key.clone()) {
                codes.remove(&key);
            }
        }
        codes.insert((client_id.to_owned(), code.clone()), Code { grant, state: CodeState::Open });
        Ok(code)
    }

    /// Uses a code up. A code that was made for another client stays as it is.
    pub(crate) fn redeem(&self, client_id: &str, code: &str, now: f64) -> Redeemed {
        let mut codes = self.lock();
        let Some(code) = codes.get_mut(&(client_id.to_owned(), code.to_owned())) else {
            return Redeemed::Unknown;
        };
        match std::mem::replace(&mut code.state, CodeState::Stolen) {
            CodeState::Open if now < code.grant.created_at + LIFETIME => {
                code.state = CodeState::Used;
                Redeemed::Grant(code.grant.clone())
            }
            CodeState::Open => Redeemed::Unknown,
            CodeState::Gave(session) => Redeemed::Again(Some((code.grant.user_id.clone(), session))),
            CodeState::Used | CodeState::Stolen => Redeemed::Again(None),
        }
    }

    /// Notes which session began by a code. `false` when the code came a second time meanwhile.
    pub(crate) fn gave(&self, client_id: &str, code: &str, session: SessionId) -> bool {
        let mut codes = self.lock();
        // One that is not remembered any more cannot come again either.
        let Some(code) = codes.get_mut(&(client_id.to_owned(), code.to_owned())) else { return true };
        match code.state {
            CodeState::Stolen => false,
            CodeState::Open | CodeState::Used | CodeState::Gave(_) => {
                code.state = CodeState::Gave(session);
                true
            }
        }
    }

    /// Forgets the codes of a user.
    pub(crate) fn forget(&self, user: &UserId) {
        self.lock().retain(|_, code| code.grant.user_id != *user);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), Code>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Seconds: a page redeems its code at once.
const LIFETIME: f64 = 60.0;
/// Seconds in which a second use is noticed.
const REMEMBERED: f64 = 600.0;
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(created_at: f64) -> Grant {
        Grant {
            user_id: "u".into(),
            provider: "homeassistant",
            assurance: Assurance::Password,
            challenge: None,
            created_at,
        }
    }

    fn is_good(codes: &Codes, client_id: &str, code: &str, now: f64) -> bool {
        matches!(codes.redeem(client_id, code, now), Redeemed::Grant(_))
    }

    #[test]
    fn a_code_is_good_once_for_its_client_for_a_minute() {
        let codes = Codes::default();
        let code = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(!is_good(&codes, "http://other/", &code, 1.0));
        assert!(is_good(&codes, "http://hub/", &code, 1.0));
        assert!(!is_good(&codes, "http://hub/", &code, 1.0));
        let old = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(!is_good(&codes, "http://hub/", &old, 60.0));
    }

    #[test]
    fn a_second_use_names_the_session_that_the_first_gave() {
        let codes = Codes::default();
        let code = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(is_good(&codes, "http://hub/", &code, 1.0));
        assert!(codes.gave("http://hub/", &code, SessionId("s".into())));
        let again = codes.redeem("http://hub/", &code, 2.0);
        assert!(matches!(again, Redeemed::Again(Some((_, session))) if session.0 == "s"));
    }

    #[test]
    fn a_second_use_at_the_same_time_leaves_nobody_with_a_session() {
        let codes = Codes::default();
        let code = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(is_good(&codes, "http://hub/", &code, 1.0));
        assert!(matches!(codes.redeem("http://hub/", &code, 1.0), Redeemed::Again(None)));
        assert!(!codes.gave("http://hub/", &code, SessionId("s".into())));
    }

    #[test]
    fn codes_are_bounded_in_number() {
        let codes = Codes::default();
        let first = codes.issue("http://hub/", grant(0.0)).unwrap();
        for later in 0..MOST {
            codes.issue("http://hub/", grant(1.0 + later as f64 / 1000.0)).unwrap();
        }
        assert_eq!(codes.lock().len(), MOST);
        assert!(!is_good(&codes, "http://hub/", &first, 2.0));
    }
}
