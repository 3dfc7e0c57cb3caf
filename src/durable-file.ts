import { fstatSync, linkSync, openSync, readFile, renameSync, statSync, unlinkSync } from "node:fs";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";
import { fileRefusal, isAbsence, reasonOf } from "./durable-file/file-errors.js";
import { FileLock } from "./durable-file/file-lock.js";
import { ScratchFiles } from "./durable-file/scratch-files.js";
import {
  closeQuietly,
  keepOwner,
  ON_WINDOWS,
  openFolder,
  openToRead,
  realPath,
  syncFolder,
  syncFolderAt,
  versionOf,
  writeAll,
} from "./durable-file/steps.js";
import { refusal } from "./token-row.js";

/** How a file is shared with other processes. */
export interface SharingOptions {
  /**
   * How long a save waits for other processes that save to the same file, in milliseconds.
   *
   * @defaultValue 10,000
   */
  readonly lockTimeoutMs?: number;
}

/**
 * A file that is read whole and replaced whole, so that at every moment, a crash and a power loss
 * included, it holds either the old content or the new one.
 *
 * Any number of processes may share it. They read whenever they like; to change it, each locks it,
 * reads it again if others have changed it, and replaces it. A change by a program that takes no
 * lock is refused to be overwritten where it is noticed: by the file's inode, size and time.
 *
 * Not promised: that such a change is noticed when it comes between the last look and the rename;
 * anything on a file system without hard links, or on one that is shared over a network. On Windows
 * folders cannot be synced, so a power loss may bring the old content back.
 */
export class DurableFile {
  /** The file itself, symbolic links followed once. Absolute. */
  readonly path: string;
  readonly #scratch: ScratchFiles;
  readonly #lock: FileLock;

  /** What was last read or written here; `null` when there was no file. */
  #known: KnownContent | null = null;

  private constructor(path: string, lockTimeoutMs: number) {
    this.path = path;
    this.#scratch = new ScratchFiles(path);
    this.#lock = new FileLock(path, this.#scratch, lockTimeoutMs);
  }

  /**
   * Points to a file, which need not exist yet. A symbolic link is followed, and stays a link. A
   * folder that is missing is made, for its owner alone (mode 0700).
   *
   * @param path - Relative to the current folder, or absolute.
   * @throws SDKException when `path` is not a path, is a link to nothing, or its folder cannot be made.
   */
  static async at(path: string, { lockTimeoutMs = 10_000 }: SharingOptions = {}) {
    if (typeof path !== "string" || path === "" || path.includes("\0")) {
      throw refusal("the path of a file must be a string that is not empty and holds no NUL.");
    }
    if (basename(path) !== path.slice(-basename(path).length)) {
      throw refusal(`${path} is the path of a folder: it ends in a slash. Name a file in it.`);
    }
    if (typeof lockTimeoutMs !== "number" || !(lockTimeoutMs >= 0)) {
      throw refusal("lockTimeoutMs must be a number of milliseconds, 0 or more.");
    }
    try {
      return new DurableFile(await realPath(path), lockTimeoutMs);
    } catch (error) {
      throw fileRefusal(`open ${path}`, error);
    }
  }

  /** Tells, by one look, whether the file is still what was last read or written here. */
  isUnchanged(): boolean {
    try {
      return versionOf(statSync(this.path, { bigint: true })) === this.#known?.version;
    } catch (error) {
      // Where the look fails for another reason, reading will tell it.
      return isAbsence(error) && this.#known === null;
    }
  }

  /**
   * Reads the whole content.
   *
   * @returns The bytes; `null` when there is no file. A file that cannot be read is never `null`.
   * @throws SDKException when there is something that is not a readable regular file.
   * @throws SDKException when the file is changed while it is being read.
   */
  async read(): Promise<Uint8Array | null> {
    try {
      return await this.#readAll(openToRead(this.path));
    } catch (error) {
      if (!isAbsence(error)) throw fileRefusal(`read ${this.path}`, error);
      this.close();
      return null;
    }
  }

