// A walk through every screen of the app, stopping at each of them.

import { lostConnection } from "./watch.mjs";

const isLost = ({ words }) => words.includes("Connection lost");
const healing = 60_000;

/**
 * Opens each screen and calls `stop` with its name, and with how to bring about
 * again what lasts only for some seconds. Ends at Anna's home.
 */
export async function tour(stage, visit, stop) {
  const { anna, light } = stage.hub.home;
  const { screen } = visit;
  await visit.open();
  await stop("sign-in");

  await visit.submit({ ...anna, password: "not-the-password" });
  await screen.one("alert", undefined, ({ words }) => /password/i.test(words));
  await stop("sign-in refused");

  await visit.submit(anna);
  await visit.atHome(anna);
  await screen.one("button", light.name);
  await stop("home");

  const other = await stage.client(anna);
  const reason = await other.refusal("light.turn_on", "light.refuses");
  await stop("refused lamp", async () => {
    await screen.press("button", "Stubborn lamp");
    await screen.one("button", "Stubborn lamp", ({ words }) => words.includes(reason));
  });

  await visit.openSwitch();
  await stop("switch dialog");
  await screen.key("Escape");
  await screen.none("dialog");

  await visit.openAccount();
  await stop("your account");
  await screen.press("button", "Change password");
  await screen.one("textbox", "New password");
  await stop("new password");
  await screen.key("Escape");
  await screen.none("dialog");

  visit.watch.expect(lostConnection);
  await stage.hub.crash();
  await screen.one("status", undefined, isLost);
  await stop("connection lost");

  await stage.hub.restart();
  await screen.none("status", undefined, isLost, healing);
  await screen.one("button", light.name);
}
