// Listens for everything that a page should not do: errors, refused requests,
// requests to strangers, violations of the security policy. A journey fails on
// any of them, unless it said before that it brings them about.

/** How browsers complain in their consoles about a hub that is gone. */
export const lostConnection = /net::ERR_|WebSocket|establish a connection|was interrupted/i;

/** The ear on one page. */
export class Watch {
  #problems = [];
  #expected = [];

  /** Starts to listen; `origin` is the only one the page may speak to. */
  static async on(page, origin) {
    const watch = new Watch();
    page.on("console", (message) => {
      if (["error", "assert"].includes(message.type())) {
        watch.#note(`console: ${message.text()} ${message.location().url ?? ""}`);
      }
    });
    page.on("pageerror", (error) => watch.#note(`error: ${error?.message ?? error}`));
    page.on("response", (response) => {
      if (response.status() >= 400) {
        watch.#note(`${response.status()} for ${response.url()}`);
      }
    });
    page.on("request", (request) => {
      const url = request.url();
      const isOwn = url.startsWith(origin) || url.startsWith(origin.replace("http", "ws"));
      if (!isOwn && /^(http|ws)/.test(url)) {
        watch.#note(`request to a stranger: ${url}`);
      }
    });
    await page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy violated: ${event.effectiveDirective} by ${event.blockedURI}`);
      });
    });
    return watch;
  }

  #note(problem) {
    if (!this.#expected.some((pattern) => pattern.test(problem))) {
      this.#problems.push(problem);
    }
  }

  /** Problems from now on that fit the pattern are part of the journey. */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  /** Everything unexpected so far, one line each. */
  get complaints() {
    return this.#problems.join("\n");
  }

  /** Fails when anything unexpected happened. */
  verify() {
    if (this.#problems.length > 0) {
      throw new Error(`the page did what it should not:\n${this.complaints}`);
    }
  }
}
