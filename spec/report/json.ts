/**
 * A report for programs.
 *
 * @module
 */
import type { Report } from "../check.js";
import { pageOf, type ReportOptions } from "./style.js";

/**
 * Prints a report as JSON: an object for one report, an array for a list of them.
 *
 * @returns Indented JSON that ends with a line break.
 */
export function toJson(reports: Report | readonly Report[], options: ReportOptions = {}): string {
  const shape = (report: Report) => toShape(report, options);
  const value = "clauses" in reports ? shape(reports) : reports.map(shape);
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The keys are named one by one, so that the shape is promised here and nothing slips in. */
function toShape(report: Report, options: ReportOptions): Report {
  const { store, contract, seed, summary, clauses } = report;
  const { passed, failed, blocked, notClaimed } = summary;
  return {
    store,
    contract,
    seed,
    summary: { passed, failed, blocked, notClaimed },
    clauses: clauses.map((result) => ({
      id: result.id,
      method: result.method,
      level: result.level,
      title: result.title,
      verdict: result.verdict,
      calls: result.calls,
      expected: result.expected,
      actual: result.actual,
      why: result.why,
      docs: pageOf(result, options),
      ...(result.replay === undefined ? {} : { replay: result.replay }),
    })),
  };
}
