// Every screen for everybody: axe must have nothing to say, in light and dark.

import { verifyAccess } from "../lib/axe.mjs";
import { sizes } from "../lib/browser.mjs";
import { tour } from "../lib/tour.mjs";

export function access(world) {
  if (world.browserName === "chromium") {
    world.ours("axe has nothing to say, in any colours and at any size", async (stage) => {
      const visit = await stage.visit();
      await tour(stage, visit, (what, arrange) => inAllColoursAndSizes(visit.page, what, arrange));
    });
  } else {
    // This browser cannot be told to prefer other colours: the app can.
    world.ours("axe has nothing to say, in light and dark", async (stage) => {
      const visit = await stage.visit();
      await tour(stage, visit, (what, arrange) => verifyArranged(visit.page, what, arrange));
      await visit.chooseTheme("Dark");
      await visit.signOut();
      await tour(stage, visit, (what, arrange) => verifyArranged(visit.page, `dark ${what}`, arrange));
    });
  }

  world.abroad("axe has nothing to say about a whole home", async (stage) => {
    const visit = await stage.visit();
    await visit.signIn(stage.hub.home.anna);
    await verifyAccess(visit.page, "home");
  });
}

async function inAllColoursAndSizes(page, what, arrange) {
  const before = page.viewport();
  for (const [name, size] of Object.entries(sizes)) {
    await page.setViewport(size);
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([
        { name: "prefers-color-scheme", value },
        { name: "prefers-reduced-motion", value: "reduce" },
      ]);
      await verifyArranged(page, `${what}, ${name}, ${value}`, arrange);
    }
  }
  await page.setViewport(before);
}

async function verifyArranged(page, what, arrange) {
  await arrange?.();
  await verifyAccess(page, what);
}
