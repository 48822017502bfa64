//! Fans.

use doorstep_protocol::state::State;

use super::{Detail, Face, Glyph, Kind, Level, LevelOf, Press, Tone, blank, number, percent};

pub(super) fn face(state: &State) -> Face {
    let is_on = state.state == "on";
    let mut face = blank(state, Glyph::Fan, Kind::OnOff);
    face.press = Press::Toggle { is_on };
    face.tone = if is_on { Tone::Cool } else { Tone::Plain };
    if let Some(speed) = number(state, "percentage").map(|speed| percent(speed, 100.0)) {
        face.level = Some(Level { percent: if is_on { speed } else { 0 }, of: LevelOf::Speed });
        if is_on && speed > 0 {
            face.also.push(Detail::Percent(speed));
        }
    }
    face
}
