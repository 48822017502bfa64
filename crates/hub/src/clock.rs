//! What time it is: the system's, or, in tests, time that is turned by hand.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// Tells the time in Unix seconds.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Source);

#[derive(Clone, Copy, Debug)]
enum Source {
    System,
    ByHand { start: f64, origin: Instant },
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that shows `start` now and from then on follows tokio's time, so that `tokio::time::pause`
    /// and `advance` turn it together with every timer.
    pub fn by_hand(start: f64) -> Self {
        Self(Source::ByHand { start, origin: Instant::now() })
    }

    /// Unix seconds.
    pub fn now(&self) -> f64 {
        match self.0 {
            Source::System => {
                system_time().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
            }
            Source::ByHand { start, origin } => start + origin.elapsed().as_secs_f64(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock that everything else asks")]
fn system_time() -> SystemTime {
    SystemTime::now()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_clock_by_hand_follows_the_time_of_the_timers() {
        let clock = Clock::by_hand(1_000.0);
        tokio::time::advance(Duration::from_secs(90)).await;
        assert!((clock.now() - 1_090.0).abs() < 0.01, "{}", clock.now());
    }
}
