/**
 * What the spec prints for the broken stores.
 *
 * @module
 */
import { checkTokenStore, type Report } from "../../spec/check.js";
import type { ClauseResult } from "../../spec/clause.js";
import { type BrokenStore, harnessFor } from "../../test/broken-stores/base-store.js";
import { nameIds, withCountedIds } from "../../test/broken-stores/counted-ids.js";

/** The seed that the pages are made from. Any other would do; one is chosen to stay the same. */
export const SEED = 1;

/** The counterexamples that pages show. */
export class Counterexamples {
  /** Several pages show the same one, so each is found once. */
  readonly #found = new Map<string, ClauseResult>();

  /**
   * Checks one clause on a broken store.
   *
   * @returns The failure. It is the same each time: the ids that the store makes are named `id1`,
   *   `id2` … in the order of their turns.
   * @throws Error when the clause does not catch the store.
   */
  async find(Store: BrokenStore, id: string): Promise<ClauseResult> {
    const key = `${id} ${Store.name}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const [result] = (await check(Store, id)).clauses;
    if (result?.verdict !== "failed") throw new Error(`${id} does not catch ${Store.name}`);
    const named = { ...result, ...nameIds(result) };
    this.#found.set(key, named);
    return named;
  }
}

function check(Store: BrokenStore, clause: string): Promise<Report> {
  const options = { clause, seed: SEED, callLimitMs: 100 };
  return withCountedIds(() => checkTokenStore(harnessFor(Store), options));
}
