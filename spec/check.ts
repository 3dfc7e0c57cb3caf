/**
 * Runs clauses on a harness, with no test runner.
 *
 * @module
 */
import {
  type Clause,
  type ClauseResult,
  ContractViolation,
  docsPage,
  PremiseFailed,
  type Verdict,
} from "./clause.js";
import { CONTRACT_VERSION, clauses } from "./clauses.js";
import { type Capability, type Harness, HarnessError, openHarness, toHarness } from "./harness.js";
import { isRedacting } from "./secrets.js";
import { type Settings, Subject } from "./subject.js";

/** How to check a store. */
export interface CheckOptions {
  /** Checks this clause alone, by its id; left out, all of them. */
  readonly clause?: string;

  /** Where the random choices start, a whole number; left out, somewhere new each time. */
  readonly seed?: number;

  /** How many random examples to try where a clause speaks of all; 100 when left out. */
  readonly runs?: number;

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
    readonly passed: number;
    readonly failed: number;
    readonly blocked: number;
    readonly notClaimed: number;
  };

  /** One result a clause, in reading order. */
  readonly clauses: readonly ClauseResult[];
}

/**
 * Checks a store against the contract.
 *
 * @param harness - Brings the store; a function that returns a store will do.
 * @returns Every clause with its verdict.
 * @throws HarnessError when the harness is at fault, not the store.
 */
export async function checkTokenStore(
  harness: Harness | (() => unknown),
  options: CheckOptions = {},
): Promise<Report> {
  const check = await startCheck(harness, options);
  const chosen = options.clause === undefined ? clauses : [findClause(options.clause)];
  const results: ClauseResult[] = [];
  for (const clause of chosen) {
    const result = await check.verdict(clause);
    results.push(result);
    options.onResult?.(result, results.length, chosen.length);
  }
  return {
    store: check.name,
    contract: CONTRACT_VERSION,
    seed: check.seed,
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
  readonly name: string;
  readonly seed: number;
  verdict(clause: Clause): Promise<ClauseResult>;
}

/**
 * Starts a check, for adapters that run clauses one by one.
 *
 * @throws HarnessError when the harness is at fault, not the store.
 */
export async function startCheck(
  brought: Harness | (() => unknown),
  options: CheckOptions = {},
): Promise<Check> {
  const harness = toHarness(brought, brought.name || "the store");
  const settings: Settings = {
    seed: options.seed ?? Math.floor(Math.random() * 0x7fffffff),
    runs: options.runs ?? 100,
    callLimitMs: options.callLimitMs ?? 5000,
  };
  const offered = await capabilitiesOf(harness);
  const run = new Run(harness, settings, offered, options.clause === undefined);
  return { name: harness.name, seed: settings.seed, verdict: (clause) => run.verdict(clause) };
}

async function capabilitiesOf(harness: Harness): Promise<ReadonlySet<Capability>> {
  const opened = await openHarness(harness);
  await opened.close?.();
  const offered = new Set<Capability>();
  for (const name of ["reopen", "share", "breakStorage"] as const) {
    if (opened[name] !== undefined) offered.add(name);
  }
  if (harness.sdk !== undefined && isRedacting(harness.sdk)) offered.add("redactingSdk");
  return offered;
}

function findClause(id: string): Clause {
  const clause = clauses.find((clause) => clause.id === id);
  if (clause === undefined) throw new HarnessError(`there is no clause ${JSON.stringify(id)}`);
  return clause;
}

class Run {
  readonly #harness: Harness;
  readonly #settings: Settings;
  readonly #offered: ReadonlySet<Capability>;
  readonly #looksForCauses: boolean;
  readonly #results = new Map<string, Promise<ClauseResult>>();

  /** For each blocked clause, the failed clause at the root of it. */
  readonly #causes = new Map<string, string>();

  /** The clauses whose verdict is being found, so that two never wait for each other. */
  readonly #underWay = new Set<string>();

  constructor(
    harness: Harness,
    settings: Settings,
    offered: ReadonlySet<Capability>,
    looksForCauses: boolean,
  ) {
    this.#harness = harness;
    this.#settings = settings;
    this.#offered = offered;
    this.#looksForCauses = looksForCauses;
  }

  verdict(clause: Clause): Promise<ClauseResult> {
    const known = this.#results.get(clause.id);
    if (known !== undefined) return known;
    const result = this.#find(clause);
    this.#results.set(clause.id, result);
    return result;
  }

  async #find(clause: Clause): Promise<ClauseResult> {
    const missing = clause.needs?.find((capability) => !this.#offered.has(capability));
    if (missing !== undefined)
      return toResult(clause, "not-claimed", { actual: NOT_CLAIMED[missing] });
    this.#underWay.add(clause.id);
    try {
      const cause = await this.#firstFailed(clause.after ?? []);
      return cause === null ? await this.#check(clause) : this.#block(clause, cause);
    } finally {
      this.#underWay.delete(clause.id);
    }
  }

  async #check(clause: Clause): Promise<ClauseResult> {
    try {
      await Subject.use(this.#harness, this.#settings, (subject) => clause.check(subject));
      return toResult(clause, "passed");
    } catch (error) {
      if (error instanceof ContractViolation) return toResult(clause, "failed", error);
      if (error instanceof PremiseFailed) return this.#blame(clause, error.violation);
      throw error;
    }
  }

  /**
   * Finds whose fault a broken premise is. Where no clause about arranging tokens fails, nobody
   * else would report the violation, so it is this clause's own.
   */
  async #blame(clause: Clause, violation: ContractViolation): Promise<ClauseResult> {
    const cause = await this.#firstFailed(ARRANGING);
    if (cause === null) return toResult(clause, "failed", violation);
    return this.#block(clause, cause, `; ${violation.message}`);
  }

  #block(clause: Clause, cause: string, detail = ""): ClauseResult {
    this.#causes.set(clause.id, cause);
    return toResult(clause, "blocked", { actual: `mend ${cause} first${detail}` });
  }

  /** Gives the first of these clauses that failed, or the failed one that blocks it. */
  async #firstFailed(ids: readonly string[]): Promise<string | null> {
    if (!this.#looksForCauses) return null;
    for (const id of ids) {
      if (this.#underWay.has(id)) continue;
      const { verdict } = await this.verdict(findClause(id));
      if (verdict === "failed") return id;
      if (verdict === "blocked") return this.#causes.get(id) ?? id;
    }
    return null;
  }
}

/** The clauses that can be to blame when a clause cannot arrange what it starts from. */
const ARRANGING = [
  "save/inserts",
  "save/keeps-every-field",
  "save/sets-id-on-insert",
  "by-id/complete",
  "get/all",
  "get/complete",
  "delete/removes",
  "delete-all/removes-all",
  "delete-all/stays-usable",
];

const NOT_CLAIMED: Readonly<Record<Capability, string>> = {
  reopen: "the harness offers no reopen()",
  share: "the harness offers no share()",
  breakStorage: "the harness offers no breakStorage()",
  redactingSdk: "the SDK's own OAuthToken prints its secrets",
};

function toResult(
  clause: Clause,
  verdict: Verdict,
  found: Partial<Pick<ClauseResult, "calls" | "expected" | "actual">> = {},
): ClauseResult {
  const { id, method, level, title, why } = clause;
  const { calls = [], expected = "", actual = "" } = found;
  return {
    id,
    method,
    level,
    title,
    verdict,
    calls,
    expected,
    actual,
    why,
    docs: docsPage(clause),
  };
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
