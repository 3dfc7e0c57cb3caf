/**
 * A report for a person at a terminal.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { describeFailure } from "./failure.js";
import { oneLine } from "./lines.js";
import {
  byMethod,
  leadsOf,
  MARKS,
  type Paint,
  painter,
  styleOf,
  type TextOptions,
  widthOf,
} from "./style.js";
import { toTable } from "./table.js";
import { describeSummary, describeVerdict } from "./verdict.js";

/**
 * Prints one store's report: the contract method by method with a mark a clause, then every failure
 * in detail, and the verdict last, where a terminal stops scrolling.
 */
export function toText(report: Report, options: TextOptions = {}): string {
  const paint = painter(options);
  return join([
    heading(report, paint),
    ...Array.from(byMethod(report.clauses), ([method, results]) =>
      [paint(method, "bold"), ...results.flatMap((result) => clauseLines(result, paint))].join(
        "\n",
      ),
    ),
    ...failures(report, options),
    describeSummary(report, options),
  ]);
}

/**
 * Prints the reports of several stores: the table, then every failure store by store, and the
 * verdicts last.
 */
export function toComparison(reports: readonly Report[], options: TextOptions = {}): string {
  const paint = painter(options);
  return join([
    toTable(reports, options).trimEnd(),
    ...reports.flatMap((report) => {
      const found = failures(report, options);
      return found.length === 0 ? [] : [heading(report, paint), ...found];
    }),
    reports.map((report) => describeVerdict(report, options)).join("\n"),
  ]);
}

/** Parts stand an empty line apart; the last line ends. */
function join(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}

function heading({ store, contract, seed }: Report, paint: Paint): string {
  return `${paint(oneLine(store), "bold")}  contract ${contract}, seed ${seed}`;
}

function clauseLines(result: ClauseResult, paint: Paint): string[] {
  const style = styleOf(result);
  const mark = paint(MARKS[result.verdict], style);
  const title = result.verdict === "not-claimed" ? paint(result.title, style) : result.title;
  const level = result.level === "SHOULD" ? `  ${paint("SHOULD", "dim")}` : "";
  const id = result.verdict === "failed" ? `  ${paint(result.id, "dim")}` : "";
  const line = `  ${mark} ${title}${level}${id}`;
  if (result.verdict !== "blocked") return [line];
  return [line, paint(`      blocked: ${oneLine(result.actual)}`, "dim")];
}

function failures(report: Report, options: TextOptions): string[] {
  const paint = painter(options);
  const failed = report.clauses.filter((result) => result.verdict === "failed");
  // What binds comes first: it is what to mend first.
  failed.sort((one, other) => Number(one.level === "SHOULD") - Number(other.level === "SHOULD"));
  return failed.map((result, index) => {
    const title = paint(`${MARKS.failed} ${result.method}: ${result.title}`, styleOf(result));
    const position = paint(`(failure ${index + 1} of ${failed.length})`, "dim");
    const described = describeFailure(result, {
      isColored: options.isColored ?? false,
      width: widthOf(options) - 2,
      ...leadsOf(result, report, options),
    });
    return [`${title}  ${position}`, ...described.split("\n").map(indent)].join("\n");
  });
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}
