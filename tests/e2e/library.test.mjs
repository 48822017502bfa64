// Proofs that the journeys would notice: the finder sees what the browser's own
// accessibility sees, and the watch hears what a page must not do.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { verifyAccess } from "./lib/axe.mjs";
import { launch, openPage } from "./lib/browser.mjs";
import { Screen } from "./lib/screen.mjs";
import { until } from "./lib/until.mjs";
import { Watch } from "./lib/watch.mjs";

const sample = readFileSync(new URL("library/sample.html", import.meta.url));
const policy =
  "default-src 'none'; script-src 'self'; connect-src *; style-src 'self'; img-src data:; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const server = createServer((request, response) => {
  if (request.url !== "/") {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy });
  response.end(sample);
});

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
after(() => server.close());

for (const browserName of ["chromium", "firefox"]) {
  describe(`in ${browserName}`, () => {
    let browser;
    before(async () => {
      browser = await launch(browserName);
    });
    after(() => browser.close());

    async function open() {
      const origin = `http://127.0.0.1:${server.address().port}`;
      const page = await openPage(browser);
      const watch = await Watch.on(page, origin);
      const screen = await Screen.of(page);
      await page.goto(`${origin}/`);
      return { page, watch, screen };
    }

    test("the finder and the browser agree about roles and names", async () => {
      const { page, screen } = await open();
      for (const [role, name, times] of [
        ["button", "Kitchen ceiling", 1],
        ["slider", "Kitchen ceiling brightness", 1],
        ["region", "Kitchen", 1],
        ["group", "Outside temperature", 1],
        ["textbox", "Username", 1],
        ["checkbox", "Remember this device", 1],
        ["button", "Hidden away", 0],
        ["dialog", "Switch user", 0],
      ]) {
        const own = await screen.all(role, name);
        const theirs = await page.$$(`::-p-aria(${name}[role="${role}"])`);
        assert.equal(own.length, times, `the finder sees ${role} ${name}`);
        assert.equal(theirs.length, times, `${browserName} sees ${role} ${name}`);
      }
    });

    test("the facts of an element are told", async () => {
      const { screen } = await open();
      const [light] = await screen.all("button", "Kitchen ceiling");
      assert.equal(light.pressed, "false");
      assert.equal(light.words, "Kitchen ceiling 64 % · warm");
      const [slider] = await screen.all("slider", "Kitchen ceiling brightness");
      assert.equal(slider.fraction, 0.64);
      const [field] = await screen.all("textbox", "Password");
      assert.equal(field.autocomplete, "current-password");
      assert.match(await screen.text(), /Outside temperature 21 °C/);
      assert.doesNotMatch(await screen.text(), /Hidden away/);
    });

    test("an open dialog hides what is behind it, and the keyboard reaches what is in it", async () => {
      const { page, screen } = await open();
      await page.evaluate(() => document.querySelector("dialog").showModal());
      await screen.one("dialog", "Switch user");
      await screen.none("button", "Kitchen ceiling");
      await screen.travel("button", "Sign out");
    });

    test("what is not there fails with what is there instead", async () => {
      const { screen } = await open();
      await assert.rejects(screen.one("button", "Attic", undefined, 100), /"Kitchen ceiling"/);
      await assert.rejects(screen.none("button", "Kitchen ceiling", undefined, 100), /no button/);
      await assert.rejects(screen.says(/attic/, 100), /Outside temperature/);
    });

    const misdeeds = {
      "a violation of the policy": [
        () => document.body.setAttribute("style", "color: red"),
        /policy violated: style-src-attr/,
      ],
      "a refused write of HTML": [
        () => {
          document.body.innerHTML = "<b></b>";
        },
        /trusted-types-sink|TrustedHTML/,
      ],
      "an error of a script": [
        () => setTimeout(() => Promise.reject(new Error("alas")), 0),
        /alas/,
      ],
      "a message of an error": [() => console.error("that went wrong"), /that went wrong/],
      "a missing file": [() => fetch("/missing"), /404 for .*missing/],
      "a request to a stranger": [
        () => fetch("http://127.0.0.1:47999/").catch(() => {}),
        /stranger: http:\/\/127\.0\.0\.1:47999/,
      ],
    };
    for (const [name, [misdeed, complaint]] of Object.entries(misdeeds)) {
      test(`the watch hears ${name}`, async () => {
        const { page, watch } = await open();
        watch.verify();
        await page.evaluate(misdeed).catch(() => {});
        await until(() => complaint.test(complaintOf(watch)), () => complaintOf(watch), 2_000);
      });
    }

    test("axe finds nothing on a good page and something on a bad one", async () => {
      const { page } = await open();
      await verifyAccess(page, "the sample");
      await page.evaluate(() => document.querySelector("input[type=range]").removeAttribute("aria-label"));
      await assert.rejects(verifyAccess(page, "the sample"), /label/);
    });
  });
}

function complaintOf(watch) {
  try {
    watch.verify();
    return "the watch heard nothing";
  } catch (error) {
    return error.message;
  }
}
