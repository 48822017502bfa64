// Leaving: the hub and the device both forget, whoever ends the session.

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { token } from "../lib/client.mjs";
import { memory, refreshTokens } from "../lib/memory.mjs";
import { until } from "../lib/until.mjs";

export function signOut(world) {
  world.everywhere("signing out ends the session at the hub and on the device", async (stage) => {
    const { anna } = stage.hub.home;
    const other = await stage.client(anna);
    const before = ids(await other.sessions());
    const visit = await stage.visit();
    await visit.signIn(anna, { remember: true });
    const refresh_token = await visit.remembered();
    const during = ids(await other.sessions());
    assert.equal(during.length, before.length + 1);

    await visit.signOut();
    await until(
      async () => isDeepStrictEqual(ids(await other.sessions()), before),
      "the session is gone from the hub's list",
    );
    const { status, body } = await refresh(stage.hub, refresh_token);
    assert.equal(status, 400);
    assert.equal(body.error, "invalid_grant");
    await until(
      async () => refreshTokens(await memory(visit.page)).length === 0,
      "the browser keeps no credential any more",
    );

    await visit.reload();
    await visit.screen.one("heading", "Sign in");
  });

  world.everywhere("a session that ends elsewhere leads back to the form, with a reason", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.signIn(anna, { remember: true });
    const revoked = await visit.remembered();

    visit.watch.expect(/400 .*\/auth\/token|400 \(Bad Request\)/);
    await fetch(`${stage.hub.origin}/auth/revoke`, {
      method: "POST",
      body: new URLSearchParams({ token: revoked }),
    });
    await visit.screen.one("heading", "Sign in");
    await visit.screen.one("alert", undefined, ({ words }) => /ended/i.test(words));
    await visit.submit(anna);
    await visit.atHome(anna);
  });
}

const ids = (sessions) => sessions.map(({ id }) => id).sort();

/** Asks as the app would have: from the folder that it is served from. */
function refresh(hub, refresh_token) {
  const client_id = new URL(".", hub.address).href;
  return token(hub.origin, { grant_type: "refresh_token", client_id, refresh_token });
}
