//! Lights.

use doorstep_protocol::state::State;

use super::{Detail, Face, Glyph, Kind, Level, LevelOf, Press, Tone, blank, number, percent};

/// Below this a white is called warm, in kelvin; from there to [`COOL_FROM`] it has no name.
const WARM_TO: f64 = 3_500.0;
const COOL_FROM: f64 = 5_000.0;

pub(super) fn face(state: &State) -> Face {
    let is_on = state.state == "on";
    let brightness = number(state, "brightness").map_or(0, |value| percent(value, 255.0));
    let mut face = blank(state, Glyph::Bulb, Kind::OnOff);
    face.press = Press::Toggle { is_on };
    if is_dimmable(state) {
        face.level = Some(Level { percent: if is_on { brightness } else { 0 }, of: LevelOf::Brightness });
    }
    if is_on {
        face.tone = Tone::Warm;
        if brightness > 0 {
            face.also.push(Detail::Percent(brightness));
        }
        match (state.attributes.get("color_mode").and_then(|mode| mode.as_str()), kelvin(state)) {
            (Some("color_temp"), Some(kelvin)) if kelvin < WARM_TO => face.also.push(Detail::Warm),
            (Some("color_temp"), Some(kelvin)) if kelvin >= COOL_FROM => face.also.push(Detail::Cool),
            _ => {}
        }
    }
    face
}

/// Every colour mode but these two has a brightness (Home Assistant, `light/__init__.py`: `ColorMode`).
fn is_dimmable(state: &State) -> bool {
    let modes = state.attributes.get("supported_color_modes").and_then(|modes| modes.as_array());
    modes.is_some_and(|modes| {
        modes.iter().filter_map(|mode| mode.as_str()).any(|mode| !matches!(mode, "onoff" | "unknown"))
    })
}

fn kelvin(state: &State) -> Option<f64> {
    number(state, "color_temp_kelvin")
}
