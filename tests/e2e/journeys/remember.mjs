// Whom the device knows again after a reload, and whom it does not.

import assert from "node:assert/strict";

import { memory, refreshTokens } from "../lib/memory.mjs";

export function remember(world) {
  world.everywhere("who is remembered stays signed in over a reload", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.signIn(anna, { remember: true });
    await visit.reload();
    await visit.atHome(anna);
  });

  world.everywhere("who is not remembered is asked again after a reload", async (stage) => {
    const visit = await stage.visit();
    await visit.signIn(stage.hub.home.anna, { remember: false });
    assert.deepEqual(refreshTokens(await memory(visit.page)), []);
    await visit.reload();
    await visit.screen.one("heading", "Sign in");
    await visit.screen.none("region");
  });

  world.everywhere("who is remembered survives the loss of all cookies", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.signIn(anna, { remember: true });
    const context = visit.page.browserContext();
    await context.deleteCookie(...(await context.cookies()));
    await visit.reload();
    await visit.atHome(anna);
  });

  world.ours("without storage the door still opens, and says that it will forget", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit({
      before: () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException("storage is blocked", "SecurityError");
        };
      },
    });
    await visit.open();
    await visit.submit(anna, { remember: true });
    await visit.atHome(anna);
    await visit.screen.says(/asked again next time/i);
    await visit.reload();
    await visit.screen.one("heading", "Sign in");
  });
}
