import { describe, expect, test } from "vitest";
import { checkBroken, type Failure } from "../../docs/site/break-it/check-broken.js";
import { BaseStore, type BrokenStore } from "../broken-stores/base-store.js";
import { brokenStores } from "../broken-stores/index.js";

function storeOf(name: string): BrokenStore {
  const Store = brokenStores.find((one) => one.name === name);
  if (Store === undefined) throw new Error(`there is no broken store ${name}`);
  return Store;
}

async function failuresOf(Store: BrokenStore): Promise<readonly Failure[]> {
  return checkBroken(Store, 1, () => undefined);
}

describe("breaking a store", () => {
  test("finds nothing wrong with the correct one, and tells how far it is", async () => {
    const progress: [number, number][] = [];
    const failures = await checkBroken(BaseStore, 1, (...told) => progress.push(told));
    expect(failures).toEqual([]);
    const [, total] = progress[0] ?? [];
    expect(progress.at(-1)).toEqual([total, total]);
  });

  test("shows line by line what the storage holds", async () => {
    const [failure] = await failuresOf(storeOf("ForgetsWhoOwnsTheToken"));
    const rows = failure?.frames.map(({ before, after }) => [before.length, after.length]);
    expect(failure?.result.id).toBe("find/never-another-users");
    expect(rows).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(failure?.frames[0]?.after[0]).toMatchObject({ id: "a000000001", user_name: "ann" });
    expect(failure?.frames[1]?.line).toContain("a000000001");
  });

  test("shows the row that is lost, where the store loses one", async () => {
    const [failure] = await failuresOf(storeOf("UpdatesEveryRow"));
    const last = failure?.frames.findLast(({ line }) => line.startsWith("saveToken"));
    expect(last?.before).not.toEqual(last?.after);
  });

  test("follows a storage that is opened again", async () => {
    const failures = await failuresOf(storeOf("ForgetsDeletesOnReopening"));
    const [failure] = failures.filter(({ result }) => result.id === "store/reopen-keeps-deletes");
    const frames = failure?.frames ?? [];
    const at = frames.findIndex(({ line }) => line === "the storage is reopened");
    expect(frames[0]?.after).toHaveLength(1);
    // Nothing is called there; after it the calls on the new instance are told.
    expect(frames[at]?.before).toEqual(frames[at]?.after);
    expect(frames.slice(at + 1).some(({ after }) => after.length > 0)).toBe(true);
  });

  test("shows of calls at once what all of them have done", async () => {
    const [failure] = await failuresOf(storeOf("LooksThenInserts"));
    const together = failure?.frames.filter(({ isTogether }) => isTogether) ?? [];
    expect(together.map(({ before, after }) => [before.length, after.length])).toEqual(
      Array(5).fill([0, 5]),
    );
    expect(failure?.frames.at(-1)).toMatchObject({ isTogether: false });
  });
});
