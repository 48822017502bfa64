// Nothing secret of all that was played before is in what the hub has written,
// although it was told to write everything.

import assert from "node:assert/strict";

import { secrets } from "../lib/secrets.mjs";

export function quietLogs(world) {
  world.ours("SEC-LOG-1 no secret of any journey stands in the hub's log", async (stage) => {
    const { anna, ben, clara } = stage.hub.home;
    const client = await stage.client(anna);
    await client.command("get_states");
    const used = [...secrets(), ...[anna, ben, clara].map(({ password }) => password)];
    assert.ok(used.length >= 5, `${used.length} secrets`);
    const log = await stage.hub.everythingSaid();
    assert.match(log, /TRACE/, "the hub writes everything");
    const lines = log.split("\n");
    for (const secret of used) {
      assert.deepEqual(lines.filter((line) => line.includes(secret)).slice(0, 3), [], "a secret is in the log");
    }
  });
}
