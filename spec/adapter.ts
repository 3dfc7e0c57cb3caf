/**
 * What the adapters of all test runners share: which tests there are, and how each ends.
 *
 * @module
 */
import { type Check, type CheckOptions, startCheck } from "./check.js";
import type { Clause, ClauseResult } from "./clause.js";
import { type Harness, nameOf } from "./harness.js";
import { describeFailure } from "./report/failure.js";
import { byMethod, INSTALLED, pageOf, replayedClause } from "./report/style.js";
import { chooseClauses } from "./run.js";

/** How to check a store under a test runner. */
export interface DescribeOptions extends Omit<CheckOptions, "onResult"> {
  /** Whether a failed SHOULD fails its test; left out, the test is skipped and says why. */
  readonly strict?: boolean;

  /**
   * The address at which the site made of `docs` is published, such as
   * `https://example.com/token-store`: a failure leads to its page there. Left out, it names the page
   * in `node_modules`.
   */
  readonly docs?: string;
}

/** How long one clause may take, in milliseconds: some try hundreds of examples, on a file. */
export const CLAUSE_LIMIT_MS = 60_000;

/** What is asked of a test runner that can skip a test which has begun. */
export interface Runner {
  /** Groups the tests that are declared in the meantime. */
  describe(title: string, declare: () => void): unknown;

  /** Does something once, before the first test of the group. */
  beforeAll(work: () => Promise<void>): unknown;

  /**
   * Declares a test. It fails where `end` rejects, is skipped where that resolves to a reason, and
   * passes where that resolves to `null`.
   */
  test(title: string, end: () => Promise<string | null>): unknown;
}

/** Declares a test for every clause that is asked for, grouped by method. */
export function declareTests(
  harness: Harness | (() => unknown),
  options: DescribeOptions,
  runner: Runner,
): void {
  const chosen = chooseClauses(options.clause);
  runner.describe(nameOf(harness), () => {
    let check: Check;
    runner.beforeAll(async () => {
      check = await startCheck(harness, options);
    });
    describeMethods(chosen, runner.describe, (clause) => {
      runner.test(clause.title, async () => {
        const result = await check.verdict(clause);
        const reason = whySkipped(result, options);
        if (reason === null) throwFailure(result, check.seed, options);
        return reason;
      });
    });
  });
}

/** Declares something for each clause, or for each result, in a group for each method. */
export function describeMethods<T extends Pick<Clause, "method">>(
  members: readonly T[],
  describe: Runner["describe"],
  declare: (member: T) => void,
): void {
  for (const [method, group] of byMethod(members)) {
    describe(method, () => group.forEach(declare));
  }
}

/**
 * Says why a clause's test is neither passed nor failed, but skipped.
 *
 * @returns `null` where it passes or fails.
 */
export function whySkipped(result: ClauseResult, { strict }: DescribeOptions): string | null {
  const { verdict, level, expected, actual } = result;
  switch (verdict) {
    case "passed":
      return null;
    case "failed":
      if (level === "MUST" || strict === true) return null;
      return `${level} failed: expected ${expected}, got ${actual}`;
    case "blocked":
      return `blocked: ${actual}`;
    case "not-claimed":
      return `not claimed: ${actual}`;
  }
}

/** Fails a test whose clause failed, with the failure described. */
export function throwFailure(result: ClauseResult, seed: number, options: DescribeOptions): void {
  if (result.verdict !== "failed") return;
  const replay = sayReplay(result, seed, options);
  const { docs } = options;
  const page = pageOf(result, docs === undefined ? { docsRoot: INSTALLED } : { docsSite: docs });
  const said = describeFailure(result, { docs: page, ...(replay !== null && { replay }) });
  const error = new Error(said);
  // It would show the inside of the spec; what failed is in the message.
  error.stack = "";
  throw error;
}

/** Writes the call that declares the one test again; `null` where it is that test already. */
function sayReplay(result: ClauseResult, seed: number, options: DescribeOptions): string | null {
  const { runs, strict, docs, example } = options;
  if (example !== undefined) return null;
  const said = [
    `clause: ${JSON.stringify(replayedClause(result))}`,
    `seed: ${seed}`,
    ...(runs === undefined ? [] : [`runs: ${runs}`]),
    ...(strict === undefined ? [] : [`strict: ${strict}`]),
    ...(docs === undefined ? [] : [`docs: ${JSON.stringify(docs)}`]),
  ];
  return `describeTokenStore(harness, { ${said.join(", ")} })`;
}
