import { describe, it } from "vitest";
import { expectNoneLost } from "./processes.js";
import { STORES } from "./rig/stores.js";

/** How long it takes depends on how many other processes there are. */
const LONG_MS = 600_000;

describe.concurrent.each(STORES)("8 processes that save to one $className at once", (kind) => {
  it(
    "lose none of 400 users, and keep one that they all save once",
    () => expectNoneLost(kind, { inFlight: 10 }),
    LONG_MS,
  );
});
