//! From an entity to the face of its tile: the plain values that a tile shows, and what a tap on it asks for.
//!
//! One file per kind of entity. No words are made here, except those that the home itself chose.

mod climate;
mod cover;
mod fan;
mod light;
mod lock;
mod media_player;
mod person;
mod plain;
mod sensor;
mod weather;

use doorstep_protocol::json::object;
use doorstep_protocol::service::{ServiceCall, Target};
use doorstep_protocol::state::State;
use serde_json::{Map, Value};

/// What a tile shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// What people call the entity.
    pub name: String,
    /// The picture.
    pub glyph: Glyph,
    /// The colour of its meaning.
    pub tone: Tone,
    /// The state.
    pub says: Says,
    /// What else matters, in order.
    pub also: Vec<Detail>,
    /// What a tap does.
    pub press: Press,
    /// What a slider sets.
    pub level: Option<Level>,
}

/// The state of an entity, still without words.
#[derive(Clone, Debug, PartialEq)]
pub enum Says {
    /// The hub has lost the device.
    Unavailable,
    /// The hub does not know.
    Unknown,
    /// A number and its unit, formatted.
    Measure {
        /// `21.4`.
        value: String,
        /// `°C`; may be empty.
        unit: String,
    },
    /// A state of a kind that has words for it; the hub's own key.
    Word(Kind, String),
}

/// Which vocabulary a state's key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `on`, `off`.
    OnOff,
    /// Doors, windows and covers: `on`/`open`, `off`/`closed`, `opening`, `closing`.
    Opening,
    /// Something may move or be there.
    Presence,
    /// Something may be wet.
    Moisture,
    /// Smoke, gas, a problem: `on` is bad.
    Alarm,
    /// A battery: `on` is low.
    Battery,
    /// A connection: `on` is connected.
    Link,
    /// `locked`, `unlocked`, `jammed`, …
    Lock,
    /// `heat`, `cool`, …
    Climate,
    /// `playing`, `paused`, …
    Media,
    /// `home`, `not_home`, or the name of a zone.
    Person,
    /// `sunny`, `rainy`, …
    Weather,
    /// `cleaning`, `docked`, …
    Vacuum,
    /// `disarmed`, `armed_home`, …
    AlarmPanel,
    /// A moment at which something was last done.
    Moment,
    /// Anything else; shown as the hub says it.
    Other,
}

/// Something beside the state.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// Brightness, position, speed or volume.
    Percent(u8),
    /// Warm white.
    Warm,
    /// Cool white.
    Cool,
    /// A temperature to reach; with its unit.
    Target(String),
    /// What is measured now; with its unit.
    Now(String),
    /// Text of the home's own, such as a title.
    Text(String),
}

/// The colour of a tile's meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Plain,
    /// On.
    Warm,
    /// Climate.
    Cool,
    /// Locked, closed, at home.
    Safe,
    /// Smoke, water, a jammed lock.
    Bad,
    /// Not known any more.
    Faded,
}

/// What a tap does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Nothing.
    Nothing,
    /// Switches.
    Toggle {
        /// Whether it is on now.
        is_on: bool,
    },
    /// Does something once.
    Run,
}

/// What a slider sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// 0 to 100.
    pub percent: u8,
    /// Of what.
    pub of: LevelOf,
}

/// What a slider is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelOf {
    /// Of a light.
    Brightness,
    /// Of a cover; 100 is open.
    Position,
    /// Of a fan.
    Speed,
    /// Of a media player.
    Volume,
}

macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The pictures on tiles.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the names say what they show")]
        pub enum Glyph { $($(#[$doc])* $name),+ }
    };
}

glyphs! {
    Battery, Blinds, Bolt, Bulb, Camera, Carbon, Cloud, Door, Drop, Fan, Fog, Garage, Gauge, House, Lamp, Lock,
    LockOpen, Moon, Motion, Note, Person, Plug, Question, Radiator, Rain, Scene, Shield, Signal, Smoke, Snow,
    Speaker, Sun, Thermometer, Vacuum, Water, Wind, Window,
}

/// A service call and what should come of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// What to ask the hub.
    pub call: ServiceCall,
    /// How to tell that it was done.
    pub expect: Expect,
}

/// How to tell from an entity that a wish came true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// One of these states; those on the way count, since the tile shows them.
    State(&'static [&'static str]),
    /// A slider at about this value, in percent.
    Level(u8),
    /// The hub's word is enough.
    Nothing,
}

