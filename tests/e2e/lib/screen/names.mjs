// The page-side half of looking: roles, names and descriptions as assistive
// technology computes them. This text is put into every page before its own.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { look } from "./look.mjs";

const library = dirname(createRequire(import.meta.url).resolve("dom-accessibility-api"));

const parts = [
  "polyfills/array.from",
  "polyfills/SetLike",
  "util",
  "getRole",
  "is-inaccessible",
  "is-disabled",
  "accessible-name-and-description",
  "accessible-name",
  "accessible-description",
];

/** A script that gives the page `globalThis.journeyLook`. */
export function lookScript() {
  const modules = parts.map((part) => {
    const text = readFileSync(join(library, `${part}.js`), "utf8");
    const body = text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
    return `${JSON.stringify(part)}: (exports, require) => {${body}\n}`;
  });
  return `(() => {
    const modules = {${modules.join(",\n")}};
    const loaded = {};
    const require = (path) => {
      const part = path.slice("./".length);
      if (!(part in loaded)) {
        loaded[part] = {};
        modules[part](loaded[part], require);
      }
      return loaded[part];
    };
    globalThis.journeyLook = (${look})(require);
  })()`;
}
