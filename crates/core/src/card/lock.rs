//! Locks.

use doorstep_protocol::state::State;
use serde_json::Map;

use super::{Deed, Expect, Face, Glyph, Kind, Press, Tone, blank, deed};

pub(super) fn face(state: &State) -> Face {
    let (glyph, tone) = match state.state.as_str() {
        "locked" => (Glyph::Lock, Tone::Safe),
        "jammed" => (Glyph::LockOpen, Tone::Bad),
        _ => (Glyph::LockOpen, Tone::Warm),
    };
    let mut face = blank(state, glyph, Kind::Lock);
    face.tone = tone;
    face.press = Press::Toggle { is_on: state.state == "locked" };
    face
}

pub(super) fn press(state: &State) -> Option<Deed> {
    let (service, expect) = match state.state.as_str() {
        "locked" | "locking" => ("unlock", Expect::State(&["unlocked", "unlocking", "open"])),
        _ => ("lock", Expect::State(&["locked", "locking"])),
    };
    Some(deed(state, service, Map::new(), expect))
}
