import { realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Report } from "../../spec/index.js";
import { toJson } from "../../spec/report/json.js";
import { toJunit } from "../../spec/report/junit.js";
import { toMarkdown } from "../../spec/report/markdown.js";
import type { ReportOptions } from "../../spec/report/style.js";
import { CommandError, messageOf } from "./command-error.js";
import { cannotWrite, checkWritable } from "./writable.js";

/** A report to write. */
export interface ReportFile {
  readonly format: Format;

  /** The file, as it was typed. */
  readonly file: string;
}

const FORMATS = { json: toJson, junit: toJunit, markdown: toMarkdown } as const;

/** The name of a report format. */
export type Format = keyof typeof FORMATS;

/**
 * Reads the values of `--report`.
 *
 * @param values - Each `FORMAT=FILE`, or several of them between commas.
 * @param harnesses - The harness files, which no report may overwrite.
 * @throws CommandError when a value has another form, or two of them name one file.
 */
export function toReportFiles(
  values: readonly string[],
  harnesses: readonly string[],
): ReportFile[] {
  const reports = values.flatMap((value) => value.split(",")).map(toReportFile);
  const taken = new Set(harnesses.map(truePath));
  for (const { file } of reports) {
    if (taken.has(truePath(file))) {
      throw new CommandError(`--report would overwrite ${file}; name a file of its own`);
    }
    taken.add(truePath(file));
  }
  return reports;
}

/** Follows links: writing through one overwrites what it leads to. */
function truePath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file); // There is no such file yet.
  }
}

function toReportFile(text: string): ReportFile {
  const [, format = "", file = ""] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!isFormat(format) || file === "") {
    const formats = Object.keys(FORMATS).join(", ");
    throw new CommandError(`--report takes FORMAT=FILE, FORMAT one of ${formats}; not "${text}"`);
  }
  return { format, file };
}

function isFormat(text: string): text is Format {
  return Object.hasOwn(FORMATS, text);
}

/**
 * Finds out before a long run whether its reports can be written after it.
 *
 * @throws CommandError when a folder is missing, or is closed to this user.
 */
export async function checkReportFiles(reports: readonly ReportFile[]): Promise<void> {
  for (const { file } of reports) await checkWritable(`the report ${file}`, file);
}

/**
 * Writes the reports.
 *
 * @throws CommandError when a file cannot be written.
 */
export async function writeReportFiles(
  files: readonly ReportFile[],
  reports: readonly Report[],
  options: ReportOptions,
): Promise<void> {
  // One store's report is an object; an array is for those who asked for several.
  const [only, ...others] = reports;
  const written = only !== undefined && others.length === 0 ? only : reports;
  for (const { format, file } of files) {
    try {
      await writeFile(file, FORMATS[format](written, options));
    } catch (error) {
      throw cannotWrite(`the report ${file}`, messageOf(error));
    }
  }
}
