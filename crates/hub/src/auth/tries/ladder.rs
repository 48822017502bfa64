//! Each wrong guess in a row makes the wait for the next one longer.

/// Where an account stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Ladder {
    wrong: usize,
    at_work: usize,
    ready_at: f64,
}

impl Ladder {
    /// Begins a guess, or says in how many seconds one may begin.
    pub(super) fn take(&mut self, now: f64) -> Result<(), f64> {
        let wait = (self.ready_at - now).min(LONGEST);
        if wait > 0.0 {
            return Err(wait);
        }
        // Somebody may sign in on two devices at once; whoever was wrong before waits for the answer.
        if self.at_work >= if self.wrong == 0 { MOST_AT_ONCE } else { 1 } {
            return Err(1.0);
        }
        self.at_work += 1;
        Ok(())
    }

    /// The guess was right.
    pub(super) fn end(&mut self) {
        self.leave();
        (self.wrong, self.ready_at) = (0, 0.0);
    }

    /// The guess was wrong.
    pub(super) fn climb(&mut self, now: f64) {
        self.leave();
        self.ready_at = now + STEPS.get(self.wrong).copied().unwrap_or(LONGEST);
        self.wrong = self.wrong.saturating_add(1);
    }

    /// The guess was none.
    pub(super) fn leave(&mut self) {
        self.at_work = self.at_work.saturating_sub(1);
    }
}

/// Seconds, after kanidm's `authsession`.
const STEPS: [f64; 7] = [1.0, 1.0, 1.0, 3.0, 3.0, 5.0, 5.0];
const LONGEST: f64 = 10.0;
const MOST_AT_ONCE: usize = 4;
