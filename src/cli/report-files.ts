import { realpathSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Report } from "../../spec/index.js";
import type { ReportOptions } from "../../spec/report/style.js";
import { CommandError, messageOf } from "./command-error.js";
import { FORMAT_NAMES, type Format, isFormat, render, SINGLE_FORMATS } from "./report-formats.js";
import { cannotWrite, checkWritable } from "./writable.js";

/** The reports that are wanted besides the text, or in its place. */
export interface WantedReports {
  /** The files to write beside what is printed. */
  readonly reports: readonly ReportFile[];

  /** The format to print in the place of the text. */
  readonly printed?: Format;
}

/** A report to write. */
export interface ReportFile {
  readonly format: Format;

  /** The file, as it was typed. */
  readonly file: string;
}

/** Stands for standard output where a file is named. */
const STANDARD_OUTPUT = "-";

/**
 * Reads the values of `--report`.
 *
 * @param values - Each `FORMAT=FILE`, or several of them between commas.
 * @param harnesses - The harness files, which no report may overwrite.
 * @throws CommandError when a value has another form, two of them name one file, or one has no room
 *   for so many stores.
 */
export function toWantedReports(
  values: readonly string[],
  harnesses: readonly string[],
): WantedReports {
  const wanted = values.flatMap((value) => value.split(",")).map(toReportFile);
  const single = wanted.find(({ format }) => SINGLE_FORMATS.includes(format));
  if (single !== undefined && harnesses.length > 1) {
    throw new CommandError(`a ${single.format} shows one store; check one FILE at a time for it`);
  }
  const isPrinted = ({ file }: ReportFile) => file === STANDARD_OUTPUT;
  const reports = wanted.filter((report) => !isPrinted(report));
  refuseOverwriting(reports, harnesses);
  const [printed, ...others] = wanted.filter(isPrinted);
  if (others.length > 0) {
    throw new CommandError("one report can go to standard output; name a file for the others");
  }
  return { reports, ...(printed === undefined ? {} : { printed: printed.format }) };
}

function refuseOverwriting(reports: readonly ReportFile[], harnesses: readonly string[]): void {
  const taken = new Set(harnesses.map(truePath));
  for (const { file } of reports) {
    if (taken.has(truePath(file))) {
      throw new CommandError(`--report would overwrite ${file}; name a file of its own`);
    }
    taken.add(truePath(file));
  }
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
    const formats = FORMAT_NAMES.join(", ");
    throw new CommandError(`--report takes FORMAT=FILE, FORMAT one of ${formats}; not "${text}"`);
  }
  return { format, file };
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
  for (const { format, file } of files) {
    try {
      await writeFile(file, render(format, reports, options));
    } catch (error) {
      throw cannotWrite(`the report ${file}`, messageOf(error));
    }
  }
}
