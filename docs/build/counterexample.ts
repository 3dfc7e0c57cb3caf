/**
 * What the spec prints for a broken store.
 *
 * @module
 */
import { checkTokenStore } from "../../spec/check.js";
import { type BrokenStore, harnessFor } from "../../test/broken-stores/base-store.js";
import { type Shown, transcriptBlock } from "./transcript-block.js";

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

/** Names the counted ids `id1`, `id2` … in the order in which the text shows them. */
function nameIds({ calls, expected, actual }: Shown): Shown {
  const names = new Map<string, string>();
  const rename = (text: string) =>
    text.replace(/\ba\d{9}\b/g, (id) => {
      if (!names.has(id)) names.set(id, `id${names.size + 1}`);
      return names.get(id) ?? id;
    });
  return { calls: calls.map(rename), expected: rename(expected), actual: rename(actual) };
}

/** How many random bytes a store draws for an id. */
const ID_BYTES = 10;

/**
 * Lets stores count where they draw ids at random. Naming the ids afterwards would not do: lists
 * are sorted by id, so that chance would decide their order too. The ids become `a000000001`,
 * `a000000002` …, and the letter keeps them from being taken for numbers.
 */
async function withCountedIds<T>(work: () => Promise<T>): Promise<T> {
  const { getRandomValues, randomUUID } = crypto;
  let count = 0;
  crypto.getRandomValues = (array) => {
    if (!(array instanceof Uint8Array) || array.length !== ID_BYTES) {
      return getRandomValues.call(crypto, array) as typeof array;
    }
    count += 1;
    array.set([10, ...String(count).padStart(ID_BYTES - 1, "0")].map(Number));
    return array;
  };
  crypto.randomUUID = () => {
    count += 1;
    return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  };
  try {
    return await work();
  } finally {
    Object.assign(crypto, { getRandomValues, randomUUID });
  }
}
