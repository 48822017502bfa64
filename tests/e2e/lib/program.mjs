// A program that journeys start and end: its output is kept for the report of
// a failure, and it never outlives the run.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";

import { until } from "./until.mjs";

const kept = 200_000;
const running = new Set();

process.on("exit", () => {
  for (const child of running) {
    child.kill("SIGKILL");
  }
});

/** One run of a program. */
export class Program {
  #child;
  #said = "";
  #ended;

  /** `log` is a file to which everything that the program writes is added. */
  constructor(path, args, { log, ...options } = {}) {
    this.#child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
    running.add(this.#child);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8");
      if (log !== undefined) {
        stream.pipe(createWriteStream(log, { flags: "a" }));
      }
      stream.on("data", (text) => {
        this.#said = (this.#said + text).slice(-kept);
      });
    }
    this.#ended = once(this.#child, "exit").then(([code, signal]) => {
      running.delete(this.#child);
      return { code, signal };
    });
  }

  /** What the program has written so far, to either stream. */
  get said() {
    return this.#said;
  }

  /** Whether the program still runs. */
  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits until `condition` holds; fails at once when the program ends first. */
  ready(condition, milliseconds) {
    return until(
      () => {
        if (!this.isRunning) {
          throw new Error(`the program ended before it was ready:\n${this.#said}`);
        }
        return condition(this.#said);
      },
      () => `the program is not ready; it said:\n${this.#said}`,
      milliseconds,
    );
  }

  /** Sends a signal that does not end it. */
  signal(name) {
    this.#child.kill(name);
  }

  /** Sends a signal and waits for the end; returns `{ code, signal }`. */
  async end(signal = "SIGTERM") {
    if (this.isRunning) {
      this.#child.kill(signal);
    }
    const late = AbortSignal.timeout(15_000);
    late.addEventListener("abort", () => this.#child.kill("SIGKILL"));
    return this.#ended;
  }
}
