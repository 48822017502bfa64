//! The words for states. A key that has no word is shown as the hub writes it.

use doorstep_core::actions::Phase;
use doorstep_core::card::{Detail, Face, Kind, LevelOf, Says};
use doorstep_core::home::Tile;

use super::text::{self, sentence_case};

/// The line under a tile's name.
pub(super) fn state(face: &Face) -> String {
    let mut line = match &face.says {
        Says::Unavailable => "Not reachable".to_owned(),
        Says::Unknown => "Not known".to_owned(),
        Says::Measure { value, unit } => measure(value, unit),
        Says::Word(kind, key) => word(*kind, key),
    };
    let mut details = face.also.iter().map(detail).peekable();
    // "64 %" says that a light is on.
    if matches!(face.also.first(), Some(Detail::Percent(_)))
        && matches!(face.says, Says::Word(Kind::OnOff, _))
    {
        line = details.next().unwrap_or(line);
    }
    for part in details {
        line = format!("{line} · {part}");
    }
    line
}

/// What became of the last wish, where that must be said.
pub(super) fn notice(phase: &Phase) -> Option<String> {
    match phase {
        Phase::Settled | Phase::Pending => None,
        Phase::Refused(refusal) => Some(text::refusal(refusal)),
        Phase::Unconfirmed => Some("Not confirmed. Check the device.".into()),
    }
}

/// Who did it.
pub(super) fn by(tile: &Tile) -> Option<String> {
    tile.by.as_ref().map(|name| format!("by {name}"))
}

/// What a slider is called, after the entity's name.
pub(super) fn level(of: LevelOf) -> &'static str {
    match of {
        LevelOf::Brightness => "brightness",
        LevelOf::Position => "position",
        LevelOf::Speed => "speed",
        LevelOf::Volume => "volume",
    }
}

fn measure(value: &str, unit: &str) -> String {
    if unit.is_empty() { value.to_owned() } else { format!("{value} {unit}") }
}

fn detail(detail: &Detail) -> String {
    match detail {
        Detail::Percent(percent) => format!("{percent} %"),
        Detail::Warm => "warm".into(),
        Detail::Cool => "cool".into(),
        Detail::Target(target) => format!("to {target}"),
        Detail::Now(now) => format!("now {now}"),
        Detail::Text(text) => text.clone(),
    }
}

fn word(kind: Kind, key: &str) -> String {
    let word = match (kind, key) {
        (Kind::Opening, "on" | "open") => "Open",
        (Kind::Opening, "off" | "closed") => "Closed",
        (Kind::Presence, "on") => "Somebody is there",
        (Kind::Presence, "off") => "Nobody there",
        (Kind::Moisture, "on") => "Water!",
        (Kind::Moisture, "off") => "Dry",
        (Kind::Alarm, "on") => "Alarm!",
        (Kind::Alarm, "off") => "All clear",
        (Kind::Battery, "on") => "Low",
        (Kind::Battery, "off") => "Full enough",
        (Kind::Link, "on") => "Connected",
        (Kind::Link, "off") => "Disconnected",
        (Kind::Person, "not_home") => "Away",
        (Kind::Climate, "heat") => "Heating",
        (Kind::Climate, "cool") => "Cooling",
        (Kind::Climate, "heat_cool" | "auto") => "Automatic",
        (Kind::Weather, "partlycloudy") => "Partly cloudy",
        (Kind::Weather, "clear-night") => "Clear night",
        (Kind::Moment, _) => "",
        (_, _) => return sentence_case(&key.replace(['_', '-'], " ")),
    };
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_core::card::{Glyph, Press, Tone};

    #[track_caller]
    fn check(says: Says, also: &[Detail], expected: &str) {
        let face = Face {
            name: "Lamp".into(),
            glyph: Glyph::Bulb,
            tone: Tone::Plain,
            says,
            also: also.to_vec(),
            press: Press::Nothing,
            level: None,
        };
        assert_eq!(state(&face), expected);
    }

    #[test]
    fn states_have_words() {
        check(Says::Word(Kind::OnOff, "on".into()), &[Detail::Percent(64), Detail::Warm], "64 % · warm");
        check(Says::Word(Kind::OnOff, "off".into()), &[], "Off");
        check(Says::Word(Kind::Opening, "on".into()), &[], "Open");
        check(Says::Word(Kind::Opening, "open".into()), &[Detail::Percent(40)], "Open · 40 %");
        check(
            Says::Word(Kind::Climate, "heating".into()),
            &[Detail::Target("21.5°".into())],
            "Heating · to 21.5°",
        );
        check(Says::Word(Kind::AlarmPanel, "armed_home".into()), &[], "Armed home");
        check(Says::Measure { value: "21.4".into(), unit: "°C".into() }, &[], "21.4 °C");
        check(Says::Unavailable, &[], "Not reachable");
    }
}
