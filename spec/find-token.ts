/**
 * What `findToken` promises: the table of contents, and the sweep over all combinations.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { completion } from "./find-token/completion.js";
import { guards } from "./find-token/guards.js";
import { keys } from "./find-token/keys.js";
import { misses } from "./find-token/misses.js";
import { order } from "./find-token/order.js";
import { candidates } from "./model.js";
import type { Subject } from "./subject.js";
import type { StoredFields, TokenFields } from "./token-fields.js";
import { COMBINATIONS, KEY_ROWS } from "./tokens.js";

const method = "findToken";
const LADDER = "K192, Saving a Token and Fetching a Token, made one ladder by this project";

const examples = [...keys, ...order, ...guards, ...misses, ...completion];

/** What `findToken` promises, in reading order. */
export const findToken: readonly Clause[] = [
  ...examples,
  {
    id: "find/every-combination",
    level: "MUST",
    method,
    title: "finds the right token for each of 128 combinations of identity fields",
    why: "The rules above are examples; an app can pass any combination.",
    source: LADDER,
    after: examples.map((clause) => clause.id),
    async check(t) {
      await t.forEach(
        COMBINATIONS,
        (t, wanted) => findsRightly(t, [wanted]),
        (t) => findsRightly(t, COMBINATIONS),
      );
    },
  },
];

/** Asserts that each of these tokens finds the one of {@link KEY_ROWS} that it means. */
async function findsRightly(t: Subject, all: readonly TokenFields[]): Promise<void> {
  const rows: StoredFields[] = [];
  for (const row of KEY_ROWS) rows.push(await t.given(row));
  for (const wanted of all) {
    const [meant] = candidates(rows, wanted);
    t.equal(
      await t.find(wanted),
      meant === undefined ? null : { ...meant, ...wanted, id: meant.id },
    );
  }
}
