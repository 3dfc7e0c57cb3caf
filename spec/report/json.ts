/**
 * A report for programs.
 *
 * @module
 */
import type { Report } from "../check.js";

/**
 * Prints a report as JSON: an object for one report, an array for a list of them.
 *
 * @returns Indented JSON that ends with a line break.
 */
export function toJson(reports: Report | readonly Report[]): string {
  const value = "clauses" in reports ? toShape(reports) : reports.map(toShape);
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The keys are named one by one, so that the shape is promised here and nothing slips in. */
function toShape({ store, contract, seed, summary, clauses }: Report): Report {
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
      docs: result.docs,
      ...(result.replay === undefined ? {} : { replay: result.replay }),
    })),
  };
}
