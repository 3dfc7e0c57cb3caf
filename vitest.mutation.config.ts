import { defineConfig } from "vitest/config";

/** The spec on one store, without any other test: what Stryker runs on the mutants of that store. */
export default defineConfig({
  test: {
    include: [`test/mutation/${process.env.MUTATION_TARGET ?? "*"}.judge.ts`],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
