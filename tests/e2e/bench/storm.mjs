// Five thousand entities, a thousand changes a second: does the page still breathe?

import { Hub } from "../lib/hub.mjs";
import { home } from "./home.mjs";

/** Ten seconds of it. */
export async function storm(browser) {
  const hub = await Hub.start({ flags: ["--demo-entities", "4900", "--demo-rate", "1000"] });
  const { page, close } = await home(browser, hub);
  // The areas are drawn one after the other; the storm is measured once they all stand.
  await page.waitForFunction(() => document.querySelectorAll("section").length >= 10);
  await page.evaluate(() => document.querySelectorAll("section")[1].scrollIntoView());
  const session = await page.createCDPSession();
  await session.send("Performance.enable");
  const before = await work(session);
  const seen = await page.evaluate(look, 10_000);
  const after = await work(session);
  await close();
  await hub.stop();
  return { ...seen, "main thread busy, ms": Math.round((after - before) * 1_000) };
}

async function work(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

/** In the page: counts pictures and long tasks. */
function look(duration) {
  return new Promise((resolve) => {
    const long = [];
    const tasks = new PerformanceObserver((list) => long.push(...list.getEntries().map((task) => task.duration)));
    tasks.observe({ type: "longtask" });
    let pictures = 0;
    let dropped = 0;
    let last = performance.now();
    const end = last + duration;
    const draw = (now) => {
      pictures += 1;
      dropped += Math.max(0, Math.round((now - last) / (1_000 / 60)) - 1);
      last = now;
      if (now < end) {
        requestAnimationFrame(draw);
      } else {
        tasks.disconnect();
        resolve({
          "pictures a second": Number(((pictures * 1_000) / duration).toFixed(1)),
          "pictures dropped": dropped,
          "tasks over 50 ms": long.length,
          "longest of them, ms": Math.round(Math.max(0, ...long)),
          tiles: document.querySelectorAll(".tile").length,
        });
      }
    };
    requestAnimationFrame(draw);
  });
}
