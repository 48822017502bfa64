// A real Home Assistant with its demo integration and the built app in its
// `www` folder: written, started, taken through its onboarding, restarted.

import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Client } from "./client.mjs";
import { onboard, people } from "./home-assistant/onboarding.mjs";
import { freePort } from "./port.mjs";
import { Program } from "./program.mjs";
import { appFolder, homeAssistantProgram } from "./settings.mjs";

const startingTime = 90_000;

/** A running Home Assistant. */
export class HomeAssistant {
  name = "Home Assistant";
  /** What its demo home is called by journeys. */
  home = {
    ...people,
    area: "Kitchen",
    light: { id: "light.kitchen_lights", name: "Kitchen Lights" },
  };
  #hass = homeAssistantProgram();
  #app = appFolder();
  #port;
  #folder;
  #program;
  #isUsual = true;

  /** Starts a fresh Home Assistant and takes it through its onboarding. */
  static async start() {
    const home = new HomeAssistant();
    home.#port = await freePort();
    home.#folder = await mkdtemp(join(tmpdir(), "doorstep-home-assistant-"));
    await home.#configure();
    await mkdir(join(home.#folder, "www"));
    await cp(home.#app, join(home.#folder, "www/doorstep"), { recursive: true });
    await home.restart();
    await onboard(home.origin);
    return home;
  }

  /** Where the API is. */
  get origin() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where people open the app: Home Assistant serves no folders, only files. */
  get address() {
    return `${this.origin}/local/doorstep/index.html`;
  }

  /** What Home Assistant has logged since its last start. */
  get log() {
    return this.#program.said;
  }

  /** Starts Home Assistant again, on the same port and with the same data. */
  async restart() {
    this.#program = new Program(this.#hass, ["-c", this.#folder, "--skip-pip"]);
    await this.#program.ready(() => this.#answers(), startingTime);
  }

  #configure(settings) {
    this.#isUsual = settings === undefined;
    const text = configuration(this.#port, settings);
    return writeFile(join(this.#folder, "configuration.yaml"), text);
  }

  /** Starts it again with other settings. */
  async #become(settings) {
    await this.crash();
    await this.#configure(settings);
    await rm(join(this.#folder, "ip_bans.yaml"), { force: true });
    await this.restart();
  }

  /**
   * From now on these people may come in from this machine without a password;
   * with `enters` the only one does so without being asked.
   */
  async trust(persons, { enters = false } = {}) {
    const admin = await Client.open(this.origin, people.anna);
    const users = await admin.command("config/auth/list");
    admin.close();
    const ids = persons.map(({ name }) => users.find((user) => user.name === name).id);
    await this.#become({
      providers: `
    - type: trusted_networks
      trusted_networks: [127.0.0.1]
      trusted_users: { 127.0.0.1: [${ids}] }
      allow_bypass_login: ${enters}`,
    });
  }

  /** From now on so many wrong sign-ins ban an address. */
  async banAfter(attempts) {
    await this.#become({ http: `\n  ip_ban_enabled: true\n  login_attempts_threshold: ${attempts}` });
  }

  /** Undoes what `trust` and `banAfter` have changed. */
  async settle() {
    if (!this.#isUsual) {
      await this.#become();
    }
  }

  async #answers() {
    const answer = await fetch(`${this.origin}/manifest.json`).catch(() => undefined);
    return answer?.ok;
  }

  /**
   * Takes Home Assistant away, as for its own restart. Not as a power cut does:
   * it writes sessions and areas seconds late, and a kill would lose them.
   */
  async crash() {
    await this.#program.end();
  }

  /** Ends Home Assistant and removes its data. */
  async stop() {
    await this.#program.end();
    await rm(this.#folder, { recursive: true });
  }
}

function configuration(port, { providers = "", http = "" } = {}) {
  return `homeassistant:
  name: Home
  latitude: 52
  longitude: 5
  elevation: 0
  unit_system: metric
  time_zone: UTC
  currency: EUR
  country: NL
  auth_providers:${providers}
    - type: homeassistant
http:
  server_host: 127.0.0.1
  server_port: ${port}${http}
api:
websocket_api:
auth:
onboarding:
frontend:
config:
person:
demo:
logger:
  default: warning
`;
}
