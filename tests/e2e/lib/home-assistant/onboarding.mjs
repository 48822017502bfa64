// What a family does once with a new Home Assistant: an owner, a second person,
// and rooms for the lights of its demo.

import { Client } from "../client.mjs";

/** The people of this home; Anna owns it, and Clara and the household run nothing. */
export const people = {
  anna: { name: "Anna", username: "anna", password: "anna-demo-pass" },
  ben: { name: "Ben", username: "ben", password: "ben-demo-pass" },
  clara: { name: "Clara", username: "clara", password: "clara-demo-pass" },
  household: { name: "Household" },
};

/** Entities by the areas that the first step of the onboarding makes. */
const rooms = {
  kitchen: ["light.kitchen_lights", "switch.decorative_lights"],
  living_room: ["light.living_room_rgbww_lights", "light.ceiling_lights"],
  bedroom: ["light.bed_light"],
};

/**
 * Takes a fresh Home Assistant through its onboarding. Only the first step is
 * needed: the rest sets up services of the internet.
 */
export async function onboard(origin) {
  await createOwner(origin);
  const anna = await Client.open(origin, people.anna);
  await invite(anna, people.ben, "system-admin");
  await invite(anna, people.clara, "system-users");
  await invite(anna, people.household, "system-users");
  await furnish(anna);
  anna.close();
}

async function createOwner(origin) {
  const response = await fetch(`${origin}/api/onboarding/users`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: `${origin}/`, language: "en", ...people.anna }),
  });
  if (!response.ok) {
    throw new Error(`the owner cannot be created: ${response.status}`);
  }
}

async function invite(owner, { name, username, password }, group) {
  const { user } = await owner.command("config/auth/create", { name, group_ids: [group] });
  if (username === undefined) {
    return;
  }
  await owner.command("config/auth_provider/homeassistant/create", {
    user_id: user.id,
    username,
    password,
  });
}

async function furnish(owner) {
  for (const [area_id, entities] of Object.entries(rooms)) {
    for (const entity_id of entities) {
      await owner.command("config/entity_registry/update", { entity_id, area_id });
    }
  }
}
