// One browser and the hubs it visits, shared by all journeys of a run: each is
// started when the first journey needs it and ended after the last one.

import { after, test } from "node:test";

import { launch } from "./browser.mjs";
import { HomeAssistant } from "./home-assistant.mjs";
import { Hub } from "./hub.mjs";
import { Stage } from "./stage.mjs";

const longestJourney = 180_000;

/** Where journeys are played: what the place is called, and how it is started. */
const ourHub = { name: "our hub", start: () => Hub.start({ flags: ["--log", "trace"] }) };
const homeAssistant = { name: "Home Assistant", start: () => HomeAssistant.start() };

/** Where journeys are declared. */
export class World {
  browserName;
  #browser;
  #hubs = new Map();

  constructor(browserName) {
    this.browserName = browserName;
    after(() => this.#end());
  }

  /** Declares a journey on our own hub. */
  ours(sentence, journey) {
    this.at(ourHub, sentence, journey);
  }

  /** Declares the same journey on our own hub and on Home Assistant. */
  everywhere(sentence, journey) {
    this.ours(sentence, journey);
    this.abroad(sentence, journey);
  }

  /** Declares a journey on Home Assistant alone. */
  abroad(sentence, journey) {
    this.at(homeAssistant, sentence, journey);
  }

  /** Declares a journey at a place `{ name, start }`, which lives as long as the browser. */
  at(place, sentence, journey) {
    const title = `${this.browserName}, ${place.name}: ${sentence}`;
    test(title, { timeout: longestJourney }, async () => {
      const hub = await this.#hub(place);
      const browser = await this.#launched();
      await new Stage(browser, hub).play(journey, title);
    });
  }

  #hub(place) {
    if (!this.#hubs.has(place)) {
      this.#hubs.set(place, place.start());
    }
    return this.#hubs.get(place);
  }

  #launched() {
    this.#browser ??= launch(this.browserName);
    return this.#browser;
  }

  async #end() {
    const browser = await this.#browser;
    await browser?.close();
    for (const hub of this.#hubs.values()) {
      const running = await hub.catch(() => undefined);
      await running?.stop();
    }
  }
}
