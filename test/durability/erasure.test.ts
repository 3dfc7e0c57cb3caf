import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder } from "../stores/arrange.js";
import { act, type Step } from "./rig/actor.js";
import { type OpenStore, rowOf, STORES, type StoreKind, saveRow, writeRows } from "./rig/stores.js";

/** Gives the files in the folder of a file that hold one of the values of a user's token. */
function filesThatShow(file: string, user: string, version = 0): string[] {
  const folder = dirname(file);
  return readdirSync(folder).filter((name) =>
    readFileSync(join(folder, name), "latin1").includes(` ${user} ${version}>`),
  );
}

async function openWithUsers(kind: StoreKind): Promise<{ file: string; store: OpenStore }> {
  const file = join(freshFolder(), kind.fileName);
  const users = Array.from({ length: 50 }, (_, number) => rowOf(`user ${number}`));
  await writeRows(kind, file, users);
  const store = await kind.open(file);
  onTestFinished(() => store.close());
  return { file, store };
}

describe.each(STORES)("no file in the folder of a $className shows", (kind) => {
  it("a token that was deleted", async () => {
    const { file, store } = await openWithUsers(kind);
    expect(filesThatShow(file, "user 7")).toEqual([kind.fileName]);
    await store.deleteToken("user 7");
    expect(filesThatShow(file, "user 7")).toEqual([]);
    expect(filesThatShow(file, "user 8")).toEqual([kind.fileName]);
  });

  it("a token that was replaced", async () => {
    const { file, store } = await openWithUsers(kind);
    expect(filesThatShow(file, "user 7")).toEqual([kind.fileName]);
    await saveRow(store, rowOf("user 7", 1));
    expect(filesThatShow(file, "user 7")).toEqual([]);
    expect(filesThatShow(file, "user 7", 1)).toEqual([kind.fileName]);
  });

  it("any token after all were deleted", async () => {
    const { file, store } = await openWithUsers(kind);
    await store.deleteTokens();
    expect(readdirSync(dirname(file))).toEqual([kind.fileName]);
    expect(readFileSync(file, "latin1")).not.toContain("<");
  });

  it.skipIf(process.platform === "win32")(
    "a token that was deleted by a process that was killed, after the next save",
    async () => {
      const { file, store } = await openWithUsers(kind);
      const steps: Step[] = [["deleteToken", "user 7"]];
      const watch = { name: "kill", at: "rename", when: "after" } as const;
      await act({ root: dirname(file), file, store: kind, steps, watch });
      // The new content is in place, and the old one has kept its second name.
      expect(filesThatShow(file, "user 7")).toHaveLength(1);
      expect(filesThatShow(file, "user 7")).not.toContain(kind.fileName);
      await saveRow(store, rowOf("zoe"));
      expect(filesThatShow(file, "user 7")).toEqual([]);
      expect(await store.findTokenById("user 7")).toBeNull();
    },
  );
});
