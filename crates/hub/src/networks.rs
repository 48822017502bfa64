//! Where somebody comes from, and what that alone may open.
//!
//! Source of the rules: RFC 7239, and the trusted networks of Home Assistant
//! (`homeassistant/auth/providers/trusted_networks.py`), made stricter.

pub(crate) mod address;
pub(crate) mod forwarding;
pub(crate) mod kept;
pub(crate) mod people;
pub(crate) mod ranges;
pub(crate) mod rule;
pub(crate) mod rules;
pub(crate) mod suggest;
pub(crate) mod surroundings;
pub(crate) mod watch;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

pub(crate) use address::{Address, Hidden};
use forwarding::Proxies;
use rule::{Place, Rule};
pub(crate) use rules::{Conflict, Decision, Rules, Why};
use surroundings::Surroundings;

/// The rules that hold now, and the network that the machine is in.
pub(crate) struct Networks {
    proxies: Proxies,
    now: Mutex<Now>,
    turn: tokio::sync::Mutex<()>,
}

struct Now {
    /// Those of the configuration file. They come first: what the database says besides must fit them.
    file: Rules,
    all: Arc<Rules>,
    around: Arc<Surroundings>,
    read_at: Instant,
}

impl Networks {
    /// The rules of the configuration file and those that the database keeps.
    pub(crate) fn new(file: Rules, kept: Vec<Rule>, proxies: Proxies) -> Self {
        let all = Arc::new(together(&file, kept, &proxies));
        let around = Arc::new(Surroundings::read());
        warn(&all, &around);
        Self {
            proxies,
            now: Mutex::new(Now { file, all, around, read_at: Instant::now() }),
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// What this address alone opens now.
    pub(crate) fn decide(&self, address: Address) -> Decision {
        let (rules, around) = self.now();
        rules.decide(address, &around)
    }

    /// The rules that hold now.
    pub(crate) fn rules(&self) -> Arc<Rules> {
        self.now().0
    }

    /// The network that the machine is in, not older than half a minute.
    pub(crate) fn around(&self) -> Arc<Surroundings> {
        self.now().1
    }

    /// Whether a rule is one of the configuration file.
    pub(crate) fn is_of_file(&self, name: &str) -> bool {
        self.lock().file.named(name).is_some()
    }

    /// One change at a time: what is kept must be what holds.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Whether this rule could be kept beside those of the file and `others`.
    pub(crate) fn check(&self, rule: Rule, others: Vec<Rule>) -> Result<(), Conflict> {
        let mut all = together(&self.lock().file, others, &self.proxies);
        all.add(rule, &self.proxies)
    }

    /// From now on the database keeps these.
    pub(crate) fn set_kept(&self, kept: Vec<Rule>) {
        let mut now = self.lock();
        now.all = Arc::new(together(&now.file, kept, &self.proxies));
    }

    /// From now on the file says this.
    pub(crate) fn set_file(&self, file: Rules, kept: Vec<Rule>) {
        let mut now = self.lock();
        now.all = Arc::new(together(&file, kept, &self.proxies));
        now.file = file;
    }

    /// Finds out anew in which networks the machine is.
    fn look_around(&self) {
        let around = Arc::new(Surroundings::read());
        let mut now = self.lock();
        (now.around, now.read_at) = (around, Instant::now());
    }

    fn now(&self) -> (Arc<Rules>, Arc<Surroundings>) {
        let mut now = self.lock();
        if now.read_at.elapsed() >= OLDEST {
            (now.around, now.read_at) = (Arc::new(Surroundings::read()), Instant::now());
        }
        (Arc::clone(&now.all), Arc::clone(&now.around))
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says what is allowed and yet seldom meant.
fn warn(rules: &Rules, around: &Surroundings) {
    for rule in rules.iter() {
        if rule.networks().iter().any(|net| net.addr().is_loopback()) {
            tracing::warn!(
                network = rule.name,
                "this network is the machine itself: behind a proxy on it, that is everybody the proxy lets through"
            );
        }
        if let Place::SubnetOf(interface) = &rule.place
            && around.networks_of(interface).next().is_none()
        {
            tracing::warn!(
                network = rule.name,
                interface,
                "there is no such interface now, so that it trusts nobody"
            );
        }
    }
    if rules.iter().next().is_some()
        && !around.gateways.is_empty()
        && std::path::Path::new("/.dockerenv").exists()
    {
        tracing::warn!(
            "the hub runs in a container: whoever comes through its gateway is not known, and no network lets them \
             in; give the container the network of its host (host or macvlan) if you trust networks"
        );
    }
}

/// The rules of the file, and of the others those that fit.
fn together(file: &Rules, kept: Vec<Rule>, proxies: &Proxies) -> Rules {
    let mut all = file.clone();
    for rule in kept {
        if let Err(conflict) = all.add(rule, proxies) {
            tracing::warn!(%conflict, "a network of the database does not hold");
        }
    }
    all
}

/// An interface changes seldom, and reading them takes less than a millisecond.
const OLDEST: Duration = Duration::from_secs(30);
