// The living home: what one does, the hub does, and everybody sees.

import assert from "node:assert/strict";

const isOn = ({ pressed }) => pressed === "true";
const isOff = ({ pressed }) => pressed === "false";

export function live(world) {
  world.everywhere("a tap switches a light, and the hub knows who did it", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const other = await stage.client(ben);
    const { user } = await stage.client(anna);
    await other.call("light.turn_off", light.id);
    const visit = await stage.visit();
    await visit.signIn(anna);
    await visit.screen.one("button", light.name, isOff);

    await visit.screen.press("button", light.name);
    await visit.screen.one("button", light.name, isOn);
    const state = await other.stateWhere(light.id, ({ state }) => state === "on");
    assert.equal(state.context.user_id, user.id);

    await other.call("light.turn_off", light.id);
    await visit.screen.one("button", light.name, isOff);
  });

  world.everywhere("a slider dims a light and follows it", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const slider = `${light.name} brightness`;
    const other = await stage.client(ben);
    await other.call("light.turn_on", light.id, { brightness: 255 });
    const visit = await stage.visit();
    await visit.signIn(anna);
    await visit.screen.one("slider", slider, ({ fraction }) => fraction === 1);

    await visit.screen.pressAt("slider", slider, 0.3);
    const { attributes } = await other.stateWhere(
      light.id,
      ({ attributes: { brightness } }) => brightness > 0.2 * 255 && brightness < 0.4 * 255,
    );
    const dimmed = attributes.brightness / 255;
    await visit.screen.one("slider", slider, ({ fraction }) => Math.abs(fraction - dimmed) < 0.02);

    await other.call("light.turn_on", light.id, { brightness: 204 });
    await visit.screen.one("slider", slider, ({ fraction }) => Math.abs(fraction - 0.8) < 0.02);
  });

  world.everywhere("two people at two screens see each other's changes", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const other = await stage.client(ben);
    await other.call("light.turn_on", light.id);
    const [hers, his] = [await stage.visit(), await stage.visit()];
    await Promise.all([hers.signIn(anna), his.signIn(ben)]);
    await Promise.all([hers, his].map(({ screen }) => screen.one("button", light.name, isOn)));

    await hers.screen.press("button", light.name);
    await Promise.all([hers, his].map(({ screen }) => screen.one("button", light.name, isOff)));

    await his.screen.press("button", light.name);
    await Promise.all([hers, his].map(({ screen }) => screen.one("button", light.name, isOn)));
  });
}
