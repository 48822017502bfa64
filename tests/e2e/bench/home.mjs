// A page at home: what every measurement starts from.

import { openPage } from "../lib/browser.mjs";

/** Signs Anna in and waits for the first tiles. */
export async function home(browser, hub) {
  const { page, context } = await openContext(browser);
  await page.goto(hub.address);
  await page.waitForSelector("input[name=password]");
  await page.type("input[name=username]", hub.home.anna.username);
  await page.type("input[name=password]", hub.home.anna.password);
  await page.keyboard.press("Enter");
  await page.waitForSelector("section");
  return { page, close: () => context.close() };
}

async function openContext(browser) {
  const page = await openPage(browser);
  return { page, context: page.browserContext() };
}
