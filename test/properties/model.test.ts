import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreesWithModel } from "../../spec/histories.js";
import { candidates } from "../../spec/model.js";
import { histories } from "../../spec/random-calls.js";
import { Subject } from "../../spec/subject.js";
import type { StoredFields, TokenFields } from "../../spec/token-fields.js";
import { anyText, COMBINATIONS, KEY_ROWS } from "../../spec/tokens.js";
import list from "../harnesses/list.js";
import memory from "../harnesses/memory.js";
import sqliteFile from "../harnesses/sqlite-file.js";
import sqliteMemory from "../harnesses/sqlite-memory.js";

const settings = { seed: 0, runs: 0, callLimitMs: 5000 };
const stores = [
  { harness: list, canReopen: false },
  { harness: memory, canReopen: false },
  { harness: sqliteMemory, canReopen: false },
  { harness: sqliteFile, canReopen: true },
];

describe.each(stores)("$harness.name", ({ harness, canReopen }) => {
  test("agrees with the reference model after every step of a random history", async () => {
    const property = fc.asyncProperty(histories(canReopen), (plans) =>
      Subject.use(harness, settings, (store) => agreesWithModel(store, plans)),
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test("finds every combination of identity fields, whatever text they hold", async () => {
    const property = fc.asyncProperty(fc.constantFrom(...COMBINATIONS), anyText, (wanted, text) =>
      Subject.use(harness, settings, async (store) => {
        const rows: StoredFields[] = [];
        for (const row of KEY_ROWS) rows.push(await store.given(withText(row, text)));
        const [meant] = candidates(rows, withText(wanted, text));
        expect((await store.find(withText(wanted, text)))?.id).toBe(meant?.id);
      }),
    );
    await fc.assert(property, { numRuns: 100 });
  });
});

/** Appends a text to every field but the id, which has its own limits. */
function withText(fields: TokenFields, text: string): TokenFields {
  const entries = Object.entries(fields).map(([field, value]) => [
    field,
    field === "id" ? value : `${value}${text}`,
  ]);
  return Object.fromEntries(entries);
}
