//! Machines that run a programme: what they draw tells how far they are.

use crate::home::demo::chance::{digest, fixed};
use crate::home::demo::sky;

/// A machine, which is started at about the same hour of most days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appliance {
    name: &'static str,
    /// Minutes and watts of each stage.
    programme: &'static [(f64, f64)],
    hour: f64,
    /// How many days of ten.
    days_of_ten: f64,
}

/// Watts while nothing runs.
const STANDBY: f64 = 1.0;

impl Appliance {
    /// A dishwasher, after dinner.
    pub(super) fn dishwasher() -> Self {
        const PROGRAMME: &[(f64, f64)] =
            &[(6.0, 60.0), (18.0, 1950.0), (45.0, 75.0), (14.0, 1900.0), (35.0, 12.0)];
        Self { name: "dishwasher", programme: PROGRAMME, hour: 19.5, days_of_ten: 10.0 }
    }

    /// A washing machine, in the morning.
    pub(super) fn washing_machine() -> Self {
        const PROGRAMME: &[(f64, f64)] = &[(12.0, 1850.0), (40.0, 140.0), (15.0, 90.0), (9.0, 480.0)];
        Self { name: "washing machine", programme: PROGRAMME, hour: 10.5, days_of_ten: 6.0 }
    }

    /// What it draws now.
    pub(super) fn draws(&self, now: f64) -> f64 {
        let luck = |what: i64| fixed(digest(self.name), sky::day(now) * 2 + what);
        let minutes = (sky::hour(now) - self.hour - luck(0)) * 60.0;
        let is_loaded = luck(1) * 10.0 < self.days_of_ten;
        self.stage(minutes).filter(|_| is_loaded).unwrap_or(STANDBY)
    }

    /// The watts after so many minutes; `None` before the programme and after it.
    fn stage(&self, minutes: f64) -> Option<f64> {
        let mut left = minutes;
        let stage = self.programme.iter().find_map(|(lasts, watts)| {
            left -= lasts;
            (left < 0.0).then_some(*watts)
        });
        stage.filter(|_| minutes >= 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programme_heats_washes_and_ends() {
        let machine = Appliance::washing_machine();
        assert_eq!(machine.stage(-0.1), None);
        assert_eq!(machine.stage(0.0), Some(1850.0));
        assert_eq!(machine.stage(12.0), Some(140.0));
        assert_eq!(machine.stage(75.9), Some(480.0));
        assert_eq!(machine.stage(76.0), None);
    }

    #[test]
    fn dishes_are_done_every_day_and_the_wash_on_most() {
        let days = |machine: Appliance| {
            let runs = |day: &i64| {
                (0..24 * 6)
                    .any(|step| machine.draws(*day as f64 * 86_400.0 + f64::from(step) * 600.0) > 100.0)
            };
            (20_000..20_100).filter(runs).count()
        };
        assert_eq!(days(Appliance::dishwasher()), 100);
        assert!((45..75).contains(&days(Appliance::washing_machine())));
    }
}
