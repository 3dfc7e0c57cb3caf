import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../docs/markdown.js";
import { TARGETS, targetsNamed } from "./targets.js";

test("every store is mutated, and the ladder", () => {
  const stores = readdirSync(join(ROOT, "src/stores")).map((name) => `src/stores/${name}`);
  const mutated = TARGETS.flatMap(({ files }) => files);
  expect([...mutated].sort()).toEqual([...stores, "src/token-matching.ts"].sort());
});

test("every target has a judge", () => {
  const judges = TARGETS.map(({ name }) => `test/mutation/${name}.judge.ts`);
  expect(judges.filter((judge) => !existsSync(join(ROOT, judge)))).toEqual([]);
});

test("targets are found by name, and all of them for no name", () => {
  expect(targetsNamed(["memory", "list"]).map(({ name }) => name)).toEqual(["memory", "list"]);
  expect(targetsNamed([])).toBe(TARGETS);
  expect(() => targetsNamed(["lost"])).toThrow("there is no lost to mutate; there are list, ");
});
