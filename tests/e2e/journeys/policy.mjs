// The strict security policy holds over everything that was played before.

import assert from "node:assert/strict";

import { until } from "../lib/until.mjs";

export function policy(world) {
  world.ours("no journey has violated the policy, and a violation would be heard", async (stage) => {
    const before = await stage.hub.policyReports();
    assert.equal(before, 0, stage.hub.log);

    const visit = await stage.visit();
    await visit.open();
    visit.watch.expect(/style-src|inline style/i);
    await visit.page.evaluate(() => document.body.setAttribute("style", "color: red"));
    await until(
      async () => (await stage.hub.policyReports()) > before,
      "the hub hears of a style that the policy refuses",
    );
  });
}
