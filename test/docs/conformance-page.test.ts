import { describe, expect, test } from "vitest";
import { clauseTables } from "../../docs/build/clause-tables.js";
import { CONFORMANCE_PAGE, STORES } from "../../docs/build/conformance-page.js";
import { measure } from "../../docs/build/vendor-stores.js";
import { CONTRACT_VERSION, clauses } from "../../spec/index.js";
import { read } from "./markdown.js";

const PAGE = read(CONFORMANCE_PAGE);
const STALE = `${CONFORMANCE_PAGE} is stale: run npm run docs:conformance`;

/** The rows of the tables: a link to the clause, and a cell a store. */
const ROWS = PAGE.match(/^\| \[.*$/gm) ?? [];

/** What a column of the page holds, clause by clause. */
function columnOf(name: string): string[] {
  const index = STORES.findIndex((store) => store.name === name);
  return ROWS.map((row) => row.split(" | ")[index + 1]?.replace(" |", "") ?? "");
}

describe("the page on what each store was checked for", () => {
  test("has a row for each clause of this version of the contract, and a cell for each store", () => {
    expect(PAGE, STALE).toContain(`version ${CONTRACT_VERSION}`);
    expect(ROWS, STALE).toHaveLength(clauses.length);
    for (const row of ROWS) expect(row.split(" | "), STALE).toHaveLength(1 + STORES.length);
  });

  test.each(["List", "Memory", "Encrypted"])(
    "shows of %s what the spec says today",
    async (name) => {
      const store = STORES.find((store) => store.name === name);
      if (store === undefined) throw new Error(`there is no ${name}`);
      const report = await measure(store.harness);
      const today =
        clauseTables([name], [report])
          .join("\n")
          .match(/^\| \[.*$/gm) ?? [];
      expect(columnOf(name), STALE).toEqual(
        today.map((row) => row.split(" | ")[1]?.replace(" |", "")),
      );
    },
  );

  // What the other columns show is asserted, harness by harness, where their stores are checked.
  test("shows no failure but those of columns that are too narrow", () => {
    for (const { name } of STORES.filter(({ name }) => name !== "MySQL, SDK's table")) {
      expect(new Set([...columnOf(name), "✓", "·"]), name).toEqual(new Set(["✓", "·"]));
    }
    expect(columnOf("MySQL, SDK's table")).toContain("✗");
  });
});
