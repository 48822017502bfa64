// What gets into the way while somebody signs in: the hub forgets, restarts, or
// has had enough.

import assert from "node:assert/strict";

import { lostConnection } from "../lib/watch.mjs";
import { until } from "../lib/until.mjs";

export function interruptions(world) {
  world.everywhere("a sign-in that the hub has forgotten goes on by itself", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    const flows = [];
    visit.page.on("response", async (response) => {
      if (response.url().endsWith("/auth/login_flow") && response.ok()) {
        flows.push(await response.json());
      }
    });
    await visit.open();
    const flow = await until(() => flows.at(-1), "the app has begun a sign-in");
    const forgotten = await fetch(`${stage.hub.origin}/auth/login_flow/${flow.flow_id}`, { method: "DELETE" });
    assert.ok(forgotten.ok);

    visit.watch.expect(/404/);
    await visit.submit(anna);
    await visit.atHome(anna);
  });

  world.everywhere("a hub that restarts during a sign-in costs nothing that was typed", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.open();
    await visit.screen.fill("Username", anna.username);
    await visit.screen.fill("Password", anna.password);
    visit.watch.expect(lostConnection);
    await stage.hub.crash();
    await visit.screen.press("button", "Sign in");
    await visit.screen.one("alert", undefined, ({ words }) => /hub does not answer/i.test(words));
    assert.equal((await visit.screen.one("textbox", "Username")).value, anna.username);
    assert.equal((await visit.screen.one("textbox", "Password")).value, anna.password);

    await stage.hub.restart();
    visit.watch.expect(/404/);
    await visit.screen.press("button", "Sign in");
    await visit.atHome(anna);
  });
}
