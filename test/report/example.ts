import type { ClauseResult, Report } from "../../spec/index.js";
import { clauses, docsPage } from "../../spec/index.js";

/** A result of a clause, passed unless told otherwise. */
export function resultOf(changes: Partial<ClauseResult> = {}): ClauseResult {
  return {
    id: "find/by-user",
    method: "findToken",
    level: "MUST",
    title: "finds a token by its user name",
    verdict: "passed",
    calls: [],
    expected: "",
    actual: "",
    why: "An app would have to send its user to log in again.",
    docs: "docs/failures/find-by-user.md",
    ...changes,
  };
}

/** A failed clause, with everything that a failure tells. */
export const failed = resultOf({
  id: "find/by-id",
  title: "finds a token by its id",
  verdict: "failed",
  calls: ['saveToken({ refreshToken: "R" }) → id "1"', 'findToken({ id: "1" }) → null'],
  expected: '{ id: "1", refreshToken: "R" }',
  actual: "null",
  docs: "docs/failures/find-by-id.md",
});

/** A failed clause that only a production store keeps. */
export const failedShould = resultOf({
  id: "store/ids-never-reused",
  method: "whole store",
  level: "SHOULD",
  title: "never gives a deleted token's id to another token",
  verdict: "failed",
  calls: ['deleteToken("1") → done'],
  expected: "an id never given before",
  actual: "1",
});

/** A clause that another's failure blocks. */
export const blocked = resultOf({
  id: "find/falls-through",
  title: "tries the next key when a key finds no token",
  verdict: "blocked",
  actual: "mend find/by-id first",
});

/** A clause that the harness offers nothing for. */
export const notClaimed = resultOf({
  id: "store/reopen-keeps-saves",
  method: "whole store",
  title: "holds after reopening what was saved",
  verdict: "not-claimed",
  actual: "the harness offers no reopen()",
});

/** A report of these results. */
export function reportOf(results: readonly ClauseResult[], store = "Example store"): Report {
  const count = (verdict: string) => results.filter((one) => one.verdict === verdict).length;
  return {
    store,
    contract: "1.0.0",
    seed: 7,
    summary: {
      passed: count("passed"),
      failed: count("failed"),
      blocked: count("blocked"),
      notClaimed: count("not-claimed"),
    },
    clauses: results,
  };
}

/** A report on every clause of the contract; each passed, unless its id is listed here. */
export function fullReport(
  others: Readonly<Record<string, Partial<ClauseResult>>> = {},
  store = "Example store",
): Report {
  const results = clauses.map(({ id, method, level, title, why }) =>
    resultOf({ id, method, level, title, why, docs: docsPage({ id }), ...others[id] }),
  );
  return reportOf(results, store);
}

/** Where the pages are published, in an example. */
export const SITE = "https://example.com/token-store";

/** One result of each verdict, and of each level among the failures. */
export const mixed = reportOf([resultOf(), failed, blocked, failedShould, notClaimed]);

/** Text with everything that a format may stumble over. */
export const HOSTILE_TEXT =
  "<b>&amp; \"quoted\" 'single' ]]> | a\tb\r\nc \u0000\u0008\u001b[31m " +
  "\ud800 \uffff \u202e ```` `x` * _ # \u{1f511}";
