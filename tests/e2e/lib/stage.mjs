// What one journey works with: a hub, a browser, visits and other clients. It
// keeps what is needed to understand a failure and clears everything away.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Client } from "./client.mjs";
import { outFolder } from "./settings.mjs";
import { Visit } from "./visit.mjs";

/** The setting of one journey. */
export class Stage {
  hub;
  browser;
  #visits = [];
  #clients = [];

  constructor(browser, hub) {
    this.browser = browser;
    this.hub = hub;
  }

  /** A page of its own; see `Visit.prepare` for the options. */
  async visit(options) {
    const visit = await Visit.prepare(this.browser, this.hub, options);
    this.#visits.push(visit);
    return visit;
  }

  /** Another client of the same hub, without a browser. */
  async client(person) {
    const client = await Client.open(this.hub.origin, person);
    this.#clients.push(client);
    return client;
  }

  /** Plays the journey; adds pictures and outlines of the screens to a failure. */
  async play(journey, title) {
    try {
      await journey(this);
      for (const { watch } of this.#visits) {
        watch.verify();
      }
    } catch (error) {
      error.message += await this.#report(title);
      throw error;
    } finally {
      this.#clients.forEach((client) => client.close());
      await Promise.all(this.#visits.map((visit) => visit.leave()));
      await this.hub.settle();
    }
  }

  async #report(title) {
    const reports = this.#visits.map(async ({ page, screen, watch }, index) => {
      const picture = join(outFolder, "failures", `${slug(title)}-${index}.png`);
      await mkdir(join(outFolder, "failures"), { recursive: true });
      await page.screenshot({ path: picture });
      return `\n\n--- ${picture}\n${watch.complaints}\n${await screen.outline()}`;
    });
    const told = await Promise.allSettled(reports);
    return told.map(({ value, reason }) => value ?? `\n\n--- no picture: ${reason}`).join("");
  }
}

function slug(title) {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}
