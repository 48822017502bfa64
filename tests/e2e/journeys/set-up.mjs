// The first start of a hub: its code, its owner, its people.

import assert from "node:assert/strict";

import { Hub } from "../lib/hub.mjs";
import { note } from "../lib/secrets.mjs";
import { signIn } from "../lib/client.mjs";

const newHub = { name: "a new hub", start: () => Hub.start({ demo: false, flags: ["--log", "trace"] }) };
const olivia = { name: "Olivia", username: "olivia", password: "a door of seven planks" };
const max = { name: "Max", username: "max", password: "a window of two panes" };

export function setUp(world) {
  world.at(newHub, "SEC-SETUP-1 the hub belongs to whoever has its code, and to nobody after that", async (stage) => {
    const { origin } = stage.hub;
    const [, code] = await stage.hub.said(/set up at \S+ with the code (\S+)/);
    note(olivia.password, max.password);
    const visit = await stage.visit();
    const { screen } = visit;
    visit.watch.expect(/400|401|429/);
    await visit.arrive();
    await screen.one("heading", "Welcome home");
    await screen.fill("Set-up code", "AAAA-AAAA");
    await screen.press("button", "Continue");
    await screen.one("heading", "Who are you?");
    await screen.fill("Name", olivia.name);
    assert.equal((await screen.one("textbox", "Username")).value, olivia.username);
    await screen.fill("Password", olivia.password);
    await screen.press("button", "Become the owner");
    await screen.one("alert", undefined, ({ words }) => /not the code/.test(words));

    await screen.one("heading", "Welcome home");
    await screen.fill("Set-up code", code);
    await screen.press("button", "Continue");
    assert.equal((await screen.one("textbox", "Name")).value, olivia.name, "nothing that was typed is lost");
    await become(visit);
    await screen.one("heading", "What is your home called?");
    await screen.fill("Name of the home", "Elm Street 7");
    await screen.press("button", "Continue");
    await screen.one("heading", "Who lives here?");
    await screen.fill("Name", max.name);
    await screen.press("checkbox", /password/);
    await screen.fill("Password", max.password);
    await screen.press("button", "Add");
    await screen.one("listitem", undefined, ({ words }) => words.includes(max.name));
    await screen.press("button", "Everybody is there");
    await screen.one("heading", "Is this network only for your household?");
    await screen.press("button", /^(Yes, only us|Finish)/);
    await screen.one("heading", new RegExp(`\\b${olivia.name}\\b`), ({ level }) => level === 1);

    for (const [method, path] of [
      ["GET", "/api/onboarding"],
      ["POST", "/api/onboarding/users"],
      ["POST", "/api/onboarding/core_config"],
      ["GET", "/api/onboarding/network"],
    ]) {
      const answer = await fetch(`${origin}${path}`, { method, headers: { "content-type": "application/json" } });
      assert.equal(answer.status, 404, `${method} ${path}`);
    }
    for (const person of [olivia, max]) {
      await signIn(origin, person);
    }
    const log = (await stage.hub.everythingSaid()).replace(/^set up at .*$/gm, "");
    for (const secret of [code, olivia.password, max.password]) {
      assert.ok(!log.includes(secret), "a secret of the set-up is in the log");
    }
  });
}

/** Presses until the hub listens: after a wrong code it wants to hear nothing for a second. */
async function become(visit) {
  const answer = visit.page.waitForResponse((response) => response.url().endsWith("/api/onboarding/users"));
  await visit.screen.press("button", "Become the owner");
  if ((await answer).status() === 429) {
    await become(visit);
  }
}
