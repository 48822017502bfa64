// One person at one screen: opens the app of a hub, signs in, comes back.

import { openPage } from "./browser.mjs";
import { memory, refreshTokens } from "./memory.mjs";
import { Screen } from "./screen.mjs";
import { noteTraffic } from "./secrets.mjs";
import { until } from "./until.mjs";
import { Watch } from "./watch.mjs";

/** A page of the app in a browser context of its own. */
export class Visit {
  hub;
  page;
  screen;
  watch;

  /**
   * Gets a page ready without opening the app. `before` is a function that runs
   * in the page before the app does.
   */
  static async prepare(browser, hub, { size, before } = {}) {
    const visit = new Visit();
    visit.hub = hub;
    visit.page = await openPage(browser, size);
    visit.watch = await Watch.on(visit.page, hub.origin);
    noteTraffic(visit.page);
    visit.screen = await Screen.of(visit.page);
    if (before !== undefined) {
      await visit.page.evaluateOnNewDocument(before);
    }
    return visit;
  }

  /** Opens the app, whatever it shows. */
  async arrive() {
    const response = await this.page.goto(this.hub.address);
    if (!response.ok()) {
      throw new Error(`${this.hub.name} does not serve the app: ${await response.text()}`);
    }
  }

  /** Opens the app and waits for the sign-in form. */
  async open() {
    await this.arrive();
    await this.screen.one("heading", "Sign in");
    await this.screen.one("textbox", "Username");
  }

  /** Fills the form in and sends it; whatever follows is the journey's matter. */
  async submit({ username, password }, { remember = false } = {}) {
    await this.screen.fill("Username", username);
    await this.screen.fill("Password", password);
    await this.remember(remember);
    await this.send("Sign in");
  }

  /**
   * Sends a step of a sign-in. After a wrong answer the hub wants to hear nothing
   * for a moment; whoever was quicker waits until the app says so no more.
   */
  async send(button) {
    this.watch.expect(/^429|status of 429/);
    const answer = this.page.waitForResponse(isAnswer).catch(() => undefined);
    await this.screen.press("button", button);
    if ((await answer)?.status() === 429) {
      await this.screen.none("alert", undefined, ({ words }) => /Too many attempts/.test(words));
      await this.send(button);
    }
  }

  /** Ticks or unticks `Remember this device`. */
  async remember(wanted) {
    const { checked } = await this.screen.one("checkbox", "Remember this device");
    if (checked !== wanted) {
      await this.screen.press("checkbox", "Remember this device");
      await this.screen.one("checkbox", "Remember this device", (box) => box.checked === wanted);
    }
  }

  /** Opens the app, signs in, and waits until this person's home is live. */
  async signIn(person, options = {}) {
    await this.open();
    await this.submit(person, options);
    await this.atHome(person);
    if (options.remember) {
      await this.remembered();
    }
  }

  /** Waits until the browser has written a credential down, and returns it. */
  async remembered() {
    const [token] = await until(async () => {
      const tokens = refreshTokens(await memory(this.page));
      return tokens.length > 0 ? tokens : undefined;
    }, "the browser keeps a credential");
    return token;
  }

  /** Waits for the home of this person with its first area. */
  async atHome({ name }) {
    await this.screen.one("heading", new RegExp(`\\b${name}\\b`), ({ level }) => level === 1);
    await this.screen.one("region", this.hub.home.area);
  }

  /** Loads the page again, as F5 does. */
  reload() {
    return this.page.reload();
  }

  /** Opens the dialog that changes users. */
  async openSwitch() {
    await this.screen.press("button", "Switch user");
    await this.screen.one("dialog", "Switch user");
  }

  /** Opens the page of one's own account and waits for what the hub tells there. */
  async openAccount() {
    await this.openSwitch();
    await this.screen.press("button", "Your account");
    await this.screen.one("dialog", "Your account");
    await this.screen.one("button", /^Sign out .+, this device$/);
  }

  /** Chooses colours for this device. */
  async chooseTheme(theme) {
    await this.openSwitch();
    await this.screen.press("radio", theme);
    await this.screen.one("radio", theme, ({ checked }) => checked);
    await this.screen.key("Escape");
    await this.screen.none("dialog");
  }

  /** Signs out through the dialog and waits for the form. */
  async signOut() {
    await this.openSwitch();
    await this.screen.press("button", "Sign out");
    await this.screen.one("heading", "Sign in");
  }

  /** Leaves: the context and everything that it stored is gone. */
  leave() {
    return this.page.browserContext().close();
  }
}

/** The hub has answered a step, or cannot be reached. */
function isAnswer(response) {
  return /\/auth\/login_flow/.test(response.url()) && response.request().method() === "POST";
}
