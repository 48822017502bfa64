// What one person sees and does on one page. Everything is found by its role and
// its name; classes and ids of the page are none of our business.

import { lookScript } from "./screen/names.mjs";
import { until } from "./until.mjs";

/** One page, seen through its accessibility. */
export class Screen {
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** Gets ready to look at every document that the page will load. */
  static async of(page) {
    await page.evaluateOnNewDocument(lookScript());
    return new Screen(page);
  }

  /** The facts of everything with this role and name, now. */
  all(role, name) {
    return this.#page.evaluate(
      (wantedRole, wantedName) => {
        const { all, facts } = globalThis.journeyLook;
        return all(wantedRole, wantedName).map(facts);
      },
      role,
      portable(name),
    );
  }

  /** Waits until exactly one such element fits, and returns its facts. */
  async one(role, name, fits = () => true, milliseconds = undefined) {
    let seen = [];
    return until(
      async () => {
        seen = await this.#steady(() => this.all(role, name));
        const fitting = seen.filter(fits);
        return fitting.length === 1 ? fitting[0] : undefined;
      },
      async () =>
        `one ${described(role, name)} that fits ${fits}; seen: ` +
        (seen.length > 0 ? JSON.stringify(seen) : await this.outline()),
      milliseconds,
    );
  }

  /** Waits until nothing on the screen has this role and name and fits. */
  none(role, name, fits = () => true, milliseconds = undefined) {
    let seen = [];
    return until(
      async () => {
        seen = (await this.#steady(() => this.all(role, name))).filter(fits);
        return seen.length === 0;
      },
      () => `no ${described(role, name)} that fits ${fits}; seen: ${JSON.stringify(seen)}`,
      milliseconds,
    );
  }

  /** Waits for the one such element and holds it. */
  async element(role, name) {
    await this.one(role, name);
    const handle = await this.#page.evaluateHandle(
      (wantedRole, wantedName) => globalThis.journeyLook.all(wantedRole, wantedName)[0],
      role,
      portable(name),
    );
    return handle.asElement();
  }

  /** Presses it with the mouse. */
  async press(role, name) {
    await this.pressAt(role, name, 0.5);
  }

  /** Presses it somewhere along its width, from 0 to 1. */
  async pressAt(role, name, fraction) {
    const element = await this.element(role, name);
    const { x, y, width, height } = await this.#bringIntoView(element);
    await this.#page.mouse.click(x + width * fraction, y + height / 2);
  }

  /** Scrolls until the element rests: what is drawn only now may still push it on. */
  #bringIntoView(element) {
    return until(
      () =>
        element.evaluate(async (target, frames) => {
          target.scrollIntoView({ block: "center", behavior: "instant" });
          const places = new Set();
          for (let frame = 0; frame < frames; frame += 1) {
            const { x, y, width, height } = target.getBoundingClientRect();
            places.add(JSON.stringify({ x, y, width, height }));
            await new Promise((drawn) => requestAnimationFrame(drawn));
          }
          const [place] = [...places].map((text) => JSON.parse(text));
          return places.size === 1 && place.width > 0 && place.height > 0 ? place : undefined;
        }, restingFrames),
      "the element comes to rest in view",
    );
  }

  /** Replaces what stands in a field by typing. */
  async fill(name, text) {
    const element = await this.element("textbox", name);
    await element.click({ count: 3 });
    await this.#page.keyboard.press("Backspace");
    await element.type(text);
  }

  /** Presses one key where the focus is. */
  key(key) {
    return this.#page.keyboard.press(key);
  }

  /** Goes with Tab, or with Shift and Tab, until the focus is on this element. */
  async travel(role, name, { back = false } = {}) {
    for (let step = 0; step < longestWay; step += 1) {
      const [facts] = await this.all(role, name);
      if (facts?.isFocused) {
        return facts;
      }
      await this.#tab(back);
    }
    throw new Error(`${described(role, name)} is not reached in ${longestWay} steps`);
  }

  async #tab(back) {
    const { keyboard } = this.#page;
    if (back) {
      await keyboard.down("Shift");
    }
    await keyboard.press("Tab");
    if (back) {
      await keyboard.up("Shift");
    }
  }

  /** Waits until a text stands anywhere on the screen. */
  says(pattern, milliseconds) {
    let text = "";
    return until(
      async () => {
        text = await this.#steady(() => this.text());
        return pattern.test(text);
      },
      () => `the screen says ${pattern}; it says: ${text}`,
      milliseconds,
    );
  }

  /** All words on the screen. */
  text() {
    return this.#page.evaluate(() => globalThis.journeyLook.text());
  }

  /** Everything with a role, one line each: for the report of a failure. */
  async outline() {
    const seen = await this.all();
    return seen
      .map(({ role, name, description, pressed }) =>
        [role, JSON.stringify(name), description, pressed && `pressed=${pressed}`]
          .filter(Boolean)
          .join(" "),
      )
      .join("\n");
  }

  /** A page that is just loading cannot be asked; that is no failure yet. */
  async #steady(ask) {
    try {
      return await ask();
    } catch (error) {
      if (isBetweenDocuments(error)) {
        return [];
      }
      throw error;
    }
  }
}

const longestWay = 400;

/** For so many frames an element stays where it is before it is pressed. */
const restingFrames = 6;

const betweenDocuments =
  /context was destroyed|Cannot find context|frame got detached|no such frame|journeyLook|DiscardedBrowsingContext/i;

function isBetweenDocuments(error) {
  return betweenDocuments.test(error.message);
}

function portable(name) {
  return name instanceof RegExp ? { source: name.source, flags: name.flags } : name;
}

function described(role, name) {
  return name === undefined ? role : `${role} ${name instanceof RegExp ? name : JSON.stringify(name)}`;
}
