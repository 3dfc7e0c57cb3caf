/**
 * Who holds a lock, and whether that process is still there.
 *
 * A process number alone does not tell: numbers are given again. Together with the time at which the
 * process started, it does.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock, as it is written in the lock's file. */
export interface Holder {
  /** Names this one holding of the lock: a random UUID, never used again. */
  readonly nonce: string;

  readonly pid: number;

  /** The name of the machine, or of the container. */
  readonly host: string;

  /** When the process started, in words of its system; `null` where the system does not tell. */
  readonly startedAt: string | null;
}

/** Describes this process as the holder of a lock. */
export function holderHere(nonce: string): Holder {
  ownStart ??= startOf(process.pid);
  return { nonce, pid: process.pid, host: hostname(), startedAt: ownStart };
}

/**
 * Tells whether a holder has ended without letting go. When in doubt it has not: of a process on
 * another machine nothing is known, and a process that is stopped goes on one day.
 */
export function isGone(holder: Holder): boolean {
  if (holder.host !== hostname()) return false;
  if (!isRunning(holder.pid)) return true;
  const startedAt = startOf(holder.pid);
  if (startedAt === null || holder.startedAt === null) return false;
  return startedAt !== holder.startedAt;
}

/**
 * Reads a holder from the content of a lock's file.
 *
 * @returns `null` when it is something else. The nonce becomes part of a file's name, so it is
 *   checked with care.
 */
export function parseHolder(text: string): Holder | null {
  try {
    const { nonce, pid, host, startedAt } = JSON.parse(text) as Record<string, unknown>;
    if (typeof nonce !== "string" || !/^[0-9a-f-]{36}$/.test(nonce)) return null;
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid <= 0) return null;
    if (typeof host !== "string") return null;
    return { nonce, pid, host, startedAt: typeof startedAt === "string" ? startedAt : null };
  } catch {
    return null;
  }
}

/** The start of a process that has ended, and whose parent has not looked after it yet. */
const ENDED = "ended";

/** Asked for once: it does not change. */
let ownStart: string | null | undefined;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Any other error tells that it is there, and that we may not signal it.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
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

/** The count of clock ticks begins anew with each boot, so the boot belongs to it. */
function startOnLinux(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return ENDED;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${fields[19]}`;
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
