import { randomUUID } from "node:crypto";
import { linkSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { SDKException } from "../sdk.js";
import { refusal } from "../token-row.js";
import { codeOf } from "./file-errors.js";
import { leaveBehind, markWanted, readLock } from "./lock-file.js";
import { holderHere } from "./lock-holder.js";
import type { ScratchFiles } from "./scratch-files.js";
import { takeTurn } from "./turns.js";

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
    const endTurn = await takeTurn(this.#path, this.#timeoutMs);
    if (endTurn === null) throw this.#tooLong();
    this.#endTurn = endTurn;
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
      leaveBehind(this.#nonce);
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

/** The longest time between two looks whether the lock is free. */
const LONGEST_PAUSE_MS = 10;
