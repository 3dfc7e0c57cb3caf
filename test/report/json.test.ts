import { describe, expect, test } from "vitest";
import { toJson } from "../../spec/report/index.js";
import { failed, HOSTILE_TEXT, mixed, reportOf, resultOf, SITE } from "./example.js";

describe("toJson", () => {
  test("gives the promised keys in the promised order, and no others", () => {
    const report = { ...reportOf([{ ...failed, stray: 1 } as typeof failed]), stray: 2 };
    expect(toJson(report)).toBe(`{
  "store": "Example store",
  "contract": "1.0.0",
  "seed": 7,
  "summary": {
    "passed": 0,
    "failed": 1,
    "blocked": 0,
    "notClaimed": 0
  },
  "clauses": [
    {
      "id": "find/by-id",
      "method": "findToken",
      "level": "MUST",
      "title": "finds a token by its id",
      "verdict": "failed",
      "calls": [
        "saveToken({ refreshToken: \\"R\\" }) → id \\"1\\"",
        "findToken({ id: \\"1\\" }) → null"
      ],
      "expected": "{ id: \\"1\\", refreshToken: \\"R\\" }",
      "actual": "null",
      "why": "An app would have to send its user to log in again.",
      "docs": "docs/failures/find-by-id.md"
    }
  ]
}
`);
  });

  test("names the pages by their addresses where a site is named", () => {
    const [only] = JSON.parse(toJson(reportOf([failed]), { docsSite: SITE })).clauses;
    expect(only).toEqual({ ...failed, docs: `${SITE}/failures/find-by-id.html` });
  });

  test("gives an array for a list of reports, of one report too", () => {
    expect(JSON.parse(toJson([mixed, mixed]))).toEqual([mixed, mixed]);
    expect(JSON.parse(toJson([mixed]))).toEqual([mixed]);
  });

  test("keeps every character", () => {
    const report = reportOf([resultOf({ actual: HOSTILE_TEXT })], HOSTILE_TEXT);
    expect(JSON.parse(toJson(report))).toEqual(report);
  });
});
