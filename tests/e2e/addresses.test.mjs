// Whom the hub takes a request to be from, and what it then allows: asked
// directly and through real proxies, over IPv4, IPv6 and IPv4 in IPv6's clothes.

import assert from "node:assert/strict";
import { once } from "node:events";
import { request } from "node:http";
import { after, before, test } from "node:test";

import { Client } from "./lib/client.mjs";
import { Hub } from "./lib/hub.mjs";
import { Proxy, proxyNames } from "./lib/proxy.mjs";

/** Where the rule of the home believes in: what liars claim to be. */
const trusted = "192.168.7.20";
/** A client's own address, which no rule knows; and one that a rule does know. */
const guest = "127.0.0.5";
const resident = "127.0.0.6";

const rule = `
[[network]]
name = "kitchen"
cidr = ["192.168.7.0/24", "${resident}/32"]
users = ["clara"]
show_users = true
`;
const behindProxies = `
[proxy]
trusted = ["127.0.0.1"]
header = "x-forwarded-for"
${rule}`;

const hubs = {};
const proxies = {};

before(async () => {
  hubs.v4 = await Hub.start({ config: behindProxies });
  hubs.mapped = await Hub.start({ config: behindProxies, address: "::ffff:127.0.0.1" });
  hubs.alone = await Hub.start({ config: rule });
  const to = (name) => `127.0.0.1:${portOf(name)}`;
  const sites = {
    v4: { to: to("v4") },
    mapped: { to: to("mapped") },
    alone: { to: to("alone") },
    silent: { to: to("v4"), forwards: false },
  };
  for (const kind of proxyNames) {
    proxies[kind] = await Proxy.start(kind, sites);
  }
});

after(async () => {
  const running = [...Object.values(proxies), ...Object.values(hubs)];
  await Promise.all(running.map((one) => one.stop()));
});

/** Every way to the hub, for a client that no rule knows. */
const ways = {
  direct: [
    ["IPv4", () => ask(portOf("v4"), guest)],
    ["mapped", () => ask(portOf("mapped"), guest)],
  ],
  ...Object.fromEntries(
    proxyNames.map((kind) => [
      kind,
      [
        ["IPv4", (site = "v4") => ask(proxies[kind].port(site), guest)],
        ["IPv6", (site = "v4") => ask(proxies[kind].port(site), "::1")],
        ["mapped", (site = "mapped") => ask(proxies[kind].port(site), guest)],
      ],
    ]),
  ),
};

const refused = { status: 400 };
const unknown = { status: 200, address: null, isTrusted: false };
const itself = "the client's own address, which is not trusted";

/** What each family sends, and what must come of it. Caddy drops what clients forward. */
const table = [
  {
    id: "SEC-XFF-1 an address that a stranger forwards is refused",
    headers: [["X-Forwarded-For", trusted]],
    expected: { direct: refused },
  },
  {
    id: "SEC-XFF-2 an address that is put before the proxy's is not believed",
    headers: [["X-Forwarded-For", trusted]],
    expected: { nginx: itself, caddy: itself },
  },
  {
    id: "SEC-XFF-3 two lines are one list",
    headers: [
      ["X-Forwarded-For", trusted],
      ["X-Forwarded-For", "::ffff:192.168.7.20"],
    ],
    expected: { direct: refused, nginx: itself, caddy: itself },
  },
  {
    id: "SEC-XFF-4 what is no address is refused",
    headers: [["X-Forwarded-For", `unknown, ${trusted}`]],
    expected: { direct: refused, nginx: refused, caddy: itself },
  },
  ...["192.168.7.20:80", "[fd00::7]", "fe80::1%eth0", "192.168.7.020"].map((value) => ({
    id: `SEC-XFF-5 an address with more than an address is refused: ${value}`,
    headers: [["X-Forwarded-For", value]],
    expected: { direct: refused, nginx: refused, caddy: itself },
  })),
  {
    id: "SEC-XFF-6 an empty list is refused",
    headers: [["X-Forwarded-For", ","]],
    expected: { direct: refused, nginx: refused, caddy: itself },
  },
  {
    id: "SEC-XFF-7 a list of thousands is refused",
    headers: [["X-Forwarded-For", Array(6_000).fill(trusted).join()]],
    expected: { direct: refused, nginx: refused, caddy: itself },
  },
];

for (const { id, headers, expected } of table) {
  test(id, async () => {
    for (const [way, outcome] of Object.entries(expected)) {
      for (const [stack, asked] of ways[way]) {
        const { client, ...answer } = await asked().with(headers);
        const wanted =
          outcome === itself ? { status: 200, address: client, isTrusted: false } : outcome;
        assert.deepEqual(answer, wanted, `${way}, ${stack}`);
      }
    }
  });
}

test("SEC-XFF-8 a hub that knows no proxies refuses what they forward", async () => {
  for (const kind of proxyNames) {
    const { client: _, ...answer } = await ask(proxies[kind].port("alone"), guest).with([]);
    assert.deepEqual(answer, refused, kind);
  }
  const direct = await ask(portOf("alone"), guest).with([["X-Forwarded-For", trusted]]);
  assert.equal(direct.status, 400);
});

test("SEC-XFF-9 behind a proxy that names nobody everybody is unknown", async () => {
  for (const kind of proxyNames) {
    for (const from of [guest, resident, "::1"]) {
      const { client: _, ...answer } = await ask(proxies[kind].port("silent"), from).with([]);
      assert.deepEqual(answer, unknown, `${kind}, ${from}`);
    }
  }
});

test("an address that a rule knows is trusted, directly and through each proxy", async () => {
  for (const site of ["v4", "mapped"]) {
    for (const port of [portOf(site), ...proxyNames.map((kind) => proxies[kind].port(site))]) {
      const { status, address, isTrusted } = await ask(port, resident).with([]);
      assert.deepEqual({ status, address, isTrusted }, { status: 200, address: resident, isTrusted: true });
    }
  }
  const told = await ask(portOf("v4"), "127.0.0.1").with([["X-Forwarded-For", trusted]]);
  assert.equal(told.isTrusted, true, "a proxy of the home is believed");
});

test("a conversation goes through each proxy", async () => {
  for (const kind of proxyNames) {
    const client = await Client.open(`http://127.0.0.1:${proxies[kind].port("v4")}`, hubs.v4.home.anna);
    assert.ok((await client.command("get_states")).length > 0);
    client.close();
  }
});

function portOf(name) {
  return new URL(hubs[name].origin).port;
}

/** Asks who may sign in, from an address of this machine, with exactly these headers. */
function ask(port, from) {
  return {
    with: async (headers) => {
      const host = from.includes(":") ? "::1" : "127.0.0.1";
      const asked = request({ host, port, localAddress: from, path: "/auth/providers", agent: false });
      for (const [name] of headers) {
        asked.setHeader(name, headers.filter((header) => header[0] === name).map(([, value]) => value));
      }
      asked.end();
      const [response] = await once(asked, "response");
      const body = Buffer.concat(await response.toArray()).toString();
      if (response.statusCode !== 200) {
        return { client: from, status: response.statusCode };
      }
      const { providers, explanation } = JSON.parse(body);
      return {
        client: from,
        status: 200,
        address: explanation.address,
        isTrusted: providers.some(({ type }) => type === "trusted_networks"),
      };
    },
  };
}
