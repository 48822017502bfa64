//! Machines that run a programme: what they draw tells how far they are.

use crate::home::demo::sky;
use crate::home::demo::thing::Around;

/// A machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appliance {
    /// Minutes and watts of each stage.
    programme: &'static [(f64, f64)],
    runs_a_day: f64,
    started: Option<f64>,
}

/// Watts while nothing runs.
const STANDBY: f64 = 1.0;

impl Appliance {
    /// A dishwasher.
    pub(super) fn dishwasher() -> Self {
        Self::running(&[(6.0, 60.0), (18.0, 1950.0), (45.0, 75.0), (14.0, 1900.0), (35.0, 12.0)], 1.0)
    }

    /// A washing machine.
    pub(super) fn washing_machine() -> Self {
        Self::running(&[(12.0, 1850.0), (40.0, 140.0), (15.0, 90.0), (9.0, 480.0)], 0.7)
    }

    fn running(programme: &'static [(f64, f64)], runs_a_day: f64) -> Self {
        Self { programme, runs_a_day, started: None }
    }

    /// What it draws now, `elapsed` seconds after the last look.
    pub(super) fn draws(&mut self, elapsed: f64, around: &mut Around<'_>) -> f64 {
        let is_day = (8.0..21.0).contains(&sky::hour(around.now));
        let probability = self.runs_a_day * elapsed.min(60.0) / (13.0 * 3600.0);
        let is_loaded = is_day && around.people_at_home() > 0 && around.chance.happens(probability);
        if self.started.is_none() && is_loaded {
            self.started = Some(around.now);
        }
        let draws = self.started.and_then(|started| self.stage((around.now - started) / 60.0));
        if draws.is_none() {
            self.started = None;
        }
        draws.unwrap_or(STANDBY)
    }

    /// The watts after so many minutes; `None` when the programme is over.
    fn stage(&self, minutes: f64) -> Option<f64> {
        let mut left = minutes;
        self.programme.iter().find_map(|(lasts, watts)| {
            left -= lasts;
            (left < 0.0).then_some(*watts)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programme_heats_washes_and_ends() {
        let machine = Appliance::washing_machine();
        assert_eq!(machine.stage(0.0), Some(1850.0));
        assert_eq!(machine.stage(12.0), Some(140.0));
        assert_eq!(machine.stage(75.9), Some(480.0));
        assert_eq!(machine.stage(76.0), None);
    }
}
