import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { BUILT } from "./rig/actor.js";
import { tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";

const PROCESSES = 8;

/**
 * Lets processes meet the lock of a dead one, all at once and again and again. Every second time, one
 * more has died while it was replacing that lock. Expects that no two of them have it together.
 */
export async function expectOneAtATime(rounds: number): Promise<void> {
  const dead = await lockOfDeadProcess();
  const processes = Array.from({ length: PROCESSES }, start);
  const anyEnded = Promise.race(processes.map((one) => once(one, "exit")));
  try {
    for (let round = 0; round < rounds; round++) {
      const folder = newFolder();
      const [file, log] = [join(folder, "file"), join(newFolder(), "log")];
      const lock = { ...dead, nonce: randomUUID() };
      writeFileSync(`${file}.lock`, JSON.stringify(lock));
      const ticket = JSON.stringify({ ...dead, nonce: randomUUID() });
      if (round % 2 === 1) writeFileSync(join(folder, `.file.${lock.nonce}.tmp`), ticket);
      const turns = Promise.all(processes.map((one) => tellToLock(one, file, log)));
      await Promise.race([turns, anyEnded]);
      expectTurns(readFileSync(log, "utf8"));
      expect(readdirSync(folder)).toEqual([]);
    }
  } finally {
    for (const one of processes) one.kill("SIGKILL");
  }
  tell(`${rounds} dead locks, met by ${PROCESSES} processes: never two that had one together`);
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL("rig/lock.mjs", import.meta.url)), [BUILT]);
}

/** Gives the content of a lock that a process has left behind. */
async function lockOfDeadProcess(): Promise<object> {
  const file = join(newFolder(), "file");
  const holder = start();
  holder.send({ file, isLast: true });
  await once(holder, "exit");
  return JSON.parse(readFileSync(`${file}.lock`, "utf8")) as object;
}

async function tellToLock(one: ChildProcess, file: string, log: string): Promise<void> {
  one.send({ file, log });
  await once(one, "message");
}

/** Expects that each process has let go before the next one had it. */
function expectTurns(log: string): void {
  const turns = log.trim().split(/(?<=lets go)\n/);
  expect(turns).toHaveLength(PROCESSES);
  for (const turn of turns) expect(turn).toMatch(/^(\d+) has it\n\1 lets go$/);
}
