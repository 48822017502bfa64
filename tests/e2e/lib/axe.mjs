// Asks axe whether everybody can use what is on the screen.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with every violation on the screen as it is now; `what` names it. */
export async function verifyAccess(page, what) {
  await page.evaluate(`globalThis.axe === undefined && (() => {${source}\n})()`);
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, failureSummary }) => `${html}\n    ${failureSummary}`),
    }));
  });
  if (violations.length > 0) {
    const lines = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.join("\n  ")}`);
    throw new Error(`${what} is not for everybody:\n${lines.join("\n")}`);
  }
}
