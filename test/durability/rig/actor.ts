import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TokenRow } from "../../../src/token-row.js";
import type { StoreKind } from "./stores.js";

/** A call on a store: a method and its argument. A token is given as its row. */
export type Step =
  | readonly ["saveToken", TokenRow]
  | readonly ["deleteToken", string]
  | readonly ["deleteTokens"];

/** What a process does to its own file-system calls; see `act.mjs`. */
export type Watch =
  | { name: "kill"; at: number | string; when: "before" | "during" | "after" }
  | { name: "copy"; into: string }
  | { name: "record" }
  | { name: "stop"; before: string };

/** What a process shall do. It ends by killing itself. */
export interface Act {
  /** The folder whose calls are watched. */
  readonly root: string;
  readonly file: string;
  readonly store: StoreKind;
  readonly steps: readonly Step[];

  /** How many calls are made at once. @defaultValue 1 */
  readonly inFlight?: number;
  readonly watch?: Watch;

  /** Whether the calls of opening the store are watched as well. */
  readonly isOpeningWatched?: boolean;

  /** @defaultValue 60,000: longer than any process has to wait here. */
  readonly lockTimeoutMs?: number;
}

/** A file-system call that was made. */
export interface Recorded {
  readonly number: number;
  readonly name: string;
  readonly path: string;

  /** The number of the call that opened the file; `null` when a path was given. */
  readonly opened: number | null;

  /** The second path of a call that takes two. */
  readonly to: string | null;

  /** What was written, in Base64. */
  readonly bytes: string | null;
  readonly hasFailed: boolean;
}

/** Where the compiled package is: processes start faster on it than on the sources. */
export const BUILT = fileURLToPath(new URL("../../../dist/src", import.meta.url));

/**
 * How Node is started. A process that lives for less than a second does best without compiling
 * anything a second time for speed: that is a third of what it would cost.
 */
export const NODE_OPTIONS = ["--liftoff-only", "--no-opt"];

/** Starts a process that acts, and waits for its end. Gives what it told, which needs no end. */
export async function act(
  play: Act,
  through: readonly string[] = [],
): Promise<{ calls: Recorded[] | null; isKilled: boolean }> {
  const child = startActing(play, through);
  const [told, complaints] = [collect(child, "stdout"), collect(child, "stderr")];
  const [, signal] = await once(child, "close");
  if (complaints.join("") !== "") throw new Error(complaints.join(""));
  const calls = told.length === 0 ? null : (JSON.parse(told.join("")) as Recorded[]);
  return { calls, isKilled: signal === "SIGKILL" };
}

/**
 * Starts a process that acts.
 *
 * @param through - A command that runs the one that follows it.
 */
export function startActing(play: Act, through: readonly string[] = []): ChildProcess {
  const program = fileURLToPath(new URL("act.mjs", import.meta.url));
  const argument = JSON.stringify({ ...play, built: BUILT });
  const node = [process.execPath, ...NODE_OPTIONS, program, argument];
  const [command = "", ...args] = [...through, ...node];
  return spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
}

function collect(child: ChildProcess, stream: "stdout" | "stderr"): string[] {
  const texts: string[] = [];
  child[stream]?.setEncoding("utf8").on("data", (text: string) => texts.push(text));
  return texts;
}
