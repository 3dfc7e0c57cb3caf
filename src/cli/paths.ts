import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Io } from "./io.js";

/** Says where something is, seen from a folder, with forward slashes on every system. */
export function pathFrom(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, "/") || ".";
}

/** Tells whether a path is a folder, or lies somewhere in it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  // From one drive of Windows to another there is no relative way.
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}

/**
 * Says where a file is in the repository: in the one that GitHub Actions has checked out, or where
 * it has not, below the current folder.
 *
 * @returns `null` for a file outside of it.
 */
export function pathInRepository(
  file: string,
  { env, cwd }: Pick<Io, "env" | "cwd">,
): string | null {
  const path = resolve(cwd(), file);
  const root = env.GITHUB_WORKSPACE || cwd();
  return isWithin(root, path) ? pathFrom(root, path) : null;
}

/** Follows the links in a path, as far as it exists. */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPath(parent), basename(path));
  }
}

/** Writes a path as one word of a shell. */
export function shellWord(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
