/**
 * The clauses as tests of vitest.
 *
 * @module
 */
import { beforeAll, describe, test } from "vitest";
import { type Check, type CheckOptions, startCheck } from "./check.js";
import type { Clause, ClauseResult } from "./clause.js";
import { clauses } from "./clauses.js";
import { type Harness, METHODS, nameOf } from "./harness.js";
import { describeFailure } from "./report/failure.js";

/** How long one clause may take, in milliseconds: some try hundreds of examples, on a file. */
const CLAUSE_LIMIT_MS = 60_000;

/** How to check a store under vitest. */
export interface DescribeOptions extends CheckOptions {
  /** Whether a failed SHOULD fails its test; left out, the test is skipped and says why. */
  readonly strict?: boolean;
}

/**
 * Declares a test for every clause, grouped by method.
 *
 * A clause that could not be checked is a skipped test that says why, never one that passes.
 *
 * @param harness - Brings the store; a function that returns a store will do.
 */
export function describeTokenStore(
  harness: Harness | (() => unknown),
  options: DescribeOptions = {},
): void {
  const chosen = clauses.filter(({ id }) => (options.clause ?? id) === id);
  describe(nameOf(harness), () => {
    let check: Check;
    beforeAll(async () => {
      check = await startCheck(harness, options);
    }, CLAUSE_LIMIT_MS);

    for (const method of [...METHODS, "whole store"]) {
      const group = chosen.filter((clause) => clause.method === method);
      if (group.length > 0) describe(method, () => group.forEach(testClause));
    }

    function testClause(clause: Clause): void {
      test(clause.title, { timeout: CLAUSE_LIMIT_MS }, async (context) => {
        const result = await check.verdict(clause);
        if (result.verdict === "passed") return;
        const isBinding = clause.level === "MUST" || options.strict === true;
        if (result.verdict === "failed" && isBinding) throw toError(result, check.seed);
        context.skip(sayWhy(result));
      });
    }
  });
}

/** The stack would show the inside of the spec; what failed is in the message. */
function toError(result: ClauseResult, seed: number): Error {
  const replay = `describeTokenStore(harness, { seed: ${seed} })`;
  const error = new Error(describeFailure(result, { replay }));
  error.stack = "";
  return error;
}

function sayWhy({ verdict, level, expected, actual }: ClauseResult): string {
  if (verdict === "failed") return `${level} failed: expected ${expected}, got ${actual}`;
  return `${verdict === "blocked" ? "blocked" : "not claimed"}: ${actual}`;
}
