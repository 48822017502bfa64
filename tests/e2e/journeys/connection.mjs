// The hub goes away and comes back, and nobody has to do anything about it.

import assert from "node:assert/strict";

import { lostConnection } from "../lib/watch.mjs";

const isOn = ({ pressed }) => pressed === "true";
const isLost = ({ words }) => words.includes("Connection lost");
const healing = 60_000;

export function connection(world) {
  world.everywhere("a lost connection shows and heals without a reload", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const before = await stage.client(ben);
    await before.call("light.turn_off", light.id);
    const { user } = await stage.client(anna);
    const visit = await stage.visit();
    await visit.signIn(anna);
    await visit.screen.one("button", light.name, ({ pressed }) => pressed === "false");
    await visit.page.evaluate(() => {
      globalThis.isSamePage = true;
    });

    visit.watch.expect(lostConnection);
    await stage.hub.crash();
    await visit.screen.one("status", undefined, isLost);
    await visit.screen.press("button", light.name);
    await visit.screen.one("button", light.name, ({ words }) => /connect/i.test(words));

    await stage.hub.restart();
    const other = await stage.client(ben);
    await other.call("light.turn_on", light.id);
    await visit.screen.one("button", light.name, isOn, healing);
    assert.deepEqual((await visit.screen.all("status")).filter(isLost), []);

    await visit.screen.press("button", light.name);
    const state = await other.stateWhere(light.id, ({ state }) => state === "off");
    assert.equal(state.context.user_id, user.id);
    assert.equal(await visit.page.evaluate(() => globalThis.isSamePage), true);
  });
}
