import { describe, expect, test } from "vitest";
import { clauses, METHODS } from "../../spec/index.js";

describe("every clause", () => {
  test("has an id of its own", () => {
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length);
  });

  test("has an id that reads as a slug", () => {
    expect(clauses.filter(({ id }) => !/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/.test(id))).toEqual(
      [],
    );
  });

  test("has a title of at most 15 words, without a full stop, unique within its method", () => {
    const long = clauses.filter(({ title }) => title.split(" ").length > 15 || title.endsWith("."));
    expect(long.map(({ title }) => title)).toEqual([]);
    expect(new Set(clauses.map(({ method, title }) => method + title)).size).toBe(clauses.length);
  });

  test("says why, as a sentence, and where it comes from", () => {
    const mute = clauses.filter(({ why, source }) => !/\.$/.test(why) || source === "");
    expect(mute.map(({ id }) => id)).toEqual([]);
  });

  test("builds only on clauses that exist", () => {
    const ids = new Set(clauses.map(({ id }) => id));
    const unknown = clauses.flatMap(({ after }) => after ?? []).filter((id) => !ids.has(id));
    expect(unknown).toEqual([]);
  });

  test("builds on nothing that builds on it", () => {
    const next = new Map(clauses.map(({ id, after }) => [id, after ?? []]));
    const reaches = (from: string, to: string, seen: Set<string>): boolean =>
      (next.get(from) ?? []).some((id) => {
        if (id === to) return true;
        if (seen.has(id)) return false;
        seen.add(id);
        return reaches(id, to, seen);
      });
    expect(clauses.filter(({ id }) => reaches(id, id, new Set())).map(({ id }) => id)).toEqual([]);
  });
});

test("all six methods have clauses", () => {
  const methods = new Set(clauses.map(({ method }) => method));
  expect(METHODS.filter((method) => !methods.has(method))).toEqual([]);
});
