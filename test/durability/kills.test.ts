import { describe, it } from "vitest";
import { expectNothingLost } from "./kills.js";
import { STORES } from "./rig/stores.js";

/** It takes as long as it takes to start so many processes; how long, nobody relies on. */
const LONG_MS = 600_000;

describe.concurrent.each(STORES)("100 kills of processes that save to one $className", (kind) => {
  it("lose nothing", () => expectNothingLost(kind, 100), LONG_MS);
});
