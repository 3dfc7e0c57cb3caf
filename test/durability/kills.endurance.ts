import { describe, it } from "vitest";
import { expectNothingLost } from "./kills.js";
import { STORES } from "./rig/stores.js";

describe.each(STORES)("1,000 kills of processes that save to one $className", (kind) => {
  it("lose nothing", () => expectNothingLost(kind, 1_000));
});
