import { expect, describe as group, test } from "vitest";
import { type JudgedMutant, mutantsIn } from "./mutants.js";
import { SURVIVORS } from "./survivors.js";
import { complaintsOn, describe, tallies } from "./tally.js";

const file = "src/stores/memory-store.ts";

/** The mutants of that file that the list names, all of them alive. */
const LISTED: readonly JudgedMutant[] = SURVIVORS.filter((one) => one.file === file).flatMap(
  ({ mutants = [] }) =>
    mutants.map(([member, original, replacement]) => {
      return { file, member, original, replacement, fate: "survived" };
    }),
);

/** How many of these answer every call as the store does. */
const EQUIVALENT = SURVIVORS.filter(
  (one) => one.file === file && one.licence === "equivalent",
).flatMap(({ mutants = [] }) => mutants).length;

const killed: JudgedMutant = {
  file,
  member: "findToken",
  original: "row === null",
  replacement: "true",
  fate: "killed",
};

group("what became of the mutants", () => {
  test("is counted for each file and for all, with and without those outside the contract", () => {
    const [ofFile, ofAll] = tallies([...LISTED, killed, { ...killed, fate: "timed out" }]);
    expect(ofFile).toMatchObject({
      file,
      count: LISTED.length + 2,
      fates: { killed: 1, "timed out": 1, survived: LISTED.length, "no coverage": 0 },
      score: 200 / (LISTED.length + 2),
      outside: LISTED.length - EQUIVALENT,
      scoreWithin: 200 / (EQUIVALENT + 2),
    });
    expect(ofAll).toEqual({ ...ofFile, file: "all" });
  });

  test("is nothing to count where no target could be mutated, and no complaint", () => {
    expect(tallies([])).toEqual([]);
    expect(complaintsOn([], [])).toEqual([]);
  });

  test("is as it should be when those alone live that the list names", () => {
    expect(complaintsOn([...LISTED, killed], [])).toEqual([]);
  });

  test("is not, when another one lives, or was never reached", () => {
    for (const fate of ["survived", "no coverage"] as const) {
      const complaint = `lives, and is not listed: ${describe(killed)}`;
      expect(complaintsOn([...LISTED, { ...killed, fate }], [])).toEqual([complaint]);
    }
  });

  test("is not, when one that the list names was killed, or is not made any more", () => {
    const [first, ...others] = LISTED;
    if (first === undefined) throw new Error("the list names no mutant of that file");
    const complaint = `is listed, and does not live: ${describe(first)}`;
    expect(complaintsOn([...others, { ...first, fate: "killed" }], [])).toEqual([complaint]);
    expect(complaintsOn(others, [])).toEqual([complaint]);
    expect(complaintsOn([...others, { ...first, fate: "timed out" }], [])).toEqual([]);
  });

  test("is not, when too few are killed within the contract", () => {
    const enough = [...LISTED, ...Array<JudgedMutant>(19 * EQUIVALENT).fill(killed)];
    expect(complaintsOn(enough, tallies(enough))).toEqual([]);
    const tooFew = enough.slice(0, -1);
    const complaint = "the spec notices less than 95 % within the contract";
    expect(complaintsOn(tooFew, tallies(tooFew))).toEqual([complaint]);
  });
});

group("a report of Stryker", () => {
  const source = "class Store {\n  find(id: string) {\n    return (\n      id\n    );\n  }\n}\n";
  const location = { start: { line: 3, column: 12 }, end: { line: 5, column: 6 } };
  const reportOf = (status: string) => ({
    files: { [file]: { source, mutants: [{ replacement: "", status, location }] } },
  });

  test("is read by the members that hold the mutants, and on one line", () => {
    expect(mutantsIn(reportOf("Killed"))).toEqual([
      { file, member: "find", original: "( id )", replacement: "", fate: "killed" },
    ]);
  });

  test("is of no use when the tests came to no verdict", () => {
    expect(() => mutantsIn(reportOf("RuntimeError"))).toThrow("no verdict on ( id ) in find");
  });
});
