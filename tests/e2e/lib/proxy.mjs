// Real reverse proxies before a hub, as people put them there: nginx with the
// usual lines of its documentation, and Caddy with its one line.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort } from "./port.mjs";
import { Program } from "./program.mjs";
import { proxyProgram } from "./settings.mjs";

/** The proxies by their names. */
export const proxyNames = ["nginx", "caddy"];

const startingTime = 20_000;

/** One running proxy, with a port of its own for every site. */
export class Proxy {
  #folder;
  #program;
  #ports = new Map();

  /**
   * Starts one. `sites` says, by name, to which `host:port` each leads and
   * whether the hub is told the client's address (`forwards`, true unless said).
   */
  static async start(kind, sites) {
    const proxy = new Proxy();
    proxy.#folder = await mkdtemp(join(tmpdir(), `doorstep-${kind}-`));
    const list = [];
    for (const [name, { to, forwards = true }] of Object.entries(sites)) {
      const port = await freePort();
      proxy.#ports.set(name, port);
      list.push({ port, to, forwards });
    }
    const { file, text, args } = kinds[kind](proxy.#folder, list);
    await writeFile(file, text);
    const env = { ...process.env, XDG_DATA_HOME: proxy.#folder, XDG_CONFIG_HOME: proxy.#folder };
    proxy.#program = new Program(proxyProgram(kind), args, { env, cwd: proxy.#folder });
    const [{ port }] = list;
    await proxy.#program.ready(() => isListening(port), startingTime);
    return proxy;
  }

  /** The port of one site, on 127.0.0.1 and on ::1. */
  port(name) {
    return this.#ports.get(name);
  }

  /** Ends it and removes what it wrote. */
  async stop() {
    await this.#program.end();
    await rm(this.#folder, { recursive: true });
  }
}

const kinds = {
  nginx: (folder, sites) => {
    const servers = sites.map(
      ({ port, to, forwards }) => `
  server {
    listen 127.0.0.1:${port};
    listen [::1]:${port};
    location / {
      proxy_pass http://${to};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-For ${forwards ? "$proxy_add_x_forwarded_for" : '""'};
    }
  }`,
    );
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((kind) => `${kind}_temp_path ${join(folder, kind)};`)
      .join("\n  ");
    const file = join(folder, "nginx.conf");
    return {
      file,
      text: `daemon off;
master_process off;
pid ${join(folder, "nginx.pid")};
error_log stderr;
events {}
http {
  access_log off;
  large_client_header_buffers 8 128k;
  ${temporary}
  map $http_upgrade $connection_upgrade {
    default upgrade;
    "" close;
  }${servers.join("")}
}
`,
      args: ["-p", folder, "-c", file, "-e", "stderr"],
    };
  },

  caddy: (folder, sites) => {
    const file = join(folder, "Caddyfile");
    const blocks = sites.map(
      ({ port, to, forwards }) => `
http://:${port} {
  bind 127.0.0.1 ::1
  reverse_proxy ${to}${forwards ? "" : " {\n    header_up -X-Forwarded-For\n  }"}
}
`,
    );
    return {
      file,
      text: `{
  admin off
  auto_https off
}
${blocks.join("")}`,
      args: ["run", "--config", file, "--adapter", "caddyfile"],
    };
  },
};

async function isListening(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
