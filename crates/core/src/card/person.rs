//! People, and the things that tell where they are.

use doorstep_protocol::state::State;

use super::{Face, Glyph, Kind, Tone, blank};

pub(super) fn face(state: &State) -> Face {
    let mut face = blank(state, Glyph::Person, Kind::Person);
    face.tone = if state.state == "home" { Tone::Safe } else { Tone::Plain };
    face
}
