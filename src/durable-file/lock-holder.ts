/**
 * Who holds a lock, and whether that process is still there.
 *
 * A process number alone does not tell: numbers are given again. Together with the time at which the
 * process started, it does.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { codeOf } from "./file-errors.js";

/** Who holds a lock, as it is written in the lock's file. */
export interface Holder {
  /** Names this one holding of the lock: a random UUID, never used again. */
  readonly nonce: string;

  readonly pid: number;

  /** When the process started, in words of its system; `null` where the system does not tell. */
  readonly startedAt: string | null;

  /** The name of the machine, or of the container. */
  readonly host: string;

  /** Names the running of the machine from one start to the next; `null` where it has no name. */
  readonly boot: string | null;

  /** Within which processes its number counts: a container has some of its own. `null` likewise. */
  readonly space: string | null;
}

/** Describes this process as the holder of a lock. */
export function holderHere(nonce: string): Holder {
  return { nonce, ...here() };
}

/**
 * Tells whether a holder has ended without letting go. When in doubt it has not: of a process on
 * another machine nothing is known, and a process that is stopped goes on one day. But nobody holds
 * a lock from before this machine was started, when its disk is not shared.
 *
 * A process in another container of this machine cannot be seen. It counts as ended after a minute,
 * which is long for a save: a container that is killed and started again must not be locked out.
 *
 * @param ageMs - For how long it has held the lock, in milliseconds.
 */
export function isGone(holder: Holder, ageMs: number): boolean {
  const { host, boot, space } = here();
  // Where it was the same machine, it was started again since, and all processes with it.
  if (holder.boot !== boot) return holder.host === host || ageMs > uptime() * 1000;
  if (boot === null && holder.host !== host) return false;
  return holder.space === space ? hasEnded(holder) : ageMs > LONGEST_UNSEEN_MS;
}

/**
 * Reads a holder from the content of a lock's file.
 *
 * @returns `null` when it is something else. The nonce becomes part of a file's name, so it is
 *   checked with care.
 */
export function parseHolder(text: string): Holder | null {
  try {
    const { nonce, pid, host, ...more } = JSON.parse(text) as Record<string, unknown>;
    if (typeof nonce !== "string" || !/^[0-9a-f-]{36}$/.test(nonce)) return null;
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return null;
    if (typeof host !== "string") return null;
    const [startedAt, boot, space] = [more.startedAt, more.boot, more.space].map(textOrNull);
    return {
      nonce,
      pid,
      host,
      startedAt: startedAt ?? null,
      boot: boot ?? null,
      space: space ?? null,
    };
  } catch {
    return null;
  }
}

/** How long a process that cannot be seen may hold a lock, in milliseconds. */
const LONGEST_UNSEEN_MS = 60_000;

/** The start of a process that has ended, and whose parent has not looked after it yet. */
const ENDED = "ended";

/** Found out once: none of it changes while a process runs. */
let ourselves: Omit<Holder, "nonce"> | undefined;

function here(): Omit<Holder, "nonce"> {
  ourselves ??= {
    pid: process.pid,
    startedAt: startOf(process.pid),
    host: hostname(),
    boot: onLinux(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    space: onLinux(() => readlinkSync("/proc/self/ns/pid")),
  };
  return ourselves;
}

function onLinux(read: () => string): string | null {
  try {
    return process.platform === "linux" ? read() : null;
  } catch {
    return null;
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function hasEnded(holder: Holder): boolean {
  if (!isRunning(holder.pid)) return true;
  const startedAt = startOf(holder.pid);
  if (startedAt === ENDED) return true;
  if (startedAt === null || holder.startedAt === null) return false;
  return startedAt !== holder.startedAt;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error tells that it is there, and that we may not signal it.
    return codeOf(error) !== "ESRCH";
  }
}

function startOf(pid: number): string | null {
  try {
    if (process.platform === "linux") return startOnLinux(pid);
    return process.platform === "win32" ? null : startByPs(pid);
  } catch {
    return null;
  }
}

/** Gives the count of clock ticks from the start of the machine to that of the process. */
function startOnLinux(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return ENDED;
  return fields[19] ?? "";
}

function startByPs(pid: number): string {
  const answer = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [state = "", ...start] = answer.trim().split(/\s+/);
  return state.startsWith("Z") ? ENDED : start.join(" ");
}
