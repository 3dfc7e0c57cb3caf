/**
 * The steps of reading and replacing a file: each is one thing that is asked of the system.
 *
 * @module
 */
import {
  type BigIntStats,
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  fsync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  write,
} from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { refusal } from "../token-row.js";
import { codeOf, isAbsence } from "./file-errors.js";

/** There, folders cannot be synced, no inode is given again, and no open file can be replaced. */
export const ON_WINDOWS = process.platform === "win32";

/** Identifies a content. The change time is left out: a rename sets it. */
export function versionOf({ ino, size, mtimeNs }: BigIntStats): string {
  return `${ino}:${size}:${mtimeNs}`;
}

/** Opens a regular file. A pipe would wait for a writer, so nothing here waits. */
export function openToRead(path: string): number {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (fstatSync(file).isFile()) return file;
    throw refusal(`${path} is not a regular file.`);
  } catch (error) {
    closeQuietly(file);
    throw error;
  }
}

/** Closes a file of which nothing is wanted any more: what is to be kept was synced before. */
export function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // The system has given the number back all the same.
  }
}

/**
 * Gives a new file to the owner of the one that it will replace: a save by the administrator must not
 * lock the app out.
 *
 * @throws SDKException when that is not allowed.
 */
export function keepOwner(file: number, path: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old === undefined || ON_WINDOWS || old.uid === fstatSync(file).uid) return;
  try {
    fchownSync(file, old.uid, old.gid);
  } catch (error) {
    throw refusal(
      `${path} belongs to another user (number ${old.uid}), who could not read it any more. Save ` +
        "as that user.",
      error,
    );
  }
}

/** Writes all bytes, and waits until they are on the storage device. */
export async function writeAll(file: number, bytes: Uint8Array): Promise<void> {
  let written = 0;
  // One write can be short, on a full disk for example, without being an error.
  while (written < bytes.byteLength) {
    written += (await promisify(write)(file, bytes, written)).bytesWritten;
  }
  await promisify(fsync)(file);
}

/** Opens a folder to sync it: not on Windows, where the file system's journal decides alone. */
export function openFolder(path: string): number | null {
  return ON_WINDOWS ? null : openSync(path, "r");
}

/** Waits until the names in a folder are on the storage device. */
export async function syncFolder(folder: number): Promise<void> {
  try {
    await promisify(fsync)(folder);
  } catch (error) {
    // Some network file systems cannot sync a folder: there is nothing more to do on them.
    if (codeOf(error) !== "EINVAL" && codeOf(error) !== "ENOTSUP") throw error;
  }
}

/** Waits until the names in a folder, which is opened for that, are on the storage device. */
export async function syncFolderAt(path: string): Promise<void> {
  const folder = openFolder(path);
  if (folder === null) return;
  await syncFolder(folder).finally(() => closeQuietly(folder));
}

/** Follows links; for a file that does not exist yet, those of its folder, which is made. */
export async function realPath(path: string): Promise<string> {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  try {
    if (isThere) return await realpath(path);
    await makeFolder(dirname(resolve(path)));
    return join(await realpath(dirname(resolve(path))), basename(path));
  } catch (error) {
    if (!isThere || !isAbsence(error)) throw error;
    throw refusal(`${path} is a link to nothing. Remove or mend it.`, error);
  }
}

/** Makes a folder, and those above it that are missing, so that they outlast a power loss. */
async function makeFolder(path: string): Promise<void> {
  const topmost = mkdirSync(path, { recursive: true, mode: 0o700 });
  if (topmost === undefined) return;
  for (let made = path; made.length >= topmost.length; made = dirname(made)) {
    await syncFolderAt(dirname(made));
  }
}
