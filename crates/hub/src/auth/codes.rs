//! Authorization codes: what a finished flow gives, good once, for ten minutes, for one client.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use doorstep_protocol::ids::UserId;

use super::assurance::Assurance;
use super::pkce::Challenge;
use crate::random::{self, NoRandomness};

/// The codes that nobody has used yet. In memory: a restart asks for a new sign-in.
#[derive(Default)]
pub(crate) struct Codes(Mutex<HashMap<(String, String), Grant>>);

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
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = grant.created_at;
        codes.retain(|_, grant| is_fresh(grant, now));
        if codes.len() >= MOST {
            let oldest = codes.iter().min_by(|(_, a), (_, b)| a.created_at.total_cmp(&b.created_at));
            if let Some(key) = oldest.map(|(key, _)| key.clone()) {
                codes.remove(&key);
            }
        }
        codes.insert((client_id.to_owned(), code.clone()), grant);
        Ok(code)
    }

    /// Uses a code up. A code that was made for another client stays where it is.
    pub(crate) fn redeem(&self, client_id: &str, code: &str, now: f64) -> Option<Grant> {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes.remove(&(client_id.to_owned(), code.to_owned())).filter(|grant| is_fresh(grant, now))
    }
}

impl Codes {
    /// Forgets what a user has not used yet.
    pub(crate) fn forget(&self, user: &UserId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, grant| grant.user_id != *user);
    }
}

fn is_fresh(grant: &Grant, now: f64) -> bool {
    now < grant.created_at + LIFETIME
}

/// Seconds.
const LIFETIME: f64 = 600.0;
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

    #[test]
    fn a_code_is_good_once_for_its_client_for_ten_minutes() {
        let codes = Codes::default();
        let code = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(codes.redeem("http://other/", &code, 1.0).is_none());
        assert!(codes.redeem("http://hub/", &code, 1.0).is_some());
        assert!(codes.redeem("http://hub/", &code, 1.0).is_none());
        let old = codes.issue("http://hub/", grant(0.0)).unwrap();
        assert!(codes.redeem("http://hub/", &old, 600.0).is_none());
    }

    #[test]
    fn codes_are_bounded_in_number() {
        let codes = Codes::default();
        let first = codes.issue("http://hub/", grant(0.0)).unwrap();
        for later in 0..MOST {
            codes.issue("http://hub/", grant(1.0 + later as f64 / 1000.0)).unwrap();
        }
        assert_eq!(codes.0.lock().unwrap().len(), MOST);
        assert!(codes.redeem("http://hub/", &first, 2.0).is_none());
    }
}
