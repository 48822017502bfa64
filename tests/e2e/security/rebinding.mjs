// DNS rebinding: a stranger's name that leads to the stranger first and to the
// hub later, so that the browser takes the hub for the stranger's own server.

import assert from "node:assert/strict";

import { Hub } from "../lib/hub.mjs";
import { freePort } from "../lib/port.mjs";
import { Relay } from "../lib/relay.mjs";
import { Stranger } from "../lib/stranger.mjs";
import { openPage } from "../lib/browser.mjs";

/** The wire has the usual address and the hub's port, as the name in the browser does. */
const hubUnderAName = {
  name: "our hub",
  start: async () => {
    const port = await freePort();
    return Hub.start({ address: "127.0.0.2", port, flags: ["--name", "good.example"] });
  },
};

/** One request to every kind of place at the hub. */
const requests = [
  ["GET", "/"],
  ["GET", "/index.html"],
  ["GET", "/no-such-page"],
  ["GET", "/healthz"],
  ["GET", "/auth/providers"],
  ["GET", "/.well-known/oauth-authorization-server"],
  ["GET", "/api/"],
  ["GET", "/api/states"],
  ["GET", "/api/csp"],
  ["POST", "/api/csp"],
  ["POST", "/auth/login_flow"],
  ["POST", "/auth/token"],
  ["POST", "/auth/revoke"],
  ["DELETE", "/auth/login_flow/x"],
];

export function rebinding(world) {
  world.at(hubUnderAName, "SEC-HOST-6 a name that is rebound to the hub learns nothing from it", async (stage) => {
    const { hostname, port } = new URL(stage.hub.origin);
    const stranger = await Stranger.start();
    const home = { address: "127.0.0.1", port: new URL(stranger.origin()).port };
    const wire = await Relay.start({ address: "127.0.0.1", port }, home);
    try {
      for (const [name, isOurs] of [
        ["evil.example", false],
        ["good.example", true],
      ]) {
        wire.lead(home);
        const page = await openPage(stage.browser);
        await page.goto(`http://${name}:${port}/`);
        assert.equal(await page.title(), "Elsewhere");
        wire.lead({ address: hostname, port });
        const { answers, socket } = await page.evaluate(probe, requests);
        await page.browserContext().close();
        const learned = answers.filter(({ status }) => status !== 421);
        if (isOurs) {
          assert.equal(learned.length, requests.length, "a name of the hub's own is answered");
          assert.equal(socket, "open");
        } else {
          assert.deepEqual(learned, []);
          assert.equal(socket, "closed");
        }
      }
    } finally {
      await wire.stop();
      await stranger.stop();
    }
  });
}

/** Asks for everything, as a script of the page's own origin may. */
async function probe(wanted) {
  const answers = [];
  for (const [method, path] of wanted) {
    const response = await fetch(path, { method, cache: "no-store" });
    answers.push({ method, path, status: response.status });
  }
  const socket = await new Promise((done) => {
    const line = new WebSocket(`ws://${location.host}/api/websocket`);
    line.onopen = () => done("open");
    line.onclose = () => done("closed");
  });
  return { answers, socket };
}
