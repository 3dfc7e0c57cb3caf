import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { randomFrom } from "../stores/arrange.js";
import { act, BUILT, NODE_OPTIONS } from "./rig/actor.js";
import { tell } from "./rig/figures.js";
import { newFolder } from "./rig/folders.js";
import { type OpenStore, rowOf, rowsIn, rowsInFile, type StoreKind } from "./rig/stores.js";

/** How many processes save to the file at a time. */
const WRITERS = 4;

/** After how many saves a process is killed at most, and how long after the last of them. */
const MOST_SAVES = 4;
const LONGEST_WAIT_MS = 15;

/** Where the moments of the kills start. Set `SEED` to have similar ones again. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));

/** A process that saves one user until it is killed, and notes what was acknowledged. */
interface Writing {
  readonly user: string;
  readonly file: string;
  readonly log: string;
  readonly store: StoreKind;
}

/**
 * Kills processes at random moments, while they save to one file: each saves a user of its own.
 * Expects that nothing that was acknowledged is lost, and that the file can be read after each kill.
 */
export async function expectNothingLost(kind: StoreKind, kills: number): Promise<void> {
  const folder = newFolder();
  const file = join(folder, kind.fileName);
  const reader = await kind.open(file);
  const random = randomFrom(SEED);
  const writings: Writing[] = [];
  const killAgainAndAgain = async () => {
    while (writings.length < kills) {
      const user = `user ${String(writings.length).padStart(4, "0")}`;
      const writing = { user, file, log: join(newFolder(), "log"), store: kind };
      writings.push(writing);
      await killOnce(writing, Math.floor(random() * MOST_SAVES), random() * LONGEST_WAIT_MS);
      await reader.getTokens();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, killAgainAndAgain));
  expect(await lossesIn(reader, writings), `SEED=${SEED}`).toEqual([]);
  await reader.close();
  await expectTidyAfterOneSave(kind, folder, file);
}

/** Starts a process and kills it when it has saved so many times, and waited for so long. */
async function killOnce(writing: Writing, saves: number, waitMs: number): Promise<void> {
  const writer = startWriter(writing);
  const complaints: string[] = [];
  writer.stderr?.setEncoding("utf8").on("data", (text: string) => complaints.push(text));
  const ended = once(writer, "close");
  const told = new Promise<void>((resolve) => {
    let signs = 0;
    writer.stdout?.setEncoding("utf8").on("data", (text: string) => {
      signs += text.length;
      if (signs > saves) resolve();
    });
  });
  await Promise.race([told, ended]);
  await delay(waitMs);
  writer.kill("SIGKILL");
  await ended;
  expect(complaints).toEqual([]);
}

function startWriter({ user, ...writing }: Writing): ChildProcess {
  const program = fileURLToPath(new URL("rig/write.mjs", import.meta.url));
  const row = JSON.stringify(rowOf(user, "VERSION"));
  const argument = JSON.stringify({ ...writing, row, built: BUILT });
  return spawn(process.execPath, [...NODE_OPTIONS, program, argument], {
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Gives the users of whom something is lost that was acknowledged. */
async function lossesIn(reader: OpenStore, writings: readonly Writing[]): Promise<string[]> {
  const rows = new Map((await rowsIn(reader)).map((row) => [row.user_name, row]));
  let saves = 0;
  const losses = writings.filter(({ user, log }) => {
    const acknowledged = readFileSync(log, "utf8").split("\n").length - 1;
    saves += acknowledged;
    // The kill may have come after one more save, and before its note.
    const last = acknowledged === 0 ? undefined : rowOf(user, acknowledged - 1);
    return ![last, rowOf(user, acknowledged)].some((row) => isDeepStrictEqual(row, rows.get(user)));
  });
  expect(saves).toBeGreaterThan(writings.length / 2);
  tell(`${writings.length} kills, ${saves} acknowledged saves, ${losses.length} users lost any`);
  return losses.map(({ user }) => user);
}

/** Expects that one save by a new process leaves nothing beside the file. */
async function expectTidyAfterOneSave(kind: StoreKind, folder: string, file: string) {
  const before = readdirSync(folder);
  const save = ["saveToken", rowOf("zoe")] as const;
  await act({ root: folder, file, store: kind, steps: [save] });
  expect(await rowsInFile(kind, file)).toContainEqual(rowOf("zoe"));
  expect(readdirSync(folder)).toEqual([kind.fileName]);
  tell(`${kind.className}: ${before.length} files after the last kill, 1 after the next save`);
}
