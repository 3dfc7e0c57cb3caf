import { defineConfig } from "vitest/config";

/** What takes minutes: lost saves, tried as often as it takes to believe them, and axe on every page. */
export default defineConfig({
  test: {
    include: [
      "test/site/*.endurance.ts",
      "test/durability/*.endurance.ts",
      "test/durability/*.test.ts",
    ],
    globalSetup: "test/build.ts",
    // The tests print their figures where this is set.
    env: { ENDURANCE: "1" },
    disableConsoleIntercept: true,
    maxWorkers: "100%",
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
