import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type Act, act, type Watch } from "./rig/actor.js";
import { type Change, fileOf, stageFor } from "./rig/changes.js";
import { isLook } from "./rig/disk.js";
import { tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";
import { expectRecovery } from "./rig/recovery.js";
import type { StoreKind } from "./rig/stores.js";

/**
 * Kills a change at every one of its file-system calls, by the copies that it makes of its folder.
 *
 * What a kill leaves before a call is what it leaves after the call before. A write can also be
 * killed half-way. The process that made the copies is dead when they are looked at.
 */
export async function killInCopies(change: Change, kind: StoreKind): Promise<void> {
  const stage = await stageFor(change, kind);
  const into = newFolder();
  expect((await act({ ...stage, watch: { name: "copy", into } })).isKilled).toBe(true);
  const copies = readdirSync(into).map((name) => join(into, name));
  expect(copies.length).toBeGreaterThan(20);
  await expectAllOrNothing(change, kind, copies);
}

/**
 * Kills a change at its file-system calls, by killing a process for each.
 *
 * @param isAtEach - Whether it is killed at every call: before it, during it where it is a write, and
 *   after it. Otherwise it is killed after each call that changes something on the disk.
 */
export async function killInDeed(
  change: Change,
  kind: StoreKind,
  { isAtEach }: { isAtEach: boolean },
): Promise<void> {
  const stage = await stageFor(change, kind);
  const rehearsal = await act({ ...(await stageFor(change, kind)), watch: { name: "record" } });
  const watches = (rehearsal.calls ?? []).flatMap(({ number, name }) =>
    (isAtEach ? momentsOf(name) : lastingMomentsOf(name)).map(
      (when) => ({ name: "kill", at: number, when }) as const,
    ),
  );
  const roots: string[] = [];
  while (watches.length > 0) {
    const some = watches.splice(0, SIDE_BY_SIDE).map((watch) => killOnce(stage, watch));
    roots.push(...(await Promise.all(some)));
  }
  expect(roots.length).toBeGreaterThan(10);
  await expectAllOrNothing(change, kind, roots);
}

type Moment = "before" | "during" | "after";

function momentsOf(name: string): Moment[] {
  return name === "write" ? ["before", "during", "after"] : ["before", "after"];
}

function lastingMomentsOf(name: string): Moment[] {
  return isLook(name) ? [] : ["after"];
}

/** How many processes to kill at a time. */
const SIDE_BY_SIDE = 4;

/** Kills a process once, on a stage of its own, and gives the folder that it leaves. */
async function killOnce(stage: Act, watch: Watch): Promise<string> {
  const root = newFolder();
  cpSync(stage.root, root, { recursive: true });
  const file = stage.file.replace(stage.root, root);
  const { calls, isKilled } = await act({ ...stage, root, file, watch });
  expect({ calls, isKilled }, JSON.stringify(watch)).toEqual({ calls: null, isKilled: true });
  return root;
}

/** Expects of every folder that the change is in its file or not, and that life goes on. */
async function expectAllOrNothing(change: Change, kind: StoreKind, roots: string[]): Promise<void> {
  const times: number[] = [];
  const found = new Set<string>();
  for (const root of roots) {
    const file = fileOf(change, kind, root);
    const { rows, tookMs } = await expectRecovery(kind, file, [change.before, change.after], root);
    times.push(tookMs);
    found.add(JSON.stringify(rows));
  }
  // Both were met, or else the kills were not at the change.
  expect(found).toEqual(new Set([change.before, change.after].map((rows) => JSON.stringify(rows))));
  const slowest = Math.round(Math.max(...times));
  tell(
    `${kind.className}, ${change.title}: ${roots.length} states, next save within ${slowest} ms`,
  );
}
