import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CommandError, isAbsence, reasonOf } from "./command-error.js";
import { pathFrom } from "./paths.js";

/** What is used of a `package.json`. */
export interface Manifest {
  /** The folder that it is in. */
  readonly folder: string;

  /** The version of the package; empty where it has none. */
  readonly version: string;

  /** Whether its `.js` and `.ts` files are ECMAScript modules; CommonJS otherwise. */
  readonly isModule: boolean;

  /** The packages that it lists, for whatever purpose, with the version that it asks for. */
  readonly packages: ReadonlyMap<string, string>;
}

// The package names itself, so that this holds for the sources and for the compiled files.
const OWN_FILE = createRequire(import.meta.url).resolve("zoho-token-store/package.json");

/** The folder of this package, wherever it is installed. */
export const OWN_FOLDER = dirname(OWN_FILE);

/**
 * Says what the path of one of this package's pages starts with, seen from a folder: with
 * `node_modules/zoho-token-store/` where the package is installed, with nothing in its own folder.
 */
export function docsRoot(cwd: string): string {
  const installed = join("node_modules", "zoho-token-store");
  let folder = cwd;
  while (!existsSync(join(folder, installed)) && folder !== dirname(folder)) {
    folder = dirname(folder);
  }
  const isInstalled = existsSync(join(folder, installed));
  const path = pathFrom(cwd, isInstalled ? join(folder, installed) : OWN_FOLDER);
  return path === "." ? "" : `${path}/`;
}

/** Reads the `package.json` of this package. */
export async function ownManifest(): Promise<Manifest> {
  return toManifest(OWN_FOLDER, await readFile(OWN_FILE, "utf8"));
}

/**
 * Finds the `package.json` that holds for a folder: its own, or that of the nearest folder above.
 *
 * @param folder - An absolute path; it need not exist yet.
 * @param cwd - From where errors name the file.
 * @returns `null` where there is none.
 * @throws CommandError when the nearest one cannot be read.
 */
export async function nearestManifest(folder: string, cwd: string): Promise<Manifest | null> {
  const file = join(folder, "package.json");
  try {
    return toManifest(folder, await readFile(file, "utf8"));
  } catch (error) {
    if (!isAbsence(error)) {
      throw new CommandError(`cannot read ${pathFrom(cwd, file)}: ${reasonOf(error)}`);
    }
  }
  const parent = dirname(folder);
  return parent === folder ? null : nearestManifest(parent, cwd);
}

function toManifest(folder: string, text: string): Manifest {
  // npm, too, overlooks the mark that some editors put before the text.
  const content: Readonly<Record<string, unknown>> = Object(
    JSON.parse(text.replace(/^\uFEFF/, "")),
  );
  const { version, type, dependencies, devDependencies } = content;
  const { peerDependencies, optionalDependencies } = content;
  // Of a package that is listed twice, the last one counts: it is what the app runs with.
  const lists = [peerDependencies, optionalDependencies, devDependencies, dependencies];
  return {
    folder,
    version: typeof version === "string" ? version : "",
    isModule: type === "module",
    packages: new Map(lists.flatMap((list) => Object.entries<string>(Object(list)))),
  };
}
