import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { type StoredRow, tokenFromRow } from "../../src/token-row.js";
import { type Change, stageFor } from "./rig/changes.js";
import { newFolder } from "./rig/folders.js";
import { tightLippedRefusalOf } from "./rig/secrets.js";
import {
  type OpenStore,
  rowOf,
  rowsIn,
  rowsInFile,
  type StoreKind,
  saveRow,
} from "./rig/stores.js";
import { type Call, tap } from "./rig/tap.mjs";

/** How the system fails. */
export interface Fault {
  readonly code: "EIO" | "ENOSPC" | "EACCES";

  /** Whether one call fails, or every call from then on. */
  readonly lasts: "once" | "for ever";
}

/** What has become of something that was done while a call failed. */
interface Fate {
  /** The call that failed first; `null` when there were not so many calls. */
  readonly failed: Call | null;

  /** The message of the refusal; `null` when it was done. */
  readonly refused: string | null;
}

/**
 * Makes a change again and again, each time with the next one of its file-system calls failing.
 *
 * Expects that it is refused and that the file is the same to the byte; or that it is made, where
 * the call was only to tidy up. In both cases the next save works, and leaves nothing behind.
 *
 * @returns The names of the calls, in their order; with a `!` those that a change was refused for.
 */
export async function failEachCall(change: Change, kind: StoreKind, fault: Fault) {
  const content = readFileSync((await stageFor(change, kind)).file);
  const names: string[] = [];
  for (;;) {
    const file = join(newFolder(), kind.fileName);
    writeFileSync(file, content);
    const faults = new Faults(dirname(file), fault, names.length);
    const store = await kind.open(file, { lockTimeoutMs: 1_000 });
    const { failed, refused } = await faults.during(() => makeAll(store, change.steps));
    if (failed !== null) {
      const hint = `${fault.code} ${fault.lasts} at ${failed.name} ${failed.path}`;
      await expectAllOrNothing(change, kind, file, { refused, content, hint });
      await expectNextSave(store, kind, file, hint);
      names.push(`${failed.name}${refused === null ? "" : "!"}`);
    }
    await store.close();
    if (failed === null) return names;
  }
}

/**
 * Opens a store again and again, each time with the next one of the file-system calls failing.
 *
 * Expects that it is refused, or that it opens. In both cases the next opening works, and the next
 * save leaves nothing behind.
 *
 * @returns How many calls there are.
 */
export async function failEachCallOfOpening(change: Change, kind: StoreKind, fault: Fault) {
  const stage = await stageFor(change, kind);
  const content = existsSync(stage.file) ? readFileSync(stage.file) : null;
  for (let number = 0; ; number++) {
    const root = newFolder();
    const file = stage.file.replace(stage.root, root);
    if (content !== null) writeFileSync(file, content);
    const opening = new Faults(root, fault, number);
    const { failed } = await opening.during(async () => {
      const store = await kind.open(file, { lockTimeoutMs: 1_000 });
      await store.close();
    });
    if (failed === null) return number;
    const hint = `${fault.code} ${fault.lasts} at ${failed.name} ${failed.path}`;
    if (content !== null) expect(readFileSync(file).equals(content), hint).toBe(true);
    const store = await kind.open(file, { lockTimeoutMs: 1_000 });
    expect(await rowsIn(store), hint).toEqual(change.before);
    await expectNextSave(store, kind, file, hint);
    await store.close();
  }
}

/** Lets the file-system calls on a folder fail, from the one with a certain number. */
class Faults {
  readonly #fault: Fault;
  readonly #number: number;
  readonly #untap: () => void;
  #isOn = false;
  #count = 0;
  #failed: Call | null = null;

  /** From now on it sees what is opened, so that it knows it when it is closed. */
  constructor(folder: string, fault: Fault, number: number) {
    this.#fault = fault;
    this.#number = number;
    this.#untap = tap(folder, (call) => {
      if (this.#isOn) this.#fail(call, this.#count++);
    });
  }

  /** Does something while the calls fail, and then lets them work again. */
  async during(work: () => Promise<void>): Promise<Fate> {
    this.#isOn = true;
    const done = work();
    const isDone = await done.then(
      () => true,
      () => false,
    );
    this.#untap();
    const error = isDone ? null : await tightLippedRefusalOf(done);
    return { failed: this.#failed, refused: error?.message ?? null };
  }

  #fail(call: Call, count: number): void {
    const { code, lasts } = this.#fault;
    if (count < this.#number || (count > this.#number && lasts === "once")) return;
    this.#failed ??= call;
    const { name: syscall, path } = call;
    const error = new Error(`${code}: simulated failure, ${syscall} '${path}'`);
    throw Object.assign(error, { errno: -1, code, syscall, path });
  }
}

async function makeAll(store: OpenStore, steps: Change["steps"]): Promise<void> {
  for (const [method, argument] of steps) {
    if (method === "saveToken") await store.saveToken(tokenFromRow(argument as StoredRow));
    else if (method === "deleteToken") await store.deleteToken(argument);
    else await store.deleteTokens();
  }
}

async function expectAllOrNothing(
  change: Change,
  kind: StoreKind,
  file: string,
  { refused, content, hint }: { refused: string | null; content: Buffer; hint: string },
): Promise<void> {
  // The folder cannot be synced, and the old content cannot be brought back either: it is told.
  const isToldToBeThere = refused?.includes("has its new content") ?? false;
  if (isToldToBeThere) expect(hint).toContain("for ever at fsync");
  const isThere = refused === null || isToldToBeThere;
  expect(await rowsInFile(kind, file), hint).toEqual(isThere ? change.after : change.before);
  if (!isThere) expect(readFileSync(file).equals(content), hint).toBe(true);
}

/** Expects that the store goes on as if nothing had been, and that nothing is in others' way. */
async function expectNextSave(store: OpenStore, kind: StoreKind, file: string, hint: string) {
  const before = await rowsIn(store);
  await saveRow(store, rowOf("zoe"));
  expect(readdirSync(dirname(file)), hint).toEqual([kind.fileName]);
  expect(await rowsInFile(kind, file), hint).toEqual([...before, rowOf("zoe")]);
}
