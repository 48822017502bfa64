// Waiting for what must become true. The only place that lets time pass:
// nothing in a journey waits for a while, everything waits for a condition.

import { setTimeout as pause } from "node:timers/promises";

/** How long a person would wait before calling it broken. */
export const patience = 10_000;

const interval = 25;

/**
 * Asks `condition` until it answers with something true, and returns that.
 * After the deadline it fails with what `otherwise` says.
 */
export async function until(condition, otherwise, milliseconds = patience) {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const answer = await condition();
    if (answer) {
      return answer;
    }
    if (performance.now() > deadline) {
      const reason = typeof otherwise === "function" ? await otherwise() : otherwise;
      throw new Error(`not within ${milliseconds} ms: ${reason}`);
    }
    await pause(interval);
  }
}
