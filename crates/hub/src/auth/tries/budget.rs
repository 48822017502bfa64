//! So many guesses at once, and one more every so often.

/// How much there is to spend.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// Guesses that may follow each other at once.
    pub(super) at_once: f64,
    /// Seconds until one of them is there again.
    pub(super) back_after: f64,
}

/// What is spent of a budget.
#[derive(Clone, Copy, Default)]
pub(super) struct Spent {
    guesses: f64,
    at: f64,
}

impl Spent {
    /// Spends one guess, or says in how many seconds there is one.
    pub(super) fn take(&mut self, budget: Budget, now: f64) -> Result<(), f64> {
        let missing = 1.0 - self.left(budget, now);
        if missing > 0.0 {
            return Err(missing * budget.back_after);
        }
        *self = Self { guesses: budget.at_once - self.left(budget, now) + 1.0, at: now };
        Ok(())
    }

    pub(super) fn give_back(&mut self) {
        self.guesses -= 1.0;
    }

    /// How many guesses there are. A clock that was turned back brings none.
    pub(super) fn left(&self, budget: Budget, now: f64) -> f64 {
        let back = (now - self.at).max(0.0) / budget.back_after;
        budget.at_once - (self.guesses - back).max(0.0)
    }
}
