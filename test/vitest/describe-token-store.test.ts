import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { clauses } from "../../spec/index.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What vitest's JSON report says of one test. */
interface TestResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped" | "pending";
  readonly failureMessages: readonly string[];
}

/** Runs the suites in `adapter` with vitest, as a user would, and gives what it prints. */
function runSuites(reportFile: string): Promise<string> {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const args = ["run", "--root", join(ROOT, "test/vitest/adapter"), "--reporter=verbose"];
  const report = ["--reporter=json", `--outputFile.json=${reportFile}`];
  const env = { ...process.env, NO_COLOR: "1" };
  return new Promise((resolve) => {
    // It ends with 1, because tests fail; what it prints is what counts.
    execFile(process.execPath, [vitest, ...args, ...report], { env }, (_, stdout) => {
      resolve(stdout);
    });
  });
}

describe("describeTokenStore", () => {
  let results: readonly TestResult[];
  let printed: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "adapter-"));
    printed = await runSuites(join(folder, "report.json"));
    const report: { testResults: { assertionResults: TestResult[] }[] } = JSON.parse(
      await readFile(join(folder, "report.json"), "utf8"),
    );
    results = report.testResults.flatMap((file) => file.assertionResults);
    await rm(folder, { recursive: true });
  });

  const of = (store: string) => results.filter((one) => one.ancestorTitles[0] === store);
  const titled = (store: string, id: string) => {
    const title = clauses.find((clause) => clause.id === id)?.title;
    return of(store).find((one) => one.title === title);
  };

  test("declares a test for every clause, titled by its sentence, under its method", () => {
    const declared = of("hoarding").map(
      ({ ancestorTitles, title }) => `${ancestorTitles[1]} ${title}`,
    );
    const expected = clauses.map(({ method, title }) => `${method} ${title}`);
    expect(declared.sort()).toEqual(expected.sort());
  });

  test("fails a clause's test with the failure described, and nothing else", () => {
    const result = titled("hoarding", "delete/removes");
    expect(result?.status).toBe("failed");
    const [message, ...others] = result?.failureMessages ?? [];
    expect(others).toEqual([]);
    expect(message).toMatch(/delete\/removes {2}MUST\n\n {2}saveToken\(.*\n {2}deleteToken\(/s);
    expect(message).toMatch(/\nreplay {4}describeTokenStore\(harness, \{ seed: 3 \}\)$/);
    expect(message).not.toMatch(/^ +at /m);
  });

  test("passes what passed, and skips what was not checked", () => {
    expect(titled("hoarding", "find/by-id")?.status).toBe("passed");
    expect(titled("hoarding", "delete/blank-id")?.status).toBe("passed");
    expect(titled("hoarding", "store/any-sequence")?.status).toBe("skipped");
    expect(titled("hoarding", "store/reopen-keeps-saves")?.status).toBe("skipped");
  });

  test("skips a failed SHOULD unless it is strict", () => {
    expect(of("recycling").map(({ status }) => status)).toEqual(["skipped"]);
    expect(of("strict").map(({ status }) => status)).toEqual(["failed"]);
  });

  test("says why it skips", () => {
    expect(printed).toContain("[blocked: mend delete/removes first]");
    expect(printed).toContain("[not claimed: the harness offers no reopen()]");
    expect(printed).toMatch(/\[SHOULD failed: expected an id never given before, got 2\]/);
  });

  test("declares one test where one clause is asked for, and names the nameless", () => {
    expect(of("token store")).toMatchObject([
      { title: "finds a token by its id", status: "passed" },
    ]);
  });
});
