//! Speakers, televisions and radios.

use doorstep_protocol::state::State;
use serde_json::Map;

use super::{
    Deed, Detail, Expect, Face, Glyph, Kind, Level, LevelOf, Press, Tone, blank, deed, number, percent, text,
};

pub(super) fn face(state: &State) -> Face {
    let is_playing = state.state == "playing";
    let glyph = if is_playing { Glyph::Note } else { Glyph::Speaker };
    let mut face = blank(state, glyph, Kind::Media);
    face.press = Press::Toggle { is_on: is_playing };
    face.tone = if is_playing { Tone::Warm } else { Tone::Plain };
    if state.state != "off" {
        if let Some(title) = text(state, "media_title") {
            face.also.push(Detail::Text(title.to_owned()));
        }
        face.level = number(state, "volume_level")
            .map(|volume| Level { percent: percent(volume, 1.0), of: LevelOf::Volume });
    }
    face
}

pub(super) fn press(state: &State) -> Option<Deed> {
    let (service, expect) = match state.state.as_str() {
        "playing" | "buffering" => ("media_pause", Expect::State(&["paused", "idle"])),
        "off" | "standby" => ("turn_on", Expect::State(&["on", "idle", "playing", "paused"])),
        _ => ("media_play", Expect::State(&["playing", "buffering"])),
    };
    Some(deed(state, service, Map::new(), expect))
}
