import { describe, expect, test } from "vitest";
import { type ClauseResult, checkTokenStore, clauses } from "../../spec/index.js";
import { replayedClause } from "../../spec/report/style.js";
import { BaseStore, type BrokenStore, harnessFor } from "./base-store.js";
import { nameIds, withCountedIds } from "./counted-ids.js";
import { countKills, seedsFrom } from "./detection.js";
import { brokenStores } from "./index.js";

// Half of the default budget: from this seed it is enough for every one of them.
const options = { seed: 1, runs: 50, callLimitMs: 50 };

test("the store that the broken ones start from conforms", async () => {
  const report = await checkTokenStore(harnessFor(BaseStore), options);
  expect(report.clauses.filter(({ verdict }) => verdict !== "passed")).toEqual([]);
});

describe("each broken store is caught by the clauses that it names, by no other, and again", () => {
  test.each(brokenStores.map((Store) => [Store.name, Store] as const))("%s", async (_, Store) => {
    const report = await withCountedIds(() => checkTokenStore(harnessFor(Store), options));
    const failed = report.clauses.filter(({ verdict }) => verdict === "failed");
    expect(failed.map(({ id }) => id).sort()).toEqual([...Store.caughtBy].sort());
    for (const result of failed) {
      const shown = nameIds(result);
      // What the replay line of a report says, and what a frozen test does.
      expect(await seenAgain(Store, result, { seed: options.seed })).toEqual(shown);
      expect(await seenAgain(Store, result, {})).toEqual(shown);
    }
  });
});

/** Checks what a failure names for it, and gives what is shown then. */
async function seenAgain(Store: BrokenStore, result: ClauseResult, { seed }: { seed?: number }) {
  const clause = replayedClause(result);
  const example = seed === undefined ? result.replay?.example : undefined;
  const again = { ...options, clause, seed: seed ?? 7, ...(example !== undefined && { example }) };
  const report = await withCountedIds(() => checkTokenStore(harnessFor(Store), again));
  return report.clauses[0] && nameIds(report.clauses[0]);
}

test("each broken store is killed from each of twenty seeds, at the default budget", async () => {
  const seeds = seedsFrom(1);
  const missed: string[] = [];
  for (const Store of brokenStores) {
    const kills = await countKills(Store, seeds);
    if (kills < seeds.length) missed.push(`${Store.name}: ${kills} of ${seeds.length}`);
  }
  expect(missed).toEqual([]);
});

test("every broken store names only clauses that exist", () => {
  const ids = new Set(clauses.map(({ id }) => id));
  const named = brokenStores.flatMap((Store) => Store.caughtBy);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test("every clause catches a broken store that no other clause catches", () => {
  const alone = new Set(
    brokenStores.flatMap(({ caughtBy }) => (caughtBy.length === 1 ? caughtBy : [])),
  );
  expect(clauses.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

test("every broken store says in sentences how to repair it", () => {
  const reads = /^[A-Z].{20,198}\.$/;
  expect(brokenStores.filter(({ repair }) => !reads.test(repair)).map(({ name }) => name)).toEqual(
    [],
  );
});

test("every broken store has a name of its own", () => {
  const names = brokenStores.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
