import { describe, expect, test } from "vitest";
import { clauses } from "../../spec/index.js";
import { faultsOf, sayPower } from "../../src/cli/self-test.js";
import type { BrokenStore } from "../broken-stores/base-store.js";
import { detect, type Power } from "../broken-stores/detection.js";
import { brokenStores } from "../broken-stores/index.js";

/** What there is to say of a spec that finds everything. */
const perfect: Power = {
  seeds: [5, 6, 7],
  detections: brokenStores.map((Store) => ({ Store, failed: Store.caughtBy, kills: 3 })),
  alarms: [],
};

/** The same, but for one store. */
function but(name: string, found: { failed?: readonly string[]; kills?: number }): Power {
  const detections = perfect.detections.map((one) =>
    one.Store.name === name ? { ...one, ...found } : one,
  );
  return { ...perfect, detections };
}

describe("what a self-test prints", () => {
  test("counts stores, kills, clauses and false alarms", () => {
    const [stores, kills] = [brokenStores.length, brokenStores.length * 3];
    const printed = sayPower(perfect).join("\n");
    expect(printed).toContain(`${stores} of ${stores} stores are caught`);
    expect(printed).toContain(`${kills} of ${kills} kills: each store from 3 seeds, 5 to 7`);
    expect(printed).toContain(`${clauses.length} of ${clauses.length} clauses catch a store`);
    expect(printed).toContain("0 false alarms");
    expect(faultsOf(perfect)).toEqual([]);
  });

  test("names a store that is missed from a seed", () => {
    expect(faultsOf(but("FindsNoUser", { kills: 2 }))).toEqual([
      "✗ FindsNoUser: 2 kills from 3 seeds; it names find/by-user; there failed find/by-user",
    ]);
  });

  test("names a store that is caught by other clauses than it names", () => {
    const power = but("FindsNoUser", { failed: ["find/by-user", "find/by-id"] });
    expect(faultsOf(power)).toEqual([expect.stringContaining("there failed find/by-id, find/by-")]);
    expect(sayPower(power).join()).toContain(
      `${brokenStores.length - 1} of ${brokenStores.length}`,
    );
  });

  test("names a clause that catches no store, and one that fails on a correct store", () => {
    const detections = perfect.detections.filter(
      ({ Store }) => !Store.caughtBy.includes("get/none"),
    );
    expect(faultsOf({ ...perfect, detections, alarms: ["find/by-id"] })).toEqual([
      "✗ get/none catches no store",
      "✗ find/by-id fails on the correct store",
    ]);
  });
});

describe("detect", () => {
  const FindsNoUser = brokenStores.find(({ name }) => name === "FindsNoUser") as BrokenStore;

  test("counts the seeds from which a store is killed, and tells what failed from the first", async () => {
    expect(await detect(FindsNoUser, [1, 2], { runs: 1 })).toEqual({
      Store: FindsNoUser,
      failed: ["find/by-user"],
      kills: 2,
    });
  });

  test("counts no kill where a clause that the store names lets it pass", async () => {
    class NamesOneTooMany extends FindsNoUser {
      static override caughtBy = ["find/by-user", "find/by-id"];
    }
    expect(await detect(NamesOneTooMany, [1, 2], { runs: 1 })).toMatchObject({ kills: 0 });
  });
});
