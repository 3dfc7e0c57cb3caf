import { describe, expect, test } from "vitest";
import { CONTRACT_VERSION, clauses } from "../../spec/index.js";
import { read } from "../docs/markdown.js";
import { misnumbered, readChangelog, replayChangelog, stepBetween } from "./changelog.js";

const CHANGELOG = "docs/changelog.md";

describe("the contract", () => {
  test("has the clauses, titles and levels that are pinned for its version", async () => {
    const lines = clauses.map(({ id, level, title }) => `${level.padEnd(6)} ${id}: ${title}`);
    const text = [`contract ${CONTRACT_VERSION}`, "", ...lines, ""].join("\n");
    const hint = `read the rules in ${CHANGELOG}, tell the change there, then run vitest with -u`;
    await expect(text, hint).toMatchFileSnapshot("contract.txt");
  });

  test("has the version on top of its changelog", () => {
    expect(readChangelog(read(CHANGELOG))[0]?.version).toBe(CONTRACT_VERSION);
  });

  test("has come about by the changes that its changelog tells, clause by clause", () => {
    const told = replayChangelog(readChangelog(read(CHANGELOG)));
    expect([...told].sort()).toEqual(clauses.map(({ id, level }) => [id, level]).sort());
  });

  test("has numbered its versions by the rules", () => {
    expect(misnumbered(readChangelog(read(CHANGELOG)))).toEqual([]);
  });
});

describe("the rules of the changelog", () => {
  const first =
    "## 1.0.0\n\n- Added, MUST: `a/one`, `a/two`,\n  `a/three`.\n- Added, SHOULD: `b/one`.\n";

  /** What a second version makes of the first one. */
  const after = (version: string, lines: string) =>
    readChangelog(`## ${version}\n\n${lines}\n\n${first}`);

  test("give the clauses and levels of today", () => {
    const sections = after(
      "2.0.0",
      "- Removed: `a/two`.\n- Raised, MUST: `b/one`, since it matters.",
    );
    expect([...replayChangelog(sections)]).toEqual([
      ["a/one", "MUST"],
      ["a/three", "MUST"],
      ["b/one", "MUST"],
    ]);
  });

  test("never let an id be used again, or one be changed that is not there", () => {
    const again = "## 3.0.0\n\n- Added, MUST: `a/two`.\n\n## 1.1.0\n\n- Removed: `a/two`.\n\n";
    expect(() => replayChangelog(readChangelog(again + first))).toThrow("Added: a/two");
    expect(() => replayChangelog(after("1.0.1", "- Worded: `c/one`."))).toThrow("Worded: c/one");
  });

  test.each([
    ["a new MUST", "- Added, MUST: `c/one`.", "2.0.0"],
    ["a tighter MUST", "- Tightened, MUST: `a/one`: case counts.", "2.0.0"],
    ["a SHOULD that becomes a MUST", "- Raised, MUST: `b/one`.", "2.0.0"],
    ["a new SHOULD", "- Added, SHOULD: `c/one`.", "1.1.0"],
    ["a looser MUST", "- Loosened, MUST: `a/one`: any order.", "1.1.0"],
    ["a removal", "- Removed: `a/one`.", "1.1.0"],
    ["other words", "- Worded: `a/one`.", "1.0.1"],
    ["other words beside a new MUST", "- Worded: `a/one`.\n- Added, MUST: `c/one`.", "2.0.0"],
  ])("number %s", (_, lines, version) => {
    for (const tried of ["1.0.0", "1.0.1", "1.1.0", "2.0.0"]) {
      expect(misnumbered(after(tried, lines))).toEqual(tried === version ? [] : [tried]);
    }
  });

  test("leave no number out", () => {
    expect(stepBetween("1.2.3", "1.3.0")).toBe("minor");
    expect(stepBetween("1.2.3", "1.3.1")).toBe(null);
    expect(stepBetween("1.2.3", "3.0.0")).toBe(null);
  });
});
