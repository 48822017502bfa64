// The front door: a person who is not known yet comes in with a password.

import assert from "node:assert/strict";

export function signIn(world) {
  world.everywhere("the form can be filled in by a password manager", async (stage) => {
    const visit = await stage.visit();
    await visit.open();
    const name = await visit.screen.one("textbox", "Username");
    const password = await visit.screen.one("textbox", "Password");
    assert.equal(name.autocomplete, "username");
    assert.equal(password.autocomplete, "current-password");
  });

  world.everywhere("a wrong password says so and keeps the name", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.open();
    await visit.submit({ ...anna, password: "not-the-password" });
    await visit.screen.one("alert", undefined, ({ words }) => /password/i.test(words));
    const name = await visit.screen.one("textbox", "Username");
    assert.equal(name.value, anna.username);

    await visit.submit(anna);
    await visit.atHome(anna);
    await visit.screen.none("textbox", "Password");
  });

  world.everywhere("the right password opens this person's home", async (stage) => {
    const { ben, light } = stage.hub.home;
    const visit = await stage.visit();
    await visit.signIn(ben);
    await visit.screen.one("button", light.name);
  });
}
