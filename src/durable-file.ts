import { randomUUID } from "node:crypto";
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { refusal } from "./token-row.js";

/**
 * A file that is read whole and replaced whole, so that at every moment, a crash included, it holds
 * either the old content or the new one.
 *
 * Not promised: two owners of one file at the same time. A replacement over somebody else's change
 * is refused when it is noticed; between the check and the rename there is a moment when it is not.
 */
export class DurableFile {
  /** The file itself, symbolic links followed once. */
  readonly path: string;

  /** Identifies the content that was last read or written here; `null` when there was no file. */
  #version: string | null = null;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Points to a file, which need not exist yet. A symbolic link is followed, and stays a link.
   *
   * @throws SDKException when `path` is a link to nothing.
   */
  static async at(path: string): Promise<DurableFile> {
    try {
      return new DurableFile(await realpath(path));
    } catch (error) {
      if (!isAbsence(error)) throw cannot("open", path, error);
      if (await exists(path)) throw refusal(`${path} is a link to a file that does not exist.`);
      return new DurableFile(resolve(path));
    }
  }

  /**
   * Reads the whole content.
   *
   * @returns The bytes; `null` when there is no file. A file that cannot be read is never `null`.
   * @throws SDKException when there is something that is not a readable regular file.
   */
  async read(): Promise<Uint8Array | null> {
    try {
      // A pipe would block on opening: look before opening.
      const { isFile } = await describe(this.path);
      if (!isFile) throw refusal(`${this.path} is not a regular file.`);
      return await this.#readAll();
    } catch (error) {
      if (!isAbsence(error)) throw cannot("read", this.path, error);
      this.#version = null;
      return null;
    }
  }

  /**
   * Replaces the content. When it resolves, the bytes are on the storage device: the file is
   * written beside the old one, synced, renamed over it, and the folder is synced.
   *
   * The new file belongs to its owner alone (mode 0600).
   *
   * @throws SDKException when the file is not the one last read or written here, or when any step
   *   fails. The old content is still there then, and nothing is left beside it.
   */
  async replace(bytes: Uint8Array): Promise<void> {
    try {
      await this.#refuseForeignChange();
      const version = await replaceFile(this.path, bytes);
      this.#version = version;
    } catch (error) {
      throw cannot("write", this.path, error);
    }
  }

  async #readAll(): Promise<Uint8Array> {
    const handle = await open(this.path, "r");
    try {
      const bytes = await handle.readFile();
      this.#version = (await describe(handle)).version;
      return bytes;
    } finally {
      await handle.close();
    }
  }

  async #refuseForeignChange(): Promise<void> {
    const version = await describe(this.path).then(
      (description) => description.version,
      (error: unknown) => {
        if (isAbsence(error)) return null;
        throw error;
      },
    );
    if (version === this.#version) return;
    throw refusal(
      `${this.path} was changed by somebody else since it was last read. ` +
        "Nothing was written; the next call reads it again.",
    );
  }
}

/** Writes all bytes to a private temporary file, syncs it, renames it into place, syncs the folder. */
async function replaceFile(path: string, bytes: Uint8Array): Promise<string> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, "wx", 0o600);
  try {
    const version = await writeAll(handle, bytes);
    await rename(temporary, path);
    await syncFolder(folder);
    return version;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<string> {
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return (await describe(handle)).version;
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows cannot open a folder; there the file system's journal decides. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Tells a file's kind and version. The change time is left out of the version: a rename sets it.
 */
async function describe(file: string | FileHandle): Promise<{ isFile: boolean; version: string }> {
  const facts =
    typeof file === "string"
      ? await stat(file, { bigint: true })
      : await file.stat({ bigint: true });
  return { isFile: facts.isFile(), version: `${facts.ino}:${facts.size}:${facts.mtimeNs}` };
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (isAbsence(error)) return false;
      throw cannot("open", path, error);
    },
  );
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** Keeps a refusal as it is; wraps anything else, whose message names the path and no content. */
function cannot(verb: string, path: string, error: unknown): Error {
  if (!(error instanceof Error) || !("syscall" in error)) return error as Error;
  return refusal(`cannot ${verb} ${path}: ${error.message}.`, error);
}
