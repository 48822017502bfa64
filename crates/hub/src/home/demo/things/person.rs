//! The persons of the house, who leave in the morning and come back.

use serde_json::{Value, json};

use crate::home::demo::chance::{digest, fixed};
use crate::home::demo::sky;
use crate::home::demo::thing::{Around, Face, Thing};

/// A person.
pub(crate) struct Person {
    id: &'static str,
    user: &'static str,
    /// When they are away on a working day, in hours.
    away: (f64, f64),
    is_home: bool,
    next: f64,
}

impl Person {
    /// A person, who is this user, and is away at these hours of a working day.
    pub(crate) fn new(id: &'static str, user: &'static str, away: (f64, f64)) -> Self {
        Self { id, user, away, is_home: true, next: f64::INFINITY }
    }

    /// No day is quite like another.
    fn is_home_at(&self, now: f64) -> bool {
        let late = |what: i64| fixed(digest(self.id), sky::day(now) * 4 + what) - 0.5;
        let (leaves, returns) = if sky::is_weekend(now) { (10.5, 12.0) } else { self.away };
        let is_out = late(2) < if sky::is_weekend(now) { 0.2 } else { 0.4 };
        !(is_out && (leaves + late(0)..returns + late(1)).contains(&sky::hour(now)))
    }
}

impl Thing for Person {
    fn face(&self) -> Face {
        let attributes =
            json!({"editable": false, "id": self.id, "device_trackers": [], "user_id": self.user});
        Face::new(if self.is_home { "home" } else { "not_home" }, attributes)
    }

    fn due(&self) -> f64 {
        self.next
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.is_home = self.is_home_at(around.now);
        self.next = around.soon((20.0, 60.0));
    }

    fn begin(&mut self, around: &mut Around<'_>) {
        self.proceed(around);
    }

    fn keep(&self) -> Value {
        Value::Null
    }

    fn restore(&mut self, _: &Value) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_leave_and_come_back() {
        let anna = Person::new("anna", "1", (8.0, 17.0));
        let minutes = || (0..14 * 24 * 60).map(|minute| 1_795_478_400.0 + f64::from(minute) * 60.0);
        let at_home = minutes().filter(|now| anna.is_home_at(*now)).count();
        assert!((12_000..20_000).contains(&at_home), "{at_home}");
        let nights = minutes().filter(|now| sky::hour(*now) < 6.0);
        assert!(nights.into_iter().all(|now| anna.is_home_at(now)), "nobody is out at night");
    }
}
