import { describe, expect, test } from "vitest";
import { clauses, METHODS } from "../../spec/index.js";
import { toTable } from "../../spec/report/index.js";
import { failed, failedShould, fullReport, reportOf, resultOf } from "./example.js";

describe("toTable", () => {
  test("has a row a clause and a column a store, with the marks", () => {
    const passed = resultOf({ ...failed, verdict: "passed" });
    const rows = toTable([reportOf([failed], "One"), reportOf([passed], "Two")], { width: 50 });
    expect(rows).toBe(`1  One
2  Two
✓ passed  ✗ failed  – blocked  · not claimed  seed 7

                                             1   2
findToken
  finds a token by its id                    ✗   ✓
                                             1   2
✓ passed                                     0   1
✗ failed                                     1   0
– blocked                                    0   0
· not claimed                                0   0
`);
  });

  test("fits every clause of the contract into 100 columns with four stores", () => {
    const report = fullReport({ [failedShould.id]: { verdict: "failed" } });
    const lines = toTable([report, report, report, report]).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    for (const { title, level } of clauses) {
      const label = level === "SHOULD" ? `  ${title}  SHOULD` : `  ${title}`;
      expect(lines.some((line) => line.startsWith(`${label} `))).toBe(true);
    }
  });

  test("groups the rows by method, in the contract's order", () => {
    const heads = toTable([fullReport()])
      .split("\n")
      .filter((line) => [...METHODS, "whole store"].includes(line));
    expect(heads).toEqual([...METHODS, "whole store"]);
  });

  test("says at the bottom which stores conform", () => {
    const reports = [fullReport(), fullReport({ "find/by-id": failed }), fullReport()];
    expect(toTable(reports)).toMatch(/^conforms +yes {2}no yes$/m);
  });

  test("counts SHOULD where it binds", () => {
    const reports = [fullReport({ [failedShould.id]: { verdict: "failed" } })];
    expect(toTable(reports)).toMatch(/^conforms +yes$/m);
    expect(toTable(reports, { isStrict: true })).toMatch(/^conforms, SHOULD included +no$/m);
  });

  test("says nothing of conforming where only some clauses were checked", () => {
    expect(toTable([reportOf([resultOf()])])).not.toContain("conforms");
  });

  test("leaves a cell empty where a store's report lacks the clause", () => {
    const text = toTable([reportOf([resultOf()]), reportOf([failed])], { width: 60 });
    expect(text).toMatch(/^ {2}finds a token by its user name +✓$/m);
    expect(text).toMatch(/^ {2}finds a token by its id +✗$/m);
  });

  test("cuts a title that does not fit, and says so", () => {
    const reports = Array.from({ length: 6 }, () =>
      reportOf([resultOf({ title: "x".repeat(99) })]),
    );
    expect(toTable(reports, { width: 60 })).toMatch(/^ {2}x{20,}… +✓/m);
  });

  test("names every seed where the stores had different ones", () => {
    expect(toTable([reportOf([]), { ...reportOf([]), seed: 8 }])).toContain("seeds 7, 8");
  });
});