/// The face of an entity. `precision` is the number of digits that the registry wants to see.
pub fn face(state: &State, precision: Option<u8>) -> Face {
    let mut face = match state.entity_id.domain() {
        "light" => light::face(state),
        "sensor" | "number" | "input_number" | "counter" => sensor::measure(state, precision),
        "binary_sensor" => sensor::binary(state),
        "climate" | "water_heater" | "humidifier" => climate::face(state),
        "cover" | "valve" => cover::face(state),
        "lock" => lock::face(state),
        "fan" => fan::face(state),
        "media_player" => media_player::face(state),
        "person" | "device_tracker" => person::face(state),
        "weather" => weather::face(state),
        _ => plain::face(state),
    };
    match state.state.as_str() {
        "unavailable" => {
            (face.says, face.tone, face.also) = (Says::Unavailable, Tone::Faded, Vec::new());
        }
        "unknown" if !matches!(face.press, Press::Run) => {
            (face.says, face.tone) = (Says::Unknown, Tone::Faded);
        }
        _ => {}
    }
    face
}

/// What a tap asks for; always an absolute state, so that a repeat does no harm.
pub fn press(state: &State) -> Option<Deed> {
    if state.state == "unavailable" {
        return None;
    }
    match state.entity_id.domain() {
        "cover" | "valve" => cover::press(state),
        "lock" => lock::press(state),
        "media_player" => media_player::press(state),
        _ => plain::press(state),
    }
}

/// What a slider asks for.
pub fn set_level(state: &State, percent: u8) -> Option<Deed> {
    if state.state == "unavailable" {
        return None;
    }
    let percent = percent.min(100);
    let (service, data, value) = match state.entity_id.domain() {
        "light" => ("turn_on", "brightness_pct", Value::from(percent)),
        "cover" => ("set_cover_position", "position", Value::from(percent)),
        "fan" => ("set_percentage", "percentage", Value::from(percent)),
        "media_player" => ("volume_set", "volume_level", Value::from(f64::from(percent) / 100.0)),
        _ => return None,
    };
    // A light at zero is a light that is off; asking for brightness 0 would say so less plainly.
    if percent == 0 && service == "turn_on" {
        return Some(deed(state, "turn_off", Map::new(), Expect::State(&["off"])));
    }
    let expect = if service == "set_cover_position" { Expect::Nothing } else { Expect::Level(percent) };
    Some(deed(state, service, object([(data, value)]), expect))
}

/// Whether a wish came true.
pub fn is_met(expect: &Expect, state: &State) -> bool {
    match expect {
        Expect::Nothing => true,
        Expect::State(states) => states.contains(&state.state.as_str()),
        Expect::Level(percent) => {
            face(state, None).level.is_some_and(|level| level.percent.abs_diff(*percent) <= 1)
        }
    }
}

/// What people call an entity.
pub fn name(state: &State) -> String {
    match text(state, "friendly_name") {
        Some(name) if !name.trim().is_empty() => name.to_owned(),
        Some(_) | None => state.entity_id.object_id().replace('_', " "),
    }
}

fn blank(state: &State, glyph: Glyph, kind: Kind) -> Face {
    Face {
        name: name(state),
        glyph,
        tone: Tone::Plain,
        says: Says::Word(kind, state.state.clone()),
        also: Vec::new(),
        press: Press::Nothing,
        level: None,
    }
}

fn deed(state: &State, service: &str, service_data: Map<String, Value>, expect: Expect) -> Deed {
    let target = Target { entity_id: vec![state.entity_id.clone()] };
    let domain = state.entity_id.domain().to_owned();
    let call = ServiceCall { domain, service: service.to_owned(), service_data, target: Some(target) };
    Deed { call, expect }
}

fn text<'a>(state: &'a State, attribute: &str) -> Option<&'a str> {
    state.attributes.get(attribute)?.as_str()
}

pub(crate) fn number(state: &State, attribute: &str) -> Option<f64> {
    state.attributes.get(attribute)?.as_f64().filter(|number| number.is_finite())
}

/// A share of `whole` in percent; 0 only for nothing at all.
fn percent(part: f64, whole: f64) -> u8 {
    if part <= 0.0 {
        return 0;
    }
    // `as` saturates, and the value is between 1 and 100 here.
    ((part / whole * 100.0).round().clamp(1.0, 100.0)) as u8
}

/// Writes a number with so many digits after the point.
pub(crate) fn rounded(number: f64, digits: u8) -> String {
    let digits = digits.min(6);
    let scale = 10_i64.pow(u32::from(digits));
    // `as` saturates; nobody reads a tile with more than eighteen digits.
    let scaled = (number * scale as f64).round() as i64;
    let (whole, rest) = (scaled.abs() / scale, scaled.abs() % scale);
    let sign = if scaled < 0 { "-" } else { "" };
    match digits {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{rest:0width$}", width = usize::from(digits)),
    }
}

#[cfg(test)]
mod tests;
