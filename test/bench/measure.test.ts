import { describe, expect, test } from "vitest";
import { type Effort, sideBySide } from "./measure.js";

const EFFORT: Effort = { rounds: [3, 3], totalMs: 0, roundMs: 0, warmUpMs: 0, limitMs: 100 };

/** An entrant whose rounds take these times, one after the other, the last for good. */
function entrant(name: string, times: readonly number[], log: string[] = []) {
  let rounds = 0;
  return {
    name,
    async round(calls: number) {
      log.push(`${name} ${calls}`);
      return times[Math.min(rounds++, times.length - 1)] ?? 0;
    },
  };
}

describe("measuring side by side", () => {
  test("gives the median of each entrant's rounds, without the first, which warms up", async () => {
    const slow = entrant("slow", [1000, 5, 9, 7]);
    const fast = entrant("fast", [1000, 1, 3, 2]);
    expect(await sideBySide([slow, fast], [1, 1], EFFORT)).toEqual([
      { name: "slow", microseconds: 7 },
      { name: "fast", microseconds: 2 },
    ]);
  });

  test("goes round by round, each of them with every entrant", async () => {
    const log: string[] = [];
    const entrants = ["a", "b", "c"].map((name) => entrant(name, [1], log));
    await sideBySide(entrants, [1, 1], EFFORT);
    const rounds = [log.slice(3, 6), log.slice(6, 9), log.slice(9)];
    for (const round of rounds) expect(round.toSorted()).toEqual(["a 1", "b 1", "c 1"]);
  });

  test("takes them in another order each time", async () => {
    const log: string[] = [];
    const entrants = ["a", "b"].map((name) => entrant(name, [1], log));
    await sideBySide(entrants, [1, 1], { ...EFFORT, rounds: [64, 64] });
    const first = log.slice(2).filter((_, index) => index % 2 === 0);
    expect(new Set(first)).toEqual(new Set(["a 1", "b 1"]));
  });

  test("doubles the calls until a round is long enough", async () => {
    const log: string[] = [];
    await sideBySide([entrant("a", [100], log)], [1, 1000], { ...EFFORT, roundMs: 0.8 });
    expect(log).toEqual(["a 1", "a 2", "a 4", "a 8", "a 8", "a 8", "a 8"]);
  });

  test("warms up for as long as it shall", async () => {
    const log: string[] = [];
    await sideBySide([entrant("a", [1000], log)], [1, 1], { ...EFFORT, warmUpMs: 5 });
    expect(log).toHaveLength(5 + 3);
  });

  test("makes no more calls in a round than there may be", async () => {
    const log: string[] = [];
    await sideBySide([entrant("a", [1], log)], [1, 5], { ...EFFORT, roundMs: 1000 });
    expect(log.at(-1)).toBe("a 4");
  });

  test("stops at the fewest rounds when the time is over, and at the most in any case", async () => {
    const log: string[] = [];
    await sideBySide([entrant("a", [1], log)], [1, 1], { ...EFFORT, rounds: [2, 9] });
    expect(log).toHaveLength(1 + 2);
    await sideBySide([entrant("a", [1], log)], [1, 1], {
      ...EFFORT,
      rounds: [2, 9],
      totalMs: 60_000,
    });
    expect(log).toHaveLength(3 + 1 + 9);
  });

  test("leaves out an entrant that is expected to be too slow", async () => {
    const log: string[] = [];
    const slow = { ...entrant("slow", [1], log), expectedMs: 101 };
    expect(await sideBySide([slow], [1, 1], EFFORT)).toEqual([
      { name: "slow", microseconds: null },
    ]);
    expect(log).toEqual([]);
  });
});
