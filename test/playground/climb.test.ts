import { describe, expect, test } from "vitest";
import { changesBetween } from "../../docs/site/playground/changes.js";
import { climb } from "../../docs/site/playground/climb.js";
import { COLUMNS, type StoredRow, type TokenRow } from "../../src/token-row.js";

function row(fields: Partial<TokenRow>): TokenRow {
  return Object.fromEntries(COLUMNS.map((column) => [column, fields[column] ?? null])) as TokenRow;
}

function stored(fields: Partial<TokenRow> & { readonly id: string }): StoredRow {
  return row(fields) as StoredRow;
}

const ANN = stored({ id: "1", user_name: "ann", client_id: "C", refresh_token: "R" });

describe("a climb", () => {
  test("tells of each key what became of it, the strongest first", () => {
    const given = row({ user_name: "bob", refresh_token: "R2", access_token: "A", id: "1" });
    const rows = [ANN, stored({ id: "2", refresh_token: "R2" })];
    const { rungs, match } = climb(given, rows);
    expect(rungs.map(({ column, verdict }) => [column, verdict])).toEqual([
      ["user_name", "finds none"],
      ["access_token", "finds none"],
      ["refresh_token", "decides"],
      ["id", "not tried"],
    ]);
    expect(match).toBe("2");
  });

  test.each([
    [{ user_name: "bob", refresh_token: "R" }, ["owner"]],
    [{ client_id: "D", refresh_token: "R" }, ["client"]],
    [{ user_name: "bob", client_id: "D", refresh_token: "R" }, ["owner", "client"]],
    [{ user_name: "ann", refresh_token: "R" }, []],
  ])("names the guards that withhold a row from %o", (given, withheldBy) => {
    const { rungs, match } = climb(row(given), [ANN]);
    const found = rungs.find(({ candidates }) => candidates.length > 0);
    expect(match === null).toBe(withheldBy.length > 0);
    if (withheldBy.length > 0) {
      expect(found?.verdict).toBe("withheld");
      expect(found?.candidates).toEqual([{ id: "1", withheldBy }]);
    }
  });

  test("of a token without a key has no rungs", () => {
    expect(climb(row({ client_id: "C" }), [ANN])).toEqual({ rungs: [], match: null });
  });
});

test("the changes between two contents are told row by row", () => {
  const changed = { ...ANN, access_token: "A" };
  const added = stored({ id: "3" });
  const gone = stored({ id: "2" });
  expect(changesBetween([ANN, gone], [changed, added])).toEqual([
    { row: changed, kind: "changed", columns: ["access_token"] },
    { row: added, kind: "added", columns: [] },
    { row: gone, kind: "removed", columns: [] },
  ]);
  expect(changesBetween([ANN], [ANN])).toEqual([{ row: ANN, kind: "same", columns: [] }]);
});
