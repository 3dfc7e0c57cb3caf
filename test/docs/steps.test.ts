import { expect, test } from "vitest";
import { stepsOf } from "./steps.js";

const page = (...blocks: string[]) => blocks.map((block) => `\`\`\`${block}\n\`\`\``).join("\n\n");

test("a page tells to write a file, to change it, and to compare the whole", () => {
  const diff = "--- a/b.ts\n+++ a/b.ts\n@@ -2 +2 @@\n-one\n+two";
  const steps = stepsOf(
    page(
      "ts\n// a/b.ts\none",
      `diff\n${diff}`,
      "ts whole\n// a/b.ts\ntwo",
      "sh exit=1\nnode a/b.ts",
    ),
  );
  expect(steps).toMatchObject([
    { kind: "file", line: 1, path: "a/b.ts", text: "// a/b.ts\none\n" },
    { kind: "diff", line: 6, path: "a/b.ts", text: "@@ -2 +2 @@\n-one\n+two" },
    { kind: "whole", path: "a/b.ts", text: "// a/b.ts\ntwo\n" },
    { kind: "commands", commands: ["node a/b.ts"], exitStatus: 1, output: null },
  ]);
});

test.each([
  ["a diff that names no file", "diff\n@@ -2 +2 @@\n-one\n+two"],
  ["a diff of two files", "diff\n--- a.ts\n+++ b.ts\n@@ -2 +2 @@\n-one\n+two"],
  ["a file that has no name", "ts\nconst one = 1;"],
  ["a file with an unknown attribute", "ts part\n// a.ts\nconst one = 1;"],
  ["a block of another language", "lua\nreturn 1"],
])("%s is an error: nothing on a page is left unchecked", (_, block) => {
  expect(() => stepsOf(page(block))).toThrow(/^line 1: /);
});
