// Small screens and large letters: everything is reached by scrolling down.

import assert from "node:assert/strict";

const views = {
  "320 pixels": { width: 320, height: 640 },
  "a phone": { width: 390, height: 844 },
  "a tablet at 200 %": { width: 410, height: 590, deviceScaleFactor: 2 },
  "a desktop at 200 %": { width: 720, height: 450, deviceScaleFactor: 2 },
  "a desktop at 400 %": { width: 360, height: 225, deviceScaleFactor: 4 },
};

export function reflow(world) {
  world.ours("nothing needs scrolling sideways", async (stage) => {
    const { anna } = stage.hub.home;
    const visit = await stage.visit();
    await visit.open();
    await inEveryView(visit, "sign-in");
    await visit.submit({ ...anna, password: "not-the-password" });
    await visit.screen.one("alert", undefined, ({ words }) => /password/i.test(words));
    await inEveryView(visit, "refused sign-in");
    await visit.submit(anna);
    await visit.atHome(anna);
    await inEveryView(visit, "home");
    await visit.screen.press("button", "Switch user");
    await visit.screen.one("dialog", "Switch user");
    await inEveryView(visit, "switch dialog");
  });
}

async function inEveryView({ page }, what) {
  const before = page.viewport();
  for (const [name, view] of Object.entries(views)) {
    await page.setViewport(view);
    assert.deepEqual(await page.evaluate(outside), [], `${what} on ${name}`);
  }
  await page.setViewport(before);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
  });
  assert.deepEqual(await page.evaluate(outside), [], `${what} with letters of twice the size`);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "";
  });
}

/** Runs in the page: what lies beside the screen and is not in a strip that scrolls by itself. */
function outside() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const strips = (element) =>
    element !== null &&
    (/auto|scroll/.test(getComputedStyle(element).overflowX) || strips(element.parentElement));
  const controls = [...document.querySelectorAll("button, input, h1, h2, [role=group]")]
    .filter((element) => element.checkVisibility() && !strips(element.parentElement))
    .filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return left < -1 || right > clientWidth + 1;
    })
    .map((element) => element.outerHTML.slice(0, 200));
  return scrollWidth > clientWidth ? [`${scrollWidth} > ${clientWidth}`, ...controls] : controls;
}
