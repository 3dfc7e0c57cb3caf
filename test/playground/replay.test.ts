import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCall } from "../../docs/site/playground/call.js";
import { replay } from "../../docs/site/playground/replay.js";
import { SHOWN_STORES } from "../../docs/site/playground/stores.js";
import { STORIES } from "../../docs/site/playground/stories.js";
import { METHODS } from "../../spec/harness.js";
import type { Call } from "../../spec/model.js";
import { COMBINATIONS } from "../../spec/tokens.js";
import type { StoredRow } from "../../src/token-row.js";

const FIRST_ID = "a000000001";

function sorted(rows: readonly StoredRow[]): readonly StoredRow[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

describe("a replay", () => {
  test.each(STORIES.map((story) => [story.slug, story] as const))(
    "of %s: the three stores agree, and nothing is refused",
    async (_, { scenes }) => {
      const steps = await replay(scenes.map(({ call }) => call));
      expect(steps).toHaveLength(scenes.length);
      for (const { effects } of steps) {
        expect(effects.map(({ store }) => store)).toEqual(SHOWN_STORES.map(({ name }) => name));
        const [first] = effects;
        for (const { outcome, after } of effects) {
          expect(outcome).toBe(first?.outcome);
          expect(outcome).not.toContain("rejects");
          expect(sorted(after)).toEqual(sorted(first?.after ?? []));
        }
      }
    },
  );

  const anyCall: fc.Arbitrary<Call> = fc
    .tuple(
      fc.constantFrom(...METHODS),
      fc.constantFrom(...COMBINATIONS),
      fc.constantFrom(FIRST_ID, "x"),
    )
    .map(([method, token, id]) => toCall(method, token, id));

  test("names the row that the stores act on, and changes what the contract says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { maxLength: 8 }), async (calls) => {
        for (const { call, climb, effects } of await replay(calls)) {
          for (const { before, after, outcome } of effects) {
            if (call.method === "findToken") expect(outcome === "null").toBe(climb?.match === null);
            if (call.method !== "saveToken" || outcome.startsWith("rejects")) continue;
            const isNew = !before.some(({ id }) => outcome === `id "${id}"`);
            expect(isNew).toBe(climb?.match === null);
            expect(after.length - before.length).toBe(isNew ? 1 : 0);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("tells the SQL that ran, with its values, and none of other stores", async () => {
    const [save, find] = await replay([
      { method: "saveToken", token: { refreshToken: "R" } },
      { method: "findTokenById", id: FIRST_ID },
    ]);
    const sqlOf = (step: typeof save) => step?.effects.map(({ sql }) => sql.length > 0);
    expect(sqlOf(save)).toEqual([false, false, true]);
    expect(save?.effects[2]?.sql.at(-1)).toMatchObject({
      sql: expect.stringContaining("INSERT"),
      values: [FIRST_ID, null, null, null, "R", null, null, null, null, null],
    });
    expect(find?.effects[2]?.sql).toEqual([
      { sql: expect.stringMatching(/^SELECT .* WHERE id = \?/), values: [FIRST_ID] },
    ]);
  });

  test("tells a refusal, and goes on", async () => {
    const steps = await replay([
      { method: "saveToken", token: { userName: "ann" } },
      { method: "getTokens" },
    ]);
    for (const { outcome } of steps[0]?.effects ?? []) {
      expect(outcome).toContain("rejects with SDKException TOKEN_STORE");
    }
    expect(steps[1]?.effects.map(({ outcome }) => outcome)).toEqual(["[]", "[]", "[]"]);
  });

  test("gives the same ids each time", async () => {
    const calls = STORIES.flatMap(({ scenes }) => scenes.map(({ call }) => call));
    expect(await replay(calls)).toEqual(await replay(calls));
  });
});
