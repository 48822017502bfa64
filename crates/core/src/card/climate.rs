//! Heating and cooling.

use doorstep_protocol::state::State;

use super::{Detail, Face, Glyph, Kind, Tone, blank, number, rounded, text};

pub(super) fn face(state: &State) -> Face {
    let mut face = blank(state, Glyph::Radiator, Kind::Climate);
    // What it does says more than what it is set to: "heating" rather than "heat".
    let action = text(state, "hvac_action").filter(|_| state.state != "off");
    if let Some(action) = action {
        face.says = super::Says::Word(Kind::Climate, action.to_owned());
    }
    face.tone = match action.unwrap_or(&state.state) {
        "heating" | "preheating" => Tone::Warm,
        "off" => Tone::Plain,
        _ => Tone::Cool,
    };
    if let Some(target) = number(state, "temperature").filter(|_| state.state != "off") {
        face.also.push(Detail::Target(degrees(target)));
    }
    if let Some(current) = number(state, "current_temperature") {
        face.also.push(Detail::Now(degrees(current)));
    }
    face
}

fn degrees(number: f64) -> String {
    format!("{}°", rounded(number, 1).trim_end_matches(".0"))
}
