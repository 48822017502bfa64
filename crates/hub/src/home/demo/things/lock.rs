//! Locks: a bolt that takes a second.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Around, Face, Thing, kept};

/// A lock.
pub(crate) struct Lock(Bolt);

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Bolt {
    Locked,
    Locking { until: f64 },
    Unlocked,
    Unlocking { until: f64 },
}

/// Seconds that the bolt takes.
const TURN: f64 = 1.0;

impl Lock {
    /// Locked.
    pub(crate) fn locked() -> Self {
        Self(Bolt::Locked)
    }

    fn lock(&mut self, now: f64) -> Acted {
        if matches!(self.0, Bolt::Unlocked | Bolt::Unlocking { .. }) {
            self.0 = Bolt::Locking { until: now + TURN };
        }
        Ok(())
    }

    fn unlock(&mut self, now: f64) -> Acted {
        if matches!(self.0, Bolt::Locked | Bolt::Locking { .. }) {
            self.0 = Bolt::Unlocking { until: now + TURN };
        }
        Ok(())
    }

    fn settled(&self) -> Bolt {
        match self.0 {
            Bolt::Locked | Bolt::Locking { .. } => Bolt::Locked,
            Bolt::Unlocked | Bolt::Unlocking { .. } => Bolt::Unlocked,
        }
    }
}

const CODE: &[Field] = &[Field::text("code")];

/// What can be asked of a lock.
pub(crate) const SERVICES: &[Service<Lock>] = &[
    Service::<Lock>::new("lock", "Lock", "Locks a lock.", |lock, _, now| lock.lock(now)).with(CODE),
    Service::<Lock>::new("unlock", "Unlock", "Unlocks a lock.", |lock, _, now| lock.unlock(now)).with(CODE),
];

impl Thing for Lock {
    fn face(&self) -> Face {
        let state = match self.0 {
            Bolt::Locked => "locked",
            Bolt::Locking { .. } => "locking",
            Bolt::Unlocked => "unlocked",
            Bolt::Unlocking { .. } => "unlocking",
        };
        Face::new(state, json!({}))
    }

    fn features(&self) -> Option<u32> {
        Some(0)
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn due(&self) -> f64 {
        match self.0 {
            Bolt::Locked | Bolt::Unlocked => f64::INFINITY,
            Bolt::Locking { until } | Bolt::Unlocking { until } => until,
        }
    }

    fn proceed(&mut self, _: &mut Around<'_>) {
        self.0 = self.settled();
    }

    fn is_under_way(&self) -> bool {
        matches!(self.0, Bolt::Locking { .. } | Bolt::Unlocking { .. })
    }

    fn keep(&self) -> Value {
        json!(self.settled())
    }

    fn restore(&mut self, value: &Value) {
        self.0 = kept(value).unwrap_or(self.0);
        self.0 = self.settled();
    }
}
