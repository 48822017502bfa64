// Figures of the app in Chromium, as one line of JSON at the end. Nothing here
// passes or fails: absolute times drift with the machine, so where time is
// involved the ratios of one run are what counts.

import { firstVisit, homeAssistantVisit } from "./bench/first-visit.mjs";
import { latency } from "./bench/latency.mjs";
import { storm } from "./bench/storm.mjs";
import { launch } from "./lib/browser.mjs";

const browser = await launch("chromium");
try {
  const visit = await firstVisit(browser);
  const official = await homeAssistantVisit(browser);
  const small = await latency(browser, []);
  const large = await latency(browser, ["--demo-entities", "4900"]);
  const figures = {
    "first visit until the form works": visit,
    ...(official && {
      "the same, Home Assistant's own page": official,
      "ours as a share of it": {
        bytes: share(visit.bytes, official.bytes),
        requests: share(visit.requests, official.requests),
        time: share(visit["ms, median of 5"], official["ms, median of 5"]),
      },
    }),
    "from the hub to changed pixels, demo home": small,
    "the same, with 5,000 entities": large,
    "5,000 entities as a ratio of the demo home, median": share(large["ms, median"], small["ms, median"]),
    "5,000 entities, 1,000 changes a second, 10 s": await storm(browser),
  };
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
}

function share(ours, theirs) {
  return Number((ours / theirs).toFixed(2));
}
