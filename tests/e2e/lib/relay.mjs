// Stands on the wire between browsers and a hub: passes everything on as it is,
// and tells what was asked and answered. It can lead to another place at any
// time, as a name does when it is rebound.

import { once } from "node:events";
import { connect, createServer } from "node:net";

/** It may follow the body of the one before without a break. */
const request = /(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (\/\S*) HTTP\/1\.1\r\n/g;

/** A wire that is listened to; both ends are `{ address, port }`. */
export class Relay {
  #server = createServer((browser) => this.#carry(browser));
  #target;
  #connections = [];

  static async start(own, target) {
    const relay = new Relay();
    relay.#target = target;
    relay.#server.listen(own.port, own.address);
    await once(relay.#server, "listening");
    return relay;
  }

  #carry(browser) {
    const hub = connect(this.#target.port, this.#target.address);
    const connection = { browser, asked: "", answered: "" };
    this.#connections.push(connection);
    browser.on("data", (data) => {
      connection.asked += data.toString("latin1");
    });
    hub.on("data", (data) => {
      connection.answered += data.toString("latin1");
    });
    browser.on("error", () => hub.destroy()).pipe(hub);
    hub.on("error", () => browser.destroy()).pipe(browser);
  }

  /** From now on it leads elsewhere; connections that are open end. */
  lead(target) {
    this.#target = target;
    this.#connections.forEach(({ browser }) => browser.destroy());
  }

  /** Everything that went over the wire so far: `{ method, path, status }` in the order of each connection. */
  get exchanges() {
    return this.#connections.flatMap(({ asked, answered }) => {
      const statuses = [...answered.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
      return [...asked.matchAll(request)].map(([, method, path], index) => {
        return { method, path, status: statuses[index] };
      });
    });
  }

  /** Ends the wire. */
  async stop() {
    this.#server.close();
    this.#connections.forEach(({ browser }) => browser.destroy());
    await once(this.#server, "close");
  }
}
