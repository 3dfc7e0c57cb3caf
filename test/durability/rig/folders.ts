import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Where all folders of a test file are. */
const home = mkdtempSync(join(tmpdir(), "token-store-"));
let count = 0;

afterAll(() => rmSync(home, { recursive: true, force: true }));

/**
 * Makes a folder that is removed after the tests of this file. Unlike `freshFolder`, it also serves
 * tests that run side by side.
 */
export function newFolder(): string {
  const folder = join(home, String(count++));
  mkdirSync(folder);
  return folder;
}
