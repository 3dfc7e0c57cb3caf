import { defineConfig } from "vitest/config";

/** What is looked at before a change lands, and takes too long for every day. */
export default defineConfig({
  test: {
    include: ["test/**/*.release.ts"],
    globalSetup: "test/build.ts",
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
