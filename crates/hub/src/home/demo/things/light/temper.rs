//! Lamps with a temper: the failures that a person can play by hand and every test can count on.

use std::time::Duration;

use crate::home::demo::thing::{Acted, Refusal};

/// How a lamp behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Temper {
    /// As it should.
    Willing,
    /// It answers after three seconds.
    Slow,
    /// It never does what it is told.
    Stubborn,
    /// It drops out after it was switched on.
    Flaky(Link),
}

/// The radio link of a flaky lamp.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Link {
    Up,
    Failing { at: f64 },
    Down { until: f64 },
}

/// Seconds from switching on to dropping out, and from there to coming back.
const HOLDS: f64 = 1.0;
const IS_GONE: f64 = 10.0;

impl Temper {
    /// A lamp that drops out.
    pub(crate) const FLAKY: Self = Self::Flaky(Link::Up);

    /// Whether it takes an order at all.
    pub(super) fn consents(&self) -> Acted {
        match self {
            Self::Willing | Self::Slow | Self::Flaky(_) => Ok(()),
            Self::Stubborn => {
                Err(Refusal::Failed("Stubborn lamp did not switch: its relay is stuck".to_owned()))
            }
        }
    }

    /// It has taken an order.
    pub(super) fn notices(&mut self, is_on: bool, now: f64) {
        if let Self::Flaky(link) = self {
            *link = if is_on { Link::Failing { at: now + HOLDS } } else { Link::Up };
        }
    }

    pub(super) fn delay(&self) -> Duration {
        match self {
            Self::Slow => Duration::from_secs(3),
            Self::Willing | Self::Stubborn | Self::Flaky(_) => Duration::ZERO,
        }
    }

    pub(super) fn is_reachable(&self) -> bool {
        !matches!(self, Self::Flaky(Link::Down { .. }))
    }

    pub(super) fn due(&self) -> f64 {
        match self {
            Self::Flaky(Link::Failing { at }) => *at,
            Self::Flaky(Link::Down { until }) => *until,
            Self::Willing | Self::Slow | Self::Stubborn | Self::Flaky(Link::Up) => f64::INFINITY,
        }
    }

    pub(super) fn proceed(&mut self, now: f64) {
        if let Self::Flaky(link) = self {
            *link = match link {
                Link::Failing { .. } => Link::Down { until: now + IS_GONE },
                Link::Down { .. } | Link::Up => Link::Up,
            };
        }
    }
}
