//! How often somebody may guess: per account and per address, slower each time and never shut out for good.

mod budget;
mod ladder;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use doorstep_protocol::ids::UserId;
use sha2::{Digest, Sha256};

use super::access::Address;
use crate::clock::Clock;
use budget::{Budget, Spent};
use ladder::Ladder;

/// The guesses of late. In memory: nobody but the owner can restart the hub.
pub(crate) struct Tries {
    clock: Clock,
    counts: Mutex<Counts>,
}

/// Whose secret is guessed.
pub(crate) enum Whose<'a> {
    /// The password of whoever has this name, which is normalised; there need not be anybody.
    Name(&'a str),
    /// The code that is printed at the first start.
    SetUp,
    /// The second factor of a user.
    Factor(&'a UserId),
}

/// Too many guesses; the next one is looked at after this many whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany(pub(crate) u64);

#[derive(Default)]
struct Counts {
    accounts: HashMap<Account, Guessed>,
    addresses: HashMap<IpAddr, Spent>,
}

/// An account as seen from home or from elsewhere: strangers cannot use up what the family has.
type Account = ([u8; 32], bool);

#[derive(Clone, Copy, Default)]
struct Guessed {
    ladder: Ladder,
    spent: Spent,
}

impl Tries {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, counts: Mutex::default() }
    }

    /// Takes a turn to guess. It counts as wrong from now on, until it turns out to be right: guesses that
    /// are worked on at the same time are counted too.
    pub(crate) fn take(&self, whose: &Whose<'_>, address: Address) -> Result<Try<'_>, TooMany> {
        let now = self.clock.now();
        let account = (whose.hash(), address.is_local());
        let bucket = address.bucket();
        let mut counts = self.lock();
        let mut guessed = counts.accounts.get(&account).copied().unwrap_or_default();
        guessed.ladder.take(now).and(guessed.spent.take(PER_ACCOUNT, now)).map_err(TooMany::after)?;
        let mut spent = counts.addresses.get(&bucket).copied().unwrap_or_default();
        let budget = if is_shut_out(address) { PER_STRANGER } else { PER_HOME };
        spent.take(budget, now).map_err(TooMany::after)?;
        keep(&mut counts.accounts, account, guessed, |guessed| guessed.spent.left(PER_ACCOUNT, now));
        keep(&mut counts.addresses, bucket, spent, |spent| spent.left(budget, now));
        Ok(Try { tries: self, account, bucket, verdict: Verdict::Wrong })
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn to guess. Whoever goes away before the answer has guessed wrong.
pub(crate) struct Try<'a> {
    tries: &'a Tries,
    account: Account,
    bucket: IpAddr,
    verdict: Verdict,
}

enum Verdict {
    Right,
    Wrong,
    NotLookedAt,
}

impl Try<'_> {
    /// What became of the guess: right, wrong, or nothing, because the hub could not look at it.
    pub(crate) fn settle(turn: Option<Self>, is_right: Option<bool>) {
        if let Some(mut turn) = turn {
            turn.verdict = match is_right {
                Some(true) => Verdict::Right,
                Some(false) => Verdict::Wrong,
                None => Verdict::NotLookedAt,
            };
        }
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        let now = self.tries.clock.now();
        let mut counts = self.tries.lock();
        if let Some(guessed) = counts.accounts.get_mut(&self.account) {
            match self.verdict {
                Verdict::Right => guessed.ladder.end(),
                Verdict::Wrong => guessed.ladder.climb(now),
                Verdict::NotLookedAt => guessed.ladder.leave(),
            }
        }
        if matches!(self.verdict, Verdict::Wrong) {
            return;
        }
        if let Some(guessed) = counts.accounts.get_mut(&self.account) {
            guessed.spent.give_back();
        }
        if let Some(spent) = counts.addresses.get_mut(&self.bucket) {
            spent.give_back();
        }
    }
}

impl Whose<'_> {
    /// Names can be long, and what is kept of them is not.
    fn hash(&self) -> [u8; 32] {
        match self {
            Self::Name(name) => Sha256::digest(format!("name:{name}")).into(),
            Self::SetUp => Sha256::digest("set-up").into(),
            Self::Factor(user) => Sha256::digest(format!("factor:{}", user.as_str())).into(),
        }
    }
}

impl TooMany {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hours at most")]
    fn after(seconds: f64) -> Self {
        Self(seconds.ceil().clamp(1.0, 86_400.0) as u64)
    }
}

/// Where somebody can be kept waiting without the family waiting with them. Behind an address that is not
/// known, and behind one of the home's own, everybody may be.
fn is_shut_out(address: Address) -> bool {
    address.ip().is_some() && !address.is_local()
}

/// Keeps a count. Where there are too many, the one that says least has to go.
fn keep<K: Eq + Hash + Copy, V>(counts: &mut HashMap<K, V>, key: K, value: V, left: impl Fn(&V) -> f64) {
    if counts.len() >= MOST && !counts.contains_key(&key) {
        let least = counts.iter().max_by(|(_, a), (_, b)| left(a).total_cmp(&left(b))).map(|(key, _)| *key);
        if let Some(least) = least {
            counts.remove(&least);
        }
    }
    counts.insert(key, value);
}

