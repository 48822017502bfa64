// What the screen says when a lamp does not do as it is told. Each failure has
// a lamp of its own in the demo home.

import assert from "node:assert/strict";

const isOn = ({ pressed }) => pressed === "true";
const isOff = ({ pressed }) => pressed === "false";
const isPending = ({ busy }) => busy === "true";

export function failures(world) {
  world.ours("a slow lamp is pending until it answers", async (stage) => {
    const { anna, ben } = stage.hub.home;
    const other = await stage.client(ben);
    await other.call("light.turn_off", "light.slow");
    const visit = await stage.visit();
    await visit.signIn(anna);
    await visit.screen.one("button", "Slow lamp", isOff);

    await visit.screen.press("button", "Slow lamp");
    await visit.screen.one("button", "Slow lamp", (lamp) => isOff(lamp) && isPending(lamp));
    assert.equal((await other.state("light.slow")).state, "off");
    await visit.screen.one("button", "Slow lamp", (lamp) => isOn(lamp) && !isPending(lamp));
  });

  world.ours("a stubborn lamp says why it refuses and stays as it is", async (stage) => {
    const visit = await stage.visit();
    await visit.signIn(stage.hub.home.anna);
    const before = await visit.screen.one("button", "Stubborn lamp");

    await visit.screen.press("button", "Stubborn lamp");
    const other = await stage.client(stage.hub.home.ben);
    const reason = await other.refusal("light.turn_on", "light.refuses");
    await visit.screen.one("button", "Stubborn lamp", ({ words }) => words.includes(reason));
    const after = await visit.screen.one("button", "Stubborn lamp");
    assert.equal(after.pressed, before.pressed);
  });

  world.ours("a flaky lamp fades visibly and comes back", async (stage) => {
    const { anna, ben } = stage.hub.home;
    const other = await stage.client(ben);
    await other.stateWhere("light.fades", ({ state }) => state !== "unavailable", 20_000);
    await other.call("light.turn_off", "light.fades");
    const visit = await stage.visit();
    await visit.signIn(anna);
    await visit.screen.one("button", "Flaky lamp", isOff);

    await visit.screen.press("button", "Flaky lamp");
    await visit.screen.one(undefined, "Flaky lamp", ({ words }) => /not reachable/i.test(words));
    assert.equal((await other.state("light.fades")).state, "unavailable");
    await visit.screen.one("button", "Flaky lamp", ({ words }) => !/not reachable/i.test(words), 20_000);
  });
}
