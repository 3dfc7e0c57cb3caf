import { writeFile } from "node:fs/promises";
import { dirname, extname, relative, resolve } from "node:path";
import type { Report } from "../../spec/index.js";
import { toFrozenTest } from "../../spec/report/frozen-test.js";
import { count, sayCount } from "../../spec/report/verdict.js";
import { CommandError, messageOf } from "./command-error.js";
import { shellWord } from "./paths.js";
import { cannotWrite, checkWritable, isThere } from "./writable.js";

/** What vitest takes for a test, unless it is configured otherwise. */
const TEST_FILE = /\.(test|spec)\.[cm]?[jt]s$/;

/**
 * Reads the value of `--freeze`.
 *
 * @param harnesses - The harness files: the tests are on one store.
 * @throws CommandError when it names no test file, or there are several stores.
 */
export function toFrozenFile(file: string, harnesses: readonly string[]): string {
  if (!TEST_FILE.test(file)) {
    throw new CommandError(
      `--freeze takes a test file, whose name ends like .test.ts or .spec.mjs; not "${file}"`,
    );
  }
  if (harnesses.length > 1) {
    throw new CommandError("--freeze is for one store; name one harness file");
  }
  return file;
}

/**
 * Finds out before a long run whether the tests can be written after it.
 *
 * @throws CommandError when the file is there already, or nothing can be written in its place.
 */
export async function checkFrozenFile(file: string): Promise<void> {
  await checkWritable(file, file);
  if (await isThere(file)) {
    throw new CommandError(`--freeze would overwrite ${file}; name a new file, or remove it`);
  }
}

/**
 * Writes the failures of a report as tests.
 *
 * @param harness - The harness file, as it was typed.
 * @returns What was done, in a line; nothing is written where nothing has failed.
 * @throws CommandError when the file cannot be written.
 */
export async function freeze(report: Report, harness: string, file: string): Promise<string> {
  const failed = count(report, "failed");
  const should = count(report, "failed", "SHOULD");
  if (failed === 0) return `nothing failed, so ${file} was not written`;
  try {
    // Written only where there is still no file: it may have been made in the meantime.
    await writeFile(file, toFrozenTest(report, importOf(harness, file)), { flag: "wx" });
  } catch (error) {
    throw cannotWrite(file, messageOf(error));
  }
  const levels = should === 0 ? "" : ` (${should} SHOULD, which binds there)`;
  return `${sayCount(failed, "failure")}${levels} frozen in ${file}; try: npx vitest run ${shellWord(file)}`;
}

/** Says from where a test imports a harness; TypeScript names what it will be compiled to. */
function importOf(harness: string, file: string): string {
  const path = relative(dirname(resolve(file)), resolve(harness)).replaceAll("\\", "/");
  const isTypeScript = extname(file).endsWith("ts");
  const named = isTypeScript ? path.replace(/ts$/, "js") : path;
  return named.startsWith(".") ? named : `./${named}`;
}
