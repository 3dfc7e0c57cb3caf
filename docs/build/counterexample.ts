/**
 * What the spec prints for a broken store.
 *
 * @module
 */
import { checkTokenStore } from "../../spec/check.js";
import { type BrokenStore, harnessFor } from "../../test/broken-stores/base-store.js";
import { nameIds, withCountedIds } from "../../test/broken-stores/counted-ids.js";
import { transcriptBlock } from "./transcript-block.js";

/** The seed that the pages are made from. Any other would do; one is chosen to stay the same. */
const SEED = 1;

/**
 * Checks one clause on a broken store.
 *
 * @returns The calls that show the mistake, what was expected and what came, as a block of text. It
 *   is the same each time: the ids that the store makes are named in the order of their turns.
 * @throws Error when the clause does not catch the store.
 */
export async function counterexample(Store: BrokenStore, id: string): Promise<string> {
  const options = { clause: id, seed: SEED, callLimitMs: 100 };
  const report = await withCountedIds(() => checkTokenStore(harnessFor(Store), options));
  const [result] = report.clauses;
  if (result?.verdict !== "failed") throw new Error(`${id} does not catch ${Store.name}`);
  return transcriptBlock(nameIds(result));
}
