import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { OWN_FOLDER } from "../manifest.js";

/** The seam. What it leads to is decided anew for each project, so no import is followed past it. */
export const SEAM = "sdk.ts";

/** Reads a file of the folder `src`, as this package ships it. */
export function readSource(file: string): Promise<string> {
  return readFile(join(OWN_FOLDER, "src", file), "utf8");
}

/**
 * Follows the imports of a file to all the files that it needs beside it and the seam.
 *
 * @param file - A path from the folder `src`.
 * @returns Such paths: the file first, then the others in the order of their names.
 */
export async function followImports(file: string): Promise<string[]> {
  const files = new Set([file]);
  // A set that grows while it is walked is walked to its new end.
  for (const importer of files) {
    for (const name of importedNames(await readSource(importer))) {
      // The sources name the file that the compiler makes of the imported one.
      const imported = posix.join(posix.dirname(importer), name).replace(/\.js$/, ".ts");
      if (name.startsWith(".") && imported !== SEAM) files.add(imported);
    }
  }
  const [, ...others] = files;
  return [file, ...others.sort()];
}

/**
 * Names the packages that files import.
 *
 * @param sources - The texts of the files.
 * @returns The names in order; `node` stands for the modules of Node.
 */
export function packagesIn(sources: readonly string[]): string[] {
  const names = sources.flatMap(importedNames).filter((name) => !name.startsWith("."));
  return [...new Set(names.map(toPackage))].sort();
}

/** Reads the import and export statements of a file, each of which ends with its line. */
function importedNames(source: string): string[] {
  const statements = source.matchAll(/^(?:import|export|\}).*? from "([^"]+)";$/gm);
  return Array.from(statements, ([, name = ""]) => name);
}

function toPackage(name: string): string {
  if (name.startsWith("node:")) return "node";
  const parts = name.split("/");
  return parts.slice(0, name.startsWith("@") ? 2 : 1).join("/");
}
