// Another client of the same hub, without a browser: signs in, speaks over the
// WebSocket, and tells what the hub itself believes.

import { once } from "node:events";
import WebSocket from "ws";

import { note } from "./secrets.mjs";
import { until } from "./until.mjs";

/** Signs a user in over HTTP; returns the hub's tokens. */
export async function signIn(origin, { username, password }) {
  const client_id = `${origin}/`;
  const flow = await postJson(`${origin}/auth/login_flow`, {
    client_id,
    handler: ["homeassistant", null],
    redirect_uri: client_id,
  });
  const step = await postJson(`${origin}/auth/login_flow/${flow.flow_id}`, {
    client_id,
    username,
    password,
  });
  if (step.type !== "create_entry") {
    throw new Error(`${username} cannot sign in: ${JSON.stringify(step)}`);
  }
  const { body } = await token(origin, { grant_type: "authorization_code", code: step.result });
  note(password, step.result, body.access_token, body.refresh_token);
  return body;
}

/** Asks for tokens, as the app does; a refusal is an answer, not an error. */
export async function token(origin, fields) {
  const response = await fetch(`${origin}/auth/token`, {
    method: "POST",
    body: new URLSearchParams({ client_id: `${origin}/`, ...fields }),
  });
  return { status: response.status, body: await response.json() };
}

/** One conversation with the hub as one user. */
export class Client {
  #socket;
  #answers = new Map();
  #heard = new Map();
  #lastId = 0;
  /** What the hub calls this client's user. */
  user;

  /** Signs in and opens the conversation. */
  static async open(origin, person) {
    const client = new Client();
    const { access_token } = await signIn(origin, person);
    await client.#open(origin, access_token);
    client.user = await client.command("auth/current_user");
    return client;
  }

  async #open(origin, access_token) {
    this.#socket = new WebSocket(`${origin.replace("http", "ws")}/api/websocket`, { origin });
    const welcome = new Promise((resolve, reject) => {
      this.#socket.on("message", (data) => {
        for (const message of [JSON.parse(data)].flat()) {
          if (message.type === "auth_ok") {
            resolve();
          } else if (message.type === "auth_invalid") {
            reject(new Error(message.message));
          } else {
            this.#hear(message);
          }
        }
      });
      this.#socket.once("error", reject);
    });
    await once(this.#socket, "open");
    this.#socket.send(JSON.stringify({ type: "auth", access_token }));
    await welcome;
  }

  #hear({ id, type, ...rest }) {
    if (type === "event") {
      this.#heard.get(id)?.push(rest.event);
    }
    if (type === "result") {
      this.#answers.get(id)?.(rest);
      this.#answers.delete(id);
    }
  }

  #say(type, fields) {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#heard.set(id, []);
    this.#socket.send(JSON.stringify({ id, type, ...fields }));
    return { id, answer };
  }

  /** Sends a command and returns its result; fails when the hub refuses it. */
  async command(type, fields) {
    const { success, result, error } = await this.#say(type, fields).answer;
    if (!success) {
      throw new Error(`the hub refuses ${type}: ${JSON.stringify(error)}`);
    }
    return result;
  }

  /** Calls a service on one entity. */
  call(service, entity_id, service_data = {}) {
    return this.command("call_service", serviceCall(service, entity_id, service_data));
  }

  /** Calls a service that the hub refuses, and returns the reason that it gives. */
  async refusal(service, entity_id) {
    const call = serviceCall(service, entity_id);
    const { success, error } = await this.#say("call_service", call).answer;
    if (success) {
      throw new Error(`${entity_id} did as it was told`);
    }
    return error.message;
  }

  /** One entity's state as the hub holds it now. */
  async state(entityId) {
    const states = await this.command("get_states");
    return states.find(({ entity_id }) => entity_id === entityId);
  }

  /** Waits until the hub's own state of an entity fits. */
  stateWhere(entityId, fits, milliseconds) {
    let last;
    return until(
      async () => {
        last = await this.state(entityId);
        return last && fits(last) ? last : undefined;
      },
      () => `${entityId} at the hub is ${JSON.stringify(last)}`,
      milliseconds,
    );
  }

  /** Listens to changes of one entity from now on; returns the growing list. */
  async changesOf(entityId) {
    const { id, answer } = this.#say("subscribe_events", { event_type: "state_changed" });
    await answer;
    return () =>
      this.#heard
        .get(id)
        .map(({ data }) => data)
        .filter(({ entity_id }) => entity_id === entityId);
  }

  /** The sessions of this client's user. */
  sessions() {
    return this.command("auth/refresh_tokens");
  }

  /** Ends the conversation; the session stays. */
  close() {
    this.#socket.terminate();
  }
}

function serviceCall(service, entity_id, service_data = {}) {
  const [domain, name] = service.split(".");
  return { domain, service: name, service_data, target: { entity_id } };
}

async function postJson(url, body) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
  }
  return response.json();
}
