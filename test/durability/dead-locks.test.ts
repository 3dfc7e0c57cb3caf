import { it } from "vitest";
import { expectOneAtATime } from "./dead-locks.js";

/** How long it takes depends on how many other processes there are. */
const LONG_MS = 600_000;

it(
  "8 processes that meet a dead lock have it one at a time, 60 times",
  () => expectOneAtATime(60),
  LONG_MS,
);
