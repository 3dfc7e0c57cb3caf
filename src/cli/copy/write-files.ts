import { randomUUID } from "node:crypto";
import { lstat, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { CommandError, isAbsence, reasonOf } from "../command-error.js";
import { pathFrom } from "../paths.js";
import type { PlannedFile } from "./plan-copy.js";

/** What becomes of a file; `unchanged` when it is there already, with the same content. */
export type Outcome = "written" | "replaced" | "unchanged";

/** A file, and what has become of it. */
export interface WrittenFile extends PlannedFile {
  readonly outcome: Outcome;
}

/** Where to write, and how. */
export interface Destination {
  /** The folder to write in, absolute; it is made where there is none. */
  readonly folder: string;

  /** From where errors name files. */
  readonly cwd: string;

  /** Whether files with other content may be replaced. */
  readonly force: boolean;
}

/**
 * Writes files into a folder. All of them are looked at before the first is written.
 *
 * Nothing is written outside of the folder: a link in the place of a file is replaced, never
 * followed, and a link in the place of a folder is refused.
 *
 * @returns The files in the same order.
 * @throws CommandError when a file is there with other content and `force` is not set, or when what
 *   is there is no file; nothing was written then.
 * @throws CommandError when a file or a folder cannot be made.
 */
export async function writeFiles(
  files: readonly PlannedFile[],
  to: Destination,
): Promise<WrittenFile[]> {
  // In order, the folder of the copy comes first: its name is ".".
  const folders = [...new Set(files.map(({ path }) => posix.dirname(path)))].sort();
  for (const folder of folders) await checkFolder(folder, to);
  const looked: WrittenFile[] = [];
  for (const file of files) looked.push({ ...file, outcome: await lookAt(file, to) });
  if (!to.force) refuseToReplace(looked, to);
  for (const folder of folders) {
    await attempt("make", folder, to, (path) => mkdir(path, { recursive: true }));
  }
  for (const file of looked) await write(file, to);
  return looked;
}

async function checkFolder(folder: string, to: Destination): Promise<void> {
  const found = await attempt("look at", folder, to, (path) => ifThere(lstat(path)));
  if (found === null || found.isDirectory()) return;
  // The folder of the copy was named by the one who wants it, and may be a link to a folder.
  const target = await attempt("look at", folder, to, (path) => ifThere(stat(path)));
  if (folder === "." && target?.isDirectory()) return;
  const kind = found.isSymbolicLink() ? "a link" : "a file";
  throw new CommandError(`${shown(folder, to)} is in the way: it is ${kind}, not a folder`);
}

async function lookAt({ path: file, text }: PlannedFile, to: Destination): Promise<Outcome> {
  const found = await attempt("look at", file, to, (path) => ifThere(lstat(path)));
  if (found === null) return "written";
  if (found.isSymbolicLink()) return "replaced";
  if (!found.isFile()) throw new CommandError(`${shown(file, to)} is in the way: it is no file`);
  const bytes = await attempt("read", file, to, (path) => readFile(path));
  return bytes.equals(Buffer.from(text)) ? "unchanged" : "replaced";
}

function refuseToReplace(files: readonly WrittenFile[], to: Destination): void {
  const others = files.filter(({ outcome }) => outcome === "replaced");
  if (others.length === 0) return;
  const names = others.map(({ path }) => shown(path, to)).join(", ");
  throw new CommandError(
    `nothing was written, for these files are there with other content: ${names}; ` +
      "--force replaces them",
  );
}

async function write({ path: file, text, outcome }: WrittenFile, to: Destination): Promise<void> {
  if (outcome === "unchanged") return;
  await attempt("write", file, to, async (path) => {
    if (outcome === "replaced") await replace(path, text);
    // Fails where something has appeared since it was looked for, a link included.
    else await writeFile(path, text, { flag: "wx" });
  });
}

/** What is replaced stays whole until all of the new content is on the disk. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Does something with a file or folder of the copy, and says in one line why it cannot be done. */
async function attempt<T>(
  verb: string,
  file: string,
  to: Destination,
  work: (path: string) => Promise<T>,
): Promise<T> {
  try {
    return await work(join(to.folder, file));
  } catch (error) {
    throw new CommandError(`cannot ${verb} ${shown(file, to)}: ${reasonOf(error)}`);
  }
}

async function ifThere<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

function shown(file: string, { folder, cwd }: Destination): string {
  return pathFrom(cwd, join(folder, file));
}
