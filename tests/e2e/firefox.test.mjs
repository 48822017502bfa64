// All journeys in Firefox.

import { playAll } from "./journeys.mjs";

playAll("firefox");
