import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { keyClauses, ORDER_CLAUSES, orderClause } from "../../docs/build/ladder-clauses.js";
import { clauses } from "../../spec/index.js";
import { KEY_COLUMNS } from "../../src/token-matching.js";

const ids = clauses.map(({ id }) => id);

describe("what decides a case of the ladder", () => {
  test("names every clause on two keys", () => {
    expect(ORDER_CLAUSES).toEqual(ids.filter((id) => /^find\/\S+-before-/.test(id)));
  });

  test("is a clause of the contract for every key, and for every two keys", () => {
    for (const column of KEY_COLUMNS) {
      for (const hasClient of [false, true]) {
        expect(ids).toEqual(expect.arrayContaining(Object.values(keyClauses(column, hasClient))));
      }
      for (const weaker of KEY_COLUMNS) expect(ids).toContain(orderClause(column, weaker));
    }
  });

  test("is read without Node, and without what is only for the pages", () => {
    const file = new URL("../../docs/build/ladder-clauses.ts", import.meta.url);
    const imports = readFileSync(file, "utf8").match(/^import (?!type ).*$/gm);
    expect(imports).toBeNull();
  });
});
