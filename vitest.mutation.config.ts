import { defineConfig } from "vitest/config";

/**
 * The tests that judge mutants, for Stryker: the spec on the stores of this project, and no other
 * test. `MUTATION_JUDGE` names the one file to run.
 */
export default defineConfig({
  test: {
    include: [process.env.MUTATION_JUDGE ?? "test/mutation/*.judge.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
