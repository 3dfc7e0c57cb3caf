import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { expect } from "vitest";
import type { StoredRow } from "../../../src/token-row.js";
import { rowOf, rowsIn, type StoreKind, saveRow } from "./stores.js";

/**
 * A lock that is waited for until its timeout is noticed: no machine is so slow that the next save
 * needs a third of it.
 */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Expects that what a dead process has left is as good as new: it is read whole, as one of the
 * contents that are allowed; the next save works at once; and after it, nothing is left behind.
 *
 * @returns What was in the file, and how long opening, reading and saving took, in milliseconds.
 */
export async function expectRecovery(
  kind: StoreKind,
  file: string,
  allowed: readonly (readonly StoredRow[])[],
  hint: string,
): Promise<{ rows: StoredRow[]; tookMs: number }> {
  const started = performance.now();
  const store = await kind.open(file, { lockTimeoutMs: LOCK_TIMEOUT_MS });
  const rows = await rowsIn(store);
  await saveRow(store, rowOf("zoe"));
  const tookMs = performance.now() - started;
  await store.close();
  expect(allowed, hint).toContainEqual(rows);
  expect(tookMs, hint).toBeLessThan(LOCK_TIMEOUT_MS / 3);
  expect(readdirSync(dirname(file)), hint).toEqual([basename(file)]);
  expect(readFileSync(file, "latin1"), hint).toContain("access_token zoe");
  return { rows, tookMs };
}
