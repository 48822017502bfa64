//! Everything that needs no file of its own: what switches, what runs once, and what is only shown.

use doorstep_protocol::state::State;
use serde_json::Map;

use super::{Deed, Expect, Face, Glyph, Kind, Press, Tone, blank, deed, text};

pub(super) fn face(state: &State) -> Face {
    let is_on = state.state == "on";
    let toggle = Press::Toggle { is_on };
    let (glyph, kind, press, tone) = match state.entity_id.domain() {
        "switch" | "input_boolean" | "siren" | "group" | "remote" => {
            let glyph = if text(state, "device_class") == Some("outlet") { Glyph::Plug } else { Glyph::Bolt };
            (glyph, Kind::OnOff, toggle, if is_on { Tone::Warm } else { Tone::Plain })
        }
        "automation" => (Glyph::Gauge, Kind::OnOff, toggle, Tone::Plain),
        "scene" => (Glyph::Scene, Kind::Moment, Press::Run, Tone::Plain),
        "script" => (Glyph::Scene, Kind::OnOff, Press::Run, if is_on { Tone::Warm } else { Tone::Plain }),
        "button" | "input_button" => (Glyph::Bolt, Kind::Moment, Press::Run, Tone::Plain),
        "vacuum" => {
            let is_out = matches!(state.state.as_str(), "cleaning" | "returning" | "on");
            let tone = match state.state.as_str() {
                "error" => Tone::Bad,
                _ if is_out => Tone::Warm,
                _ => Tone::Plain,
            };
            (Glyph::Vacuum, Kind::Vacuum, Press::Toggle { is_on: is_out }, tone)
        }
        "alarm_control_panel" => {
            let tone = match state.state.as_str() {
                "triggered" => Tone::Bad,
                "disarmed" => Tone::Plain,
                _ => Tone::Safe,
            };
            (Glyph::Shield, Kind::AlarmPanel, Press::Nothing, tone)
        }
        "camera" => (Glyph::Camera, Kind::Other, Press::Nothing, Tone::Plain),
        _ => (Glyph::Gauge, Kind::Other, Press::Nothing, Tone::Plain),
    };
    let mut face = blank(state, glyph, kind);
    (face.press, face.tone) = (press, tone);
    face
}

pub(super) fn press(state: &State) -> Option<Deed> {
    let is_on = state.state == "on";
    let (service, expect) = match state.entity_id.domain() {
        "light" | "switch" | "fan" | "input_boolean" | "siren" | "automation" | "remote" if is_on => {
            ("turn_off", Expect::State(&["off"]))
        }
        "light" | "switch" | "fan" | "input_boolean" | "siren" | "automation" | "remote" => {
            ("turn_on", Expect::State(&["on"]))
        }
        "scene" | "script" => ("turn_on", Expect::Nothing),
        "button" | "input_button" => ("press", Expect::Nothing),
        "vacuum" if matches!(state.state.as_str(), "cleaning" | "on") => {
            ("return_to_base", Expect::State(&["returning", "docked"]))
        }
        "vacuum" => ("start", Expect::State(&["cleaning"])),
        _ => return None,
    };
    Some(deed(state, service, Map::new(), expect))
}
