/** The store whose mutants are made: `npm run test:mutation` names one after another. */
const target = process.env.MUTATION_TARGET ?? "list";

/**
 * Makes mutants of a store, and runs the spec on each.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  testRunner: "vitest",
  vitest: {
    configFile: "vitest.mutation.config.ts",
    // Every judge is to run, whatever vitest takes it to be about: the harnesses import all stores.
    related: false,
  },
  plugins: ["@stryker-mutator/vitest-runner"],

  // A mutant is tried by the clauses alone that reach it, and the first that fails is enough.
  coverageAnalysis: "perTest",
  // Two at a time, however many cores there are: the stores on files wait for one disk.
  concurrency: 2,

  // Code without end is found by counting how often it passes a mutant. Time is the last resort: it
  // must be long, as a disk that others use would make a mutant pass for noticed.
  timeoutMS: 30_000,
  timeoutFactor: 3,

  reporters: ["json", "progress-append-only"],
  jsonReporter: { fileName: `reports/mutation/${target}.json` },
  logLevel: "warn",

  // The tests run in a copy of this folder, which needs nothing of these.
  ignorePatterns: ["dist", "site", "coverage", "reports", "docs/**/*.md"],
  tempDirName: ".stryker-tmp",
};
