import { defineConfig } from "vitest/config";

// Run by `describe-token-store.test.ts` alone: some of these tests are meant to fail.
export default defineConfig({ test: { include: ["*.suite.ts"] } });
