// Everything with the keyboard alone: nothing in here touches the mouse.

import assert from "node:assert/strict";

export function keyboard(world) {
  world.everywhere("a home is run with the keyboard alone", async (stage) => {
    const { anna, ben, light } = stage.hub.home;
    const other = await stage.client(ben);
    await other.call("light.turn_on", light.id, { brightness: 128 });
    await other.call("light.turn_off", light.id);
    const visit = await stage.visit();
    const { page, screen } = visit;
    await page.goto(stage.hub.address);
    await screen.one("heading", "Sign in");

    await screen.travel("textbox", "Username");
    await page.keyboard.type(anna.username);
    await screen.travel("textbox", "Password");
    await page.keyboard.type(anna.password);
    await screen.key("Enter");
    await visit.atHome(anna);

    await screen.one("button", light.name, ({ pressed }) => pressed === "false");
    await screen.travel("button", light.name);
    await screen.key(" ");
    const { attributes } = await other.stateWhere(light.id, ({ state }) => state === "on");
    await screen.one("button", light.name, (button) => button.pressed === "true" && button.isFocused);

    await screen.travel("slider", `${light.name} brightness`);
    await screen.key("ArrowRight");
    await screen.key("ArrowRight");
    await other.stateWhere(light.id, (state) => state.attributes.brightness > attributes.brightness);
    await screen.one("slider", `${light.name} brightness`, ({ isFocused }) => isFocused);

    await screen.travel("button", "Switch user", { back: true });
    await screen.key("Enter");
    await screen.one("dialog", "Switch user");
    assert.equal(await page.evaluate(() => document.activeElement.closest("dialog") !== null), true);
    await screen.key("Escape");
    await screen.none("dialog");
    await screen.one("button", "Switch user", ({ isFocused }) => isFocused);
  });
}
