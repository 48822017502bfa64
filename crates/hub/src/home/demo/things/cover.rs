//! Covers: blinds and doors that take their time.
//!
//! Source: `homeassistant/components/cover/__init__.py`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::home::demo::service::{self, Data, Field, Service};
use crate::home::demo::thing::{Acted, Around, Face, Thing, kept};

/// A cover.
pub(crate) struct Cover {
    class: &'static str,
    /// Percent a second.
    speed: f64,
    /// Whether it says where it is and can be sent anywhere.
    has_position: bool,
    way: Way,
}

/// Where it is, in percent open, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Still { at: f64 },
    Moving { at: f64, to: f64, seen: f64 },
}

const OPEN: u32 = 1;
const CLOSE: u32 = 2;
const SET_POSITION: u32 = 4;
const STOP: u32 = 8;

/// Seconds from one look at a moving cover to the next.
const LOOK: f64 = 0.5;

impl Cover {
    /// A blind, curtain or awning, this far open, in percent.
    pub(crate) fn with_position(class: &'static str, at: f64) -> Self {
        Self { class, speed: 10.0, has_position: true, way: Way::Still { at } }
    }

    /// A garage door, closed.
    pub(crate) fn garage_door() -> Self {
        Self { class: "garage", speed: 8.0, has_position: false, way: Way::Still { at: 0.0 } }
    }

    fn at(&self) -> f64 {
        match self.way {
            Way::Still { at } | Way::Moving { at, .. } => at,
        }
    }

    /// Brings a moving cover to where it is now.
    fn travel(&mut self, now: f64) {
        if let Way::Moving { at, to, seen } = self.way {
            let reach = self.speed * (now - seen).max(0.0);
            let at = at + (to - at).clamp(-reach, reach);
            let has_arrived = (to - at).abs() < 0.001;
            self.way = if has_arrived { Way::Still { at: to } } else { Way::Moving { at, to, seen: now } };
        }
    }

    fn send(&mut self, to: f64, now: f64) -> Acted {
        self.travel(now);
        let at = self.at();
        let is_there = (to - at).abs() < 0.001;
        self.way = if is_there { Way::Still { at } } else { Way::Moving { at, to, seen: now } };
        Ok(())
    }

    fn stop(&mut self, now: f64) -> Acted {
        self.travel(now);
        self.way = Way::Still { at: self.at().round() };
        Ok(())
    }

    fn toggle(&mut self, now: f64) -> Acted {
        match self.way {
            Way::Moving { .. } => self.stop(now),
            Way::Still { at } if at > 0.0 => self.send(0.0, now),
            Way::Still { .. } => self.send(100.0, now),
        }
    }
}

const POSITION: &[Field] = &[Field::whole("position", 0.0, 100.0).needed()];

/// What can be asked of a cover.
pub(crate) const SERVICES: &[Service<Cover>] = &[
    Service::<Cover>::new("open_cover", "Open", "Opens a cover.", |cover, _, now| cover.send(100.0, now))
        .for_features(OPEN),
    Service::<Cover>::new("close_cover", "Close", "Closes a cover.", |cover, _, now| cover.send(0.0, now))
        .for_features(CLOSE),
    Service::<Cover>::new("stop_cover", "Stop", "Stops the cover movement.", |cover, _, now| cover.stop(now))
        .for_features(STOP),
    Service::<Cover>::new(
        "set_cover_position",
        "Set position",
        "Moves a cover to a specific position.",
        |cover, data, now| cover.send(data.number("position").unwrap_or_default(), now),
    )
    .with(POSITION)
    .for_features(SET_POSITION),
    Service::<Cover>::new("toggle", "Toggle", "Toggles a cover open/closed.", |cover, _, now| {
        cover.toggle(now)
    })
    .for_features(OPEN | CLOSE),
];

impl Thing for Cover {
    fn face(&self) -> Face {
        let state = match self.way {
            Way::Moving { at, to, .. } if to > at => "opening",
            Way::Moving { .. } => "closing",
            Way::Still { at } if at > 0.0 => "open",
            Way::Still { .. } => "closed",
        };
        let mut attributes = Map::new();
        if self.has_position {
            attributes.insert("current_position".to_owned(), json!(self.at().round() as i64));
        }
        attributes.insert("device_class".to_owned(), json!(self.class));
        Face { state: state.to_owned(), attributes }
    }

    fn features(&self) -> Option<u32> {
        Some(OPEN | CLOSE | STOP | if self.has_position { SET_POSITION } else { 0 })
    }

    fn act(&mut self, service: &str, data: &Data, now: f64) -> Acted {
        service::act(SERVICES, self, service, data, now)
    }

    fn due(&self) -> f64 {
        match self.way {
            Way::Still { .. } => f64::INFINITY,
            Way::Moving { at, to, seen } => seen + LOOK.min((to - at).abs() / self.speed),
        }
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.travel(around.now);
    }

    fn is_under_way(&self) -> bool {
        matches!(self.way, Way::Moving { .. })
    }

    fn keep(&self) -> Value {
        json!(self.way)
    }

    /// A cover that was on its way when the house closed has stopped there.
    fn restore(&mut self, value: &Value) {
        if let Some(Way::Still { at } | Way::Moving { at, .. }) = kept(value) {
            self.way = Way::Still { at: at.clamp(0.0, 100.0).round() };
        }
    }
}
