// Where the journeys find what they drive: the hub, the built app, the
// browsers and Home Assistant. Anything missing is said in one sentence.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("..", import.meta.url));
const repository = resolve(folder, "../..");

/** Everything that journeys write: pictures of failures and the gallery. */
export const outFolder = join(folder, "out");

/** The hub's binary, with the app inside. */
export function hubBinary() {
  return present(
    process.env.DOORSTEP_HUB ?? join(repository, "target/release/doorstep-hub"),
    "the hub is not built: run `cargo xtask build`, or set DOORSTEP_HUB to its binary",
  );
}

/** The built app, as it is copied into Home Assistant. */
export function appFolder() {
  return present(
    process.env.DOORSTEP_DIST ?? join(repository, "dist"),
    "the app is not built: run `cargo xtask build`, or set DOORSTEP_DIST to its folder",
  );
}

/** The `hass` program of an installed Home Assistant. */
export function homeAssistantProgram() {
  const home = process.env.DOORSTEP_HA;
  const remedy =
    "run `cargo xtask home-assistant`, or set DOORSTEP_HA to the Python environment that holds it";
  if (home === undefined || home === "") {
    throw new Error(`Home Assistant is not installed: ${remedy}`);
  }
  return present(join(home, "bin/hass"), `there is no Home Assistant in ${home}: ${remedy}`);
}

/** A browser's program, by the browser's name. */
export function browserProgram(name) {
  return program(name, browsers[name]);
}

/** A reverse proxy's program, by the proxy's name. */
export function proxyProgram(name) {
  return program(name, proxies[name]);
}

function program(name, { variable, candidates }) {
  const chosen = process.env[variable];
  if (chosen) {
    return present(chosen, `${variable} names ${chosen}, which is not there`);
  }
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(`${name} is not installed: install it, or set ${variable} to its program`);
  }
  return found;
}

const browsers = {
  chromium: {
    variable: "CHROME_BIN",
    candidates: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  },
  firefox: {
    variable: "FIREFOX_BIN",
    candidates: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
  },
};

/** `cargo xtask proxies` says where it has unpacked them. */
const proxies = {
  nginx: { variable: "NGINX_BIN", candidates: ["/usr/sbin/nginx"] },
  caddy: { variable: "CADDY_BIN", candidates: ["/usr/bin/caddy"] },
};

function present(path, otherwise) {
  if (!existsSync(path)) {
    throw new Error(otherwise);
  }
  return path;
}
