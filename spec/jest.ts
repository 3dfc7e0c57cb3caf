/**
 * The clauses as tests of Jest, version 30, which has to run ECMAScript modules.
 *
 * @module
 */
import { describe, test } from "@jest/globals";
import { type DescribeOptions, describeMethods, throwFailure, whySkipped } from "./adapter.js";
import { checkTokenStore } from "./check.js";
import type { ClauseResult } from "./clause.js";
import type { Harness } from "./harness.js";
import { ABOUT_UNCAUGHT } from "./uncaught.js";

export type { DescribeOptions };

/**
 * Checks a store, and declares a test for every clause, grouped by method.
 *
 * A clause that could not be checked is a skipped test whose title says why, never one that passes.
 * Jest cannot skip a test that has begun. So the store is checked first, while Jest collects the
 * tests of the file: `await` this at the top level of the file.
 *
 * @param harness - Brings the store; a function that returns a store will do.
 * @throws HarnessError when the harness is at fault, not the store.
 */
export async function describeTokenStore(
  harness: Harness | (() => unknown),
  options: DescribeOptions = {},
): Promise<void> {
  const { store, seed, clauses } = await checkTokenStore(harness, options);
  describe(store, () => {
    describeMethods(clauses, describe, (result) => {
      const reason = whySkipped(result, options) ?? whyHidden(result);
      if (reason === null) test(result.title, () => throwFailure(result, seed, options));
      else test.skip(`${result.title} (${reason})`, () => {});
    });
  });
}

/** Jest keeps errors that nobody caught to itself, so nothing was seen where one clause passed. */
function whyHidden({ id, verdict }: ClauseResult): string | null {
  if (id !== ABOUT_UNCAUGHT || verdict !== "passed") return null;
  return "not checked: on an error that nobody caught, Jest itself fails the file";
}
