// One's own account: where one is signed in, and the second step at sign-in.

import assert from "node:assert/strict";

import { note } from "../lib/secrets.mjs";
import { code } from "../lib/totp.mjs";
import { turnOn } from "./second-factor.mjs";

export function account(world) {
  world.everywhere("a person ends their sessions elsewhere and keeps this one", async (stage) => {
    const { ben } = stage.hub.home;
    const there = await stage.visit();
    await there.signIn(ben);
    const here = await stage.visit();
    await here.signIn(ben);
    await here.openAccount();
    await here.screen.one("button", "Sign out all others");
    assert.match(await words(here), /This device/);

    await here.screen.press("button", "Sign out all others");
    await here.screen.press("button", "Cancel");
    await here.screen.press("button", "Sign out all others");
    await here.screen.one("group", /Sign out everywhere but here/);
    there.watch.expect(/400 for .*\/auth\/token|400 \(Bad Request\)/);
    await here.screen.press("button", "Sign out all others");
    await here.screen.none("button", "Sign out all others");
    await there.screen.one("heading", "Sign in");
    await there.screen.one("alert", undefined, ({ words }) => /session has ended/i.test(words));

    await here.reload();
    await here.screen.one("heading", "Sign in");
  });

  world.everywhere("the second step is turned on by a code, asked for, and turned off", async (stage) => {
    const { ben } = stage.hub.home;
    const here = await stage.visit();
    await here.signIn(ben);
    await here.openAccount();
    await here.screen.press("button", "Turn on");
    await here.screen.one("textbox", "Code of your app");
    await here.screen.one("img", /QR code/);
    assert.ok(await here.page.evaluate(areDrawn), "the QR code is not drawn");
    const [secret] = (await words(here)).match(/(?:[A-Z2-7]{4} ){3,}[A-Z2-7]{1,4}/);

    note(secret, secret.replaceAll(" ", ""));

    await here.screen.fill("Code of your app", "000 000");
    await here.screen.key("Enter");
    await here.screen.one("alert", undefined, ({ words }) => /code is not right/i.test(words));
    await here.screen.fill("Code of your app", code(secret));
    await here.screen.key("Enter");
    if (stage.hub.name === "our hub") {
      const { value } = await here.screen.one("textbox", "Recovery codes");
      assert.equal(value.split("\n").length, 10);
      await here.screen.key("Escape");
      await here.screen.press("button", "I have kept them");
    }
    await here.screen.one("button", "Turn off");

    const later = await stage.visit();
    await later.open();
    await later.submit(ben);
    await later.screen.fill("Code", code(secret, 1));
    await later.send("Continue");
    await later.atHome(ben);

    await here.screen.press("button", "Turn off");
    await here.screen.one("group", /Turn the second step off/);
    await here.screen.press("button", "Turn off");
    await here.screen.one("button", "Turn on");
  });

  world.ours("a recovery code stands in for a lost phone, once", async (stage) => {
    const { clara } = stage.hub.home;
    const client = await stage.client(clara);
    const { result } = await turnOn(client);
    const [first, second] = result.recovery_codes;
    note(...result.recovery_codes);
    for (const [word, isGood] of [
      [first, true],
      [first, false],
      [second, true],
    ]) {
      const visit = await stage.visit();
      await visit.open();
      await visit.submit(clara);
      await visit.screen.fill("Code", word);
      await visit.send("Continue");
      if (isGood) {
        await visit.atHome(clara);
      } else {
        await visit.screen.one("alert", undefined, ({ words }) => /code/i.test(words));
      }
    }
    await client.command("auth/depose_mfa", { mfa_module_id: "totp" });
  });

  world.ours("who came in by the network is out when the network no longer says so", async (stage) => {
    const { clara, household } = stage.hub.home;
    await stage.hub.trust([clara, household]);
    const visit = await stage.visit();
    await visit.arrive();
    await visit.screen.press("button", clara.name);
    await visit.atHome(clara);
    visit.watch.expect(/403|Forbidden|WebSocket/);
    await stage.hub.settle();
    await visit.screen.says(/came in by your home network/);
    await stage.hub.trust([clara, household]);
    await visit.screen.press("button", "Try again");
    await visit.screen.none("button", "Try again");
    await visit.atHome(clara);
  });
}

/** Our hub gives recovery codes, which must be put away before anything else is done. */
async function keepCodes({ screen }, areGiven) {
  if (!areGiven) {
    return;
  }
  const { value } = await screen.one("textbox", "Recovery codes");
  const codes = value.split("\n");
  assert.equal(new Set(codes).size, 10);
  note(...codes);
  await screen.press("button", "I have kept them");
}

/** What stands on the screen. */
function words(visit) {
  return visit.page.evaluate(() => document.body.innerText);
}

/** Whether every image has come to be one; runs in the page. */
async function areDrawn() {
  const images = [...document.images];
  await Promise.all(images.map((image) => image.decode().catch(() => undefined)));
  return images.every((image) => image.naturalWidth > 0);
}
