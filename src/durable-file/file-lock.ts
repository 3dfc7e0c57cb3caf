import { randomUUID } from "node:crypto";
import {
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  lutimesSync,
  openSync,
  readFileSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { uptime } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { SDKException } from "../sdk.js";
import { refusal } from "../token-row.js";
import { codeOf, isAbsence } from "./file-errors.js";
import { type Holder, holderHere, isGone, parseHolder } from "./lock-holder.js";
import type { ScratchFiles } from "./scratch-files.js";
import { closeQuietly } from "./steps.js";

/** A lock's file as it was found. */
interface FoundLock {
  /** Names this holding of the lock. */
  readonly nonce: string;

  /** `null` when the file does not tell. */
  readonly holder: Holder | null;

  /** Whether nobody holds it any more, and nobody will let go of it. */
  readonly isDead: boolean;

  /** Whether the holder was told that somebody waits. */
  readonly isWanted: boolean;
}

/**
 * A lock between processes: a file `NAME.lock` that exists while somebody holds it, and tells who.
 *
 * - It is made complete or not at all, by a hard link to a *claim*, a file that was written before.
 * - A holder that lives is never robbed, however long it takes; waiting has a limit.
 * - A holder that has ended is replaced at once, by one process only. To replace it, a process takes
 *   a *ticket* first: a lock in its turn, of which there is one for each holding of the lock.
 *
 * Not promised: that waiting processes come in the order of their arrival; anything on a file system
 * without hard links. A holder in another container cannot be seen, and is respected for a minute only.
 * Whether one on another machine lives cannot be told, so its lock has to be removed by hand.
 */
export class FileLock {
  readonly #path: string;
  readonly #scratch: ScratchFiles;
  readonly #timeoutMs: number;

  /** A file that tells that this process holds the lock. It is linked to where it shall tell so. */
  #claim = "";
  #nonce = "";

  /** Lets the next one in this process have its turn. */
  #endTurn: () => void = () => {};

  /** Whether the last holder has ended without letting go. */
  #isTakenOver = false;

  /** Whether another process waited when the lock was last let go: it comes first then. */
  #isWanted = false;

  /**
   * @param file - The path of the file to lock; the lock is beside it.
   * @param scratch - The scratch files of that file. Whoever has the lock may remove them all.
   * @param timeoutMs - How long to wait for other processes.
   */
  constructor(file: string, scratch: ScratchFiles, timeoutMs: number) {
    this.#path = `${file}.lock`;
    this.#scratch = scratch;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Waits until the lock is free, and takes it.
   *
   * @returns Whether it was taken over from a holder that has ended, in the middle of its work.
   * @throws SDKException when a process that may be living holds it for too long.
   */
  async acquire(): Promise<boolean> {
    const deadlineMs = performance.now() + this.#timeoutMs;
    this.#endTurn = await takeTurn(this.#path, this.#timeoutMs, () => this.#tooLong());
    try {
      await this.#waitForLock(deadlineMs);
    } catch (error) {
      this.#endTurn();
      throw error;
    }
    this.#scratch.sweep();
    return this.#isTakenOver;
  }

  /**
   * Lets go of the lock. Where its file cannot be removed, the next one who comes takes it over as
   * that of an ended process, if it is of this process; others have to wait for that.
   */
  release(): void {
    try {
      const found = readLock(this.#path);
      this.#isWanted = found?.isWanted ?? false;
      // Somebody may have removed it by hand, or thought us dead, and another one taken it.
      const isOthers = found !== null && found.holder !== null && found.nonce !== this.#nonce;
      if (!isOthers) unlinkSync(this.#path);
    } catch {
      leftBehind.add(this.#nonce);
    } finally {
      this.#endTurn();
    }
  }

  async #waitForLock(deadlineMs: number): Promise<void> {
    if (this.#isWanted) await delay(2 * LONGEST_PAUSE_MS);
    this.#isTakenOver = false;
    while (!this.#tryOnce()) {
      if (performance.now() > deadlineMs) throw this.#tooLong();
      // Differently long pauses, or else processes that came together would meet again and again.
      await delay(1 + Math.random() * (LONGEST_PAUSE_MS - 1));
    }
  }

  /** Claims the lock where nobody holds it. While others hold it, there is nothing of ours on disk. */
  #tryOnce(): boolean {
    const found = readLock(this.#path);
    if (found?.isDead === false) {
      markWanted(this.#path, found);
      return false;
    }
    try {
      this.#writeClaim();
      return this.#take(this.#path);
    } finally {
      this.#scratch.remove(this.#claim);
    }
  }

  /** Tries to make a lock ours: the lock itself, or a ticket. */
  #take(path: string): boolean {
    if (this.#linkClaim(path)) return true;
    const found = readLock(path);
    return found?.isDead === true && this.#replace(path, found.nonce);
  }

  /** Replaces the lock of an ended process, unless another process comes first. */
  #replace(path: string, nonce: string): boolean {
    const ticket = this.#scratch.path(nonce);
    if (!this.#take(ticket)) return false;
    try {
      // While the ticket is ours nobody else replaces this lock; but it may have been done before.
      if (readLock(path)?.nonce !== nonce) return false;
      renameSync(ticket, path);
      this.#scratch.expectLitter();
      this.#isTakenOver = true;
      return true;
    } finally {
      this.#scratch.remove(ticket);
    }
  }

  #linkClaim(path: string): boolean {
    try {
      linkSync(this.#claim, path);
      return true;
    } catch (error) {
      // Somebody was faster; or whoever had the lock has swept the claim away.
      if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOENT") return false;
      throw error;
    }
  }

  #writeClaim(): void {
    this.#nonce = randomUUID();
    this.#claim = this.#scratch.path();
    const text = JSON.stringify(holderHere(this.#nonce));
    writeFileSync(this.#claim, text, { flag: "wx", mode: 0o600 });
  }

  #tooLong(): SDKException {
    const holder = readLock(this.#path)?.holder;
    const who = holder ? `process ${holder.pid} on ${holder.host}` : "a process that is not named";
    return refusal(
      `cannot lock ${this.#path} within ${this.#timeoutMs} ms: ${who} holds it. If that process ` +
        "has ended, remove this file; if it hangs, end it.",
    );
  }
}

/** For each lock, ends when the last one who asked for it in this process has had its turn. */
const lastTurns = new Map<string, Promise<void>>();

/**
 * Waits until those before it in this process have had their turn. They come in the order in which
 * they asked, and none of them looks at the disk meanwhile.
 *
 * @returns What ends the turn.
 */
async function takeTurn(
  path: string,
  timeoutMs: number,
  tooLong: () => SDKException,
): Promise<() => void> {
  let end = () => {};
  const before = lastTurns.get(path);
  const own = new Promise<void>((resolve) => {
    end = resolve;
  });
  const last = Promise.all([before, own]).then(() => {
    if (lastTurns.get(path) === last) lastTurns.delete(path);
  });
  lastTurns.set(path, last);
  if (before === undefined || (await settlesWithin(before, timeoutMs))) return end;
  end();
  throw tooLong();
}

async function settlesWithin(promise: Promise<void>, timeoutMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(Math.min(timeoutMs, LONGEST_TIMER_MS), false, { signal: timer.signal });
  late.catch(() => {});
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

/** Set as the time of a lock's file, it tells the holder that somebody waits. */
const WANTED = 0;

/** The longest time between two looks whether the lock is free. */
const LONGEST_PAUSE_MS = 10;

/** No timer takes more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What this process has held, and could not remove. */
const leftBehind = new Set<string>();

/** Reads a lock's file; `null` when there is none. */
function readLock(path: string): FoundLock | null {
  try {
    const file = openSync(path, LOOK_ONLY);
    try {
      return describeLock(file);
    } finally {
      closeQuietly(file);
    }
  } catch (error) {
    if (isAbsence(error)) return null;
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? null : unknownLock(found);
  }
}

/** Reads an open lock's file: all that is told of it is of the same file. */
function describeLock(file: number): FoundLock {
  const found = fstatSync(file);
  const isSmallFile = found.isFile() && found.size <= LONGEST_HOLDER;
  const text = isSmallFile ? readFileSync(file, "utf8") : null;
  const holder = text === null ? null : parseHolder(text);
  if (holder === null) return unknownLock(found, text !== null && BLANK.test(text));
  const isDead = leftBehind.has(holder.nonce) || isGone(holder, Date.now() - found.ctimeMs);
  return { nonce: holder.nonce, holder, isDead, isWanted: found.mtimeMs === WANTED };
}

/**
 * Describes a lock that does not tell its holder. A power loss can leave it blank, since it is not
 * synced; that of a living holder never is, since it is linked when it is complete. Whatever was there
 * before this machine has started is nobody's any more either.
 */
function unknownLock(found: Stats, isBlank = false): FoundLock {
  const startedAtMs = Date.now() - uptime() * 1000;
  // Its number on the disk, in the form of a nonce: nothing here is trusted to be one.
  const nonce = `00000000-0000-0000-0000-${found.ino.toString(16).padStart(12, "0")}`;
  return { nonce, holder: null, isDead: isBlank || found.ctimeMs < startedAtMs, isWanted: false };
}

/** What a power loss makes of a file whose bytes were not on the device yet. */
const BLANK = /^\0*$/;

/** Tells the holder that somebody waits. It is a courtesy: where it fails, nothing is lost. */
function markWanted(path: string, { holder, isWanted }: FoundLock): void {
  // Marking sets the time by which the age of a lock is known, so each is marked once at most.
  if (holder === null || isWanted) return;
  try {
    lutimesSync(path, WANTED, WANTED);
  } catch {
    // It was let go in this moment, or belongs to another user.
  }
}

/** More bytes than a holder ever takes. */
const LONGEST_HOLDER = 4096;

/** Somebody may have put a link or a pipe there: the one is not followed, the other not waited at. */
const LOOK_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
