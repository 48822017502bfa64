// From a change at the hub to changed pixels: one clock, since both run on this machine.

import { Client } from "../lib/client.mjs";
import { Hub } from "../lib/hub.mjs";
import { home } from "./home.mjs";
import { quantile } from "./statistics.mjs";

const rounds = 60;

/** Switches a lamp from another client and looks when the page shows it. */
export async function latency(browser, flags) {
  const hub = await Hub.start({ flags });
  const ben = await Client.open(hub.origin, hub.home.ben);
  const { id, name } = hub.home.light;
  const times = { dom: [], pixels: [] };
  await ben.call("light.turn_off", id);
  const { page, close } = await home(browser, hub);
  for (let round = 0; round < rounds; round += 1) {
    const wanted = round % 2 === 0;
    const seen = page.evaluate(watch, name, String(wanted));
    const asked = await page.evaluate(() => performance.timeOrigin + performance.now());
    const sent = Math.max(asked, performance.timeOrigin + performance.now());
    await ben.call(wanted ? "light.turn_on" : "light.turn_off", id);
    const { dom, pixels } = await seen;
    times.dom.push(dom - sent);
    times.pixels.push(pixels - sent);
  }
  await close();
  await ben.close();
  await hub.stop();
  return {
    "in the page, ms, median": quantile(times.dom, 0.5),
    "ms, median": quantile(times.pixels, 0.5),
    "ms, 95 %": quantile(times.pixels, 0.95),
  };
}

/** In the page: when the switch of this name says so, and when the next picture has been drawn. */
function watch(name, wanted) {
  const now = () => performance.timeOrigin + performance.now();
  const labels = [...document.querySelectorAll("button[aria-pressed]")];
  const button = labels.find(
    (one) => document.getElementById(one.getAttribute("aria-labelledby"))?.textContent === name,
  );
  return new Promise((resolve) => {
    const drawn = (dom) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve({ dom, pixels: now() });
        port2.postMessage(undefined);
      });
    const look = () => button.getAttribute("aria-pressed") === wanted && (observer.disconnect(), drawn(now()));
    const observer = new MutationObserver(look);
    observer.observe(button, { attributes: true });
  });
}
