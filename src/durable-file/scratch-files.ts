import { randomUUID } from "node:crypto";
import { readdirSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAbsence } from "./file-errors.js";

/**
 * The short-lived files beside a file: `.NAME.UUID.tmp`.
 *
 * They are made under names that nobody can guess, and removed by whoever made them. Those of a
 * process that was killed are removed by a later one.
 */
export class ScratchFiles {
  readonly #folder: string;
  readonly #start: string;

  /** Whether none can be there but those in use. At first, killed processes may have left some. */
  #isSwept = false;

  /** @param file - The absolute path of the file that they are beside. */
  constructor(file: string) {
    this.#folder = dirname(file);
    this.#start = `.${basename(file)}.`;
  }

  /** Gives the path of a scratch file, by default of a new one. */
  path(uuid: string = randomUUID()): string {
    return join(this.#folder, `${this.#start}${uuid}.tmp`);
  }

  /** Removes one, if it is there. Where it cannot be removed, a later sweep does it. */
  remove(path: string): void {
    if (!remove(path)) this.#isSwept = false;
  }

  /** Tells that a process was killed, and may have left some. */
  expectLitter(): void {
    this.#isSwept = false;
  }

  /**
   * Removes all of them, if any can be there that are not in use. What cannot be removed waits for
   * the next sweep; nothing is lost by that, since nobody reads it.
   */
  sweep(): void {
    if (this.#isSwept) return;
    try {
      const left = readdirSync(this.#folder).filter((name) => this.#isScratch(name));
      this.#isSwept = left.map((name) => remove(join(this.#folder, name))).every(Boolean);
    } catch {
      // The folder cannot be listed: the next sweep tries again.
    }
  }

  #isScratch(name: string): boolean {
    return name.startsWith(this.#start) && UUID_TMP.test(name.slice(this.#start.length));
  }
}

/** Removes a file, and tells whether it is gone. */
function remove(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch (error) {
    return isAbsence(error);
  }
}

const UUID_TMP = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;
