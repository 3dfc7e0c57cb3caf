import { describe, expect, test } from "vitest";
import { read } from "../docs/markdown.js";
import { membersOf, onOneLine } from "./source.js";
import { SURVIVORS } from "./survivors.js";

/** Gives the code of a member, on one line; of both, where a field and a method bear one name. */
function codeOf(file: string, member: string): string {
  const source = read(file);
  const members = membersOf(source).filter(({ name }) => name === member);
  return members.map(({ start, end }) => onOneLine(source.slice(start, end))).join(" ");
}

describe("every listed survivor", () => {
  test.each(
    SURVIVORS.flatMap(({ file, mutants = [] }) =>
      mutants.map(([member, original, replacement]) => ({ file, member, original, replacement })),
    ),
  )("$file, $member: $original → $replacement", ({ file, member, original, replacement }) => {
    expect(codeOf(file, member)).toContain(original);
    expect(replacement).not.toBe(original);
  });

  test.each(
    SURVIVORS.flatMap(({ file, members = [] }) => members.map((member) => ({ file, member }))),
  )("$file, $member", ({ file, member }) => {
    expect(codeOf(file, member)).not.toBe("");
  });
});

test("the list names no mutant twice", () => {
  const named = SURVIVORS.flatMap(({ file, mutants = [] }) =>
    mutants.map((mutant) => JSON.stringify([file, ...mutant])),
  );
  expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
});

test("every reason is a sentence, and is about something", () => {
  for (const { reason, mutants = [], members = [] } of SURVIVORS) {
    expect(reason).toMatch(/^[A-Z].*\.$/s);
    expect(mutants.length + members.length, reason).toBeGreaterThan(0);
  }
});
