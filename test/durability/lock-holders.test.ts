import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { DurableFile } from "../../src/durable-file.js";
import { freshFolder, refusalOf } from "../stores/arrange.js";
import { type Act, act, startActing } from "./rig/actor.js";
import { isEndurance } from "./rig/figures.js";
import {
  FILE_STORE,
  type OpenStore,
  rowOf,
  rowsIn,
  STORES,
  type StoreKind,
  saveRow,
  writeRows,
} from "./rig/stores.js";

/** The lock does not know what is in the file that it locks. */
const KINDS = isEndurance ? STORES : [FILE_STORE];

/** Long enough that nobody waits for it by chance. */
const LONG_MS = 30_000;

/** Makes a file with one token in it, and tells a process what to do: save another one. */
async function stage(kind: StoreKind): Promise<Act> {
  const root = freshFolder();
  const file = join(root, kind.fileName);
  await writeRows(kind, file, [rowOf("ann")]);
  return { root, file, store: kind, steps: [["saveToken", rowOf("bob")]] };
}

async function openFor(kind: StoreKind, file: string, lockTimeoutMs: number): Promise<OpenStore> {
  const store = await kind.open(file, { lockTimeoutMs });
  onTestFinished(() => store.close());
  return store;
}

/** Expects that a save works at once: long before it would stop waiting for the lock. */
async function savesAtOnce(kind: StoreKind, { root, file }: Act): Promise<void> {
  expect(existsSync(`${file}.lock`)).toBe(true);
  const store = await openFor(kind, file, LONG_MS);
  const started = performance.now();
  await saveRow(store, rowOf("carl"));
  expect(performance.now() - started).toBeLessThan(LONG_MS / 3);
  expect(await rowsIn(store)).toEqual([rowOf("ann"), rowOf("carl")]);
  expect(readdirSync(root)).toEqual([kind.fileName]);
}

/** Expects that a save is refused, that nothing has changed, and that reading goes on. */
async function isKeptOut(kind: StoreKind, { root, file }: Act): Promise<string> {
  const before = readFileSync(file);
  const names = readdirSync(root);
  const store = await openFor(kind, file, 100);
  const save = saveRow(store, rowOf("carl"));
  expect(await rowsIn(store)).toEqual([rowOf("ann")]);
  const { message } = await refusalOf(save);
  expect(message).toContain(`${file}.lock within 100 ms`);
  expect(await rowsIn(store)).toEqual([rowOf("ann")]);
  expect(readFileSync(file)).toEqual(before);
  expect(readdirSync(root)).toEqual(names);
  return message;
}

/** Waits until the system shows a process in a state, such as `T`, stopped. */
async function reaches(pid: number, state: string): Promise<void> {
  for (;;) {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    if (stat.slice(stat.lastIndexOf(")") + 2).startsWith(state)) return;
    await new Promise(setImmediate);
  }
}

/** Kills a process after the test. */
function started(child: ChildProcess): ChildProcess {
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

describe.runIf(process.platform === "linux").each(KINDS)("the lock of a $className", (kind) => {
  it("is replaced at once when its holder was killed", async () => {
    const play = await stage(kind);
    await act({ ...play, watch: { name: "kill", at: "rename", when: "before" } });
    await savesAtOnce(kind, play);
  });

  it("is replaced at once when its holder is a zombie, whose parent has not asked for it", async () => {
    const play = await stage(kind);
    const kill = { ...play, watch: { name: "kill", at: "rename", when: "before" } } as const;
    const parent = started(startActing(kill, ["sh", "-c", '"$@" & echo $!; exec sleep 60', "sh"]));
    const [pid] = parent.stdout === null ? [] : await once(parent.stdout, "data");
    await reaches(Number(pid), "Z");
    await savesAtOnce(kind, play);
  });

  it("is kept by a holder that is stopped, which saves when it goes on", async () => {
    const play = await stage(kind);
    const holder = started(startActing({ ...play, watch: { name: "stop", before: "rename" } }));
    await reaches(holder.pid ?? 0, "T");
    expect(await isKeptOut(kind, play)).toContain(`process ${holder.pid} on ${os.hostname()}`);
    const ended = once(holder, "close");
    holder.kill("SIGCONT");
    await ended;
    const store = await openFor(kind, play.file, LONG_MS);
    expect(await rowsIn(store)).toEqual([rowOf("ann"), rowOf("bob")]);
    await saveRow(store, rowOf("carl"));
    expect(await rowsIn(store)).toHaveLength(3);
    expect(readdirSync(play.root)).toEqual([kind.fileName]);
  });

  it("is kept by a holder in a container, whose processes cannot be seen", async ({ skip }) => {
    const container = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const isPossible = spawn(container[0] ?? "", [...container.slice(1), "true"]);
    const [status] = await Promise.race([once(isPossible, "close"), once(isPossible, "error")]);
    if (status !== 0) return skip("a space of processes cannot be made here");
    const play = await stage(kind);
    const stop = { ...play, watch: { name: "stop", before: "rename" } } as const;
    // The first process of a container cannot be stopped, so the holder is the second one.
    started(startActing(stop, [...container, "sh", "-c", '"$@"; exit', "sh"]));
    // The file and its second name, the new content and the lock: it is about to rename.
    while (readdirSync(play.root).length < 4) await new Promise(setImmediate);
    await isKeptOut(kind, play);
  });
});

/** A lock as this process makes it, changed a little. */
async function writeLock(file: string, changes: object): Promise<void> {
  const durable = await DurableFile.at(file);
  await durable.lock();
  const holder = JSON.parse(readFileSync(`${file}.lock`, "utf8")) as object;
  durable.unlock();
  const lock = { ...holder, nonce: randomUUID(), ...changes };
  writeFileSync(`${file}.lock`, JSON.stringify(lock));
}

describe.each(KINDS)("a lock beside a $className", (kind) => {
  it("is respected when it names a living process", async () => {
    const play = await stage(kind);
    await writeLock(play.file, {});
    expect(await isKeptOut(kind, play)).toContain(`process ${process.pid} on`);
  });

  it.runIf(process.platform !== "win32")(
    "is replaced when its process number was given to another process",
    async () => {
      const play = await stage(kind);
      await writeLock(play.file, { startedAt: "long ago" });
      await savesAtOnce(kind, play);
    },
  );

  it("is respected when it names a process of another machine", async () => {
    const play = await stage(kind);
    await writeLock(play.file, { host: "elsewhere", boot: "another", pid: 2 ** 30 });
    expect(await isKeptOut(kind, play)).toContain(`process ${2 ** 30} on elsewhere`);
  });

  it.each([
    ["empty", ""],
    ["full of zeros", "\0".repeat(200)],
  ])("is replaced when a power loss has left it %s", async (_, content) => {
    const play = await stage(kind);
    writeFileSync(`${play.file}.lock`, content);
    await savesAtOnce(kind, play);
  });

  it("is respected when it is garbled, and was made since this machine has started", async () => {
    const play = await stage(kind);
    writeFileSync(`${play.file}.lock`, '{"nonce":');
    expect(await isKeptOut(kind, play)).toContain("a process that is not named");
  });

  it("is replaced when it is garbled, and was made before this machine has started", async () => {
    const play = await stage(kind);
    writeFileSync(`${play.file}.lock`, '{"nonce":');
    const uptime = vi.spyOn(os, "uptime").mockReturnValue(0);
    syncBuiltinESMExports();
    onTestFinished(() => {
      uptime.mockRestore();
      syncBuiltinESMExports();
    });
    await savesAtOnce(kind, play);
  });
});
