/**
 * Says in words what a report shows, and what it does not.
 *
 * @module
 */
import { conforms, type Report } from "../check.js";
import type { Level, Verdict } from "../clause.js";
import { clauses } from "../clauses.js";
import { oneLine } from "./lines.js";
import { MARKS, type Paint, painter, type TextOptions } from "./style.js";

/**
 * Counts the verdicts on one line, names what the harness did not claim, and says last whether the
 * store conforms.
 *
 * @returns Lines without a line break at the end.
 */
export function describeSummary(report: Report, options: TextOptions = {}): string {
  return [
    counts(report, painter(options)),
    ...unclaimedLines(report, options),
    verdictLine(report, options),
  ].join("\n");
}

/** Says whether a store conforms, and below that what was not claimed. */
export function describeVerdict(report: Report, options: TextOptions = {}): string {
  return [verdictLine(report, options), ...unclaimedLines(report, options)].join("\n");
}

/** Says in one sentence whether a store conforms, as far as the report can tell. */
export function sayVerdict(report: Report, isStrict = false): string {
  const { store, contract, summary } = report;
  const name = oneLine(store);
  if (!conforms(report, isStrict)) {
    return `${name} does not conform to contract ${contract}${because(report, isStrict)}.`;
  }
  if (isPartial(report)) {
    const checked = `${report.clauses.length} of ${clauses.length} clauses`;
    return `Only ${checked}: this does not show that ${name} conforms.`;
  }
  const limits = [
    ...(count(report, "failed", "SHOULD") === 0
      ? []
      : [`${sayCount(count(report, "failed", "SHOULD"), "SHOULD clause")} failed`]),
    ...(summary.notClaimed === 0 ? [] : [`${sayCount(summary.notClaimed, "clause")} not claimed`]),
  ];
  const scope = isStrict ? ", SHOULD included" : "";
  const but = limits.length === 0 ? "" : `; ${limits.join(", ")}`;
  return `${name} conforms to contract ${contract}${scope}${but}.`;
}

/** Tells whether a report leaves clauses of the contract out. */
export function isPartial(report: Report): boolean {
  return report.clauses.length < clauses.length;
}

/** Names what was not claimed, and how many clauses need it: one line a capability. */
export function notClaimed(report: Report): string[] {
  const reasons = new Map<string, number>();
  for (const { verdict, actual } of report.clauses) {
    if (verdict === "not-claimed") reasons.set(actual, (reasons.get(actual) ?? 0) + 1);
  }
  return Array.from(reasons, ([reason, count]) => {
    return `${sayCount(count, "clause")} not claimed: ${oneLine(reason)}`;
  });
}

/** Says a number of things: `1 clause`, `2 clauses`. */
export function sayCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Counts the clauses of a verdict, and of a level where one is given. */
export function count(report: Report, verdict: Verdict, level?: Level): number {
  return report.clauses.filter(
    (result) => result.verdict === verdict && (level ?? result.level) === result.level,
  ).length;
}

function verdictLine(report: Report, options: TextOptions): string {
  const paint = painter(options);
  const holds = isPartial(report) ? "yellow" : "green";
  const style = conforms(report, options.isStrict) ? holds : "red";
  return paint(paint(sayVerdict(report, options.isStrict), style), "bold");
}

function unclaimedLines(report: Report, options: TextOptions): string[] {
  const paint = painter(options);
  return notClaimed(report).map((line) => paint(`${MARKS["not-claimed"]} ${line}`, "dim"));
}

function counts(report: Report, paint: Paint): string {
  const { passed, failed, blocked, notClaimed } = report.summary;
  const should = count(report, "failed", "SHOULD");
  const levels = should === 0 ? "" : ` (${failed - should} MUST, ${should} SHOULD)`;
  return [
    `${sayCount(report.clauses.length, "clause")}: ${paint(`${passed} passed`, "green")}`,
    failed === 0 ? "0 failed" : paint(`${failed} failed${levels}`, "red"),
    `${blocked} blocked`,
    `${notClaimed} not claimed`,
  ].join(", ");
}

function because(report: Report, isStrict: boolean): string {
  const levels: Level[] = isStrict ? ["MUST", "SHOULD"] : ["MUST"];
  const parts = levels.flatMap((level) => [
    [count(report, "failed", level), level, "failed"] as const,
    [count(report, "blocked", level), level, "blocked"] as const,
  ]);
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, level, what]) => `${sayCount(number, `${level} clause`)} ${what}`);
  return `: ${said.join(", ")}`;
}
