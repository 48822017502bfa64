// Names are only names: whatever somebody writes into a hub stands on the
// screen as it was written, and nothing of it runs.

import assert from "node:assert/strict";

import { until } from "../lib/until.mjs";
import { contaminate } from "./carriers.mjs";
import { payloads } from "./payloads.mjs";

export function markup(world) {
  world.abroad("SEC-XSS-1 hostile names, states and attributes are read and never run", async (stage) => {
    assert.ok(payloads.length >= 300, `${payloads.length} payloads`);
    const { anna, ben } = stage.hub.home;
    const admin = await stage.client(anna);
    const names = await contaminate(stage.hub.origin, admin, anna);
    const users = await admin.command("config/auth/list");
    const { id: user_id } = users.find(({ username }) => username === ben.username);
    const renamed = { ...ben, name: payloads[5] };
    await admin.command("config/auth/update", { user_id, name: renamed.name });

    const visit = await stage.visit({ before: arm });
    await visit.open();
    await visit.submit(renamed);
    await until(async () => (await texts(visit.page)).some((text) => text.includes(renamed.name)), "the greeting");
    await visit.screen.press("button", /^Show \d+ more$/);
    let missing = names;
    await until(
      async () => {
        const seen = new Set(await texts(visit.page));
        missing = names.filter((name) => !seen.has(name));
        return missing.length === 0;
      },
      () => `all names stand on the screen; missing: ${JSON.stringify(missing.slice(0, 5))} of ${missing.length}`,
      60_000,
    );
    await visit.openSwitch();
    assert.deepEqual(await visit.page.evaluate(() => globalThis.fired), []);
    assert.deepEqual(await visit.page.evaluate(strangers), []);

    await visit.page.evaluate(() => {
      document.querySelector("main").innerHTML = "<img src=data:, onerror=sentinel()>";
    });
    await until(() => visit.page.evaluate(() => globalThis.fired.length > 0), "a script that runs is noticed");
    assert.equal((await visit.page.evaluate(strangers)).length, 1);
    await admin.command("config/auth/update", { user_id, name: ben.name });
  });

  world.ours("SEC-XSS-1 hostile names of people are read in the picker and at home", async (stage) => {
    const { anna } = stage.hub.home;
    const reported = await stage.hub.policyReports();
    const admin = await stage.client(anna);
    // A rule names no more than a few dozen people; every sixth has all kinds among them.
    const names = payloads
      .filter((payload, index) => index % 6 === 0 && payload.length <= 100)
      .map((payload) => payload.trim());
    const persons = [];
    for (const name of new Set(names)) {
      const { user } = await admin.command("config/auth/create", { name, group_ids: ["system-users"] });
      persons.push({ name: user.name, username: user.id });
    }
    await stage.hub.trust(persons);
    const visit = await stage.visit({ before: arm });
    await visit.arrive();
    await visit.screen.one("heading", "Who's here?");
    let missing = persons;
    await until(
      async () => {
        const seen = new Set(await texts(visit.page));
        missing = persons.filter(({ name }) => !seen.has(name));
        return missing.length === 0;
      },
      () => `all faces are there; missing: ${JSON.stringify(missing.slice(0, 5))} of ${missing.length}`,
    );
    const [, , , , , chosen] = persons;
    await visit.screen.press("button", chosen.name);
    await until(async () => (await texts(visit.page)).some((text) => text.includes(chosen.name)), "the greeting");
    await visit.screen.one("button", "Switch user");
    assert.deepEqual(await visit.page.evaluate(() => globalThis.fired), []);
    assert.deepEqual(await visit.page.evaluate(strangers), []);
    assert.equal(await stage.hub.policyReports(), reported, "nothing was even stopped");
    visit.watch.expect(/^400 for .*\/auth\/token|400 \(Bad Request\)/);
    for (const { username } of persons) {
      await admin.command("config/auth/delete", { user_id: username });
    }
  });
}

/** Runs before the page: whatever calls the sentinel or opens a box is noted. */
export function arm() {
  globalThis.fired = [];
  for (const name of ["sentinel", "alert", "confirm", "prompt"]) {
    globalThis[name] = (...words) => globalThis.fired.push([name, ...words, new Error().stack]);
  }
}

/** The text of everything that holds text and nothing else. */
function texts(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter(({ childElementCount }) => childElementCount === 0)
      .map(({ textContent }) => textContent),
  );
}

/** Elements and attributes that the app never makes, in the page. */
function strangers() {
  const scripts =
    "body script, iframe, object, embed, base, meta[http-equiv], math, marquee, foreignObject, template, [srcdoc]";
  const isScript = ({ name, value }) => name.startsWith("on") || /^\W*(javascript|vbscript):/i.test(value);
  return [...document.querySelectorAll("*")]
    .filter((element) => element.matches(scripts) || [...element.attributes].some(isScript))
    .map(({ outerHTML }) => outerHTML.slice(0, 200));
}
