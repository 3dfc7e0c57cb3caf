import { it } from "vitest";
import { expectOneAtATime } from "./dead-locks.js";

it("8 processes that meet a dead lock have it one at a time, 1,000 times", async () => {
  await expectOneAtATime(1_000);
});
