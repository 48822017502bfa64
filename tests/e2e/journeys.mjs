// All journeys, in the order of a person's day with the app. One browser plays
// them one after the other; the two browsers play at the same time. The policy
// comes last, since it looks back on all the others.

import { access } from "./journeys/access.mjs";
import { account } from "./journeys/account.mjs";
import { connection } from "./journeys/connection.mjs";
import { failures } from "./journeys/failures.mjs";
import { interruptions } from "./journeys/interruptions.mjs";
import { keyboard } from "./journeys/keyboard.mjs";
import { live } from "./journeys/live.mjs";
import { networks } from "./journeys/networks.mjs";
import { policy } from "./journeys/policy.mjs";
import { reflow } from "./journeys/reflow.mjs";
import { remember } from "./journeys/remember.mjs";
import { secondFactor } from "./journeys/second-factor.mjs";
import { setUp } from "./journeys/set-up.mjs";
import { signIn } from "./journeys/sign-in.mjs";
import { signOut } from "./journeys/sign-out.mjs";
import { switching } from "./journeys/switching.mjs";
import { World } from "./lib/world.mjs";
import { crossSite } from "./security/cross-site.mjs";
import { injection } from "./security/injection.mjs";
import { markup } from "./security/markup.mjs";
import { rebinding } from "./security/rebinding.mjs";
import { quietLogs } from "./security/secrets.mjs";

/** Declares every journey for one browser. */
export function playAll(browserName) {
  const world = new World(browserName);
  signIn(world);
  setUp(world);
  secondFactor(world);
  account(world);
  interruptions(world);
  remember(world);
  live(world);
  failures(world);
  switching(world);
  keyboard(world);
  reflow(world);
  access(world);
  connection(world);
  signOut(world);
  networks(world);
  policy(world);
  crossSite(world);
  rebinding(world);
  injection(world);
  markup(world);
  quietLogs(world);
}
