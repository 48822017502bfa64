//! Blinds, curtains and garage doors.

use doorstep_protocol::state::State;
use serde_json::Map;

use super::{
    Deed, Detail, Expect, Face, Glyph, Kind, Level, LevelOf, Press, Tone, blank, deed, number, percent, text,
};

pub(super) fn face(state: &State) -> Face {
    let is_garage = matches!(text(state, "device_class"), Some("garage" | "gate" | "door"));
    let glyph = if is_garage { Glyph::Garage } else { Glyph::Blinds };
    let mut face = blank(state, glyph, Kind::Opening);
    let is_closed = state.state == "closed";
    face.press = Press::Toggle { is_on: !is_closed };
    // An open garage matters, an open blind does not.
    face.tone = match (is_garage, is_closed) {
        (true, true) => Tone::Safe,
        (true, false) => Tone::Warm,
        (false, _) => Tone::Plain,
    };
    if let Some(position) = number(state, "current_position").map(|position| percent(position, 100.0)) {
        face.level = Some(Level { percent: position, of: LevelOf::Position });
        if position > 0 && position < 100 {
            face.also.push(Detail::Percent(position));
        }
    }
    face
}

pub(super) fn press(state: &State) -> Option<Deed> {
    let is_cover = state.entity_id.domain() == "cover";
    let (service, expect) = match (state.state.as_str(), is_cover) {
        ("opening" | "closing", true) => ("stop_cover", Expect::Nothing),
        ("opening" | "closing", false) => ("stop_valve", Expect::Nothing),
        ("closed", true) => ("open_cover", Expect::State(&["open", "opening"])),
        ("closed", false) => ("open_valve", Expect::State(&["open", "opening"])),
        (_, true) => ("close_cover", Expect::State(&["closed", "closing"])),
        (_, false) => ("close_valve", Expect::State(&["closed", "closing"])),
    };
    Some(deed(state, service, Map::new(), expect))
}
