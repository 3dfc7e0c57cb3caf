import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect } from "vitest";
import { run } from "../../src/cli/run.js";
import { project } from "./project.js";
import { recorder } from "./recorder.js";

/** The SDK that most projects of these tests list. */
export const OFFICIAL = "@zohocrm/typescript-sdk-8.0";

/** Runs `copy` in a folder, and gives the status and what was printed. */
async function copy(cwd: string, ...argv: readonly string[]) {
  const io = recorder({ cwd });
  const status = await run(["copy", ...argv], io);
  return { status, ...io.printed };
}

/** Copies what must succeed, and gives what was printed. */
export async function copied(cwd: string, ...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await copy(cwd, ...argv);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

/** Copies what must fail, and gives the one line that says why. */
export async function faultOf(cwd: string, ...argv: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await copy(cwd, ...argv);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  const [, line = ""] = /^zoho-token-store: ([^\n]*)\n$/.exec(stderr) ?? [];
  return line;
}

/** Everything in a folder, links not followed: files with their content, the others as they are. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    content[relative(folder, path)] = entry.isFile() ? await readFile(path, "utf8") : "no file";
  }
  return content;
}

/** A package.json of a project in ECMAScript modules that depends on these packages. */
export const listing = (packages: object, more: object = {}) =>
  JSON.stringify({ type: "module", dependencies: packages, ...more });

/** A project whose app uses the official SDK. */
export const officialProject = (files: Readonly<Record<string, string>> = {}) =>
  project({ "package.json": listing({ [OFFICIAL]: "3.0.0" }), ...files });

/** Reads a file, whose path is given in parts. */
export const read = (...path: readonly string[]) => readFile(join(...path), "utf8");
