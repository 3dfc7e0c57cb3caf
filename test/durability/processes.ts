import { join } from "node:path";
import { expect } from "vitest";
import type { TokenRow } from "../../src/token-row.js";
import { act, type Step } from "./rig/actor.js";
import { tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";
import { rowOf, rowsInFile, type StoreKind } from "./rig/stores.js";

const PROCESSES = 8;
const ROUNDS = 50;

/**
 * Lets processes save to one file at once, and expects every token in it, once.
 *
 * @param inFlight - How many saves each process makes at a time.
 */
export async function expectNoneLost(kind: StoreKind, { inFlight }: { inFlight: number }) {
  const root = newFolder();
  const file = join(root, kind.fileName);
  const steps = Array.from({ length: PROCESSES }, (_, number) => stepsOf(number));
  await Promise.all(steps.map((steps) => act({ root, file, store: kind, steps, inFlight })));
  const rows = await rowsInFile(kind, file);
  expect(rows).toHaveLength(PROCESSES * ROUNDS + 1);
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.user_name)).size).toBe(rows.length);
  // The shared user is as one process has saved it, not a mixture of several.
  const shared = rows.find((row) => row.user_name === "everybody");
  const saved = steps.flat().map(([, row]) => row);
  expect(saved).toContainEqual({ ...shared, id: null });
  tell(`${kind.className}: ${rows.length - 1} of ${PROCESSES * ROUNDS} users, 1 shared user once`);
}

/** In each round a process saves a user of its own, and one whom all save, never the same way. */
function stepsOf(number: number): Step[] {
  return Array.from({ length: ROUNDS }, (_, round) => [
    ["saveToken", newRow(`user ${number} ${round}`, 0)] as const,
    ["saveToken", newRow("everybody", number * ROUNDS + round)] as const,
  ]).flat();
}

/** A token to which the store gives an id. */
function newRow(user: string, version: number): TokenRow {
  return { ...rowOf(user, version), id: null };
}
