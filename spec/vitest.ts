/**
 * The clauses as tests of vitest, version 3 or later.
 *
 * @module
 */
import { beforeAll, describe, test } from "vitest";
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
  declareTests(harness, options, {
    describe,
    beforeAll: (work) => beforeAll(work, CLAUSE_LIMIT_MS),
    test: (title, end) =>
      test(title, { timeout: CLAUSE_LIMIT_MS }, async ({ skip }) => {
        const reason = await end();
        if (reason !== null) skip(reason);
      }),
  });
}
