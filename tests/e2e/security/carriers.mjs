// Puts hostile text into every place of a real Home Assistant that somebody
// other than the reader may write: areas, names, states, units, attributes.

import { signIn } from "../lib/client.mjs";
import { payloads } from "./payloads.mjs";

/** Attributes whose text the app shows or takes for an address, by domain. */
const carriers = {
  alarm_control_panel: ["disarmed", ["changed_by", "code_format"]],
  binary_sensor: ["on", ["device_class"]],
  button: ["unknown", ["device_class"]],
  climate: ["heat", ["hvac_action", "preset_mode", "fan_mode", "hvac_modes", "preset_modes"]],
  cover: ["open", ["device_class"]],
  fan: ["on", ["preset_mode", "preset_modes", "direction"]],
  input_text: ["x", ["pattern", "mode"]],
  light: ["on", ["effect", "effect_list", "color_mode", "supported_color_modes"]],
  lock: ["locked", ["changed_by"]],
  media_player: ["playing", ["media_title", "media_artist", "media_album_name", "app_name", "source", "source_list"]],
  person: ["home", ["user_id", "source"]],
  scene: ["unknown", ["entity_id"]],
  select: ["x", ["options"]],
  sensor: ["21", ["unit_of_measurement", "device_class", "state_class"]],
  vacuum: ["cleaning", ["status", "fan_speed", "battery_icon"]],
  weather: ["sunny", ["temperature_unit", "wind_speed_unit", "attribution"]],
};
const everywhere = ["icon", "entity_picture", "attribution"];

/** Writes them all; returns the names under which they should be read. */
export async function contaminate(origin, admin, person) {
  const { access_token } = await signIn(origin, person);
  const next = circle(payloads);
  const names = [];
  const write = async (entity_id, state, attributes) => {
    names.push(attributes.friendly_name);
    const response = await fetch(`${origin}/api/states/${entity_id}`, {
      method: "POST",
      headers: { authorization: `Bearer ${access_token}` },
      body: JSON.stringify({ state, attributes }),
    });
    if (!response.ok) {
      throw new Error(`${entity_id} is refused: ${response.status} ${await response.text()}`);
    }
  };

  for (const [index, name] of payloads.entries()) {
    await write(`sensor.hostile_${index}`, name.slice(0, 255), {
      friendly_name: name,
      unit_of_measurement: next(),
      icon: next(),
    });
  }
  for (const [domain, [state, attributes]] of Object.entries(carriers)) {
    for (const [word, value] of [
      ["plain", state],
      ["hostile", next().slice(0, 255)],
    ]) {
      const told = [...attributes, ...everywhere].map((key) => [
        key,
        /s$|list$|options$/.test(key) ? [next(), next()] : next(),
      ]);
      await write(`${domain}.carrier_${word}`, value, { friendly_name: next(), ...Object.fromEntries(told) });
    }
  }
  names.push(...(await contaminateRegistries(admin, next)));
  return names;
}

/** Areas and the registry's own names, which win over those of states. */
async function contaminateRegistries(admin, next) {
  const entries = await admin.command("config/entity_registry/list");
  const named = [];
  const isFree = ({ entity_id, area_id }) =>
    area_id === null && /^(cover|fan|climate|sensor)\./.test(entity_id);
  for (const { entity_id } of entries.filter(isFree).slice(0, 12)) {
    const [area, name] = [next(), next()];
    const { area_id } = await admin.command("config/area_registry/create", { name: area });
    await admin.command("config/entity_registry/update", { entity_id, name, area_id });
    named.push(area.trim(), name);
  }
  return named;
}

function circle(values) {
  let index = 0;
  return () => values[index++ % values.length];
}
