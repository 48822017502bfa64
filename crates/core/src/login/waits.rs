//! The steps that wait for something else, and the pauses that the hub or the network wants.

use std::time::Duration;

use super::{Asked, Login, Opening, Sent, Stage};
use crate::outbox::Outbox;
use crate::problem::Problem;
use crate::time::{Timestamp, backoff};

/// How long something outside may take: as long as a flow lives at the hub.
const LONGEST_WAIT: Duration = Duration::from_secs(600);

impl Login {
    /// Goes a way of a menu.
    pub fn choose_step(&mut self, key: &str, now: Timestamp, out: &mut Outbox) {
        if matches!((&self.stage, &self.asked), (Stage::Asking, Asked::Menu(_))) && self.pause.is_none() {
            self.problem = None;
            self.question(Some(key), now, 0, out);
        }
    }

    /// The person has come back, or the network has: what was waited for may be done.
    pub fn resumed(&mut self, now: Timestamp, out: &mut Outbox) {
        match &self.stage {
            Stage::Awaiting { began_at, .. } => {
                let began_at = *began_at;
                self.question(None, began_at, 0, out);
            }
            Stage::Stuck { again_at: Some(_) } if self.pause.is_none() => {
                self.tries = 0;
                self.look(out);
            }
            Stage::Stuck { again_at: None }
                if self.problem.as_ref().is_some_and(|problem| matches!(problem, Problem::NotHere(_))) =>
            {
                self.look(out);
            }
            Stage::Looking { .. }
            | Stage::Drawing(_)
            | Stage::Opening(..)
            | Stage::Asking
            | Stage::Sending { .. }
            | Stage::Exchanging { .. }
            | Stage::Stuck { .. } => {}
        }
        self.tick(now, out);
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp, out: &mut Outbox) {
        if let Some((until, seconds)) = self.pause {
            let left = until.since(now).as_millis().div_ceil(1_000);
            let left = u64::try_from(left).unwrap_or_default();
            if left == 0 {
                self.pause = None;
                self.problem = None;
                out.update.redraw();
            } else if left != seconds {
                self.pause = Some((until, left));
                out.update.redraw();
            }
        }
        match &self.stage {
            Stage::Stuck { again_at: Some(moment) } if *moment <= now => {
                self.look(out);
                out.update.redraw();
            }
            Stage::Awaiting { began_at, .. } if now.since(*began_at) >= LONGEST_WAIT => {
                self.stick(Problem::NothingCame, now, out);
                out.update.redraw();
            }
            Stage::Awaiting { again_at, began_at, tries } if *again_at <= now => {
                let (began_at, tries) = (*began_at, tries.saturating_add(1));
                self.question(None, began_at, tries, out);
            }
            Stage::Looking { .. }
            | Stage::Drawing(_)
            | Stage::Opening(..)
            | Stage::Asking
            | Stage::Sending { .. }
            | Stage::Awaiting { .. }
            | Stage::Exchanging { .. }
            | Stage::Stuck { .. } => {}
        }
    }

    /// When something is due.
    pub fn deadline(&self) -> Option<Timestamp> {
        let step = match &self.stage {
            Stage::Stuck { again_at } => *again_at,
            Stage::Awaiting { again_at, .. } => Some(*again_at),
            Stage::Looking { .. }
            | Stage::Drawing(_)
            | Stage::Opening(..)
            | Stage::Asking
            | Stage::Sending { .. }
            | Stage::Exchanging { .. } => None,
        };
        let second = self.pause.map(|(until, seconds)| {
            let later = seconds.saturating_sub(1).saturating_mul(1_000);
            Timestamp(until.0.saturating_sub(later))
        });
        [step, second].into_iter().flatten().min()
    }

    /// Waits for what goes on elsewhere.
    pub(super) fn await_step(&mut self, asked: Asked, sent: Option<&Sent>, now: Timestamp) {
        let (began_at, tries) = match sent {
            Some(Sent::Question { began_at, tries }) if self.asked == asked => (*began_at, *tries),
            Some(Sent::Question { .. } | Sent::Typed(_)) | None => (now, 0),
        };
        self.asked = asked;
        // Soon at first, then every five seconds: each question is a request.
        let wait = Duration::from_secs(u64::from(tries.saturating_add(2).min(5)));
        self.stage = Stage::Awaiting { again_at: now + wait, began_at, tries };
    }

    /// Stops until the person says so, or for a while where that is right.
    pub(super) fn stick(&mut self, problem: Problem, now: Timestamp, out: &mut Outbox) {
        let again_at = self.paused(&problem, now).or_else(|| {
            let wait = problem.is_passing().then(|| backoff(self.tries.saturating_add(1), &mut out.dice))?;
            self.tries = self.tries.saturating_add(1);
            Some(now + wait)
        });
        self.problem = Some(problem);
        self.asked = Asked::Nothing;
        self.stage = Stage::Stuck { again_at };
    }

    /// Tells a problem and keeps what is asked.
    pub(super) fn tell(&mut self, problem: Problem, now: Timestamp) {
        self.paused(&problem, now);
        self.problem = Some(problem);
        self.stage = Stage::Asking;
    }

    /// Tells a problem and asks from the beginning.
    pub(super) fn begin_again(&mut self, problem: Problem, again: Opening, out: &mut Outbox) {
        self.begin(again, out);
        self.problem = Some(problem);
    }

    fn paused(&mut self, problem: &Problem, now: Timestamp) -> Option<Timestamp> {
        let seconds = problem.pause()?;
        let until = now + Duration::from_secs(seconds);
        self.pause = Some((until, seconds));
        Some(until)
    }
}
