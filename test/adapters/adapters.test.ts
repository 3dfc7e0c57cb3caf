import { beforeAll, describe, expect, test } from "vitest";
import { declareTests, throwFailure } from "../../spec/adapter.js";
import { type ClauseResult, clauses, docsPage } from "../../spec/index.js";
import { type Ended, type Outcome, RUNNERS, runSuite } from "./runners.js";

const UNCAUGHT = "store/leaves-no-error-uncaught";

describe.concurrent.each(RUNNERS)("describeTokenStore under %s", (runner) => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await runSuite(runner, "stores");
  });

  const of = (store: string) => outcome.tests.filter(({ titles }) => titles[0] === store);
  const titled = (store: string, id: string): Ended | undefined => {
    const title = clauses.find((clause) => clause.id === id)?.title;
    return of(store).find(({ titles }) => titles.at(-1) === title);
  };

  test("declares a test for every clause, titled by its sentence, under its method", () => {
    const declared = of("hoarding").map(({ titles }) => titles);
    const expected = clauses.map(({ method, title }) => ["hoarding", method, title]);
    expect(declared.sort()).toEqual(expected.sort());
  });

  test("fails a clause's test with the failure described, and nothing else", () => {
    const { error, skip } = titled("hoarding", "delete/removes") ?? {};
    expect(skip).toBeNull();
    expect(error).toMatch(/delete\/removes {2}MUST\n\n {2}saveToken\(.*\n {2}deleteToken\(/s);
    expect(error).toMatch(
      /\nreplay {4}describeTokenStore\(harness, \{ clause: "delete\/removes", seed: 3, runs: 1 \}\)$/,
    );
    expect(error).not.toMatch(/^ +at /m);
    expect(outcome.status).toBe(1);
  });

  test("passes what passed", () => {
    const passed = { skip: null, error: null };
    expect(titled("hoarding", "find/by-id")).toMatchObject(passed);
    expect(titled("hoarding", "delete/blank-id")).toMatchObject(passed);
  });

  test("skips what was not checked, and says why", () => {
    const skipped = (skip: string) => ({ skip, error: null });
    expect(titled("hoarding", "store/any-sequence")).toMatchObject(
      skipped("blocked: mend delete/removes first"),
    );
    expect(titled("hoarding", "store/reopen-keeps-saves")).toMatchObject(
      skipped("not claimed: the harness offers no reopen()"),
    );
  });

  test("passes no clause on errors that the runner keeps to itself", () => {
    const hidden = "not checked: on an error that nobody caught, Jest itself fails the file";
    const skip = runner === "jest" ? hidden : null;
    expect(titled("hoarding", UNCAUGHT)).toMatchObject({ skip, error: null });
  });

  test("skips a failed SHOULD unless it is strict", () => {
    const said = 'SHOULD failed: expected an id never given before, got id "2"';
    expect(of("recycling")).toMatchObject([{ skip: said, error: null }]);
    const failed = expect.stringMatching(/store\/ids-never-reused {2}SHOULD\n/);
    expect(of("strict")).toMatchObject([{ skip: null, error: failed }]);
  });

  test("declares one test where one clause is asked for, and names the nameless", () => {
    const titles = ["token store", "findToken", "finds a token by its id"];
    expect(of("token store")).toEqual([{ titles, skip: null, error: null }]);
  });

  test("passes nothing where the harness is at fault", async () => {
    const { status, tests } = await runSuite(runner, "faulty");
    expect(status).toBe(1);
    expect(tests.filter(({ skip, error }) => skip === null && error === null)).toEqual([]);
  });
});

test("an adapter refuses a clause that there is not, instead of declaring no test", () => {
  const runner = { describe: () => {}, beforeAll: () => {}, test: () => {} };
  const declare = () => declareTests(() => ({}), { clause: "find/by-usr" }, runner);
  expect(declare).toThrow('there is no clause "find/by-usr"');
});

test.each([
  [{}, "node_modules/zoho-token-store/docs/failures/find-by-user.md"],
  [{ docs: "https://example.com/t/" }, "https://example.com/t/failures/find-by-user.html"],
])("a failed test leads to the page on its failure: with %o to %s", async (options, page) => {
  const result: ClauseResult = {
    id: "find/by-user",
    method: "findToken",
    level: "MUST",
    title: "finds a token by its user name",
    verdict: "failed",
    calls: [],
    expected: "a token",
    actual: "null",
    why: "somebody has to log in again",
    docs: docsPage({ id: "find/by-user" }),
  };
  expect(() => throwFailure(result, 1, options)).toThrow(`\ndocs      ${page}\n`);
});
