import ts from "typescript";
import { describe, expect, test } from "vitest";
import { toFrozenTest } from "../../spec/report/index.js";
import { failed, HOSTILE_TEXT, mixed, reportOf, resultOf } from "./example.js";

describe("toFrozenTest", () => {
  test("writes a test of each failed clause alone, its calls above it, and of no other", () => {
    expect(toFrozenTest(mixed, "./my.harness.js")).toBe(`\
// What Example store was found to break of contract 1.0.0. Each test repeats the calls that showed
// it, which stand above it as they were then. Where all pass,
// check the whole contract: another example may still fail.
import { describeTokenStore } from "zoho-token-store/vitest";
import harness from "./my.harness.js";

// findToken: finds a token by its id
// find/by-id  MUST
//
//   saveToken({ refreshToken: "R" }) → id "1"
//   findToken({ id: "1" }) → null
//
// expected  { id: "1", refreshToken: "R" }
// got       null
//
// why       An app would have to send its user to log in again.
// docs      node_modules/zoho-token-store/docs/failures/find-by-id.md
describeTokenStore(harness, { clause: "find/by-id" });

// whole store: never gives a deleted token's id to another token
// store/ids-never-reused  SHOULD
//
//   deleteToken("1") → done
//
// expected  an id never given before
// got       1
//
// why       An app would have to send its user to log in again.
// docs      node_modules/zoho-token-store/docs/failures/find-by-user.md
describeTokenStore(harness, { clause: "store/ids-never-reused", strict: true });
`);
  });

  test("names the one example that failed, and the clause that shows it", () => {
    const example = [
      { method: "saveToken", token: { userName: "ann", refreshToken: "R" }, id: "" },
    ];
    const shown = resultOf({ ...failed, replay: { clause: "store/any-sequence", example } });
    expect(toFrozenTest(reportOf([shown]), "./a.js")).toContain(`\
describeTokenStore(harness, {
  clause: "store/any-sequence",
  example: [
    { method: "saveToken", token: { userName: "ann", refreshToken: "R" }, id: "" },
  ],
});
`);
  });

  test("stays a module with its tests alone, whatever the texts hold", () => {
    const hostile = `${HOSTILE_TEXT} */ "); process.exit();\u2028x\n// y\n`;
    const result = resultOf({
      ...failed,
      calls: [hostile],
      expected: hostile,
      actual: hostile,
      replay: { example: hostile },
    });
    const text = toFrozenTest({ ...reportOf([result], hostile) }, hostile);
    const file = ts.createSourceFile("f.ts", text, ts.ScriptTarget.Latest, true);
    expect(ts.transpileModule(text, { reportDiagnostics: true }).diagnostics).toEqual([]);
    const [, , declared, ...others] = file.statements;
    expect(others).toEqual([]);
    const found = declared?.getChildren().flatMap((node) => node.getText());
    expect(found?.[0]).toContain(`example: ${JSON.stringify(hostile)}`);
  });
});
