import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SUITES = join(ROOT, "test/adapters/suites");

/** How Node is called to run the suites under each test runner, as its users do. */
const COMMANDS = {
  vitest: [
    join(ROOT, "node_modules/vitest/vitest.mjs"),
    "run",
    `--root=${SUITES}`,
    `--reporter=${join(SUITES, "vitest.reporter.mjs")}`,
  ],
  "node-test": [
    "--test",
    `--test-reporter=${join(SUITES, "node-test.reporter.mjs")}`,
    join(SUITES, "node-test.suite.mjs"),
  ],
  jest: [
    "--experimental-vm-modules",
    join(ROOT, "node_modules/jest/bin/jest.js"),
    `--rootDir=${SUITES}`,
    "--testMatch=**/jest.suite.mjs",
    `--cacheDirectory=${join(ROOT, "node_modules/.cache/jest")}`,
    `--reporters=${join(SUITES, "jest.reporter.mjs")}`,
  ],
} as const;

/** The name of a test runner, as its adapter is imported. */
export type RunnerName = keyof typeof COMMANDS;

/** The names of the test runners that there is an adapter for. */
export const RUNNERS = Object.keys(COMMANDS) as RunnerName[];

/** How one test ended. */
export interface Ended {
  /** What the test is grouped under, and its own title last. */
  readonly titles: readonly string[];

  /** Why it was skipped; `null` where it was not. */
  readonly skip: string | null;

  /** What its failure says; `null` where it passed or was skipped. */
  readonly error: string | null;
}

/** What a test runner made of a suite. */
export interface Outcome {
  readonly status: number;
  readonly tests: readonly Ended[];
}

/** Runs one of the suites in `stores.mjs` under a test runner, as a process. */
export function runSuite(runner: RunnerName, suite: "stores" | "faulty"): Promise<Outcome> {
  // Node's test runner runs nothing where it believes to be run by itself.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env;
  const env = { ...inherited, SUITE: suite, NO_COLOR: "1" };
  return new Promise((resolve) => {
    execFile(process.execPath, COMMANDS[runner], { env }, (error, stdout) => {
      const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
      const tests = lines.map((line): Ended => JSON.parse(line));
      resolve({ status: error === null ? 0 : Number(error.code), tests });
    });
  });
}
