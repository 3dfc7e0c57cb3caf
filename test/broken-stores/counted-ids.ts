/**
 * Ids that come out the same each time, so that what two checks show can be compared.
 *
 * @module
 */
import type { ClauseResult } from "../../spec/index.js";

/** The parts of a result that show ids. */
export type Shown = Pick<ClauseResult, "calls" | "expected" | "actual">;

/** How many random bytes a store draws for an id. */
const ID_BYTES = 10;

/**
 * Lets stores count where they draw ids at random. Naming the ids afterwards would not do: lists
 * are sorted by id, so that chance would decide their order too. The ids become `a000000001`,
 * `a000000002` …, and the letter keeps them from being taken for numbers.
 */
export async function withCountedIds<T>(work: () => Promise<T>): Promise<T> {
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
    return toUuid(count);
  };
  try {
    return await work();
  } finally {
    Object.assign(crypto, { getRandomValues, randomUUID });
  }
}

/** Names the counted ids `id1`, `id2` … in the order in which the text shows them. UUIDs stay some. */
export function nameIds({ calls, expected, actual }: Shown): Shown {
  const seen = new Map<string, string>();
  const rename = (text: string) =>
    text.replace(/\ba\d{9}\b|\b[\d-]{24}00a\d{9}\b/g, (id) => {
      const number = seen.size + 1;
      if (!seen.has(id)) seen.set(id, id.includes("-") ? toUuid(number) : `id${number}`);
      return seen.get(id) ?? id;
    });
  return { calls: calls.map(rename), expected: rename(expected), actual: rename(actual) };
}

/** Its last ten characters are a counted id too, for stores that cut it. */
function toUuid(number: number): ReturnType<typeof crypto.randomUUID> {
  return `00000000-0000-4000-8000-00a${String(number).padStart(9, "0")}`;
}
