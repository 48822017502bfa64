// A second factor: a code from an authenticator after the password.

import assert from "node:assert/strict";

import { note } from "../lib/secrets.mjs";
import { code } from "../lib/totp.mjs";

export function secondFactor(world) {
  world.everywhere("a code from an authenticator is asked for after the password", async (stage) => {
    const { ben } = stage.hub.home;
    const client = await stage.client(ben);
    const { secret } = await turnOn(client);
    const visit = await stage.visit();
    await visit.open();
    await visit.submit(ben);
    const field = await visit.screen.one("textbox", "Code");
    assert.equal(field.autocomplete, "one-time-code");
    await visit.screen.none("textbox", "Password");

    await visit.screen.fill("Code", "000000");
    await visit.send("Continue");
    await visit.screen.one("alert", undefined, ({ words }) => /code/i.test(words));
    // The period of the code that turned it on may be used up.
    await visit.screen.fill("Code", code(secret, 1));
    await visit.send("Continue");
    await visit.atHome(ben);

    await client.command("auth/depose_mfa", { mfa_module_id: "totp" });
    const after = await stage.visit();
    await after.signIn(ben);
  });
}

/** Turns it on for a client's user; returns the secret and what the hub gave at the end. */
export async function turnOn(client) {
  const begun = await client.command("auth/setup_mfa", { mfa_module_id: "totp" });
  const secret = begun.description_placeholders.code;
  note(secret);
  const done = await client.command("auth/setup_mfa", {
    flow_id: begun.flow_id,
    user_input: { code: code(secret) },
  });
  assert.equal(done.type, "create_entry", JSON.stringify(done));
  return { secret, result: done.result };
}
