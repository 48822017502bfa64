//! Passwords: Argon2id with OWASP's parameters, a bounded number at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use doorstep_protocol::secret::Secret;
use tokio::sync::Semaphore;

/// Makes and checks password hashes.
pub(crate) struct Passwords {
    /// Each hash takes 19 MiB and a core for tens of milliseconds.
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HashError {
    /// Too many people sign in at once.
    Busy,
    /// The hash could not be made.
    Failed,
}

impl Passwords {
    pub(crate) fn new() -> Self {
        let turns = std::thread::available_parallelism().map_or(1, usize::from);
        Self { turns: Arc::new(Semaphore::new(turns)), waiting: AtomicUsize::new(0) }
    }

    /// The hash to keep of a password.
    pub(crate) async fn hash(&self, password: Secret) -> Result<String, HashError> {
        self.work(move || {
            let hash: PasswordHash = argon2()?.hash_password(password.expose().as_bytes()).ok()?;
            Some(hash.to_string())
        })
        .await?
        .ok_or(HashError::Failed)
    }

    /// Whether a password is the one that `hash` was made of. Without a hash it takes as long and is wrong,
    /// so that nobody can tell from the time which users there are.
    pub(crate) async fn verify(&self, password: Secret, hash: Option<Secret>) -> Result<bool, HashError> {
        // Counted by a test: whoever there is or is not, there is one of these.
        tracing::trace!("a password is compared");
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| Secret::new(NOBODY));
            let is_right =
                PasswordHash::new(hash.expose()).ok().zip(argon2()).is_some_and(|(hash, argon2)| {
                    argon2.verify_password(password.expose().as_bytes(), &hash).is_ok()
                });
            known && is_right
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let place = Place::take(&self.waiting).ok_or(HashError::Busy)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| HashError::Failed)?;
        drop(place);
        let done = tokio::task::spawn_blocking(move || {
            let outcome = work();
            drop(turn);
            outcome
        });
        done.await.map_err(|_| HashError::Failed)
    }
}

/// A place in the queue, given back even when the person goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Option<Self> {
        let place = Self(waiting);
        // On refusal `place` is dropped, which takes the count back.
        (waiting.fetch_add(1, Ordering::Relaxed) < LONGEST_QUEUE).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(19_456, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

const LONGEST_QUEUE: usize = 32;

/// A hash with the same parameters of a random password that nobody kept.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_told_from_another() {
        let passwords = Passwords::new();
        let hash = passwords.hash(Secret::new("correct horse")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let check = async |password: &str, hash: Option<&str>| {
            passwords.verify(Secret::new(password), hash.map(Secret::new)).await.unwrap()
        };
        assert!(check("correct horse", Some(&hash)).await);
        assert!(!check("battery staple", Some(&hash)).await);
        assert!(!check("correct horse", None).await);
        assert!(!check("correct horse", Some("no hash at all")).await);
    }

    #[tokio::test]
    async fn nobody_has_a_hash_that_is_worked_on() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[tokio::test]
    async fn more_people_than_can_wait_are_turned_away_at_once() {
        let passwords = Passwords::new();
        let all = (0..LONGEST_QUEUE + 8).map(|_| passwords.verify(Secret::new("x"), None));
        let outcomes = futures_util::future::join_all(all).await;
        let refused = outcomes.iter().filter(|outcome| **outcome == Err(HashError::Busy)).count();
        assert!((1..=8).contains(&refused), "{refused}");
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
    }
}
