/**
 * The file of a lock: what it tells to those who find it.
 *
 * @module
 */
import {
  constants,
  fstatSync,
  lstatSync,
  lutimesSync,
  openSync,
  readFileSync,
  type Stats,
} from "node:fs";
import { uptime } from "node:os";
import { isAbsence } from "./file-errors.js";
import { type Holder, isGone, parseHolder } from "./lock-holder.js";
import { closeQuietly } from "./steps.js";

/** A lock's file as it was found. */
export interface FoundLock {
  /** Names this holding of the lock. */
  readonly nonce: string;

  /** `null` when the file does not tell. */
  readonly holder: Holder | null;

  /** Whether nobody holds it any more, and nobody will let go of it. */
  readonly isDead: boolean;

  /** Whether the holder was told that somebody waits. */
  readonly isWanted: boolean;
}

/** Reads a lock's file; `null` when there is none. */
export function readLock(path: string): FoundLock | null {
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
export function markWanted(path: string, { holder, isWanted }: FoundLock): void {
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

/** Set as the time of a lock's file, it tells the holder that somebody waits. */
const WANTED = 0;

/** Tells that a lock of this process could not be removed, so that it counts as nobody's here. */
export function leaveBehind(nonce: string): void {
  leftBehind.add(nonce);
}

/** What this process has held, and could not remove. */
const leftBehind = new Set<string>();
