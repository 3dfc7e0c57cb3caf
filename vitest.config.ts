import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Some tests run the command line as a process: it is built once, before all of them.
    globalSetup: "test/build.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      include: ["src/**", "spec/**"],
      // The process entry is run by the command-line tests, in a process that is not measured.
      exclude: ["src/cli/main.ts"],
      reporter: ["text-summary", "html"],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
