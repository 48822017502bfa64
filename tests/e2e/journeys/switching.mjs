// The next person takes over at the same device.

import assert from "node:assert/strict";

export function switching(world) {
  world.everywhere("two remembered people take turns with one tap", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const other = await stage.client(ben);
    const { user } = await stage.client(anna);
    await other.call("light.turn_off", light.id);
    const visit = await stage.visit();
    await visit.signIn(anna, { remember: true });
    await visit.openSwitch();
    await visit.screen.press("button", "Someone else");
    await visit.screen.one("heading", "Sign in");
    await visit.submit(ben, { remember: true });
    await visit.atHome(ben);

    await visit.openSwitch();
    await visit.screen.none("button", ben.name);
    await visit.screen.press("button", anna.name);
    await visit.atHome(anna);
    await visit.screen.press("button", light.name);
    const state = await other.stateWhere(light.id, ({ state }) => state === "on");
    assert.equal(state.context.user_id, user.id);

    await visit.reload();
    await visit.atHome(anna);
  });

  world.ours("the chosen colours stay over a reload", async (stage) => {
    const visit = await stage.visit();
    await visit.signIn(stage.hub.home.anna, { remember: true });
    const colour = () => visit.page.evaluate(() => getComputedStyle(document.body).color);
    const light = await colour();
    await visit.openSwitch();
    await visit.screen.one("radio", "System", ({ checked }) => checked);
    await visit.screen.key("Escape");
    await visit.chooseTheme("Dark");
    const dark = await colour();
    assert.notEqual(dark, light);

    await visit.reload();
    await visit.atHome(stage.hub.home.anna);
    assert.equal(await colour(), dark);
  });
}
