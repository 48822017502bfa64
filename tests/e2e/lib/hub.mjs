// Our own hub, with its demo home: started on a free port with an empty data
// folder, killed, and started again where it was.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./port.mjs";
import { Program } from "./program.mjs";
import { hubBinary } from "./settings.mjs";

const startingTime = 30_000;

/** A running hub of ours. */
export class Hub {
  name = "our hub";
  /** What its demo home is called by journeys. */
  home = {
    anna: { name: "Anna", username: "anna", password: "anna-demo-pass" },
    ben: { name: "Ben", username: "ben", password: "ben-demo-pass" },
    clara: { name: "Clara", username: "clara", password: "clara-demo-pass" },
    area: "Kitchen",
    light: { id: "light.kitchen_ceiling", name: "Kitchen ceiling" },
  };
  #binary = hubBinary();
  #port;
  #data;
  #flags;
  #program;
  #earlierReports = 0;

  /** Starts a fresh hub; more flags make its home larger or livelier. */
  static async start(flags = []) {
    const hub = new Hub();
    hub.#flags = flags;
    hub.#port = await freePort();
    hub.#data = await mkdtemp(join(tmpdir(), "doorstep-hub-"));
    await hub.restart();
    return hub;
  }

  /** Where the API is. */
  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where people open the app. */
  get address() {
    return `${this.origin}/`;
  }

  /** What the hub has logged since its last start. */
  get log() {
    return this.#program.said;
  }

  /** Starts the hub again, on the same port and with the same data. */
  async restart() {
    this.#program = new Program(this.#binary, [
      "--demo",
      ...["--listen", `127.0.0.1:${this.#port}`],
      ...["--data", this.#data],
      ...this.#flags,
    ]);
    await this.#program.ready((said) => said.includes(`listening on ${this.origin}`), startingTime);
  }

  /** How many violations of the security policy browsers have reported, over all its runs. */
  async policyReports() {
    const answer = await fetch(`${this.origin}/api/csp`);
    const { reports } = await answer.json();
    return this.#earlierReports + reports;
  }

  /** Takes the hub away without a word, as a power cut does. */
  async crash() {
    this.#earlierReports = await this.policyReports();
    await this.#program.end("SIGKILL");
  }

  /** Ends the hub and removes its data; a hub that does not end cleanly fails. */
  async stop() {
    const { code, signal } = await this.#program.end();
    await rm(this.#data, { recursive: true });
    if (code !== 0) {
      throw new Error(`the hub ended with ${code ?? signal} on SIGTERM:\n${this.log}`);
    }
  }
}
