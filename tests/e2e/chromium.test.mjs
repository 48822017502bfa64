// All journeys in Chromium.

import { playAll } from "./journeys.mjs";

playAll("chromium");
