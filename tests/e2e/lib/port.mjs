// A port that nobody listens on.

import { once } from "node:events";
import { createServer } from "node:net";

/** Asks the system for a free port on an address of this machine. */
export async function freePort(address = "127.0.0.1") {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
