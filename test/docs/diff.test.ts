import { describe, expect, test } from "vitest";
import { applyDiff } from "./diff.js";

const TEXT = "one\ntwo\n\nthree\nfour\n";

describe("a diff on a page", () => {
  test("replaces, adds and removes lines", () => {
    const diff = "@@ -1,2 +1,3 @@\n one\n-two\n+2\n+2b\n@@ -4,2 +5 @@\n three\n-four";
    expect(applyDiff(TEXT, diff)).toBe("one\n2\n2b\n\nthree\n");
  });

  test("keeps an empty line, with a space before it or without", () => {
    for (const empty of ["", " "]) {
      expect(applyDiff(TEXT, `@@ -2,3 +2,3 @@\n two\n${empty}\n-three\n+3`)).toBe(
        "one\ntwo\n\n3\nfour\n",
      );
    }
  });

  test("may end with an empty line that it keeps", () => {
    expect(applyDiff(TEXT, "@@ -2,2 +2,2 @@\n-two\n+2\n")).toBe("one\n2\n\nthree\nfour\n");
  });

  test.each([
    ["a line that it keeps is another", "@@ -1,2 +1,2 @@\n One\n-two\n+2"],
    ["a line that it removes is another", "@@ -1,2 +1,2 @@\n one\n-Two\n+2"],
    ["a line is elsewhere", "@@ -2,2 +2,2 @@\n one\n-two\n+2"],
    ["it goes on behind the end", "@@ -5,3 +5,2 @@\n four\n \n-five"],
    ["a hunk says the wrong place in the new text", "@@ -1,2 +2,2 @@\n one\n-two\n+2"],
    ["a hunk says the wrong number of lines", "@@ -1,2 +1,3 @@\n one\n-two\n+2"],
    ["the hunks are in the wrong order", "@@ -4,1 +4,1 @@\n-three\n+3\n@@ -1,1 +1,1 @@\n-one\n+1"],
    ["a line is not marked", "@@ -1,2 +1,2 @@\none\n-two\n+2"],
    ["it has no numbers", "@@ saveToken @@\n one\n-two\n+2"],
    ["it has no hunk", "-two\n+2"],
  ])("is refused when %s", (_, diff) => {
    expect(() => applyDiff(TEXT, diff)).toThrow();
  });
});
