// A website of somebody else: an empty page without any policy, from which
// scripts try what they can do to a hub.

import { once } from "node:events";
import { createServer } from "node:http";

import { openPage } from "./browser.mjs";

/** Serves an empty page at every path; `origin` says by which name. */
export class Stranger {
  #server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Elsewhere</title><main></main>");
  });

  static async start(port = 0) {
    const stranger = new Stranger();
    stranger.#server.listen(port, "127.0.0.1");
    await once(stranger.#server, "listening");
    return stranger;
  }

  /** The website's address under one of the foreign names. */
  origin(name = "evil.example") {
    return `http://${name}:${this.#server.address().port}`;
  }

  /** Opens the website in a browser, for as long as `visit` takes. */
  async visited(browser, visit) {
    const page = await openPage(browser);
    try {
      await page.goto(`${this.origin()}/`);
      return await visit(page);
    } finally {
      await page.browserContext().close();
    }
  }

  /** Ends the website. */
  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
