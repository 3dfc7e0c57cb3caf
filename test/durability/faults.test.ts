import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Fault, failEachCall, failEachCallOfOpening } from "./faults.js";
import { changesOf, FIRST_SAVE, KNOWN_TOKEN } from "./rig/changes.js";
import { isEndurance, tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";
import { rowOf, rowsInFile, STORES, saveRow } from "./rig/stores.js";
import { tap } from "./rig/tap.mjs";

/** That the calls fail in other ways too is tried where there is time for it. */
const FAULTS: readonly Fault[] = (
  isEndurance ? (["EIO", "ENOSPC", "EACCES"] as const) : (["EIO"] as const)
).flatMap((code) => [
  { code, lasts: "once" },
  { code, lasts: "for ever" },
]);

describe.each(STORES)("when a file-system call of $className fails", (kind) => {
  describe.each(FAULTS)("with $code, $lasts", (fault) => {
    it.each(changesOf(kind))("$title is made or refused", async (change) => {
      const calls = await failEachCall(change, kind, fault);
      // Once the change is sure to last, nothing that fails is a reason to refuse it.
      const lastReason = calls.lastIndexOf("fsync!");
      expect(calls.slice(lastReason + 1).join(" ")).toMatch(/^[^!]*unlink[^!]*close[^!]*unlink$/);
      expect(calls.slice(0, lastReason)).toEqual(
        expect.arrayContaining(["open!", "write!", "fsync!"]),
      );
      tell(
        `${kind.className}, ${change.title}, ${fault.code} ${fault.lasts}: ${calls.length} calls`,
      );
    });

    it.each([FIRST_SAVE, KNOWN_TOKEN])(
      "opening before $title works or is refused",
      async (change) => {
        const count = await failEachCallOfOpening(change, kind, fault);
        expect(count).toBeGreaterThan(4);
        tell(`${kind.className}, opening, ${fault.code} ${fault.lasts}: ${count} calls`);
      },
    );
  });

  it("nothing stays open that is not closed", async () => {
    await failEachCall(KNOWN_TOKEN, kind, { code: "EIO", lasts: "once" });
    const before = readdirSync("/proc/self/fd").length;
    await failEachCall(KNOWN_TOKEN, kind, { code: "EIO", lasts: "once" });
    await failEachCallOfOpening(KNOWN_TOKEN, kind, { code: "EIO", lasts: "once" });
    expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before);
  });
});

describe.each(STORES)("when the system writes half of what $className asks for", (kind) => {
  it("the rest is written as well", async () => {
    const folder = join(newFolder(), "inner");
    mkdirSync(folder);
    const file = join(folder, kind.fileName);
    let writes = 0;
    const untap = tap(folder, (call) => {
      if (call.name !== "write") return;
      const [open, bytes, offset = 0] = call.args as [number, Uint8Array, number?];
      call.args = [open, bytes, offset, Math.ceil((bytes.length - offset) / 2)];
      writes++;
    });
    const store = await kind.open(file);
    await saveRow(store, rowOf("ann"));
    await store.close();
    untap();
    expect(writes).toBeGreaterThan(10);
    expect(await rowsInFile(kind, file)).toEqual([rowOf("ann")]);
    expect(readFileSync(file).includes("<access_token ann 0>")).toBe(true);
  });
});
