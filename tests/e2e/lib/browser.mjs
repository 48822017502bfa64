// The two browsers, as people have them: started without a window, one context
// of their own for every visit.

import puppeteer from "puppeteer-core";

import { browserProgram } from "./settings.mjs";

/** The screens that people look at. */
export const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  desktop: { width: 1440, height: 900 },
};

/** Names of strangers that lead both browsers to this machine. */
export const foreignNames = ["evil.example", "good.example"];

/** Starts a browser by its name, `chromium` or `firefox`. */
export function launch(name) {
  return puppeteer.launch({
    executablePath: browserProgram(name),
    headless: true,
    defaultViewport: sizes.tablet,
    ...options[name],
  });
}

/**
 * Opens an empty page in a context of its own. It is a window, not a tab: two
 * people look at two screens, and a hidden tab draws nothing.
 */
export async function openPage(browser, size = sizes.tablet) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage({ type: "window" });
  await page.setViewport(size);
  return page;
}

const options = {
  chromium: {
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=${foreignNames.map((name) => `MAP ${name} 127.0.0.1`)}`,
    ],
  },
  firefox: {
    browser: "firefox",
    extraPrefsFirefox: {
      "ui.prefersReducedMotion": 1,
      "layout.css.prefers-color-scheme.content-override": 1,
      "network.dns.localDomains": foreignNames.join(),
    },
  },
};
