import { defineConfig } from "vitest/config";

// Run by `adapters.test.ts` alone: some of these tests are meant to fail.
export default defineConfig({ test: { include: ["vitest.suite.mjs"] } });
