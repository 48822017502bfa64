//! What can be asked of a light.
//!
//! Source: `LIGHT_TURN_ON_SCHEMA` and `async_handle_light_on_service` in
//! `homeassistant/components/light/__init__.py`.

use super::colour::Colour;
use super::{Ability, Light};
use crate::home::demo::service::{Data, Field, Range, Service};
use crate::home::demo::thing::Acted;

const BRIGHTNESS: &str = "brightness";
const COLOUR: &str = "Color descriptors";
const TRANSITION: Field = Field::decimal("transition", 0.0, 6553.0).clamping();
const FLASH: Field = Field::one_of("flash", &["long", "short"]);
const BYTE: Range = Range::whole(0.0, 255.0);
const FRACTION: Range = Range::decimal(0.0, 1.0);

const TURN_ON: &[Field] = &[
    TRANSITION,
    Field::whole("brightness", 0.0, 255.0).clamping().alone_in(BRIGHTNESS),
    Field::decimal("brightness_pct", 0.0, 100.0).alone_in(BRIGHTNESS),
    Field::whole("brightness_step", -255.0, 255.0).clamping().alone_in(BRIGHTNESS),
    Field::decimal("brightness_step_pct", -100.0, 100.0).clamping().alone_in(BRIGHTNESS),
    Field::whole("color_temp_kelvin", 0.0, f64::INFINITY).alone_in(COLOUR),
    Field::numbers("hs_color", &[Range::decimal(0.0, 360.0), Range::decimal(0.0, 100.0)]).alone_in(COLOUR),
    Field::numbers("rgb_color", &[BYTE, BYTE, BYTE]).alone_in(COLOUR),
    Field::numbers("xy_color", &[FRACTION, FRACTION]).alone_in(COLOUR),
    FLASH,
    Field::text("effect"),
];

/// What can be asked of a light.
pub(crate) const SERVICES: &[Service<Light>] = &[
    Service::<Light>::new(
        "turn_on",
        "Turn on",
        "Turns on one or more lights and adjusts their properties.",
        turn_on,
    )
    .with(TURN_ON),
    Service::<Light>::new("turn_off", "Turn off", "Turns off one or more lights.", turn_off)
        .with(&[TRANSITION, FLASH]),
    Service::<Light>::new(
        "toggle",
        "Toggle",
        "Toggles one or more lights, from on to off, or off to on.",
        toggle,
    )
    .with(TURN_ON),
];

fn turn_off(light: &mut Light, _: &Data, _: f64) -> Acted {
    light.is_on = false;
    Ok(())
}

fn toggle(light: &mut Light, data: &Data, now: f64) -> Acted {
    if light.is_on { turn_off(light, data, now) } else { turn_on(light, data, now) }
}

fn turn_on(light: &mut Light, data: &Data, now: f64) -> Acted {
    match brightness(light, data) {
        Some(brightness) if brightness <= 0.0 => return turn_off(light, data, now),
        Some(brightness) if light.can_dim() => light.glow.brightness = brightness as u8,
        Some(_) | None => {}
    }
    if let Some(colour) = colour(data) {
        light.glow.colour = match (light.ability, colour) {
            (Ability::Coloured, _) | (Ability::Tunable, Colour::White { .. }) => colour,
            (Ability::Tunable, Colour::Hue { .. }) => colour.nearest_white(),
            (Ability::OnOff | Ability::Dimmable, _) => light.glow.colour,
        };
    }
    light.is_on = true;
    Ok(())
}

/// The brightness that is asked for, 0 to 255. A step starts at the present one, which is 0 when it is off.
fn brightness(light: &Light, data: &Data) -> Option<f64> {
    let present = if light.is_on { f64::from(light.glow.brightness) } else { 0.0 };
    let of_percent = |percent: f64| (percent * 255.0 / 100.0).round();
    let step = data
        .number("brightness_step")
        .or_else(|| data.number("brightness_step_pct").map(of_percent))
        // A light without a dimmer has no step to take.
        .filter(|_| light.can_dim())
        .map(|step| present + step);
    data.number("brightness")
        .or_else(|| data.number("brightness_pct").map(of_percent))
        .or(step)
        .map(|brightness| brightness.clamp(0.0, 255.0))
}

fn colour(data: &Data) -> Option<Colour> {
    let hue = |[hue, saturation]: [f64; 2]| Colour::Hue { hue, saturation };
    data.number("color_temp_kelvin")
        .map(Colour::white)
        .or_else(|| data.numbers("hs_color").map(hue))
        .or_else(|| data.numbers("rgb_color").map(Colour::from_rgb))
        .or_else(|| data.numbers("xy_color").map(Colour::from_xy))
}
