/**
 * The vocabulary of clauses: a store under test, and the words to arrange, act and assert.
 *
 * @module
 */
import fc from "fast-check";
import type { AnyTokenStore, SdkClasses, SdkToken } from "./any-sdk.js";
import { ContractViolation, PremiseFailed } from "./clause.js";
import { same, showBoth, sortById } from "./compare.js";
import {
  attempt,
  checkStore,
  type Harness,
  HarnessError,
  type Method,
  type OpenedStore,
  openHarness,
} from "./harness.js";
import { histories, type PlannedCall } from "./random-calls.js";
import {
  buildToken,
  isTokenLike,
  readFields,
  type StoredFields,
  setFields,
  type TokenFields,
  withoutBlanks,
} from "./token-fields.js";
import { callStore, type Outcome, show, showError, showOutcome, Transcript } from "./transcript.js";
import { TO_CALLER, turn, watchUncaught } from "./uncaught-errors.js";

/** How thoroughly and how patiently a store is checked. */
export interface Settings {
  /** Where the random choices start; the same seed makes the same choices. */
  readonly seed: number;

  /** How many random examples a clause tries that speaks of all examples. */
  readonly runs: number;

  /** How long one call may take, in milliseconds, before it counts as hanging. */
  readonly callLimitMs: number;

  /** Tries this example alone in a clause that speaks of many; left out, all that it draws. */
  readonly example?: unknown;
}

/** A store under test, opened for one check on storage of its own. */
export class Subject {
  /** The SDK classes that the store works with. */
  readonly sdk: SdkClasses;

  /** How often, from which seed and how patiently. */
  readonly settings: Settings;

  readonly #harness: Harness;
  readonly #opened: OpenedStore;
  readonly #transcript: Transcript;
  readonly #name: string;
  readonly #uncaught: string[] = [];
  #store: AnyTokenStore;
  #hasHung = false;

  /** The other instances on the same storage. */
  readonly #shared: Subject[] = [];

  private constructor(
    harness: Harness,
    opened: OpenedStore,
    settings: Settings,
    transcript = new Transcript(),
    name = "",
  ) {
    if (harness.sdk === undefined) throw new HarnessError("the harness has no sdk");
    this.sdk = harness.sdk;
    this.settings = settings;
    this.#harness = harness;
    this.#opened = opened;
    this.#transcript = transcript;
    this.#name = name;
    this.#store = opened.store;
  }

