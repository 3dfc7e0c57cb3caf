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
import type { StoredFields } from "./token-fields.js";
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
    after: examples.map((clause) => clause.id),
    async check(t) {
      await t.forEach(COMBINATIONS, async (t, given) => {
        const rows: StoredFields[] = [];
        for (const row of KEY_ROWS) rows.push(await t.given(row));
        const [meant] = candidates(rows, given);
        if (meant === undefined) {
          t.refused(await t.call("saveToken", t.token(given)));
          await t.holds(...rows);
        } else {
          await t.save(given);
          const updated = { ...meant, ...given, id: meant.id };
          await t.holds(...rows.map((row) => (row === meant ? updated : row)));
        }
      });
    },
  },
];
