// Who may come in by the network alone: a tap on a face, or without any.

import assert from "node:assert/strict";

export function networks(world) {
  world.everywhere("a picker shows who may come in, and one tap is enough", async (stage) => {
    const { anna, clara, household } = stage.hub.home;
    await stage.hub.trust([clara, household]);
    const visit = await stage.visit();
    await visit.arrive();
    await visit.screen.one("heading", "Who's here?");
    await visit.screen.one("button", household.name);
    await visit.screen.none("button", anna.name);
    await visit.screen.press("button", clara.name);
    await visit.atHome(clara);

    const other = await stage.visit();
    await other.arrive();
    await other.screen.press("button", "Someone else");
    await other.screen.one("heading", "Sign in");
    await other.submit(anna);
    await other.atHome(anna);
  });

  world.everywhere("the only one who may come in is in at once, and can step back", async (stage) => {
    const { anna, household } = stage.hub.home;
    await stage.hub.trust([household], { enters: true });
    const visit = await stage.visit();
    await visit.arrive();
    await visit.atHome(household);
    await visit.screen.one("status", undefined, ({ words }) => words.includes(`You are ${household.name}`));
    await visit.screen.press("button", "not you?");
    await visit.screen.one("heading", /^(Who's here\?|Sign in)$/);
    await visit.reload();
    await visit.screen.one("heading", /^(Who's here\?|Sign in)$/);
    await visit.screen.none("button", "Switch user");

    if ((await visit.screen.all("textbox", "Username")).length === 0) {
      await visit.screen.press("button", "Someone else");
    }
    await visit.submit(anna);
    await visit.atHome(anna);
    await visit.openSwitch();
    await visit.screen.press("button", "Sign out");
    await visit.screen.one("heading", /^(Who's here\?|Sign in)$/);
    await visit.screen.none("button", "Switch user");
  });

  world.everywhere("the form says why nobody comes in without a password", async (stage) => {
    const visit = await stage.visit();
    await visit.open();
    await visit.page.evaluate(() => document.querySelector("summary").click());
    await visit.screen.says(/so (everybody shows who they are|you show who you are)/i);
  });

  world.abroad("a banned address is told so and is not made worse", async (stage) => {
    const { anna } = stage.hub.home;
    await stage.hub.banAfter(2);
    const visit = await stage.visit();
    await visit.open();
    visit.watch.expect(/403/);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await visit.submit({ ...anna, password: "not-the-password" });
      await visit.screen.one("alert", undefined, ({ words }) => /password/i.test(words));
    }
    let asked = 0;
    visit.page.on("request", () => {
      asked += 1;
    });
    await visit.submit(anna);
    await visit.screen.one("alert", undefined, ({ words }) => /ip_bans\.yaml/.test(words));
    assert.ok(asked <= 3, `${asked} requests of a banned address`);
  });
}
