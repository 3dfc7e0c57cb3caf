/**
 * Runs clauses on a harness, with no test runner.
 *
 * @module
 */
import type { Clause, ClauseResult, Verdict } from "./clause.js";
import { CONTRACT_VERSION } from "./clauses.js";
import { type Harness, HarnessError, nameOf, toHarness } from "./harness.js";
import { chooseClauses, Run } from "./run.js";
import type { Settings } from "./subject.js";

/** How to check a store. */
export interface CheckOptions {
  /** Checks this clause alone, by its id; left out, all of them. */
  readonly clause?: string;

  /** Where the random choices start, a whole number; left out, somewhere new each time. */
  readonly seed?: number;

  /** How many random examples to try where a clause speaks of all; 100 when left out. */
  readonly runs?: number;

  /**
   * Tries this example alone, where the clause speaks of many: one that `ClauseResult.replay` has
   * given. It goes with `clause`.
   */
  readonly example?: unknown;

  /** How long one call may take, in milliseconds, before it counts as hanging; default 5,000. */
  readonly callLimitMs?: number;

  /** Is told each clause's result as soon as it is there. */
  readonly onResult?: (result: ClauseResult, count: number, total: number) => void;
}

/** What became of every clause. */
export interface Report {
  /** The store's name. */
  readonly store: string;

  /** The version of the contract. */
  readonly contract: string;

  /** Where the random choices started: pass it as `seed` to repeat them. */
  readonly seed: number;

  /** How many clauses have each verdict. */
  readonly summary: {
    /** Clauses that were checked, and hold. */
    readonly passed: number;

    /** Clauses that do not hold. */
    readonly failed: number;

    /** Clauses that could not be checked because another one failed. */
    readonly blocked: number;

    /** Clauses that need something that the harness does not offer. */
    readonly notClaimed: number;
  };

  /** One result a clause, in reading order. */
  readonly clauses: readonly ClauseResult[];
}

/**
 * Checks a store against the contract.
 *
 * While it runs, it alone is told of errors that nobody caught, and the process goes on: they are
 * told in the report. Calls that hang are given up after a limit. Make one check after another:
 * where two run in one process, an error that nobody caught is told in both.
 *
 * @param harness - Brings the store; a function that returns a store will do.
 * @returns Every clause with its verdict.
 * @throws HarnessError when the harness is at fault, not the store.
 */
export async function checkTokenStore(
  harness: Harness | (() => unknown),
  options: CheckOptions = {},
): Promise<Report> {
  const run = await openRun(harness, options);
  const chosen = chooseClauses(options.clause);
  const results: ClauseResult[] = [];
  await run.watch({ name: "a store was opened or closed" }, async () => {
    for (const clause of chosen) {
      const result = await run.verdict(clause);
      results.push(result);
      options.onResult?.(result, results.length, chosen.length);
    }
  });
  return toReport(run, run.complete(results));
}

function toReport({ name, seed }: Check, results: readonly ClauseResult[]): Report {
  return {
    store: name,
    contract: CONTRACT_VERSION,
    seed,
    summary: summarize(results),
    clauses: results,
  };
}

/**
 * Tells whether a report shows a store that conforms: nothing that binds has failed, or could not
 * be checked because of a failure.
 *
 * @param isStrict - Whether SHOULD binds like MUST.
 */
export function conforms(report: Report, isStrict = false): boolean {
  return !report.clauses.some(
    ({ verdict, level }) =>
      (verdict === "failed" || verdict === "blocked") && (level === "MUST" || isStrict),
  );
}

/** A check in progress: gives the verdict of any clause, and runs each at most once. */
export interface Check {
  /** The store's name. */
  readonly name: string;

  /** Where the random choices start. */
  readonly seed: number;

  /** Gives the verdict of a clause, checking it first where that was not done yet. */
  verdict(clause: Clause): Promise<ClauseResult>;
}

/**
 * Starts a check, for adapters that run clauses one by one.
 *
 * @throws HarnessError when the harness is at fault, not the store.
 */
export function startCheck(
  brought: Harness | (() => unknown),
  options: CheckOptions = {},
): Promise<Check> {
  return openRun(brought, options);
}

async function openRun(brought: Harness | (() => unknown), options: CheckOptions): Promise<Run> {
  const { clause, example } = options;
  if (example !== undefined && clause === undefined) {
    throw new HarnessError("an example is of one clause: name it as `clause`");
  }
  const harness = toHarness(brought, nameOf(brought));
  const settings: Settings = {
    seed: options.seed ?? Math.floor(Math.random() * 0x7fffffff),
    runs: options.runs ?? 100,
    callLimitMs: options.callLimitMs ?? 5000,
    ...(example === undefined ? {} : { example }),
  };
  return Run.open(harness, settings, clause === undefined);
}

function summarize(results: readonly ClauseResult[]): Report["summary"] {
  const count = (verdict: Verdict) => results.filter((one) => one.verdict === verdict).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    blocked: count("blocked"),
    notClaimed: count("not-claimed"),
  };
}
