import { describe, expect, test } from "vitest";
import { toMarkdown } from "../../spec/report/index.js";
import { failed, HOSTILE_TEXT, mixed, reportOf, resultOf, SITE } from "./example.js";

/** The number of cells in a row of a table: bars that are not escaped part them. */
function cellsIn(row: string): number {
  return row.replace(/\\\|/g, "").split("|").length - 2;
}

describe("toMarkdown", () => {
  test("gives the counts, then a table a method, then the failures", () => {
    const text = toMarkdown(mixed, { replay: () => "run it again" });
    expect(text.match(/^#+ .*/gm)).toEqual([
      "# Example store",
      "## findToken",
      "## whole store",
      "## Failures",
      "### findToken: finds a token by its id",
      "### whole store: never gives a deleted token's id to another token",
    ]);
    expect(text).toContain("| 1.0.0 | 7 | 1 | 2 | 1 | 1 |");
    expect(text).toContain("| finds a token by its user name (`find/by-user`) | MUST | ✓ passed |");
    expect(text).toContain("| SHOULD | ✗ failed |");
    expect(text).toContain("– blocked: mend find/by-id first |");
    expect(text).toContain("- 1 clause not claimed: the harness offers no reopen()");
    expect(text).toContain('findToken({ id: "1" }) → null');
    expect(text).toContain("run it again");
    expect(text.endsWith("\n")).toBe(true);
  });

  test("links below each failure to its page on the site that is named, and to none without", () => {
    const text = toMarkdown(mixed, { docsSite: SITE });
    const link = `[Mistakes behind it, and their repair](<${SITE}/failures/find-by-id.html>)`;
    expect(text).toContain(`\n\`\`\`\n\n${link}\n`);
    expect(text).toContain(`docs      ${SITE}/failures/find-by-id.html\n`);
    expect(toMarkdown(mixed)).not.toContain("](");
  });

  test("gives a section a store", () => {
    const text = toMarkdown([mixed, reportOf([resultOf()], "Another")]);
    expect(text.match(/^# .*/gm)).toEqual(["# Example store", "# Another"]);
  });

  test("has no list of failures where nothing failed", () => {
    expect(toMarkdown(reportOf([resultOf()]))).not.toContain("Failures");
  });

  test("fences a transcript with more backticks than it holds", () => {
    const text = toMarkdown(reportOf([{ ...failed, calls: ["saveToken(````)"] }]));
    const fences = text.match(/^`{3,}.*$/gm);
    expect(fences).toEqual(["`````text", "`````"]);
  });

  test("keeps each table row on one line, with as many cells as its head", () => {
    const result = resultOf({ verdict: "blocked", actual: HOSTILE_TEXT });
    const text = toMarkdown(reportOf([result], HOSTILE_TEXT));
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.map(cellsIn)).toEqual([6, 6, 6, 3, 3, 3]);
    expect(text.split("\n")[0]).toMatch(/^# \\<b\\>/);
  });
});
