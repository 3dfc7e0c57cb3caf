import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CommandError } from "./command-error.js";

/**
 * Finds out before a long run whether a file can be written after it.
 *
 * @param what - Names the file in what is said of it, such as `the report r.json`.
 * @throws CommandError when its folder is missing, or is closed to this user.
 */
export async function checkWritable(what: string, file: string): Promise<void> {
  const folder = dirname(resolve(file));
  if (await isFolder(file)) throw cannotWrite(what, "it is a folder");
  if (!(await isFolder(folder))) throw cannotWrite(what, `there is no folder ${folder}`);
  if (!(await isOpen((await isThere(file)) ? file : folder, constants.W_OK))) {
    throw cannotWrite(what, "writing there is not allowed");
  }
}

/** Makes the error that tells why a file cannot be written. */
export function cannotWrite(what: string, reason: string): CommandError {
  return new CommandError(`cannot write ${what}: ${reason}`);
}

/** Tells whether there is anything under this name. */
export function isThere(path: string): Promise<boolean> {
  return isOpen(path, constants.F_OK);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function isOpen(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
