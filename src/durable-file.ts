import { randomUUID } from "node:crypto";
import {
  type BigIntStats,
  closeSync,
  fstatSync,
  fsync,
  lstatSync,
  openSync,
  renameSync,
  statSync,
} from "node:fs";
import { type FileHandle, open, realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { SDKException } from "./sdk.js";
import { refusal } from "./token-row.js";

/**
 * A file that is read whole and replaced whole, so that at every moment, a crash included, it holds
 * either the old content or the new one.
 *
 * A replacement over somebody else's change is refused. That is noticed by the file's inode, size and
 * time, in the same turn as the rename, so no other owner in this process comes in between.
 *
 * Not promised: several processes; one can come between the look and the rename. A process that is
 * killed while it writes can leave its temporary file beside the file (`.NAME.UUID.tmp`, mode 0600);
 * nothing reads it, and it may be deleted.
 */
export class DurableFile {
  /** The file itself, symbolic links followed once. Absolute. */
  readonly path: string;

  /** Identifies the content that was last read or written here; `null` when there was no file. */
  #version: string | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Points to a file, which need not exist yet. A symbolic link is followed, and stays a link.
   *
   * @param path - Relative to the current folder, or absolute.
   * @throws SDKException when `path` is not a path, is a link to nothing, or its folder is missing.
   */
  static async at(path: string): Promise<DurableFile> {
    if (typeof path !== "string" || path === "" || path.includes("\0")) {
      throw refusal("the path of a file must be a string that is not empty and holds no NUL.");
    }
    try {
      return new DurableFile(await realPath(path));
    } catch (error) {
      throw cannot("open", path, error);
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
      // Opening a pipe would wait for a writer: look before opening.
      if (!(await stat(this.path)).isFile()) throw refusal(`${this.path} is not a regular file.`);
      return await this.#readAll();
    } catch (error) {
      if (!isAbsence(error)) throw cannot("read", this.path, error);
      this.#version = null;
      return null;
    }
  }

  /**
   * Replaces the content. When it resolves, the bytes are on the storage device: they are written
   * to a file beside the old one and synced, that file is renamed over the old one, and the folder
   * is synced.
   *
   * The new file belongs to the user who runs this, and nobody else may read it (mode 0600).
   *
   * @throws SDKException when the file is not the one last read or written here, or when a step
   *   before the rename fails. The old content is still there then, and nothing is left beside it.
   * @throws SDKException when the folder cannot be synced. The new content is there then, but the
   *   old one may come back after a power loss.
   */
  async replace(bytes: Uint8Array): Promise<void> {
    try {
      // Before any change, so that what can fail fails early.
      const folder = openFolder(dirname(this.path));
      try {
        await this.#putInPlace(bytes);
        if (folder !== null) await this.#syncFolder(folder);
      } finally {
        if (folder !== null) closeSync(folder);
      }
    } catch (error) {
      throw cannot("write", this.path, error);
    }
  }

  async #readAll(): Promise<Uint8Array> {
    const handle = await open(this.path, "r");
    try {
      const version = versionOf(await handle.stat({ bigint: true }));
      const bytes = await handle.readFile();
      if (version !== versionOf(await handle.stat({ bigint: true }))) {
        throw refusal(`${this.path} was changed while it was being read. Try again.`);
      }
      this.#version = version;
      return bytes;
    } finally {
      await handle.close();
    }
  }

  async #putInPlace(bytes: Uint8Array): Promise<void> {
    const temporary = join(dirname(this.path), `.${basename(this.path)}.${randomUUID()}.tmp`);
    const handle = await open(temporary, "wx", 0o600);
    try {
      const version = await writeAll(handle, bytes);
      // One turn, so that no other owner in this process comes between the look and the rename.
      this.#refuseForeignChange();
      renameSync(temporary, this.path);
      this.#version = version;
    } catch (error) {
      // What went wrong first is what the caller has to know.
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  async #syncFolder(folder: number): Promise<void> {
    try {
      await promisify(fsync)(folder);
    } catch (error) {
      // Some network file systems cannot sync a folder: there is nothing more to do on them.
      if (codeOf(error) === "EINVAL" || codeOf(error) === "ENOTSUP") return;
      const truth = `${this.path} has its new content, but a power loss may bring the old one back`;
      throw refusal(`${truth}: ${reasonOf(error)}.`, error);
    }
  }

  #refuseForeignChange(): void {
    const found = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    const version = found === undefined ? null : versionOf(found);
    if (version === this.#version) return;
    throw refusal(
      `${this.path} was changed by somebody else since it was last read. ` +
        "Nothing was written; the next call reads it again.",
    );
  }
}

/** Writes and syncs all bytes, and gives the version of what was written. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<string> {
  try {
    let written = 0;
    // One write can be short, on a full disk for example, without being an error.
    while (written < bytes.byteLength) written += (await handle.write(bytes, written)).bytesWritten;
    await handle.sync();
    return versionOf(fstatSync(handle.fd, { bigint: true }));
  } finally {
    await handle.close();
  }
}

/** Opens a folder to sync it: not on Windows, where the file system's journal decides alone. */
function openFolder(path: string): number | null {
  return process.platform === "win32" ? null : openSync(path, "r");
}

/** Identifies a content. The change time is left out: a rename sets it. */
function versionOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}:${size}:${mtimeNs}`;
}

/** Follows links; for a file that does not exist yet, those of its folder. */
async function realPath(path: string): Promise<string> {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  try {
    if (isThere) return await realpath(path);
    return join(await realpath(dirname(resolve(path))), basename(path));
  } catch (error) {
    if (!isAbsence(error)) throw error;
    if (isThere) throw refusal(`${path} is a link to nothing. Remove or mend it.`, error);
    throw refusal(`the folder of ${path} does not exist. Make it first.`, error);
  }
}

function isAbsence(error: unknown): boolean {
  return codeOf(error) === "ENOENT";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Keeps a refusal as it is, and wraps anything else: Node's messages name paths, never content. */
function cannot(verb: string, path: string, error: unknown): SDKException {
  if (error instanceof SDKException) return error;
  return refusal(`cannot ${verb} ${path}: ${reasonOf(error)}.`, error);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
