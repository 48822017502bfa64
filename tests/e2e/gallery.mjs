// Pictures of every screen, at every size, in light and dark: `npm run gallery`
// writes them into `out/gallery`.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { launch, sizes } from "./lib/browser.mjs";
import { Hub } from "./lib/hub.mjs";
import { outFolder } from "./lib/settings.mjs";
import { Stage } from "./lib/stage.mjs";
import { tour } from "./lib/tour.mjs";

const folder = join(outFolder, "gallery");
await mkdir(folder, { recursive: true });

const [hub, browser] = await Promise.all([Hub.start(), launch("chromium")]);
try {
  for (const [sizeName, size] of Object.entries(sizes)) {
    for (const value of ["light", "dark"]) {
      await new Stage(browser, hub).play(async (stage) => {
        const visit = await stage.visit({ size });
        await visit.page.emulateMediaFeatures([
          { name: "prefers-color-scheme", value },
          { name: "prefers-reduced-motion", value: "reduce" },
        ]);
        await tour(stage, visit, async (what, arrange) => {
          await arrange?.();
          const path = join(folder, `${what.replaceAll(" ", "-")}-${sizeName}-${value}.png`);
          await visit.page.screenshot({ path });
          console.log(path);
        });
      }, `gallery ${sizeName} ${value}`);
    }
  }
} finally {
  await browser.close();
  await hub.stop();
}