  /** Opens a fresh store, lets `work` use it, and closes it whatever happens. */
  static async use<T>(
    harness: Harness,
    settings: Settings,
    work: (subject: Subject) => Promise<T>,
  ): Promise<T> {
    const opened = await openHarness(harness);
    const subject = new Subject(harness, opened, settings);
    try {
      return await watchUncaught(subject.#noteUncaught, () => work(subject));
    } finally {
      await attempt("close", () => opened.close?.());
    }
  }

  // ── Act ────────────────────────────────────────────────────────────────────────────────────────

  /** Saves a token with these fields. @returns The id that the token has afterwards. */
  async save(fields: TokenFields): Promise<string | null> {
    const token = this.token(fields);
    await this.settled("saveToken", token);
    return token.getId();
  }

  /** Looks a token with these fields up. @returns What came back, by its fields, or `null`. */
  async find(fields: TokenFields): Promise<TokenFields | null> {
    // A store that gives undefined on a miss is told so by find/miss-is-null alone.
    const found = (await this.settled("findToken", this.token(fields))) ?? null;
    return this.#fieldsOf("findToken", found);
  }

  /** Looks an id up. @returns The token by its fields, or `null`. */
  async findById(id: unknown): Promise<TokenFields | null> {
    return this.#fieldsOf("findTokenById", await this.settled("findTokenById", id));
  }

  /**
   * Lists the stored tokens by their fields, sorted by id.
   *
   * @throws PremiseFailed when what comes is no list of tokens: get/complete tells so, and no other.
   */
  async list(): Promise<TokenFields[]> {
    // A store that gives null for "none", or an iterator, is told so by get/none alone.
    const listed = (await this.settled("getTokens")) ?? [];
    return this.premise(async () => {
      const tokens = isIterable(listed) ? [...listed] : this.fail("an array", show(listed));
      return sortById(tokens.map((token) => this.#fieldsOf("getTokens", token) ?? {}));
    });
  }

  /** Lists like {@link list}, but leaves no trace in the transcript unless it goes wrong. */
  async peek(): Promise<TokenFields[]> {
    const outcome = await this.#callStore("getTokens", []);
    const list = "value" in outcome ? (outcome.value ?? []) : null;
    if (!isIterable(list)) return this.list();
    return sortById([...list].filter(isTokenLike).map(readFields));
  }

  /** Removes the token with this id. */
  async remove(id: unknown): Promise<void> {
    await this.settled("deleteToken", id);
  }

  /** Removes all tokens. */
  async removeAll(): Promise<void> {
    await this.settled("deleteTokens");
  }

  /** Calls a method that has to resolve. @returns What it resolved to. */
  async settled(method: Method, ...args: unknown[]): Promise<unknown> {
    const outcome = await this.call(method, ...args);
    if (outcome.kind === "resolved" || outcome.kind === "returned") return outcome.value;
    return this.fail(
      `${method}() to resolve`,
      showOutcome(method, outcome, args.find(isTokenLike)),
    );
  }

  /** Calls a method with anything. @returns How it ended. */
  async call(method: Method, ...args: unknown[]): Promise<Outcome> {
    const complete = this.#transcript.add(`${this.#name}${method}(${args.map(show).join(", ")})`);
    const outcome = await this.#callStore(method, args);
    complete(showOutcome(method, outcome, args.find(isTokenLike)));
    return outcome;
  }

  /** Calls a method with anything, and asserts that it left no error where nobody can catch it. */
  async reachesCaller(method: Method, ...args: unknown[]): Promise<void> {
    await this.call(method, ...args);
    await turn();
    const [error] = this.#uncaught;
    if (error !== undefined) this.fail(TO_CALLER, error);
  }

  /** Says in the transcript what its calls do not show. */
  note(text: string): void {
    this.#transcript.note(text);
  }

  /**
   * Makes calls that are in flight together: all are made before any is awaited. As many reads come
   * before them: a store that opens connections when it needs them would otherwise be busy with
   * that, and make the calls one after another.
   */
  async together<T>(...calls: readonly (() => Promise<T>)[]): Promise<T[]> {
    const instances: readonly Subject[] = [this, ...this.#shared];
    await Promise.all(calls.flatMap(() => instances.map((one) => one.#callStore("getTokens", []))));
    this.#transcript.note(`at once, ${calls.length} calls:`);
    const settled = await Promise.allSettled(calls.map((call) => call()));
    return settled.map((one) => {
      if (one.status === "rejected") throw this.#withAllCalls(one.reason);
      return one.value;
    });
  }

  // ── Arrange ────────────────────────────────────────────────────────────────────────────────────

  /** Makes a token of the store's SDK with these fields. */
  token(fields: TokenFields): SdkToken {
    return buildToken(this.sdk, fields);
  }

  /** Changes fields of a token. */
  change(token: SdkToken, fields: TokenFields): void {
    setFields(this.sdk, token, fields);
  }

  /**
   * Stores a token that the clause starts from, and makes sure that it is there.
   *
   * @returns The stored token by its fields.
   * @throws PremiseFailed when it is not: the clause is then blocked.
   */
  async given(fields: TokenFields): Promise<StoredFields> {
    return this.premise(async () => {
      const before = await this.#look("getTokens");
      const token = this.token(fields);
      await this.settled("saveToken", token);
      const id = token.getId();
      const stored = [
        ...(await this.#look("findTokenById", id)),
        ...(await this.#look("getTokens")),
      ];
      const isNew = (row: TokenFields) => !before.some((old) => old.id === row.id);
      const wanted = withoutBlanks(fields);
      const found = stored.find(
        (row) => (id === null ? isNew(row) : row.id === id) && same(row, { ...wanted, id: row.id }),
      );
      if (found?.id === undefined) this.fail("the token to be stored", show(stored));
      return { ...found, id: found.id };
    });
  }

  /**
   * Does something that the clause starts from.
   *
   * @throws PremiseFailed when the store breaks the contract in the course of it.
   */
  async premise<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof ContractViolation ? new PremiseFailed(error) : error;
    }
  }

  /** Goes on with a new instance on the same storage. */
  async reopen(): Promise<void> {
    const { reopen } = this.#opened;
    if (reopen === undefined) throw new HarnessError("the harness offers no reopen");
    this.#transcript.note("the storage is reopened");
    this.#store = checkStore(await attempt("reopen", reopen));
  }

  /** Gives a second instance on the same storage, whose calls join this one's transcript. */
  async share(): Promise<Subject> {
    const { share } = this.#opened;
    if (share === undefined) throw new HarnessError("the harness offers no share");
    const store = checkStore(await attempt("share", share));
    const opened = { ...this.#opened, store };
    const shared = [this.#harness, opened, this.settings, this.#transcript] as const;
    const second = new Subject(...shared, "second instance: ");
    this.#shared.push(second);
    return second;
  }

  /** Makes the storage fail from now on. */
  async breakStorage(): Promise<void> {
    const { breakStorage } = this.#opened;
    if (breakStorage === undefined) throw new HarnessError("the harness offers no breakStorage");
    this.#transcript.note("the storage breaks");
    await attempt("breakStorage", breakStorage);
  }

  /** Gives random sequences of calls, with reopening where the storage can be reopened. */
  histories(): fc.Arbitrary<PlannedCall[]> {
    return histories(this.#opened.reopen !== undefined);
  }

  // ── Assert ─────────────────────────────────────────────────────────────────────────────────────

  /** Asserts that a value is exactly what was expected. */
  equal(actual: unknown, expected: unknown): void {
    if (!same(actual, expected)) this.fail(...showBoth(expected, actual));
  }

  /** Asserts that something holds, said in words. */
  isTrue(holds: boolean, expected: string, actual: unknown): void {
    if (!holds) this.fail(expected, typeof actual === "string" ? actual : show(actual));
  }

  /** Asserts that the store holds exactly these tokens, in any order. */
  async holds(...rows: readonly TokenFields[]): Promise<void> {
    const listed = await this.list();
    if (same(listed, sortById(rows))) return;
    this.equal(this.#asMentioned(listed), this.#asMentioned(rows));
  }

  /** Asserts how many tokens the store holds. */
  async holdsCount(count: number): Promise<void> {
    const { length } = await this.list();
    const say = (count: number) => `${count} stored token${count === 1 ? "" : "s"}`;
    if (length !== count) this.fail(say(count), say(length));
  }

  /** Asserts that a token with these fields finds this stored token. */
  async finds(wanted: TokenFields, stored: StoredFields): Promise<void> {
    const found = await this.find(wanted);
    const actual = found === null ? "null" : `the token with id ${show(found.id)}`;
    this.isTrue(found?.id === stored.id, `the token with id ${show(stored.id)}`, actual);
  }

  /**
   * Asserts that a lookup gave no token. Whether it may reject is another clause's question.
   */
  isGone(outcome: Outcome): void {
    const found = "value" in outcome ? outcome.value : null;
    this.isTrue(!isTokenLike(found), "no token", found);
  }

  /** Asserts that a call was refused. @returns The error that it rejected with. */
  refused(outcome: Outcome): unknown {
    if (outcome.kind === "rejected" || outcome.kind === "threw") return outcome.error;
    return this.fail("the call to reject", sayResolved(outcome));
  }

  /** Ends the check: the store broke the contract. */
  fail(expected: string, actual: string): never {
    throw new ContractViolation(this.#transcript.calls, expected, actual);
  }

  /**
   * Asserts something of many random examples, each on a fresh store, and reduces the first failure
   * to the shortest that fails the same way.
   *
   * @param share - Which part of the configured number of runs to make; 1 when left out.
   */
  async forAll<T>(
    examples: fc.Arbitrary<T>,
    holds: (subject: Subject, example: T) => Promise<void>,
    share = 1,
  ): Promise<void> {
    if (this.settings.example !== undefined) return this.#tryGiven(holds);
    let hasHung = false;
    const property = fc.asyncProperty(examples, async (example) => {
      if (hasHung) return; // Waiting for the limit again, for a shorter example, is not worth it.
      try {
        await this.#tryOne(example, holds);
      } catch (error) {
        hasHung = error instanceof ContractViolation && error.actual.startsWith("did not settle");
        throw error;
      }
    });
    const numRuns = Math.max(1, Math.round(this.settings.runs * share));
    const details = await fc.check(property, { seed: this.settings.seed, numRuns });
    if (details.failed) throw details.errorInstance;
  }

  /**
   * Asserts something of each of these examples, the simplest first, each on a fresh store.
   *
   * @param allHold - Asserts the same of all of them on one store, which saves opening many. Where
   *   that fails, each example decides for itself: one shows by few calls what all show by hundreds.
   */
  async forEach<T>(
    examples: readonly T[],
    holds: (subject: Subject, example: T) => Promise<void>,
    allHold?: (subject: Subject) => Promise<void>,
  ): Promise<void> {
    if (this.settings.example !== undefined) return this.#tryGiven(holds);
    if (allHold !== undefined && (await this.#keeps(() => allHold(this)))) return;
    for (const example of examples) await this.#tryOne(example, holds);
  }

  /** Tells whether the store keeps the contract while something is done to it. */
  async #keeps(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof ContractViolation || error instanceof PremiseFailed) return false;
      throw error;
    }
  }

  /** Tries the example of an earlier failure, and no other. */
  async #tryGiven<T>(holds: (subject: Subject, example: T) => Promise<void>): Promise<void> {
    await this.#tryOne(this.settings.example as T, holds);
  }

  /** Tries one example on a fresh store. A failure tells which one it was. */
  async #tryOne<T>(
    example: T,
    holds: (subject: Subject, example: T) => Promise<void>,
  ): Promise<void> {
    try {
      await Subject.use(this.#harness, this.settings, (subject) => holds(subject, example));
    } catch (error) {
      throw shownBy(error, example);
    }
  }

  readonly #noteUncaught = (error: unknown): void => {
    this.#uncaught.push(showError(error));
    this.#transcript.note(`an error that nobody caught: ${showError(error)}`);
  };

  /** The first of several calls failed before the others had ended: here they all have. */
  #withAllCalls(error: unknown): unknown {
    if (!(error instanceof ContractViolation)) return error;
    return new ContractViolation(this.#transcript.calls, error.expected, error.actual);
  }

  async #callStore(method: Method, args: readonly unknown[]): Promise<Outcome> {
    // A store that has let us wait once is known to: the next calls need not wait as long.
    const limitMs = this.settings.callLimitMs / (this.#hasHung ? 10 : 1);
    const outcome = await callStore(this.#store, method, args, limitMs);
    this.#hasHung ||= outcome.kind === "hung";
    return outcome;
  }

  /** Orders rows as the transcript first names their ids: a reader has them in that order. */
  #asMentioned(rows: readonly TokenFields[]): TokenFields[] {
    const text = this.#transcript.calls.join("\n");
    const place = ({ id }: TokenFields) => {
      const index = text.indexOf(show(id));
      return index === -1 ? text.length : index;
    };
    return sortById(rows).sort((one, other) => place(one) - place(other));
  }

  /** Reads rows without leaving a trace in the transcript; a reader that fails gives none. */
  async #look(method: "getTokens" | "findTokenById", ...args: unknown[]): Promise<TokenFields[]> {
    const outcome = await this.#callStore(method, args);
    if (outcome.kind !== "resolved" && outcome.kind !== "returned") return [];
    const tokens = Array.isArray(outcome.value) ? outcome.value : [outcome.value];
    return tokens.filter(isTokenLike).map(readFields);
  }

  #fieldsOf(method: Method, value: unknown): TokenFields | null {
    if (isTokenLike(value)) return readFields(value);
    if (value === null) return null;
    return this.fail(
      `${method}() to give ${method === "getTokens" ? "tokens" : "a token or null"}`,
      show(value),
    );
  }
}

/** Says of a call that was to reject how it ended instead. */
function sayResolved(outcome: Outcome): string {
  if (outcome.kind !== "resolved") return showOutcome("findToken", outcome);
  return outcome.value === undefined ? "it resolves" : `it resolves to ${show(outcome.value)}`;
}

/** Notes in an error which example has shown it. */
function shownBy(error: unknown, example: unknown): unknown {
  if (error instanceof ContractViolation) return error.seenAgainBy({ example });
  if (error instanceof PremiseFailed) {
    return new PremiseFailed(error.violation.seenAgainBy({ example }));
  }
  return error;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
