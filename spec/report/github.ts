/**
 * A report for GitHub Actions, as annotations of the run.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { describeFailure } from "./failure.js";
import { oneLine } from "./lines.js";
import { leadsOf, type ReportOptions, toList } from "./style.js";
import { notClaimed, sayCount, sayVerdict } from "./verdict.js";

/** How many errors, and how many warnings, GitHub shows of one step; the log has all of them. */
const MOST_SHOWN = 10;

/** One annotation: what GitHub calls a workflow command. */
interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly file: string | null;
  readonly title: string;
  readonly message: string;
}

/**
 * Prints reports as workflow commands of GitHub Actions, a line each, which have to go to standard
 * output: an error for each failed MUST, a warning for each failed SHOULD (an error too where it
 * binds), and for each store a notice that says whether it conforms, and what was not claimed.
 *
 * GitHub shows 10 errors and 10 warnings of a step at the most: the first ones, in reading order.
 * Where there are more, a last notice says how many.
 */
export function toGithub(reports: Report | readonly Report[], options: ReportOptions = {}): string {
  const list = toList(reports);
  const failures = list.flatMap((report) => failuresOf(report, options));
  const verdicts = list.map((report) => verdictOf(report, options));
  return [...failures, ...verdicts, ...totalOf(failures)].map(toCommand).join("");
}

function failuresOf(report: Report, options: ReportOptions): Annotation[] {
  const failed = report.clauses.filter(({ verdict }) => verdict === "failed");
  return failed.map((result) => ({
    level: levelOf(result, options),
    file: options.fileOf?.(report) ?? null,
    title: `${oneLine(report.store)}, ${result.method}: ${result.title}`,
    message: describeFailure(result, leadsOf(result, report, options)),
  }));
}

function levelOf({ level }: ClauseResult, { isStrict }: ReportOptions): Annotation["level"] {
  return level === "MUST" || isStrict === true ? "error" : "warning";
}

function verdictOf(report: Report, options: ReportOptions): Annotation {
  return {
    level: "notice",
    file: options.fileOf?.(report) ?? null,
    title: oneLine(report.store),
    message: [sayVerdict(report, options.isStrict), ...notClaimed(report)].join("\n"),
  };
}

function totalOf(failures: readonly Annotation[]): Annotation[] {
  const count = (wanted: string) => failures.filter(({ level }) => level === wanted).length;
  const [errors, warnings] = [count("error"), count("warning")];
  if (Math.max(errors, warnings) <= MOST_SHOWN) return [];
  const total = `${sayCount(errors, "error")} and ${sayCount(warnings, "warning")} in all`;
  const message = `${total}; GitHub shows at most ${MOST_SHOWN} of each, and the log shows all.`;
  return [{ level: "notice", file: null, title: "zoho-token-store", message }];
}

function toCommand({ level, file, title, message }: Annotation): string {
  const place = file === null ? "" : `file=${escapeProperty(file)},`;
  return `::${level} ${place}title=${escapeProperty(title)}::${escapeMessage(message)}\n`;
}

/** A command ends with its line, so the lines of a message are parted by a code. */
function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Colons and commas end a property. */
function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
