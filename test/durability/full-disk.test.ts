import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder } from "../stores/arrange.js";
import { act } from "./rig/actor.js";
import { KNOWN_TOKEN, stageFor } from "./rig/changes.js";
import { tightLippedRefusalOf } from "./rig/secrets.js";
import { rowOf, rowsIn, rowsInFile, STORES, saveRow, writeRows } from "./rig/stores.js";

/** Gives a small disk, which is taken away after the test; `null` where none can be mounted. */
function smallDisk(): string | null {
  const folder = freshFolder();
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", folder]);
  if (mount.status !== 0) return null;
  onTestFinished(() => void spawnSync("umount", [folder]));
  return folder;
}

/** Fills a disk to its last byte. */
function fill(ballast: string): void {
  for (let size = 4096; size > 0; size = Math.floor(size / 2)) {
    try {
      for (;;) writeFileSync(ballast, Buffer.alloc(size, 1), { flag: "a" });
    } catch {
      // The next smaller piece may still fit.
    }
  }
}

describe.each(STORES)("on a full disk, a $className", (kind) => {
  it("refuses what it cannot keep, and goes on when there is room", async ({ skip }) => {
    const folder = smallDisk();
    if (folder === null) return skip("a small disk cannot be mounted here");
    const [file, ballast] = [join(folder, kind.fileName), join(folder, "ballast")];
    await writeRows(kind, file, [rowOf("ann"), rowOf("bob")]);
    const store = await kind.open(file);
    onTestFinished(() => store.close());
    const before = readFileSync(file);
    fill(ballast);
    for (const call of [
      saveRow(store, rowOf("carl")),
      store.deleteToken("ann"),
      store.deleteTokens(),
    ]) {
      expect((await tightLippedRefusalOf(call)).message).toContain("ENOSPC");
    }
    expect(readFileSync(file)).toEqual(before);
    expect(await rowsIn(store)).toEqual([rowOf("ann"), rowOf("bob")]);
    rmSync(ballast);
    await saveRow(store, rowOf("carl"));
    expect(readdirSync(folder)).toEqual([kind.fileName]);
    expect(await rowsInFile(kind, file)).toHaveLength(3);
  });

  it("does the same where it is the size of files that is limited", async ({ skip }) => {
    if (process.platform === "win32") return skip("there is no limit to set on Windows");
    const stage = await stageFor(KNOWN_TOKEN, kind);
    // In blocks of 512 bytes: enough for the lock, and not for the file.
    const limits = ["sh", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"', "sh"];
    await writeRows(kind, stage.file, [{ ...rowOf("carl"), api_domain: "c".repeat(1_000) }]);
    const before = readFileSync(stage.file);
    await expect(act(stage, limits)).rejects.toThrow(/TOKEN_STORE|EFBIG/);
    expect(readFileSync(stage.file)).toEqual(before);
    expect(readdirSync(stage.root)).toEqual([kind.fileName]);
    await act(stage);
    expect(await rowsInFile(kind, stage.file)).toHaveLength(3);
  });
});
