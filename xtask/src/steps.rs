//! The steps of a command: which one is on, how many follow, how long each took.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::say;

/// The steps of one command, in the order in which they are taken.
pub(crate) struct Steps {
    total: usize,
    taken: Vec<(String, Duration)>,
}

impl Steps {
    /// A command of so many steps.
    pub(crate) fn of(total: usize) -> Self {
        Self { total, taken: Vec::new() }
    }

    /// Takes the next step and says so before and after.
    pub(crate) fn take<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let mark = format!("[{}/{}] {what} …", self.taken.len() + 1, self.total);
        say::line(&mark);
        let started = Instant::now();
        let outcome = work();
        let time = started.elapsed();
        self.taken.push((what.to_owned(), time));
        let value = outcome.with_context(|| format!("{what}: failed after {}", say::time(time)))?;
        say::line(format!("{mark} {}", say::time(time)));
        Ok(value)
    }

    /// Says how long every step took.
    pub(crate) fn table(&self) {
        let width = self.taken.iter().map(|(what, _)| what.chars().count()).max().unwrap_or(0);
        for (what, time) in &self.taken {
            say::line(format!("  {what:width$}  {:>12}", say::time(*time)));
        }
        let sum = self.taken.iter().map(|(_, time)| *time).sum();
        say::line(format!("  {:width$}  {:>12}", "together", say::time(sum)));
    }
}
