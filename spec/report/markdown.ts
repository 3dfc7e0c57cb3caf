/**
 * A report for a pull request or a wiki.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { describeFailure } from "./failure.js";
import { oneLine } from "./lines.js";
import { addressOf, byMethod, leadsOf, MARKS, type ReportOptions, toList } from "./style.js";
import { notClaimed, sayVerdict } from "./verdict.js";

/** Prints reports as Markdown: a section a store, with the counts, the clauses and the failures. */
export function toMarkdown(
  reports: Report | readonly Report[],
  options: ReportOptions = {},
): string {
  const sections = toList(reports).map((report) => section(report, options));
  return `${sections.join("\n\n")}\n`;
}

function section(report: Report, options: ReportOptions): string {
  const { passed, failed, blocked, notClaimed: unclaimed } = report.summary;
  return [
    `# ${escapeMarkdown(report.store)}`,
    escapeMarkdown(sayVerdict(report, options.isStrict)),
    table(
      ["contract", "seed", "passed", "failed", "blocked", "not claimed"],
      [[report.contract, report.seed, passed, failed, blocked, unclaimed].map(String)],
    ),
    ...notClaimed(report).map((reason) => `- ${escapeMarkdown(reason)}`),
    ...Array.from(byMethod(report.clauses), ([method, results]) => methodSection(method, results)),
    ...failures(report, options),
  ].join("\n\n");
}

function methodSection(method: string, results: readonly ClauseResult[]): string {
  const rows = results.map((result) => [
    `${escapeMarkdown(result.title)} (\`${result.id}\`)`,
    result.level,
    `${MARKS[result.verdict]} ${sayVerdictOf(result)}`,
  ]);
  return `## ${escapeMarkdown(method)}\n\n${table(["clause", "level", "verdict"], rows)}`;
}

function sayVerdictOf({ verdict, actual }: ClauseResult): string {
  if (verdict === "blocked") return `blocked: ${escapeMarkdown(actual)}`;
  return verdict === "not-claimed" ? "not claimed" : verdict;
}

function failures(report: Report, options: ReportOptions): string[] {
  const failed = report.clauses.filter(({ verdict }) => verdict === "failed");
  if (failed.length === 0) return [];
  const described = failed.map((result) => {
    const text = describeFailure(result, leadsOf(result, report, options));
    return [
      `### ${escapeMarkdown(`${result.method}: ${result.title}`)}`,
      fence(text),
      ...pageLink(result, options),
    ].join("\n\n");
  });
  return ["## Failures", ...described];
}

/** In a block of code no address is a link, so that it stands below the block once more. */
function pageLink({ docs }: ClauseResult, { docsSite }: ReportOptions): string[] {
  const address = addressOf(docs, docsSite);
  return address === null ? [] : [`[Mistakes behind it, and their repair](<${address}>)`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A fence has to be longer than every run of backticks inside it. */
function fence(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const ticks = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${ticks}text\n${text}\n${ticks}`;
}

/** Text that comes from a harness may hold anything: it becomes one line without markup. */
function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_[\]<>|#&~!]/g, (character) => `\\${character}`);
}
