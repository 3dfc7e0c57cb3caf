import { describe, it } from "vitest";
import { expectNoneLost } from "./processes.js";
import { STORES } from "./rig/stores.js";

describe.each(STORES)("8 processes that save to one $className, one token at a time", (kind) => {
  it("lose none of 400 users, and keep one that they all save once", async () => {
    await expectNoneLost(kind, { inFlight: 1 });
  });
});
