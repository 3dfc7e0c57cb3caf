import { clauses, type Harness } from "../../spec/index.js";
import { type DescribeOptions, describeTokenStore } from "../../spec/vitest.js";

/**
 * Declares the spec as the judge of a store's mutants: a test for every clause, SHOULD included.
 *
 * Each clause is checked on its own. In a check of them all, a clause also runs those that it builds
 * on, in its own test, and is skipped where one of those has failed: Stryker, which runs only the
 * tests that reach a mutant, would then run the skipped one alone, and take the mutant for alive.
 */
export function judge(harness: Harness, options: DescribeOptions = {}): void {
  for (const { id } of clauses) {
    describeTokenStore(harness, { ...options, clause: id, seed: 1, strict: true });
  }
}