  /**
   * Keeps other processes from replacing the file until `unlock`.
   *
   * @throws SDKException when another process holds the lock for too long, or no lock can be made.
   */
  async lock(): Promise<void> {
    try {
      if (await this.#lock.acquire()) await this.#finishForOther();
    } catch (error) {
      throw fileRefusal(`lock ${this.path}`, error);
    }
  }

  /** Lets other processes replace the file again. */
  unlock(): void {
    this.#lock.release();
  }

  /**
   * Replaces the content; only between `lock` and `unlock`. When it resolves, the bytes are on the
   * storage device: they are written to a file beside the old one and synced, that file is renamed
   * over the old one, and the folder is synced.
   *
   * The new file belongs to the owner of the old one, and nobody else may read it (mode 0600).
   *
   * @throws SDKException when the file is not the one last read or written here, when nobody may
   *   write it, when it belongs to somebody else, or when a step fails. The old content is there then.
   */
  async replace(bytes: Uint8Array): Promise<void> {
    try {
      // Before any change, so that what can fail fails early.
      const folder = openFolder(dirname(this.path));
      try {
        await this.#putInPlace(bytes, folder);
      } finally {
        if (folder !== null) closeQuietly(folder);
      }
    } catch (error) {
      throw fileRefusal(`write ${this.path}`, error);
    }
  }

  /** Gives back what it takes to notice changes. What is read or written next is not the last. */
  close(): void {
    if (this.#known?.file != null) closeQuietly(this.#known.file);
    this.#known = null;
  }

  /**
   * Syncs the folder, in the place of a process that was killed. If it was killed between renaming and
   * syncing, what is read here could be gone after a power loss, and would have been built upon.
   */
  async #finishForOther(): Promise<void> {
    try {
      await syncFolderAt(dirname(this.path));
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  async #readAll(file: number): Promise<Uint8Array> {
    try {
      const version = versionOf(fstatSync(file, { bigint: true }));
      const bytes = await promisify(readFile)(file);
      if (version !== versionOf(fstatSync(file, { bigint: true }))) {
        throw refusal(`${this.path} was changed while it was being read. Try again.`);
      }
      this.#remember(file, version);
      return bytes;
    } catch (error) {
      closeQuietly(file);
      throw error;
    }
  }

  async #putInPlace(bytes: Uint8Array, folder: number | null): Promise<void> {
    const temporary = this.#scratch.path();
    const file = openSync(temporary, "wx", 0o600);
    try {
      keepOwner(file, this.path);
      await writeAll(file, bytes);
      const version = versionOf(fstatSync(file, { bigint: true }));
      await this.#moveHere(temporary, folder);
      this.#remember(file, version);
    } catch (error) {
      closeQuietly(file);
      this.#scratch.remove(temporary);
      throw error;
    }
  }

  /** The old file keeps a second name until the folder is synced, so that it can be brought back. */
  async #moveHere(temporary: string, folder: number | null): Promise<void> {
    const old = this.#linkOld();
    try {
      this.#refuseOthersChange();
      renameSync(temporary, this.path);
      if (folder !== null) await this.#syncOrBringBack(folder, old);
    } finally {
      if (old !== null) this.#scratch.remove(old);
    }
  }

  /** Gives the file that is there a second name; `null` when there is none. */
  #linkOld(): string | null {
    const old = this.#scratch.path();
    try {
      linkSync(this.path, old);
      return old;
    } catch (error) {
      if (isAbsence(error)) return null;
      throw error;
    }
  }

  #refuseOthersChange(): void {
    const found = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    if (!this.isUnchanged()) {
      throw refusal(
        `${this.path} was changed by a program that does not lock it. Nothing was written; the ` +
          "next call reads it again.",
      );
    }
    if (found !== undefined && (found.mode & ANY_MAY_WRITE) === 0n) {
      throw refusal(`${this.path} is read-only. Allow its owner to write it (chmod u+w).`);
    }
  }

  async #syncOrBringBack(folder: number, old: string | null): Promise<void> {
    try {
      await syncFolder(folder);
    } catch (error) {
      this.#bringBack(old, error);
      throw error;
    }
  }

  #bringBack(old: string | null, reason: unknown): void {
    try {
      if (old === null) unlinkSync(this.path);
      else renameSync(old, this.path);
    } catch {
      const truth = `${this.path} has its new content, but a power loss may bring the old one back`;
      throw refusal(`${truth}: ${reasonOf(reason)}.`, reason);
    }
  }

  /**
   * Remembers what was read or written. The file is held open: as long as it is, no other file gets
   * its inode. Windows never gives one again, and lets no file be replaced that is open.
   */
  #remember(file: number, version: string): void {
    this.close();
    if (ON_WINDOWS) closeQuietly(file);
    this.#known = { version, file: ON_WINDOWS ? null : file };
  }
}

/** A content that was read or written. */
interface KnownContent {
  readonly version: string;

  /** The open file; `null` where it need not be held. */
  readonly file: number | null;
}

const ANY_MAY_WRITE = 0o222n;
