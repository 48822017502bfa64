//! The weather.

use doorstep_protocol::state::State;

use super::{Detail, Face, Glyph, Kind, Tone, blank, number, rounded, text};

pub(super) fn face(state: &State) -> Face {
    let glyph = match state.state.as_str() {
        "sunny" | "exceptional" => Glyph::Sun,
        "clear-night" => Glyph::Moon,
        "rainy" | "pouring" | "lightning-rainy" | "lightning" | "hail" => Glyph::Rain,
        "snowy" | "snowy-rainy" => Glyph::Snow,
        "fog" => Glyph::Fog,
        "windy" | "windy-variant" => Glyph::Wind,
        _ => Glyph::Cloud,
    };
    let mut face = blank(state, glyph, Kind::Weather);
    face.tone = Tone::Cool;
    if let Some(temperature) = number(state, "temperature") {
        let unit = text(state, "temperature_unit").unwrap_or("°");
        face.also.push(Detail::Text(format!("{} {unit}", rounded(temperature, 0))));
    }
    face
}
