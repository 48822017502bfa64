// Our own hub, with its demo home: started on a free port with an empty data
// folder, killed, and started again where it was.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./port.mjs";
import { Program } from "./program.mjs";
import { hubBinary } from "./settings.mjs";
import { until } from "./until.mjs";

const startingTime = 30_000;

/** A running hub of ours. */
export class Hub {
  name = "our hub";
  /** What its demo home is called by journeys. */
  home = {
    anna: { name: "Anna", username: "anna", password: "anna-demo-pass" },
    ben: { name: "Ben", username: "ben", password: "ben-demo-pass" },
    clara: { name: "Clara", username: "clara", password: "clara-demo-pass" },
    household: { name: "Household", username: "household" },
    recoveryCodes: true,
    area: "Kitchen",
    light: { id: "light.kitchen_ceiling", name: "Kitchen ceiling" },
  };
  #binary = hubBinary();
  #address;
  #port;
  #folder;
  #flags;
  #config;
  #program;
  #earlierReports = 0;

  /**
   * Starts a fresh hub, with the demo home unless it is not wanted. More flags
   * make that larger or livelier; `config` is what its configuration file says,
   * `address` and `port` where it listens.
   */
  static async start({ demo = true, flags = [], config = "", address = "127.0.0.1", port } = {}) {
    const hub = new Hub();
    hub.#flags = demo ? ["--demo", ...flags] : flags;
    hub.#address = address;
    hub.#port = port ?? (await freePort(address));
    hub.#folder = await mkdtemp(join(tmpdir(), "doorstep-hub-"));
    hub.#config = config;
    await hub.#configure(config);
    await hub.restart();
    return hub;
  }

  /** Where the API is. */
  get origin() {
    const host = this.#address.includes(":") ? `[${this.#address}]` : this.#address;
    return `http://${host}:${this.#port}`;
  }

  #configure(config) {
    return writeFile(this.#configuration, config);
  }

  /**
   * From now on these people may come in from this machine without a password;
   * with `enters` the first does so without being asked. The hub is not restarted.
   */
  async trust(persons, { enters = false } = {}) {
    const names = persons.map(({ username }) => JSON.stringify(username));
    const entering = enters ? `default_user = ${names[0]}\nauto_login = true\n` : "";
    await this.#become(`${this.#config}
[[network]]
name = "this machine"
cidr = ["127.0.0.1/32"]
users = [${names}]
show_users = true
${entering}`);
  }

  /** Undoes what `trust` has changed. */
  async settle() {
    if ((await readFile(this.#configuration, "utf8")) !== this.#config) {
      await this.#become(this.#config);
    }
  }

  async #become(config) {
    await this.#configure(config);
    const before = (await this.everythingSaid()).length;
    const since = async () => (await this.everythingSaid()).slice(before);
    this.#program.signal("SIGHUP");
    await until(
      async () => (await since()).includes("the networks of the configuration file hold now"),
      async () => `the hub reads its configuration again; it said: ${await since()}`,
    );
  }

  get #configuration() {
    return join(this.#folder, "doorstep.toml");
  }

  /** Where people open the app. */
  get address() {
    return `${this.origin}/`;
  }

  /** What the hub has logged since its last start. */
  get log() {
    return this.#program.said;
  }

  get #logFile() {
    return join(this.#folder, "log");
  }

  /** Waits until the hub has said something, and returns what of it fits. */
  said(pattern) {
    return until(() => pattern.exec(this.log), () => `the hub says ${pattern}; it said: ${this.log}`);
  }

  /** Everything that the hub has logged, over all its runs. */
  everythingSaid() {
    return readFile(this.#logFile, "utf8");
  }

  /** Starts the hub again, on the same port and with the same data. */
  async restart() {
    const args = [
      ...["--listen", new URL(this.origin).host],
      ...["--data", join(this.#folder, "data")],
      ...["--config", this.#configuration],
      ...this.#flags,
    ];
    this.#program = new Program(this.#binary, args, { log: this.#logFile });
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
    await rm(this.#folder, { recursive: true });
    if (code !== 0) {
      throw new Error(`the hub ended with ${code ?? signal} on SIGTERM:\n${this.log}`);
    }
  }
}
