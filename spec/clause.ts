/**
 * What a clause is, and what a verdict is.
 *
 * @module
 */
import type { Capability, Method } from "./harness.js";
import type { Subject } from "./subject.js";

/**
 * How much a clause binds. MUST: the article says it, or the SDK relies on it, or another user's
 * tokens are at stake. SHOULD: a production store does it.
 */
export type Level = "MUST" | "SHOULD";

/** One sentence of the contract, with the check that it holds. */
export interface Clause {
  /** A readable slug such as `save/updates-by-user`, never reused for another sentence. */
  readonly id: string;

  /** How much it binds. */
  readonly level: Level;

  /** The method that it is about, or the whole store. */
  readonly method: Method | "whole store";

  /** The sentence, in the present tense, at most 15 words. It is the test's title. */
  readonly title: string;

  /** What goes wrong for a user where it does not hold. */
  readonly why: string;

  /** Where it comes from: a section of the article (K192), a file of the SDK, or this project. */
  readonly source: string;

  /** What the harness must offer; where it does not, the clause is not claimed. */
  readonly needs?: readonly Capability[];

  /**
   * The ids of the clauses that this one repeats in general. Where one of them failed, this one is
   * blocked: it would fail for the same reason.
   */
  readonly after?: readonly string[];

  /** Arranges, acts and asserts. It rejects with a {@link ContractViolation} when it does not hold. */
  check(subject: Subject): Promise<void>;
}

/** Says that a store breaks a clause: what was called, what was expected and what came. */
export class ContractViolation extends Error {
  /** Tells this error from others where it is printed. */
  override readonly name = "ContractViolation";

  /** The calls that show it, as lines of a script. */
  readonly calls: readonly string[];

  /** What the contract promises, in words or as a value in script form. */
  readonly expected: string;

  /** What the store did. */
  readonly actual: string;

  /** How to see it again; `undefined` where the check of the clause shows it as a whole. */
  readonly replay: Replay | undefined;

  constructor(calls: readonly string[], expected: string, actual: string, replay?: Replay) {
    super(`expected ${expected}, got ${actual}`);
    this.calls = calls;
    this.expected = expected;
    this.actual = actual;
    this.replay = replay;
  }

  /** Gives the same violation, seen again in another way. */
  seenAgainBy(replay: Replay): ContractViolation {
    return new ContractViolation(this.calls, this.expected, this.actual, replay);
  }
}

/** What to check again, beside the seed, to see one failure and nothing else. */
export interface Replay {
  /** The id of the clause whose check shows it; left out for the failed clause itself. */
  readonly clause?: string;

  /** The one of many examples that shows it, as plain values; left out where a clause tries one. */
  readonly example?: unknown;
}

/** Says that a clause could not be checked, because what it starts from did not come about. */
export class PremiseFailed extends Error {
  /** Tells this error from others where it is printed. */
  override readonly name = "PremiseFailed";

  /** What broke the premise. */
  readonly violation: ContractViolation;

  constructor(violation: ContractViolation) {
    super(`cannot arrange what the clause starts from: ${violation.message}`);
    this.violation = violation;
  }
}

/**
 * What became of a clause. `blocked`: another clause's failure stands in the way.
 * `not-claimed`: the harness does not offer what the clause needs.
 */
export type Verdict = "passed" | "failed" | "blocked" | "not-claimed";

/** A clause with its verdict, as it stands in a report. */
export interface ClauseResult {
  /** The clause's id. */
  readonly id: string;

  /** The method that the clause is about, or the whole store. */
  readonly method: Clause["method"];

  /** How much the clause binds. */
  readonly level: Level;

  /** The clause's sentence. */
  readonly title: string;

  /** What became of the clause. */
  readonly verdict: Verdict;

  /** For a failure, the shortest calls that show it; otherwise empty. */
  readonly calls: readonly string[];

  /** What the contract promises there; empty unless it failed. */
  readonly expected: string;

  /** What came instead, or why the clause was not checked; empty when it passed. */
  readonly actual: string;

  /** What goes wrong for a user where the clause does not hold. */
  readonly why: string;

  /** The page on what to do where the clause fails, as a path in this package. */
  readonly docs: string;

  /** For a failure, how to see it again; left out where the check of the clause will do. */
  readonly replay?: Replay;
}

/**
 * Names the page that leads from a clause's failure to its repair, as a path in this package.
 *
 * @see `docs/failures`, a page a clause
 */
export function docsPage({ id }: Pick<Clause, "id">): string {
  return `docs/failures/${clauseAnchor(id)}.md`;
}

/** Names the anchor of a clause on the page of its method, and its page among the failures. */
export function clauseAnchor(id: string): string {
  return id.replace("/", "-");
}
