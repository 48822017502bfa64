//! What can be asked of a thermostat.

use super::{COLDEST, Climate, Mode, Preset, WARMEST};
use crate::home::demo::service::{Data, Field, Service};
use crate::home::demo::thing::{Acted, Refusal};

const TARGET_TEMPERATURE: u32 = 1;
const PRESET_MODE: u32 = 16;
const TURN_OFF: u32 = 128;
const TURN_ON: u32 = 256;

/// What the thermostats of the house can do.
pub(super) const FEATURES: u32 = TARGET_TEMPERATURE | PRESET_MODE | TURN_OFF | TURN_ON;

const HVAC_MODE: Field =
    Field::member("hvac_mode", "HVACMode", &["off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only"]);
const fn degrees(key: &'static str) -> Field {
    Field::decimal(key, f64::NEG_INFINITY, f64::INFINITY)
}

/// What can be asked of a thermostat.
pub(crate) const SERVICES: &[Service<Climate>] = &[
    Service::<Climate>::new(
        "set_temperature",
        "Set target temperature",
        "Sets target temperature.",
        |climate, data, _| set_temperature(climate, data),
    )
    .with(&[degrees("temperature"), degrees("target_temp_high"), degrees("target_temp_low"), HVAC_MODE])
    .needing_one_of(&["temperature", "target_temp_high", "target_temp_low"])
    .for_features(TARGET_TEMPERATURE),
    Service::<Climate>::new(
        "set_hvac_mode",
        "Set HVAC mode",
        "Sets HVAC operation mode.",
        |climate, data, _| set_mode(climate, data),
    )
    .with(&[HVAC_MODE.needed()]),
    Service::<Climate>::new("set_preset_mode", "Set preset mode", "Sets preset mode.", |climate, data, _| {
        set_preset(climate, data)
    })
    .with(&[Field::text("preset_mode").needed()])
    .for_features(PRESET_MODE),
    Service::<Climate>::new("turn_on", "Turn on", "Turns climate device on.", |climate, _, _| {
        turn(climate, true)
    })
    .for_features(TURN_ON),
    Service::<Climate>::new("turn_off", "Turn off", "Turns climate device off.", |climate, _, _| {
        turn(climate, false)
    })
    .for_features(TURN_OFF),
    Service::<Climate>::new(
        "toggle",
        "Toggle",
        "Toggles climate device, from on to off, or off to on.",
        |climate, _, _| turn(climate, climate.setting.mode == Mode::Off),
    )
    .for_features(TURN_ON | TURN_OFF),
];

fn set_temperature(climate: &mut Climate, data: &Data) -> Acted {
    let Some(target) = data.number("temperature") else {
        return Err(Refusal::NotValid(
            "Set temperature action was used with the 'Lower/Upper target temperature' parameter but the \
             entity does not support it"
                .to_owned(),
        ));
    };
    if !(COLDEST..=WARMEST).contains(&target) {
        return Err(Refusal::NotValid(format!(
            "Provided temperature {target:?} is not valid. Accepted range is {COLDEST} to {WARMEST}"
        )));
    }
    if data.text("hvac_mode").is_some() {
        set_mode(climate, data)?;
    }
    climate.setting.target = target;
    climate.setting.preset = Preset::None;
    Ok(())
}

fn set_mode(climate: &mut Climate, data: &Data) -> Acted {
    let asked = data.text("hvac_mode").unwrap_or_default();
    let mode = Mode::ALL.into_iter().find(|mode| mode.name() == asked).ok_or_else(|| {
        let modes = Mode::ALL.map(Mode::name).join(", ");
        Refusal::NotValid(format!("HVAC mode {asked} is not valid. Valid HVAC modes are: {modes}."))
    })?;
    climate.setting.mode = mode;
    Ok(())
}

fn set_preset(climate: &mut Climate, data: &Data) -> Acted {
    let asked = data.text("preset_mode").unwrap_or_default();
    let preset = Preset::ALL.into_iter().find(|preset| preset.name() == asked).ok_or_else(|| {
        let presets = Preset::ALL.map(Preset::name).join(", ");
        Refusal::NotValid(format!("Preset mode {asked} is not valid. Valid preset modes are: {presets}."))
    })?;
    climate.setting.preset = preset;
    climate.setting.target = preset.target().unwrap_or(climate.setting.target);
    Ok(())
}

fn turn(climate: &mut Climate, on: bool) -> Acted {
    climate.setting.mode = match climate.setting.mode {
        mode @ (Mode::Heat | Mode::Auto) if on => mode,
        Mode::Off if on => Mode::Heat,
        Mode::Off | Mode::Heat | Mode::Auto => Mode::Off,
    };
    Ok(())
}
