/**
 * What `saveToken` promises: the table of contents, and the sweep over all combinations.
 *
 * @module
 */
import type { Clause } from "./clause.js";
import { candidates } from "./model.js";
import { inserting } from "./save-token/inserting.js";
import { repeating } from "./save-token/repeating.js";
import { updating } from "./save-token/updating.js";
import type { Subject } from "./subject.js";
import type { StoredFields, TokenFields } from "./token-fields.js";
import { COMBINATIONS, KEY_ROWS } from "./tokens.js";

const method = "saveToken";

const examples = [...inserting, ...updating, ...repeating];

/** What `saveToken` promises, in reading order. */
export const saveToken: readonly Clause[] = [
  ...examples,
  {
    id: "save/every-combination",
    level: "MUST",
    method,
    title: "updates the right token for each of 128 combinations of identity fields",
    why: "The rules above are examples; an app can pass any combination.",
    source: "K192, Saving a Token and Fetching a Token, made one ladder by this project",
    after: [...examples.map((clause) => clause.id), "find/every-combination"],
    async check(t) {
      await t.forEach(
        COMBINATIONS,
        async (t, given) => {
          await updatesRightly(t, await giveKeyRows(t), given);
        },
        updatesAllRightly,
      );
    },
  },
];

/** Stores {@link KEY_ROWS}, each of which one key finds. */
async function giveKeyRows(t: Subject): Promise<StoredFields[]> {
  const rows: StoredFields[] = [];
  for (const row of KEY_ROWS) rows.push(await t.given(row));
  return rows;
}

/** Does the same on one store, in which each token that was changed is put back. */
async function updatesAllRightly(t: Subject): Promise<void> {
  const rows = await giveKeyRows(t);
  for (const given of COMBINATIONS) {
    const index = await updatesRightly(t, rows, given);
    const changed = rows[index];
    if (changed === undefined) continue;
    await t.remove(changed.id);
    rows[index] = await t.given(KEY_ROWS[index] ?? {});
  }
}

/**
 * Asserts that a save updates the one of the rows that it means, and is refused where it means none.
 *
 * @returns The place of that row among the rows; -1 where there is none.
 */
async function updatesRightly(
  t: Subject,
  rows: readonly StoredFields[],
  given: TokenFields,
): Promise<number> {
  const [meant] = candidates(rows, given);
  if (meant === undefined) {
    t.refused(await t.call("saveToken", t.token(given)));
    await t.holds(...rows);
    return -1;
  }
  await t.save(given);
  const updated = { ...meant, ...given, id: meant.id };
  await t.holds(...rows.map((row) => (row === meant ? updated : row)));
  return rows.indexOf(meant);
}
