// What a first visit costs until somebody can type: bytes on the wire, requests, time.

import { HomeAssistant } from "../lib/home-assistant.mjs";
import { Hub } from "../lib/hub.mjs";
import { quantile } from "./statistics.mjs";

const rounds = 5;

/** Our app on our hub. */
export async function firstVisit(browser) {
  const hub = await Hub.start();
  try {
    return await visits(browser, hub.address, "input[name=password]");
  } finally {
    await hub.stop();
  }
}

/** Home Assistant's own sign-in page, where one is installed; what it draws is in shadow roots. */
export async function homeAssistantVisit(browser) {
  if (!process.env.DOORSTEP_HA) {
    return undefined;
  }
  const hub = await HomeAssistant.start();
  try {
    return await visits(browser, `${hub.origin}/`, "pierce/input[name=password]");
  } finally {
    await hub.stop();
  }
}

async function visits(browser, address, field) {
  const rows = [];
  for (let round = 0; round < rounds; round += 1) {
    rows.push(await visit(browser, address, field));
  }
  const last = rows.at(-1);
  return { ...last, "ms, median of 5": quantile(rows.map(({ ms }) => ms), 0.5), ms: undefined };
}

async function visit(browser, address, field) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const network = await page.createCDPSession();
  await network.send("Network.enable");
  const cost = { bytes: 0, requests: 0 };
  network.on("Network.requestWillBeSent", () => (cost.requests += 1));
  network.on("Network.loadingFinished", ({ encodedDataLength }) => (cost.bytes += encodedDataLength));
  const begin = performance.now();
  // Only the field counts; Home Assistant's page never comes to rest.
  const arrival = page.goto(address).catch(() => undefined);
  await page.waitForSelector(field, { timeout: 60_000, visible: true });
  const ms = performance.now() - begin;
  await context.close();
  await arrival;
  return { ...cost, ms };
}
