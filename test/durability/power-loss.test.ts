import { readdirSync, readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { act, type Recorded } from "./rig/actor.js";
import {
  type Change,
  changesOf,
  FIRST_OPENING,
  FIRST_SAVE,
  fileOf,
  KNOWN_TOKEN,
  stageFor,
} from "./rig/changes.js";
import { Disk, type DiskState, writeState } from "./rig/disk.js";
import { tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";
import { expectRecovery } from "./rig/recovery.js";
import { FILE_STORE, STORES, type StoreKind } from "./rig/stores.js";

/** A change, written down: its folder before it, and its calls until it was acknowledged. */
interface Recording {
  readonly change: Change;
  readonly kind: StoreKind;
  readonly root: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly calls: readonly Recorded[];
}

// After a power loss the machine has started a moment ago: later than what is on the disk was made.
beforeAll(() => {
  const uptime = vi.spyOn(os, "uptime").mockReturnValue(0);
  syncBuiltinESMExports();
  return () => {
    uptime.mockRestore();
    syncBuiltinESMExports();
  };
});

async function record(change: Change, kind: StoreKind): Promise<Recording> {
  const stage = await stageFor(change, kind);
  const names = readdirSync(stage.root);
  const files = new Map(names.map((name) => [name, readFileSync(join(stage.root, name))]));
  const { calls } = await act({ ...stage, watch: { name: "record" } });
  return { change, kind, root: stage.root, files, calls: calls ?? [] };
}

/** Gives every state that a power loss may leave, and whether the change was acknowledged then. */
function statesOf({ root, files, calls }: Recording) {
  const states = new Map<string, { state: DiskState; isAcknowledged: boolean }>();
  const disk = new Disk(root, files);
  for (let count = 0; count <= calls.length; count++) {
    const call = calls[count - 1];
    if (call !== undefined) disk.apply(call);
    for (const state of disk.states()) {
      states.set(textOf(state), { state, isAcknowledged: count === calls.length });
    }
  }
  return [...states.values()];
}

/** Gives the first thing that is wrong with a state in which a power loss may leave the disk. */
async function lossIn(recording: Recording): Promise<string | null> {
  const { change, kind } = recording;
  const states = statesOf(recording);
  for (const { state, isAcknowledged } of states) {
    const root = newFolder();
    writeState(state, root);
    const allowed = isAcknowledged ? [change.after] : [change.before, change.after];
    try {
      await expectRecovery(kind, fileOf(change, kind, root), allowed, "a state of the disk");
    } catch (error) {
      return `${[...state.keys()]}: ${error}`;
    }
  }
  tell(`${kind.className}, ${change.title}: ${states.length} states of the disk`);
  return null;
}

function textOf(state: DiskState): string {
  return JSON.stringify([...state].map(([path, bytes]) => [path, bytes?.toString("base64")]));
}

/** The calls of a change by which it is made to last, in the order in which they were made. */
function lastingCalls({ calls, kind }: Recording) {
  const rename = calls.find(({ name, to }) => name === "rename" && to?.endsWith(kind.fileName));
  const opening = calls.find(({ name, path }) => name === "open" && path === rename?.path);
  const openFolder = calls.findLast(
    ({ name, path }) => name === "open" && path === dirname(rename?.path ?? ""),
  );
  const ofFile = calls.filter(({ opened }) => opened === opening?.number);
  return {
    write: ofFile.find(({ name }) => name === "write"),
    syncOfFile: ofFile.find(({ name }) => name === "fsync"),
    rename,
    syncOfFolder: calls.find(
      ({ name, opened }) => name === "fsync" && opened === openFolder?.number,
    ),
  };
}

function without(recording: Recording, call: Recorded | undefined): Recording {
  expect(call).toBeDefined();
  return { ...recording, calls: recording.calls.filter((other) => other !== call) };
}

describe.concurrent.each(STORES)("a power loss in $className", (kind) => {
  it.each([...changesOf(kind), FIRST_OPENING, FIRST_SAVE])(
    "keeps all or nothing of $title",
    async (change) => {
      const recording = await record(change, kind);
      const { write, syncOfFile, rename, syncOfFolder } = lastingCalls(recording);
      const order = [write, syncOfFile, rename, syncOfFolder].map((call) => call?.number ?? -1);
      expect(order).toEqual(order.toSorted((one, other) => one - other));
      expect(order[0]).toBeGreaterThanOrEqual(0);
      expect(await lossIn(recording)).toBeNull();
    },
  );
});

describe.concurrent("the model of a disk shows what is lost by a store", () => {
  it("that does not sync the file before it renames it", async () => {
    const recording = await record(KNOWN_TOKEN, FILE_STORE);
    const broken = without(recording, lastingCalls(recording).syncOfFile);
    expect(await lossIn(broken)).toEqual(expect.any(String));
  });

  it("that does not sync the folder", async () => {
    const recording = await record(KNOWN_TOKEN, FILE_STORE);
    const broken = without(recording, lastingCalls(recording).syncOfFolder);
    expect(await lossIn(broken)).toEqual(expect.any(String));
  });

  it("that renames the file before it writes it", async () => {
    const recording = await record(KNOWN_TOKEN, FILE_STORE);
    const { write, rename } = lastingCalls(recording);
    const calls = recording.calls.map((call) => {
      if (call === write && rename !== undefined) return rename;
      return call === rename && write !== undefined ? write : call;
    });
    expect(await lossIn({ ...recording, calls })).toEqual(expect.any(String));
  });

  it("that does not sync the folders above one that it makes", async () => {
    const recording = await record(FIRST_SAVE, FILE_STORE);
    const top = recording.calls.find(
      ({ name, path }) => name === "open" && path === recording.root,
    );
    const sync = recording.calls.find(
      ({ name, opened }) => name === "fsync" && opened === top?.number,
    );
    expect(await lossIn(without(recording, sync))).toEqual(expect.any(String));
  });
});
