import { clauses, METHODS, type Report } from "../../spec/index.js";
import { MARKS } from "../../spec/report/style.js";
import { clauseLink, escapeText, table } from "./markdown.js";
import { titleOf } from "./subjects.js";

/** Says what the marks in {@link clauseTables} mean. */
export const LEGEND =
  "✓ passed, ✗ failed, – blocked by another clause's failure, · not claimed. A clause leads to " +
  "what it says, and why.";

/**
 * Writes a table for each method, and one for the whole store: a row a clause, a column a store.
 *
 * @param names - The heads of the columns.
 * @param reports - A report for each of them. A clause that a report lacks has an empty cell.
 */
export function clauseTables(names: readonly string[], reports: readonly Report[]): string[] {
  return [...METHODS, "whole store" as const].flatMap((method) => {
    const rows = clauses
      .filter((clause) => clause.method === method)
      .map((clause) => [
        clauseLink(clause.id, escapeText(clause.title), "contract/") +
          (clause.level === "SHOULD" ? " SHOULD" : ""),
        ...reports.map((report) => markOf(report, clause.id)),
      ]);
    return [`### ${titleOf(method)}`, table(["clause", ...names], rows)];
  });
}

function markOf(report: Report, id: string): string {
  const result = report.clauses.find((one) => one.id === id);
  return result === undefined ? "" : MARKS[result.verdict];
}
