/**
 * The clauses as tests of Node's own test runner.
 *
 * @module
 */
import { before, describe, test } from "node:test";
import { CLAUSE_LIMIT_MS, type DescribeOptions, declareTests } from "./adapter.js";
import type { Harness } from "./harness.js";

export type { DescribeOptions };

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
  const timeout = CLAUSE_LIMIT_MS;
  declareTests(harness, options, {
    describe,
    beforeAll: (work) => before(work, { timeout }),
    test: (title, end) =>
      test(title, { timeout }, async (context) => {
        const reason = await end();
        if (reason !== null) context.skip(reason);
      }),
  });
}
