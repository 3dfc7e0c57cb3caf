import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Some tests run the command line as a process: it is built once, before all of them.
    globalSetup: "test/build.ts",
    // Many tests wait for a disk or a child process: no core is kept free.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: {
      include: ["src/**", "spec/**"],
      // The process entry and the adapters to test runners are run by tests as processes, which are
      // not measured; the built package is loaded by harness modules, and maps back to the same
      // sources.
      exclude: ["src/cli/main.ts", "spec/{adapter,jest,node-test,vitest}.ts", "dist/**"],
      reporter: ["text-summary", "html"],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
