// What a page of another origin, open in another tab, can do to the hub of the
// person who looks at it: nothing.

import assert from "node:assert/strict";

import { signIn } from "../lib/client.mjs";
import { Hub } from "../lib/hub.mjs";
import { Relay } from "../lib/relay.mjs";
import { Stranger } from "../lib/stranger.mjs";
import { until } from "../lib/until.mjs";
import { fireAll } from "./shapes.mjs";

/**
 * A hub of their own: browsers report to it what they did not frame. It leaves
 * the usual address to a wire that is listened to.
 */
const hubOfAVictim = { name: "our hub", start: () => Hub.start({ address: "127.0.0.2" }) };

export function crossSite(world) {
  const at = (sentence, journey) =>
    world.at(hubOfAVictim, sentence, async (stage) => {
      const stranger = await Stranger.start();
      try {
        await stranger.visited(stage.browser, (page) => journey(stage, page, stranger));
      } finally {
        await stranger.stop();
      }
    });

  at("SEC-CSRF-1 no request that a stranger's page can send changes anything", async (stage, page) => {
    const { anna } = stage.hub.home;
    const { origin } = stage.hub;
    const { refresh_token } = await signIn(origin, anna);
    const observer = await stage.client(anna);
    const before = await believed(observer);
    const flow = await beginning(origin);

    const { hostname, port } = new URL(origin);
    const wire = await Relay.start({ address: "127.0.0.1", port }, { address: hostname, port });
    try {
      const fired = await page.evaluate(fireAll, `http://127.0.0.1:${port}`, {
        refreshToken: refresh_token,
        flowId: flow.flow_id,
        ...anna,
      });
      assert.ok(fired >= 40, `${fired} shapes`);
      const acting = () => wire.exchanges.filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method));
      assert.ok(acting().length >= 20, `the hub was sent ${acting().length} of them`);
      await until(() => wire.exchanges.every(({ status }) => status), "all are answered");
      assert.deepEqual(acting().filter(({ status }) => status !== 403), []);
    } finally {
      await wire.stop();
    }

    assert.deepEqual(await believed(observer), before);
    const own = await answered(origin, flow, anna);
    assert.equal(own.type, "create_entry", "the flow has not been touched");
  });

  at("SEC-CSWSH-1 no conversation with a stranger's page begins", async (stage, page) => {
    const address = `${stage.hub.origin.replace("http", "ws")}/api/websocket`;
    const outcome = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const socket = new WebSocket(url);
          socket.onopen = () => done("open");
          socket.onmessage = () => done("spoken to");
          socket.onclose = ({ code }) => done(code);
        }),
      address,
    );
    assert.equal(outcome, 1006);
    const visit = await stage.visit();
    await visit.signIn(stage.hub.home.anna);
  });

  at("SEC-CLICK-1 a frame on a stranger's page shows nothing of the hub", async (stage, page, stranger) => {
    const frames = [stage.hub.address, `${stage.hub.origin}/auth/providers`, `${stranger.origin()}/own`];
    for (const url of frames) {
      await page.evaluate((src) => {
        const frame = document.createElement("iframe");
        frame.src = src;
        document.querySelector("main").append(frame);
        return new Promise((done) => frame.addEventListener("load", done, { once: true }));
      }, url);
    }
    const seen = await until(async () => {
      const children = page.frames().filter((frame) => frame !== page.mainFrame());
      return children.length === frames.length && Promise.all(children.map(shown));
    }, "all frames are there");
    assert.match(seen[2], /Elsewhere/, "a frame that may be shown is seen");
    for (const text of seen.slice(0, 2)) {
      assert.doesNotMatch(text, /doorstep|sign in|providers|homeassistant/i);
    }
  });
}

/** What a frame holds; one that the browser refuses to show holds nothing that can be asked. */
async function shown(frame) {
  return frame.evaluate(() => document.documentElement.outerHTML).catch(() => "");
}

/** Everything of the hub that a request could have changed. */
async function believed(client) {
  const [sessions, states, user] = await Promise.all([
    client.sessions(),
    client.command("get_states"),
    client.command("auth/current_user"),
  ]);
  return {
    sessions: sessions.map(({ id }) => id).sort(),
    lights: states.filter(({ entity_id }) => entity_id.startsWith("light.")).map(({ state }) => state),
    user,
  };
}

async function beginning(origin) {
  const body = { client_id: `${origin}/`, handler: ["homeassistant", null], redirect_uri: `${origin}/` };
  return posted(`${origin}/auth/login_flow`, body);
}

function answered(origin, { flow_id }, { username, password }) {
  return posted(`${origin}/auth/login_flow/${flow_id}`, { client_id: `${origin}/`, username, password });
}

async function posted(url, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}
