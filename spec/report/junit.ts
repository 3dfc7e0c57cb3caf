/**
 * A report for continuous integration.
 *
 * @module
 */
import type { Report } from "../check.js";
import type { ClauseResult } from "../clause.js";
import { describeFailure } from "./failure.js";
import { leadsOf, type ReportOptions, toList } from "./style.js";
import { attributes, escapeXml } from "./xml.js";

/**
 * Prints reports as JUnit XML: a test suite a store, a test case a clause.
 *
 * A failed SHOULD is a failure of type `SHOULD`, and its message says so. A clause that is blocked
 * or not claimed is skipped, with the reason.
 */
export function toJunit(reports: Report | readonly Report[], options: ReportOptions = {}): string {
  const list = toList(reports);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites${attributes({ name: "zoho-token-store", ...counts(list) })}>`,
    ...list.flatMap((report) => suite(report, options)),
    "</testsuites>",
    "",
  ].join("\n");
}

function suite(report: Report, options: ReportOptions): string[] {
  return [
    `  <testsuite${attributes({ name: report.store, ...counts([report]) })}>`,
    "    <properties>",
    `      <property${attributes({ name: "contract", value: report.contract })}/>`,
    `      <property${attributes({ name: "seed", value: report.seed })}/>`,
    "    </properties>",
    ...report.clauses.flatMap((result) => testCase(result, report, options)),
    "  </testsuite>",
  ];
}

function testCase(result: ClauseResult, report: Report, options: ReportOptions): string[] {
  const head = `    <testcase${attributes({ classname: result.method, name: result.title })}`;
  switch (result.verdict) {
    case "passed":
      return [`${head}/>`];
    case "failed": {
      const message = `${sayLevel(result)}expected ${result.expected}, got ${result.actual}`;
      const body = describeFailure(result, leadsOf(result, report, options));
      const failure = attributes({ message, type: result.level });
      return [
        `${head}>`,
        `      <failure${failure}>${escapeXml(body)}</failure>`,
        "    </testcase>",
      ];
    }
    default: {
      const verdict = result.verdict === "blocked" ? "blocked" : "not claimed";
      const message = `${verdict}: ${result.actual}`;
      return [`${head}>`, `      <skipped${attributes({ message })}/>`, "    </testcase>"];
    }
  }
}

function sayLevel({ level }: ClauseResult): string {
  return level === "SHOULD" ? "SHOULD, not MUST: " : "";
}

function counts(reports: readonly Report[]): Record<string, number> {
  const sum = (of: (report: Report) => number) =>
    reports.reduce((total, report) => total + of(report), 0);
  return {
    tests: sum(({ clauses }) => clauses.length),
    failures: sum(({ summary }) => summary.failed),
    errors: 0,
    skipped: sum(({ summary }) => summary.blocked + summary.notClaimed),
  };
}
