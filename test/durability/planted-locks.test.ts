import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { freshFolder, pictureOf, refusalOf } from "../stores/arrange.js";
import { isEndurance } from "./rig/figures.js";
import { FILE_STORE, rowOf, rowsIn, STORES, saveRow, writeRows } from "./rig/stores.js";

/** The lock does not know what is in the file that it locks. */
const KINDS = isEndurance ? STORES : [FILE_STORE];

/** What somebody may have put where the lock would be. */
const PLANTED: readonly (readonly [string, (lock: string, outside: string) => void])[] = [
  ["a link to a file", (lock, outside) => symlinkSync(join(outside, "file"), lock)],
  ["a link to a folder", (lock, outside) => symlinkSync(outside, lock)],
  ["a link to nothing", (lock, outside) => symlinkSync(join(outside, "nothing"), lock)],
  ["a folder", (lock) => mkdirSync(lock)],
  ["a pipe", (lock) => execFileSync("mkfifo", [lock])],
  ["garbage", (lock) => writeFileSync(lock, Buffer.from([0, 255, 123, 34]))],
  ["JSON that names a path", (lock) => writeFileSync(lock, JSON.stringify(EVIL))],
  ["a huge file", (lock) => truncateSync(makeEmpty(lock), 2 ** 32)],
];

/** A holder whose name for the lock would lead out of the folder, if it were believed. */
const EVIL = { nonce: "../../../../../../../../outside/file", pid: 2 ** 30, host: "here" };

function makeEmpty(path: string): string {
  writeFileSync(path, "");
  return path;
}

describe.skipIf(process.platform === "win32").each(KINDS)(
  "$className, with a lock that is",
  (kind) => {
    it.each(PLANTED)("%s, refuses to save, and touches nothing", async (_, plant) => {
      const [folder, outside] = [freshFolder(), freshFolder()];
      const file = join(folder, kind.fileName);
      await writeRows(kind, file, [rowOf("ann")]);
      writeFileSync(join(outside, "file"), "outside");
      const store = await kind.open(file, { lockTimeoutMs: 50 });
      onTestFinished(() => store.close());
      const before = [pictureOf(outside), readFileSync(file)];
      plant(`${file}.lock`, outside);
      const { message } = await refusalOf(saveRow(store, rowOf("bob")));
      expect(message).toContain(
        `cannot lock ${file}.lock within 50 ms: a process that is not named`,
      );
      expect(message).toContain("remove this file");
      expect([pictureOf(outside), readFileSync(file)]).toEqual(before);
      expect(await rowsIn(store)).toEqual([rowOf("ann")]);
    });
  },
);
