import { defineConfig } from "vitest/config";

/** What takes minutes: the tests on lost saves, tried as often as it takes to believe them. */
export default defineConfig({
  test: {
    include: ["test/durability/*.endurance.ts", "test/durability/*.test.ts"],
    globalSetup: "test/build.ts",
    // The tests print their figures where this is set.
    env: { ENDURANCE: "1" },
    disableConsoleIntercept: true,
    maxWorkers: "100%",
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
});
