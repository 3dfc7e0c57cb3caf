/**
 * Finds the verdict of clauses, each at most once, those that they build on first.
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
import { clauses } from "./clauses.js";
import { attempt, type Capability, type Harness, HarnessError, openHarness } from "./harness.js";
import { isRedacting } from "./secrets.js";
import { type Settings, Subject } from "./subject.js";
import { ABOUT_UNCAUGHT } from "./uncaught.js";
import { type Activity, UncaughtErrors, watchUncaught } from "./uncaught-errors.js";

/** A check in progress. */
export class Run {
  readonly #harness: Harness;
  readonly #settings: Settings;

  /** What the harness offers beside the store. */
  #offered: ReadonlySet<Capability> = new Set();

  readonly #looksForCauses: boolean;
  readonly #results = new Map<string, Promise<ClauseResult>>();

  /** For each blocked clause, the failed clause at the root of it. */
  readonly #causes = new Map<string, string>();

  readonly #uncaught = new UncaughtErrors();
  readonly #noteUncaught = (error: unknown): void => this.#uncaught.add(error, this.#during);

  /** What is being done, for the errors that come meanwhile. */
  #during: Activity = { name: "the check began" };

  /** The clauses whose verdict is being found, so that two never wait for each other. */
  readonly #underWay = new Set<string>();

  private constructor(harness: Harness, settings: Settings, looksForCauses: boolean) {
    this.#harness = harness;
    this.#settings = settings;
    this.#looksForCauses = looksForCauses;
  }

  /**
   * Begins a check: opens a store once, to see what the harness offers beside it.
   *
   * @param looksForCauses - Whether a failure is looked for in the clauses that a clause builds on.
   */
  static async open(harness: Harness, settings: Settings, looksForCauses: boolean): Promise<Run> {
    const run = new Run(harness, settings, looksForCauses);
    const first: Activity = { name: "a store was opened first" };
    run.#offered = await run.watch(first, () => capabilitiesOf(harness));
    return run;
  }

  /** The store's name. */
  get name(): string {
    return this.#harness.name;
  }

  /** Where the random choices start. */
  get seed(): number {
    return this.#settings.seed;
  }

  /** Gives the verdict of a clause; later calls give the same. */
  verdict(clause: Clause): Promise<ClauseResult> {
    const known = this.#results.get(clause.id);
    if (known !== undefined) return known;
    const result = this.#find(clause);
    this.#results.set(clause.id, result);
    return result;
  }

  async #find(clause: Clause): Promise<ClauseResult> {
    const missing = clause.needs?.find((capability) => !this.#offered.has(capability));
    if (missing !== undefined) return notClaimed(clause, missing);
    this.#underWay.add(clause.id);
    try {
      const cause = await this.#firstFailed(clause.after ?? []);
      return cause === null ? await this.#check(clause) : this.#block(clause, cause);
    } finally {
      this.#underWay.delete(clause.id);
    }
  }

  /**
   * Does something in the course of the check, and keeps the errors that nobody caught in it.
   *
   * @param during - Says what is being done.
   */
  async watch<T>(during: Activity, work: () => Promise<T>): Promise<T> {
    const before = this.#during;
    this.#during = during;
    try {
      return await watchUncaught(this.#noteUncaught, work);
    } finally {
      this.#during = before;
    }
  }

  /**
   * Sees to it that the results tell of the errors that nobody caught: in the clause that is about
   * them, or where that was not checked, in the last one.
   */
  complete(results: readonly ClauseResult[]): readonly ClauseResult[] {
    const violation = this.#uncaught.violation;
    const about = results.find(({ id }) => id === ABOUT_UNCAUGHT) ?? results.at(-1);
    if (violation === null || about?.verdict === "failed") return results;
    const told = (result: ClauseResult) => toResult(findClause(result.id), "failed", violation);
    return results.map((result) => (result === about ? told(result) : result));
  }

  async #check(clause: Clause): Promise<ClauseResult> {
    const { id } = clause;
    try {
      await this.watch({ name: `${id} was checked`, clause: id }, () =>
        Subject.use(this.#harness, this.#settings, (subject) => clause.check(subject)),
      );
      // Where this clause is checked alone, no other one tells of errors that nobody caught.
      const tellsOfUncaught = id === ABOUT_UNCAUGHT || !this.#looksForCauses;
      if (tellsOfUncaught && this.#uncaught.violation !== null) throw this.#uncaught.violation;
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

/**
 * The clauses that can be to blame when a clause cannot arrange what it starts from. The last one is
 * to blame where no clause can tell what is stored.
 */
const ARRANGING = [
  "save/inserts",
  "save/inserts-any-token",
  "save/keeps-every-field",
  "save/sets-id-on-insert",
  "by-id/complete",
  "get/all",
  "delete/removes",
  "delete-all/removes-all",
  "delete-all/stays-usable",
  "get/complete",
];

const NOT_CLAIMED: Readonly<Record<Capability, string>> = {
  reopen: "the harness offers no reopen()",
  share: "the harness offers no share()",
  breakStorage: "the harness offers no breakStorage()",
  redactingSdk: "the SDK's own OAuthToken prints its secrets",
};

function notClaimed(clause: Clause, missing: Capability): ClauseResult {
  return toResult(clause, "not-claimed", { actual: NOT_CLAIMED[missing] });
}

function toResult(
  clause: Clause,
  verdict: Verdict,
  found: Partial<ContractViolation> = {},
): ClauseResult {
  const { id, method, level, title, why } = clause;
  const { calls = [], expected = "", actual = "", replay } = found;
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
    ...(replay === undefined ? {} : { replay }),
  };
}

/**
 * Gives the clause of an id alone, or where none is given, all of them in reading order.
 *
 * @throws HarnessError when there is no such clause.
 */
export function chooseClauses(id?: string): readonly Clause[] {
  return id === undefined ? clauses : [findClause(id)];
}

/**
 * Finds a clause by its id.
 *
 * @throws HarnessError when there is none.
 */
function findClause(id: string): Clause {
  const clause = clauses.find((clause) => clause.id === id);
  if (clause === undefined) throw new HarnessError(`there is no clause ${JSON.stringify(id)}`);
  return clause;
}

async function capabilitiesOf(harness: Harness): Promise<ReadonlySet<Capability>> {
  const opened = await openHarness(harness);
  await attempt("close", () => opened.close?.());
  const offered = new Set<Capability>();
  for (const name of ["reopen", "share", "breakStorage"] as const) {
    if (opened[name] !== undefined) offered.add(name);
  }
  if (harness.sdk !== undefined && isRedacting(harness.sdk)) offered.add("redactingSdk");
  return offered;
}
