//! Sensors that say yes or no: doors, motion, leaks.

use serde_json::{Value, json};

use crate::home::demo::sky;
use crate::home::demo::thing::{Around, Face, Thing};

/// A sensor.
pub(crate) struct BinarySensor {
    class: &'static str,
    habit: Habit,
    is_on: bool,
    next: f64,
}

/// Why it turns on.
#[derive(Clone, Copy)]
enum Habit {
    /// It never does: nobody wants to see a leak.
    Quiet,
    /// When somebody walks by, between these hours, this often (0 to 1).
    Motion { hours: (f64, f64), often: f64 },
    /// So many times a day, for so many seconds.
    Opened { times: f64, lasts: (f64, f64) },
    /// While this person is at home and works.
    Occupied { by: &'static str, hours: (f64, f64) },
}

impl BinarySensor {
    fn new(class: &'static str, habit: Habit) -> Self {
        Self { class, habit, is_on: false, next: f64::INFINITY }
    }

    /// One that stays off, such as a smoke detector.
    pub(crate) fn quiet(class: &'static str) -> Self {
        Self::new(class, Habit::Quiet)
    }

    /// A motion detector.
    pub(crate) fn motion(hours: (f64, f64), often: f64) -> Self {
        Self::new("motion", Habit::Motion { hours, often })
    }

    /// A door, opened so many times a day for some seconds.
    pub(crate) fn door(times: f64) -> Self {
        Self::new("door", Habit::Opened { times, lasts: (6.0, 30.0) })
    }

    /// A window, opened so many times a day for some minutes.
    pub(crate) fn window(times: f64) -> Self {
        Self::new("window", Habit::Opened { times, lasts: (400.0, 900.0) })
    }

    /// Whether somebody is in a room.
    pub(crate) fn occupancy(by: &'static str, hours: (f64, f64)) -> Self {
        Self::new("occupancy", Habit::Occupied { by, hours })
    }
}

impl Thing for BinarySensor {
    fn face(&self) -> Face {
        Face::new(if self.is_on { "on" } else { "off" }, json!({"device_class": self.class}))
    }

    fn due(&self) -> f64 {
        self.next
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        let hour = sky::hour(around.now);
        let is_anybody_home = around.people_at_home() > 0;
        match self.habit {
            Habit::Quiet => self.next = f64::INFINITY,
            Habit::Motion { hours, often } => {
                let may = is_anybody_home && (hours.0..hours.1).contains(&hour);
                self.is_on = !self.is_on && may && around.chance.happens(often);
                self.next = around.soon(if self.is_on { (15.0, 45.0) } else { (25.0, 90.0) });
            }
            Habit::Opened { times, lasts } => {
                let may = is_anybody_home && (7.0..22.0).contains(&hour);
                // It looks about every 45 seconds of the 15 hours.
                self.is_on = !self.is_on && may && around.chance.happens(times * 45.0 / (15.0 * 3600.0));
                self.next = around.soon(if self.is_on { lasts } else { (30.0, 60.0) });
            }
            Habit::Occupied { by, hours } => {
                let may = around.is(by, "home") && (hours.0..hours.1).contains(&hour);
                self.is_on = may && around.chance.happens(0.75);
                self.next = around.soon((240.0, 900.0));
            }
        }
    }

    fn begin(&mut self, around: &mut Around<'_>) {
        self.next = around.soon((1.0, 60.0));
    }

    fn keep(&self) -> Value {
        Value::Null
    }

    fn restore(&mut self, _: &Value) {}
}
