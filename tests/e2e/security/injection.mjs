// The second line of defence: a page of ours that took text for markup after all
// would still run nothing, and the hub would hear of it.

import assert from "node:assert/strict";

import { arm } from "./markup.mjs";
import { until } from "../lib/until.mjs";

/**
 * Ways to run a script in a page that takes text for markup or for code. A
 * debugger may evaluate text whatever the policy says; a timer of the page may not.
 */
const injections = {
  "markup that replaces": () => {
    document.body.innerHTML = "<img src=data:, onerror=sentinel()>";
  },
  "markup that is added": () => {
    document.body.insertAdjacentHTML("beforeend", "<svg onload=sentinel()>");
  },
  "a document of its own": () => {
    document.body.append(new DOMParser().parseFromString("<img src=data:, onerror=sentinel()>", "text/html").body);
  },
  "a fragment": () => {
    document.body.append(document.createRange().createContextualFragment("<script>sentinel()</script>"));
  },
  "a script element": () => {
    const script = document.createElement("script");
    script.textContent = "sentinel()";
    document.body.append(script);
  },
  "a handler as an attribute": () => {
    document.body.setAttribute("onclick", "sentinel()");
    document.body.click();
  },
  "text that is evaluated": () => {
    setTimeout(() => globalThis.eval("sentinel()"), 0);
  },
  "a function from text": () => {
    setTimeout(() => new Function("sentinel()")(), 0);
  },
  "a timer from text": () => {
    setTimeout("sentinel()", 0);
  },
  "an address that is a script": () => {
    const link = document.createElement("a");
    link.href = "javascript:sentinel()";
    document.body.append(link);
    link.click();
  },
};

export function injection(world) {
  world.ours("SEC-XSS-5 a script that gets into the page is stopped and reported", async (stage) => {
    const visit = await stage.visit({ before: arm });
    await visit.open();
    visit.watch.expect(/./);
    for (const [what, inject] of Object.entries(injections)) {
      const before = await stage.hub.policyReports();
      await visit.page.evaluate(inject).catch(() => {});
      await until(async () => (await stage.hub.policyReports()) > before, `the hub hears of ${what}`);
      assert.deepEqual(await visit.page.evaluate(() => globalThis.fired), [], what);
    }
  });
}