/// NIST SP 800-63B allows 100 wrong guesses in a row. At most twice this many are looked at in any 24 hours
/// from home and as many from elsewhere: 100 in all.
const PER_ACCOUNT: Budget = Budget { at_once: 25.0, back_after: 86_400.0 / 25.0 };
/// Many names from one place elsewhere.
const PER_STRANGER: Budget = Budget { at_once: 50.0, back_after: 60.0 };
/// Many names from the home itself: slower, and nobody waits longer than two seconds for another.
const PER_HOME: Budget = Budget { at_once: 100.0, back_after: 2.0 };
const MOST: usize = 4096;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::advance;

    use super::*;

    fn tries() -> Tries {
        Tries::new(Clock::by_hand(0.0))
    }

    fn at(address: &str) -> Address {
        Address::direct((address.parse::<IpAddr>().unwrap(), 0).into())
    }

    /// Guesses wrong, and says how long to wait where it was not even looked at.
    fn guess(tries: &Tries, name: &str, address: &str) -> Result<(), u64> {
        tries.take(&Whose::Name(name), at(address)).map(drop).map_err(|TooMany(seconds)| seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn each_wrong_guess_costs_time_and_a_right_one_gives_it_back() {
        let tries = tries();
        for wait in [1, 1, 1, 3, 3, 5, 5, 10, 10, 10] {
            assert_eq!(guess(&tries, "anna", "127.0.0.1"), Ok(()));
            assert_eq!(guess(&tries, "anna", "127.0.0.1"), Err(wait));
            assert_eq!(guess(&tries, "ben", "127.0.0.1").err().filter(|wait| *wait > 10), None, "not Ben's");
            advance(Duration::from_secs(wait)).await;
        }
        let right = tries.take(&Whose::Name("anna"), at("127.0.0.1")).ok();
        Try::settle(right, Some(true));
        assert_eq!(guess(&tries, "anna", "127.0.0.1"), Ok(()));
        assert_eq!(guess(&tries, "anna", "127.0.0.1"), Err(1));
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_use_up_nothing_that_the_family_has() {
        let tries = tries();
        for stranger in 0..=255 {
            guess(&tries, "anna", &format!("203.0.113.{stranger}")).ok();
            advance(Duration::from_secs(10)).await;
        }
        let wait = guess(&tries, "anna", "203.0.113.1").unwrap_err();
        assert!((10..=3456).contains(&wait), "{wait}");
        assert_eq!(guess(&tries, "anna", "192.168.7.3"), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn one_place_cannot_try_everybody_and_a_home_never_waits_long() {
        let tries = tries();
        let spray = |address: &str, names: u32| {
            (0..names).filter(|name| guess(&tries, &format!("{address} {name}"), address).is_ok()).count()
        };
        assert_eq!(spray("203.0.113.1", 200), 50);
        assert_eq!(spray("2001:db8:0:1::1", 30) + spray("2001:db8:0:1:ffff::2", 30), 50, "one /64");
        assert_eq!(spray("2001:db8:0:2::1", 30), 30, "another");
        assert_eq!(spray("::ffff:203.0.113.1", 10), 0, "the same address, written otherwise");
        assert_eq!(spray("192.168.7.3", 200), 100);
        assert_eq!(guess(&tries, "anna", "192.168.7.3"), Err(2));
    }

    #[tokio::test(start_paused = true)]
    async fn guesses_that_were_not_looked_at_cost_nothing() {
        let tries = tries();
        for _ in 0..1000 {
            let turn = tries.take(&Whose::Name("anna"), at("203.0.113.1")).unwrap();
            Try::settle(Some(turn), None);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn guesses_at_the_same_time_are_few() {
        let tries = tries();
        let at_once: Vec<_> = (0..50)
            .map(|_| tries.take(&Whose::Name("anna"), at("127.0.0.1")))
            .filter_map(Result::ok)
            .collect();
        assert_eq!(at_once.len(), 4);
        drop(at_once);
        assert_eq!(guess(&tries, "anna", "127.0.0.1"), Err(3), "all four were wrong");
    }

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_names_is_bounded_and_makes_nobody_forgotten() {
        let tries = tries();
        while guess(&tries, "anna", "203.0.113.1").err().is_none_or(|wait| wait <= 10) {
            advance(Duration::from_secs(1)).await;
        }
        let addresses = (0..MOST + 100).map(|n| format!("198.18.{}.{}", n / 250, n % 250));
        for (name, address) in addresses.enumerate() {
            assert_eq!(guess(&tries, &name.to_string(), &address), Ok(()));
        }
        assert!(guess(&tries, "anna", "203.0.113.2").is_err());
        let counts = tries.lock();
        assert_eq!((counts.accounts.len(), counts.addresses.len()), (MOST, MOST));
    }
}
